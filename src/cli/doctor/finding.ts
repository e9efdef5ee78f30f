/** One thing that is wrong, or will be. */
export interface Finding {
  readonly code: string;
  /** An error stops work; a warning will surprise somebody; a note is only to be known, and nothing is wrong. */
  readonly level: "error" | "warning" | "note";
  readonly problem: string;
  readonly remedy: string;
  /** Put right by `--fix`; the sentence says how. */
  readonly repaired?: string;
}
