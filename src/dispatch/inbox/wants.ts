/** Whether a comment is for us at all. Asked before anything is asked of GitHub: ordinary talk costs no request. */
import { isOurs } from "../../intake/address.ts";
import { intake } from "../../intake/intake.ts";
import { ALL_TONGUES } from "../../intake/natural-language.ts";
import type { Tongue } from "../../intake/types.ts";
import { MAX_TEXT } from "../../queue/format.ts";
import { isBot } from "./people.ts";
import { spokenIn } from "./spoken.ts";
import type { Person } from "./types.ts";

const NO_LABELS: ReadonlySet<string> = new Set();
/** Typed as a command, so that it is owed an answer even when nothing in it is understood. */
const CALL = /^ {0,3}[/\uff0f]ltpm(?![\w-])/i;

/**
 * Whether the text holds an order, a status check, an addition with its trigger, begins with `/ltpm`, or tells us something that
 * is to be recorded. `tongues`: in which languages. Linear in its length.
 */
export function asks(body: string, tongues: readonly Tongue[] = ALL_TONGUES): boolean {
  // GitHub takes 65,536 characters; a longer text did not come from there and would not fit into the queue.
  if (body.length > MAX_TEXT || isOurs(body)) return false;
  if (intake({ text: body, source: "issue_comment" }, NO_LABELS, tongues).kind !== "none") return true;
  return calls(body) || spokenIn(body, "", tongues) !== null;
}

function calls(body: string): boolean {
  const first = body.split("\n").find((line) => line.trim() !== "" && !/^ {0,3}>/.test(line));
  return first !== undefined && CALL.test(first);
}

/** Whether a comment is worth asking for its author's permission. */
export function wants(
  comment: { readonly body: string; readonly author: Pick<Person, "login" | "type"> },
  bots: readonly string[] = [],
): boolean {
  if (isBot(comment.author) && !bots.includes(comment.author.login)) return false;
  return asks(comment.body);
}
