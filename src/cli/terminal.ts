/** Where the CLI reads and writes: passed in, so that tests and the demo can own it. */
import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";

export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly colour: boolean;
  /** Whether standard output is a person's screen. */
  readonly interactive: boolean;
  /** Width in columns. */
  readonly columns: number;
  /** Bytes go out as they are. */
  out(text: string | Uint8Array): void;
  err(text: string): void;
  /** All of standard input; "" when it is a person's keyboard. */
  input(): Promise<string>;
}

async function readAll(): Promise<string> {
  if (process.stdin.isTTY) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** A pipe that is full for the moment is tried again after this many milliseconds. */
const FULL = 2;

/**
 * Writes all of a text to a file descriptor. Node's own stream takes as long to make as the queue to read, and loses what is
 * not written yet when the process exits.
 */
function write(descriptor: 1 | 2, text: string | Uint8Array): void {
  let bytes = typeof text === "string" ? Buffer.from(text) : text;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // A reader that went away (`ltpm tasks | head`) is no error.
      if (code === "EPIPE") process.exit();
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL);
    }
  }
}

/**
 * Whether a person sees standard output. Only a character device other than /dev/null can be a screen; asking Node loads
 * its streams, and most callers are programs.
 */
function isScreen(): boolean {
  const output = fstatSync(1);
  if (!output.isCharacterDevice() || output.rdev === statSync(devNull, { throwIfNoEntry: false })?.rdev) return false;
  return process.stdout.isTTY === true;
}

/** The process's own terminal. Colours only on a terminal, never with NO_COLOR or TERM=dumb. */
export function processTerminal(): Terminal {
  const interactive = isScreen();
  const env = process.env;
  return {
    env,
    cwd: process.cwd(),
    interactive,
    colour: interactive && !env.NO_COLOR && env.TERM !== "dumb",
    columns: interactive ? (process.stdout.columns ?? 80) : 100,
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    input: readAll,
  };
}
