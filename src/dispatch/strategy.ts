/** A way to try a task; task types list theirs in order (catalog.ts). */

/** Who carries a strategy out. */
export type StrategyMeans =
  /** The command that the task's text carries. */
  | "inline"
  /** A configured agent, told to do it. `second_agent` prefers another one than the last attempt's. */
  | "agent"
  | "second_agent"
  /** A person. */
  | "person";

export interface Strategy {
  /** Its name in `strategies_tried`, e.g. `smallest-change`. */
  readonly name: string;
  readonly means: StrategyMeans;
  /** One or two sentences that the instruction gains; says how this try differs from the last. */
  readonly guidance: string;
}

/** A kind of task: how it is tried and how its result is checked. Data that a user extends in the configuration. */
export interface TaskType {
  readonly name: string;
  readonly strategies: readonly Strategy[];
  /** Checks by name from the guide (`verify/guide.ts`) or in the form of `--accept` (`command:npm test`). */
  readonly checks: readonly string[];
  /** Whether attempts change files and so need a work tree of their own. */
  readonly changes_files: boolean;
  /** A failed try may have had its effect outside: it is never repeated by itself. */
  readonly never_repeat?: boolean;
  /** Words or `/regular expressions/` by which a user's own type is recognised. */
  readonly match?: readonly string[];
}
