/** One thing that is wrong, or will be. */
export interface Finding {
  readonly code: string;
  /** An error stops work; a warning will surprise somebody. */
  readonly level: "error" | "warning";
  readonly problem: string;
  readonly remedy: string;
  /** Put right by `--fix`; the sentence says how. */
  readonly repaired?: string;
}
