/** When the reminder is shown: the source's four situations, each at most once in 30 minutes. Its memory are the dates of empty files. */
import { closeSync, mkdirSync, openSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { promptBox } from "../../messages/prompts.ts";
import type { Call } from "../call.ts";
import type { Prompted } from "./if-due.ts";
import { type Clone, checkpointDue, promptFolder, stepsSince } from "./steps.ts";

/** The source's four: a session begins, a person takes leave, more than 3 files were modified, a step ran for over a minute. */
export type Situation = "start" | "goodbye" | "files" | "long";

/** Both the idle time that begins a new session and the time until the same situation is told again, in milliseconds. */
const HALF_HOUR = 30 * 60_000;

/** The situations that call for the reminder now. Moments in milliseconds since 1970; null: never. Pure. */
export function situationsNow(
  facts: {
    readonly seen: number | null;
    readonly goodbye: boolean;
    readonly counted: readonly Situation[];
    readonly shown: (situation: Situation) => number | null;
  },
  now: number,
): Situation[] {
  const isOver = (moment: number | null) => moment !== null && now - moment > HALF_HOUR;
  const present: Situation[] = [
    ...(isOver(facts.seen) ? ["start" as const] : []),
    ...(facts.goodbye ? ["goodbye" as const] : []),
    ...facts.counted,
  ];
  // A clock that was set back must not silence the reminder for as long.
  return present.filter((situation) => {
    const shown = facts.shown(situation);
    return shown === null || isOver(shown) || shown > now + HALF_HOUR;
  });
}

/** Shows it when it is time, on standard error. A file system that takes no stamps costs the stamps, never the command. */
export function showPrompt(project: Prompted, call: Call, goodbye: boolean): void {
  const clone = project.repository;
  const now = Date.parse(project.clock.now());
  const due = situationsNow(
    {
      seen: dateOf(clone, "seen"),
      goodbye,
      counted: checkpointDue(stepsSince(clone)).map(({ kind }) => kind),
      shown: (situation) => dateOf(clone, `shown-${situation}`),
    },
    now,
  );
  stamp(clone, ["seen", ...due.map((situation) => `shown-${situation}`)], now);
  if (due.length > 0) call.terminal.err(`${promptBox(project.language)}\n`);
}

function dateOf(clone: Clone, name: string): number | null {
  try {
    return statSync(join(promptFolder(clone), name), { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // A part of its way is a file, or may not be looked into: as good as never.
    return null;
  }
}

function stamp(clone: Clone, names: readonly string[], now: number): void {
  try {
    mkdirSync(promptFolder(clone), { recursive: true });
    for (const name of names) {
      const path = join(promptFolder(clone), name);
      closeSync(openSync(path, "a"));
      utimesSync(path, now / 1000, now / 1000);
    }
  } catch {
    // Shown once more then.
  }
}
