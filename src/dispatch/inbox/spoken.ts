/** Plain words in a comment that are to be recorded: "/ltpm milestone: parser done", "@ltpm 进度 80%". Pure. */
import { addressedAt } from "../../intake/address.ts";
import { intake } from "../../intake/intake.ts";
import { readPage } from "../../intake/page.ts";
import { spokenWords, tonguesOf } from "../../intake/spoken.ts";
import type { SpokenWord, Tongue } from "../../intake/types.ts";
import type { ReplyPart } from "../../messages/github/replies.ts";
import type { Queue } from "../../queue/schema.ts";
import type { State } from "../../state/state.ts";
import type { Settings } from "../settings.ts";
import { storyPaths } from "../story/owed.ts";
import { isFresh, startedRecord } from "./cursor.ts";
import { standingOf } from "./people.ts";
import type { Inbox, SeenComment } from "./types.ts";

/** What a comment says besides tasks and orders. */
export interface Spoken {
  readonly words: readonly SpokenWord[];
  /** A project is to begin. */
  readonly starts: boolean;
  /** Its writer takes leave, for now or for good. */
  readonly leaves: boolean;
}

const NO_LABELS: ReadonlySet<string> = new Set();

/** What a text says that is addressed to us; null when that is nothing. `id` is the same for the same text. */
export function spokenIn(body: string, id: string, tongues: readonly Tongue[]): Spoken | null {
  if (tongues.length === 0 || !isAddressed(body)) return null;
  const { ltpm } = intake({ text: body, source: "issue_comment" }, NO_LABELS, tongues);
  const words = spokenWords(body, ltpm, id);
  const starts = ltpm.includes("start");
  if (words.length === 0 && !starts) return null;
  const leaves = words.length > 0 && (ltpm.includes("pause") || ltpm.includes("end"));
  return { words, starts, leaves };
}

/** Free text counts on GitHub only behind `/ltpm` or `@ltpm` at the start of a comment. */
function isAddressed(body: string): boolean {
  if (!/ltpm/i.test(body)) return false;
  const { text } = readPage(body.trimEnd(), true);
  const first = text.search(/\S/);
  return first !== -1 && addressedAt(text, first) !== null;
}

/** The same of a comment. */
export function spokenInComment({ id, body }: Pick<SeenComment, "id" | "body">, settings: Settings): Spoken | null {
  return spokenIn(body, `comment-${id}`, tonguesOf(settings.natural_language));
}

/** Everything that the comments of an inbox say, as far as this queue has not heard it yet and their writers may. */
export function wordsIn(queue: Queue, now: string, inbox: Inbox, settings: Settings): SpokenWord[] {
  const record = queue.github ?? startedRecord(queue, inbox, now);
  const heard = inbox.comments.filter((comment) => isFresh(record, comment, now) && counts(comment, inbox));
  return heard.flatMap((comment) => spokenInComment(comment, settings)?.words ?? []);
}

/** Whether its writer may say so, and it stands as it was written. */
function counts({ author, created_at, updated_at }: SeenComment, { bots }: Inbox): boolean {
  return standingOf(author, bots) === "writer" && Date.parse(updated_at) === Date.parse(created_at);
}

/** What the writer of a comment is told about it. */
export function spokenParts({ words, starts, leaves }: Spoken, state: State, settings: Settings): ReplyPart[] {
  const { progress } = storyPaths(settings);
  const file = progress !== null && isRecordable(state.documents?.get(progress)) ? progress : null;
  return [
    ...(words.length === 0
      ? []
      : [file === null ? ({ kind: "not_recorded", file: progress } as const) : recorded(file, words)]),
    ...(starts ? [{ kind: "may_begin" } as const] : []),
    ...(leaves && file !== null && settings.prompts ? [{ kind: "record_prompt" } as const] : []),
  ];
}

function recorded(file: string, words: readonly SpokenWord[]): ReplyPart {
  return { kind: "recorded", file, words: words.map(({ kind, text }) => ({ kind, text })) };
}

/** Whether entries can be added: there is such a document, and it is text in UTF-8. */
function isRecordable(bytes: Uint8Array | null | undefined): boolean {
  if (bytes == null || bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
