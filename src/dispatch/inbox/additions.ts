/** New tasks from a text on GitHub. What they are named by comes from the text's own id, so that no text adds them twice. */
import type { TaskDraft } from "../../intake/types.ts";
import { addTasks, type Draft } from "../../queue/add.ts";
import { goalOf } from "../../queue/goal.ts";
import type { Queue, Task, TaskSource } from "../../queue/schema.ts";
import { commandOf, mayRunInline } from "../available.ts";
import { type Desk, type Said, setQueue } from "./desk.ts";

/** Where a text stands. */
export interface Origin {
  /** `comment:123`, `issue:12`: the same text adds its tasks once. */
  readonly key: string;
  readonly source: TaskSource;
}

function draftOf(task: TaskDraft, index: number, origin: Origin): Draft {
  return {
    uid: `gh-${origin.key.replace(":", "-")}-${index + 1}`,
    description: task.description,
    ...(task.details ? { details: task.details } : {}),
    goal: goalOf(task.description),
    // The dispatcher works it out when it is the task's turn.
    task_type: "unknown",
    after: task.after,
    source: origin.source,
    dedupe_key: origin.key,
  };
}

/** Adds the tasks at the end of the queue: all of them, or none when one depends on what does not exist. */
export function addAll(desk: Desk, tasks: readonly TaskDraft[], origin: Origin): Said[] {
  if (tasks.length === 0) return [{ kind: "nothing_found" }];
  const drafts = tasks.map((task, index) => draftOf(task, index, origin));
  const added = addTasks(desk.state.queue, drafts, desk.now, desk.settings.max_retries);
  if (!added.ok) {
    const { problem } = added;
    const unknown = problem.kind === "unknown_dependency";
    return [
      unknown ? { kind: "unknown", ids: [problem.label] } : { kind: "dependency_circle", labels: problem.labels },
    ];
  }
  const first = added.tasks[0];
  if (first === undefined) return alreadyThere(desk.state.queue, origin.key);
  setQueue(desk, added.queue);
  desk.added.push(...added.tasks.map(({ id }) => id));
  const refused = added.tasks.filter((task) => !mayCarryCommand(task, desk));
  return [
    { kind: "added", tasks: added.tasks, after: afterAdding(desk) },
    ...refused.map(({ id }): Said => ({ kind: "command_not_taken", id })),
  ];
}

function alreadyThere({ tasks }: Queue, key: string): Said[] {
  const before = tasks.filter(({ dedupe_key }) => dedupe_key === key);
  return before.map(({ id, description }) => ({ kind: "already_there", id, description }));
}

/** Text from GitHub becomes no command unless the committed configuration says so; the task then blocks with that as its step. */
function mayCarryCommand(task: Task, { settings }: Desk): boolean {
  return commandOf(task).kind === "none" || mayRunInline(task, settings.inline_commands);
}

/** Whether a slot is free for the new tasks in the cycle that follows. */
function afterAdding({ state, settings }: Desk) {
  const count = (status: Task["status"]) => state.queue.tasks.filter((task) => task.status === status).length;
  if (count("running") < settings.max_concurrent) return { starts: true } as const;
  return { starts: false, pending: count("pending") } as const;
}
