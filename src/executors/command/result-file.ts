/** Reads what an attempt wrote to `LTPM_RESULT_FILE`. It is a stranger's file: bounded, no links, no special keys. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import * as v from "valibot";
import { type TaskResult, taskResultSchema } from "../../verify/attempt-record.ts";

/** A result, or why there is none although a file is there; neither when there is no file. */
export interface ResultRead {
  readonly result?: TaskResult;
  readonly problem?: string;
}

const LARGEST = 1_048_576;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const KNOWN = Object.keys(taskResultSchema.entries) as (keyof typeof taskResultSchema.entries)[];

class Refused extends Error {}

function readBounded(path: string): string | null {
  let file: number;
  try {
    // Not through a link, and without waiting for the other end of a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") return null;
    throw new Refused(code === "ELOOP" ? "it is a link" : `it cannot be read (${code})`);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Refused("it is no regular file");
    if (stats.size > LARGEST) throw new Refused(`it is larger than ${LARGEST} bytes`);
    const buffer = Buffer.alloc(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return buffer.toString("utf8", 0, length).replace(/^\ufeff/, "");
  } finally {
    closeSync(file);
  }
}

function parse(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (FORBIDDEN.has(key)) throw new Refused(`it has a field named ${key}`);
    return value;
  });
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  return issue.path?.map((part) => String(part.key)).join(".") ?? "the file";
}

/** Only the fields we know: the rest of a stranger's file has no place in a record. */
function knownFields(result: TaskResult): TaskResult {
  const kept: TaskResult = { outcome: result.outcome };
  for (const key of KNOWN) if (result[key] !== undefined) Object.assign(kept, { [key]: result[key] });
  return kept;
}

/** Reads and checks the file. Never throws. */
export function readResultFile(path: string, token: string): ResultRead {
  try {
    const text = readBounded(path);
    if (text === null) return {};
    if (text.trim() === "") return { problem: "The result file is empty" };
    const parsed = v.safeParse(taskResultSchema, parse(text));
    if (!parsed.success) {
      const first = parsed.issues[0];
      return { problem: `The result file is wrong: ${fieldOf(first)}: ${first.message}` };
    }
    if (parsed.output.token !== undefined && parsed.output.token !== token) {
      return { problem: "The result file carries the token of another attempt" };
    }
    return { result: knownFields(parsed.output) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      problem: error instanceof Refused ? `The result file is refused: ${why}` : `The result file is not JSON: ${why}`,
    };
  }
}
