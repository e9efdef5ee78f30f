/** What a check may look at. */
import type { AgentReport, AttemptRecord, TaskResult } from "../../verify/attempt-record.ts";

export interface CheckContext {
  /** The work tree that holds the result. */
  readonly root: string;
  /**
   * Where schemas are read, when not in `root`: the validator makes code of a schema, so beside a token that can write it
   * must be one that the attempt had no hand in.
   */
  readonly schemaRoot?: string;
  /** Whether that tree is the attempt's own. In place, other people's changes stand beside the attempt's. */
  readonly isolated: boolean;
  /** When the attempt's program started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly exit: AttemptRecord["exit"];
  /** What the program printed, or the end of it. */
  readonly output: string;
  readonly instruction: string;
  /** Every path that the attempt changed, relative to `root`. */
  readonly changed: readonly string[];
  /** Paths left in the middle of a merge. */
  readonly unmerged: readonly string[];
  readonly result?: TaskResult | undefined;
  readonly agent?: AgentReport | undefined;
  /** Whether git keeps the path: false for what it ignores, where the result is to be a commit. */
  kept(path: string): Promise<boolean>;
  /** The environment for commands. */
  readonly env: Readonly<Record<string, string>>;
  /** The attempt's token, by which the processes of a check are found again. */
  readonly token: string;
  readonly stop: AbortSignal;
  readonly limits: CheckLimits;
  /** Takes secrets out of a text. */
  redact(text: string): string;
}

export interface CheckLimits {
  /** Milliseconds for a check's command. */
  readonly command_ms: number;
  /** Milliseconds for a pattern or a schema. */
  readonly pattern_ms: number;
  /** Milliseconds between asking a command to end and ending it. */
  readonly grace_ms: number;
}

/** What came of one check. `broken`: the check itself could not run. */
export interface Verdict {
  readonly ok: boolean;
  readonly detail: string;
  readonly broken?: boolean;
}

export const passed = (detail: string): Verdict => ({ ok: true, detail });
export const failed = (detail: string): Verdict => ({ ok: false, detail });
export const broken = (detail: string): Verdict => ({ ok: false, detail, broken: true });
