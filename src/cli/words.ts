/** Skip, retry, cancel, mark done: applied in one transaction, told one line a task, processes ended after it landed. */
import type { Messages } from "../messages/catalog.ts";
import type { Operation } from "../queue/control.ts";
import { controlIntent, type Wish, type Word } from "../state/intents.ts";
import type { Project } from "./project.ts";

/** Applies the wishes; labels that only the archive knows are looked up there. Attempts that lost their session are ended. */
export async function applyWishes(project: Project, wishes: readonly Wish[], op: string): Promise<readonly Word[]> {
  const first = await project.store.transact(controlIntent(wishes, op));
  let words = first.result;
  if (words.some((word) => word.kind === "unknown") && first.state.queue.archivedCount > 0) {
    const open = wishes.filter((_, index) => words[index]?.kind === "unknown");
    const found = (await project.store.transact(controlIntent(open, project.dice.name(16), true))).result;
    let next = 0;
    words = words.map((word) => (word.kind === "unknown" ? (found[next++] ?? word) : word));
  }
  const ended = words.flatMap((word) => (word.kind === "changed" && word.ended ? [word.ended] : []));
  if (ended.length > 0) await (await import("./executors.ts")).endSessions(project, ended);
  return words;
}

const CHANGED: Readonly<Record<Operation, (messages: Messages, id: string) => string>> = {
  skip: (messages, id) => messages.command.skipped(id),
  retry: (messages, id) => messages.command.retried(id),
  cancel: (messages, id) => messages.command.cancelled(id),
  done: (messages, id) => messages.command.markedDone(id),
};

/** One line for what came of a wish. */
export function wordLine(messages: Messages, wish: Wish, word: Word): string {
  if (word.kind === "unknown") return messages.command.unknown([word.id]);
  if (word.kind === "refused") return messages.command.doneAlready(word.id);
  if (word.kind === "unchanged") return messages.command.unchanged(word.id, word.task.status);
  const line = CHANGED[wish.operation](messages, word.id);
  return word.ended ? `${line} ${messages.command.stopped}` : line;
}

/** The words as the `--json` answers show them. */
export function wordAnswers(wishes: readonly Wish[], words: readonly Word[]): object[] {
  return words.map((word, index) => ({
    id: word.id,
    operation: wishes[index]?.operation,
    result: word.kind,
    status: word.kind === "unknown" ? null : word.task.status,
  }));
}
