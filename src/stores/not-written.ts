/** A write that the file system or git refused, as one sentence: which file, why, what helps. */
import { FileNotWritten } from "../host/atomic-file.ts";
import { StoreError } from "../state/store.ts";

/** Why `file` could not be written, and what helps. */
export function reasonOf(file: string, error: unknown): string {
  const problem = error instanceof Error ? error : new Error(String(error));
  if (hasCode(problem)) return new FileNotWritten(file, problem).message;
  return `${file} could not be written: ${problem.message}`;
}

/** A `StoreError` "not_written" for whatever was thrown while `file` was written; a `StoreError` stays as it is. */
export function notWritten(file: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError("not_written", `${reasonOf(file, error)}; nothing was changed`, { cause: error });
}

function hasCode(error: Error): error is NodeJS.ErrnoException & { code: string } {
  return "code" in error && typeof error.code === "string";
}

/** The system's code of an error, such as `ENOENT`; "" when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && hasCode(error) ? error.code : "";
}
