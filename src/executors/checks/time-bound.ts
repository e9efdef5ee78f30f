/** Runs code whose time a user's pattern decides, and ends it when it takes too long. */
import { runInNewContext } from "node:vm";

/** It did not end in time. */
export class TookTooLong extends Error {
  override readonly name = "TookTooLong";
}

/**
 * Runs `work` for at most `milliseconds`, which interrupts a regular expression as well as a loop. The context is there
 * for its time limit alone: the code is ours, only the pattern is not.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  let result: { value: T } | null = null;
  try {
    runInNewContext("run()", { run: () => (result = { value: work() }) }, { timeout: milliseconds });
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
    if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new TookTooLong(`took longer than ${milliseconds} ms`);
    throw error;
  }
  // Set by the closure above, which the compiler cannot see.
  return (result as unknown as { value: T }).value;
}
