/** Orders about tasks, with the moment at which they were given: an older one never beats a newer decision. */
import type { Command } from "../../intake/types.ts";
import type { ReplyPart } from "../../messages/github/replies.ts";
import { archivedByLabel } from "../../queue/archive.ts";
import { replaceTasks, taskByLabel } from "../../queue/find.ts";
import type { Queue, Task } from "../../queue/schema.ts";
import { controlIntent } from "../../state/intents.ts";
import { type Desk, setQueue } from "./desk.ts";

/** Whether somebody decided about the task after `at`. */
export function isSuperseded(task: Task | undefined, at: string): boolean {
  return task?.decided_at !== undefined && Date.parse(task.decided_at) > Date.parse(at);
}

/**
 * Carries out orders given at `at` (ISO 8601, GitHub's clock), which becomes their `decided_at`. One that cannot be
 * carried out is reported and stops nothing else.
 */
export function carryOut(desk: Desk, commands: readonly Command[], at: string): ReplyPart[] {
  return commands.flatMap((command) => carryOutOne(desk, command, at));
}

function carryOutOne(desk: Desk, { op, id }: Command, at: string): ReplyPart[] {
  const { queue, archive } = desk.state;
  const found = taskByLabel(queue, id);
  const task = found ?? archivedByLabel(archive, id)?.task;
  if (isSuperseded(task, at)) return [{ kind: "superseded", id: task?.id ?? id }];
  const { state, result } = controlIntent([{ operation: op, id }], "").apply(desk.state, desk.now);
  const word = result[0];
  if (word === undefined || word.kind === "unknown") return [{ kind: "unknown", ids: [id] }];
  if (word.kind === "refused") return [{ kind: "done_already", id: word.id }];
  if (word.kind === "unchanged") {
    return [
      found === undefined
        ? { kind: "archived", id: word.id }
        : { kind: "unchanged", id: word.id, status: word.task.status },
    ];
  }
  desk.state = state ?? desk.state;
  setQueue(desk, replaceTasks(desk.state.queue, [{ ...word.task, decided_at: new Date(at).toISOString() }]));
  desk.changed.push({ id: word.id, operation: op });
  if (word.ended !== null) desk.ended.push(word.ended);
  const changed: ReplyPart = { kind: "changed", op, id: word.id, stopped: word.ended !== null };
  const followers = op === "skip" || op === "cancel" ? followersOf(desk.state.queue, word.task) : [];
  return followers.length === 0 ? [changed] : [changed, { kind: "followers_wait", id: word.id, followers }];
}

/** The pending tasks that wait for this one. */
function followersOf(queue: Queue, task: Task): string[] {
  const labels = [task.id, ...(task.aliases ?? [])];
  const waits = ({ status, depends_on }: Task) =>
    status === "pending" && depends_on?.some((one) => labels.includes(one));
  return queue.tasks.filter(waits).map(({ id }) => id);
}
