/** What a failure means for the notice that was being sent, and for those behind it. */
import { GitHubError, isGitHubError } from "../error.ts";
import { Impossible, TooEarly } from "./desk.ts";

export interface Fate {
  /**
   * `later`: it was not sent and stays owed. `unsure`: it may have been sent; looked for next time. `never`: it cannot be
   * sent at all, so it is owed no longer.
   */
  readonly notice: "later" | "unsure" | "never";
  /** Whether trying the others makes no sense either. */
  readonly stop: boolean;
  /** The token may not do it: a setting or a `permissions:` line is to be changed. */
  readonly denied: boolean;
  /** Our own cap is reached: nothing is wrong. */
  readonly capped: boolean;
}

const LATER: Fate = { notice: "later", stop: false, denied: false, capped: false };

/** `wrote`: a part of this notice had been written before the failure. `again`: it is not the first time that it is sent. */
export function fateOf(error: unknown, wrote: boolean, again: boolean): Fate {
  // GitHub also says so to what comes too quickly: once is not for ever.
  if (isGitHubError(error, "invalid") && !again) return { ...LATER, notice: "unsure" };
  const fate = fateAtFirst(error);
  return wrote && fate.notice === "later" ? { ...fate, notice: "unsure" } : fate;
}

function fateAtFirst(error: unknown): Fate {
  if (error instanceof Impossible) return { ...LATER, notice: "never" };
  if (error instanceof TooEarly) return LATER;
  // A fault of ours: nobody knows how far it came.
  if (!(error instanceof GitHubError)) return { ...LATER, notice: "unsure" };
  switch (error.code) {
    case "capped":
      return { ...LATER, stop: true, capped: true };
    case "rate_limited":
      return { ...LATER, stop: true };
    case "unauthorised":
      return { ...LATER, stop: true, denied: true };
    case "forbidden":
    case "not_found":
    case "gone":
      return { ...LATER, denied: true };
    case "invalid":
      return { ...LATER, notice: "never" };
    case "ambiguous":
      return { ...LATER, notice: "unsure" };
    case "conflict":
    case "unavailable":
      return LATER;
  }
}
