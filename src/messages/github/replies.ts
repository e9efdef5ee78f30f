/** The reply to a comment: one part for each thing it asked for, put together into one text. */
import type { Operation } from "../../queue/control.ts";
import type { Status, Task } from "../../queue/schema.ts";
import { type AfterIntake, addedMessage } from "../intake.ts";
import { oneLine, say } from "../terminal-text.ts";
import { shorten } from "../width.ts";
import { postable } from "./posted.ts";
import type { ToldTask } from "./safe-task.ts";
import { type SpokenPart, spokenText } from "./spoken.ts";
import { statusMarkdown } from "./status-markdown.ts";
import type { Voice } from "./voice.ts";

/** One thing that was asked for, and what came of it. */
export type ReplyPart =
  | { readonly kind: "added"; readonly tasks: readonly Pick<Task, "id" | "description">[]; readonly after: AfterIntake }
  | { readonly kind: "already_there"; readonly id: string; readonly description: string }
  | { readonly kind: "changed"; readonly op: Operation; readonly id: string; readonly stopped: boolean }
  /** Tasks that depend on one that was skipped or cancelled. */
  | { readonly kind: "followers_wait"; readonly id: string; readonly followers: readonly string[] }
  | { readonly kind: "unchanged"; readonly id: string; readonly status: Status }
  /** A task that is done cannot be skipped or cancelled. */
  | { readonly kind: "done_already"; readonly id: string }
  | { readonly kind: "archived"; readonly id: string }
  | { readonly kind: "unknown"; readonly ids: readonly string[] }
  | { readonly kind: "superseded"; readonly id: string }
  | { readonly kind: "too_old"; readonly days: number }
  | { readonly kind: "edited" }
  | { readonly kind: "no_permission"; readonly role: string | null }
  | { readonly kind: "permission_unknown"; readonly why: string }
  | { readonly kind: "command_not_taken"; readonly id: string }
  | { readonly kind: "nothing_found" }
  | SpokenPart
  | { readonly kind: "status"; readonly tasks: readonly ToldTask[]; readonly now: string };

/** Parts after which the comment gets 😕; all others get 🚀. */
const REFUSALS: ReadonlySet<ReplyPart["kind"]> = new Set<ReplyPart["kind"]>([
  "unknown",
  "superseded",
  "too_old",
  "edited",
  "no_permission",
  "permission_unknown",
  "nothing_found",
  "not_recorded",
]);

/** The reaction a comment gets with its reply: 😕 only when nothing of what it asked for was done. */
export function reactionFor(parts: readonly ReplyPart[]): "rocket" | "confused" {
  return parts.length > 0 && parts.every(({ kind }) => REFUSALS.has(kind)) ? "confused" : "rocket";
}

const CHANGED = { skip: "skipped", retry: "retried", cancel: "cancelled", done: "markedDone" } as const;

/** The list of tasks that were added; a very long one is told by its beginning. */
function addedText(voice: Voice, { tasks, after }: Extract<ReplyPart, { kind: "added" }>, rows: number): string {
  if (tasks.length <= rows) return addedMessage(voice.messages, tasks, after);
  const { intake } = voice.messages;
  const shown = tasks.slice(0, rows).map(({ id, description }) => say`• ${id}: ${shorten(oneLine(description), 200)}`);
  const last = after.starts ? intake.startingNow : intake.queueHas(after.pending);
  return [intake.addedMany(tasks.length), ...shown, voice.words.issue.more(tasks.length - rows), last].join("\n");
}

/** One part in plain lines, with at most `rows` tasks; a status table is Markdown already. */
function partText(voice: Voice, part: ReplyPart, rows: number): string {
  const { messages } = voice;
  const { language, reply: words } = voice.words;
  switch (part.kind) {
    case "added":
      return addedText(voice, part, rows);
    case "already_there":
      return messages.intake.alreadyThere(part.id, part.description);
    case "changed": {
      const said = messages.command[CHANGED[part.op]](part.id);
      return part.stopped ? `${said} ${messages.command.stopped}` : said;
    }
    case "followers_wait":
      return messages.command.followersWait(part.id, part.followers);
    case "unchanged":
      return messages.command.unchanged(part.id, part.status);
    case "done_already":
      return words.doneAlready(part.id);
    case "archived":
      return words.archived(part.id);
    case "unknown":
      return words.unknown(part.ids);
    case "superseded":
      return words.superseded(part.id);
    case "too_old":
      return words.tooOld(part.days);
    case "edited":
      return words.edited;
    case "no_permission":
      return words.noPermission(part.role);
    case "permission_unknown":
      return words.permissionUnknown(oneLine(part.why));
    case "command_not_taken":
      return words.commandNotTaken(part.id);
    case "nothing_found":
      return words.nothingFound;
    case "recorded":
    case "not_recorded":
    case "may_begin":
    case "record_prompt":
      return spokenText(language, part);
    case "status":
      return statusMarkdown(voice, part.tasks, { now: part.now, rows });
  }
}

/**
 * The whole reply: safe Markdown within the limit, to be kept in the notice's `text`. It has no marker yet: that is added
 * when it is sent, since it names the notice.
 */
export function replyText(voice: Voice, parts: readonly ReplyPart[]): string {
  const inRows = (rows: number) => () => parts.map((part) => partText(voice, part, rows)).join("\n\n");
  return postable(voice, [inRows(300), inRows(50), inRows(10), () => voice.words.reply.tooLong]);
}
