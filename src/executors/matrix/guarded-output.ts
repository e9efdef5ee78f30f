/** A child's words in a job's log, where a line such as `::set-output …` would be a command to the runner. */
import { randomBytes } from "node:crypto";

/** Writes to the job's log. */
export type Print = (bytes: Uint8Array) => void;

export interface GuardedOutput {
  print(bytes: Uint8Array): void;
  /** Lets the runner obey again. Only once every process of the child is gone. */
  end(): void;
}

/**
 * Tells the runner to obey nothing until `end`: `::stop-commands::<word>` … `::<word>::`. The word is random, so that
 * nobody who writes between the two knows it.
 */
export function guardOutput(print: Print, word = randomBytes(16).toString("hex")): GuardedOutput {
  let atLineStart = true;
  const write = (bytes: Uint8Array) => {
    if (bytes.length === 0) return;
    print(bytes);
    atLineStart = bytes.at(-1) === 10;
  };
  write(Buffer.from(`::stop-commands::${word}\n`));
  return {
    print: write,
    end() {
      // The end counts at the start of a line only.
      write(Buffer.from(`${atLineStart ? "" : "\n"}::${word}::\n`));
    },
  };
}

/** Prints to this process's standard output. */
export const toStandardOutput: Print = (bytes) => void process.stdout.write(bytes);
