/** Words of a person as drafts of tasks. */
import type { Draft } from "../queue/add.ts";
import { MAX_TEXT } from "../queue/format.ts";
import { goalOf } from "../queue/goal.ts";
import type { TaskSource } from "../queue/schema.ts";
import type { Dice } from "../state/clock.ts";
import { Problem } from "./failure.ts";

export interface DraftWords {
  readonly description: string;
  readonly details?: string;
  readonly goal?: string | undefined;
  readonly task_type?: string;
  readonly after?: readonly string[];
  readonly priority?: number;
  readonly acceptance?: readonly string[];
  readonly not_before?: string;
}

/** Makes a draft; throws `Problem` for a text that is empty or too long for the queue. */
export function draftOf(words: DraftWords, dice: Dice, source: TaskSource): Draft {
  const { goal, description, details, ...rest } = words;
  if (description.trim() === "") throw new Problem("a task needs a description");
  for (const [name, value] of [
    ["description", description],
    ["details", details ?? ""],
    ["goal", goal ?? ""],
  ] as const) {
    if (value.length <= MAX_TEXT) continue;
    throw new Problem(
      `the ${name} has ${value.length} characters, at most ${MAX_TEXT} are kept in the queue; put the text into a file and name the file`,
    );
  }
  return {
    // The dispatcher works it out when it is the task's turn.
    task_type: "unknown",
    ...rest,
    uid: dice.name(12),
    description,
    ...(details ? { details } : {}),
    goal: goal ?? goalOf(description),
    source,
  };
}
