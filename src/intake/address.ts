/** Who may speak, and how a message says that it is meant for us. */
import { hasOwnObject, imperativeAt } from "./imperative.ts";
import { QUOTED } from "./normal.ts";
import { stick } from "./sticky.ts";
import type { Message } from "./types.ts";

/** GitHub's associations that come with write access, or may. */
const WRITERS = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);
const OWN_MARKER = /<!--\s*ltpm\b/i;
const MENTION = /(?:\/ltpm|@ltpm)(?![\w-])\s*[:,]?\s*/y;
/** "@ltpm is great": said about us, not to us. */
const ABOUT =
  /(?:is|was|are|has|had|did|does|doesn't|didn't|can't|cannot|won't|will|would|should|could|seems|looks|failed|fails|works|worked|said|says|crashed|broke|keeps|might|may|and|or|'s)(?![\w-])|(?:是|很|真|太|挂了|好用|不错|有|的)/y;
/** Sub-commands of the command line, as typed out of habit after "/ltpm". */
const SUBCOMMAND = /(?:intake|add)(?![\w-])\s*:?\s*/y;

/** Whether the author is heard at all: no bots, and on GitHub only people who may write. */
export function mayAsk(message: Message): boolean {
  if (message.authorType === "Bot" || /\[bot\]$/i.test(message.author ?? "")) return false;
  if (message.source === "cli") return true;
  const association = message.authorAssociation;
  return association === undefined || WRITERS.has(association.toUpperCase());
}

/** Our own comments carry a marker; they are never read again. */
export function isOurs(text: string): boolean {
  return OWN_MARKER.test(text);
}

/** A text of the scheduler: never a wish of a person, whoever sends it. */
export function isDispatchCall(text: string): boolean {
  return /^\s*(?:TASK_RUNNER_DISPATCH\b|HEARTBEAT(?:\.md)?\s*(?::\s*(?:task[- ]runner|dispatch|check|poll|run)|$))/i.test(
    text.slice(0, 200),
  );
}

/** The same among the scheduler's own events, where any heartbeat is meant for the queue. */
export function isHeartbeat(text: string): boolean {
  return isDispatchCall(text) || /^\s*HEARTBEAT\b|\btask[- ]runner\s+dispatch/i.test(text.slice(0, 200));
}

/** Where the text after "/ltpm" or "@ltpm" begins; null when it is not addressed to us at `at`. */
export function addressedAt(text: string, at: number): number | null {
  const mention = stick(MENTION, text, at);
  if (mention === null) return null;
  const body = at + mention[0].length;
  if (text[at] === "@" && stick(ABOUT, text, body) !== null) return null;
  return body;
}

/**
 * Behind "/ltpm intake …" or "/ltpm add fix …", where the sub-command is no part of the task; null when there is none
 * ("/ltpm add tests").
 */
export function afterSubcommand(text: string, at: number): number | null {
  const found = stick(SUBCOMMAND, text, at);
  if (found === null) return null;
  const body = at + found[0].length;
  if (text[body] === QUOTED || found[0].includes(":") || found[0].startsWith("intake")) return body;
  const verb = imperativeAt(text, body, text.length);
  return verb !== null && !verb.weak && hasOwnObject(text, verb, text.length) ? body : null;
}
