/** The errors of this room. */
import { mkdirSync } from "node:fs";
import { FileNotWritten } from "../host/atomic-file.ts";

/** What went wrong with an earlier state, for the CLI's exit and the Action's annotation. */
export type HistoryErrorCode =
  | "not_saved"
  | "not_restored"
  | "no_such_save"
  | "ambiguous_save"
  | "unreadable_save"
  | "outside"
  | "unreadable_document"
  | "not_written"
  | "not_recorded";

/** The message is one sentence with what to do; nothing was half-written. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly code: HistoryErrorCode;

  constructor(code: HistoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why, and what helps; the file system's errors by name. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FileNotWritten || !isErrno(error)) return error.message;
  const { path = "a file of the repository" } = error;
  return new FileNotWritten(path, error.syscall === "mkdir" && error.code === "ENOENT" ? behind(error, path) : error)
    .message;
}

function isErrno(error: Error): error is NodeJS.ErrnoException {
  return "code" in error && "syscall" in error;
}

/** Making a folder with its parents, Node says "no such folder" also where the disk is read-only. */
function behind(error: NodeJS.ErrnoException, path: string): NodeJS.ErrnoException {
  try {
    mkdirSync(path);
  } catch (real) {
    if (real instanceof Error && isErrno(real)) return real;
  }
  return error;
}
