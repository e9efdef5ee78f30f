/** Reads what an attempt wrote to `LTPM_RESULT_FILE`. It is a stranger's file: bounded, no links, no special keys. */
import * as v from "valibot";
import { type TaskResult, taskResultSchema } from "../../verify/attempt-record.ts";
import { parseStrangersJson, Refused, readBounded } from "./strangers-file.ts";

/** A result, or why there is none although a file is there; neither when there is no file. */
export interface ResultRead {
  readonly result?: TaskResult;
  readonly problem?: string;
}

const LARGEST = 1_048_576;
const KNOWN = Object.keys(taskResultSchema.entries) as (keyof typeof taskResultSchema.entries)[];

function fieldOf(issue: v.BaseIssue<unknown>): string {
  return issue.path?.map((part) => String(part.key)).join(".") ?? "the file";
}

/** Only the fields we know: the rest of a stranger's file has no place in a record. */
export function knownFields(result: TaskResult): TaskResult {
  const kept: TaskResult = { outcome: result.outcome };
  for (const key of KNOWN) if (result[key] !== undefined) Object.assign(kept, { [key]: result[key] });
  return kept;
}

/** Reads and checks the file. Never throws. */
export function readResultFile(path: string, token: string): ResultRead {
  try {
    const text = readBounded(path, LARGEST);
    if (text === null) return {};
    if (text.trim() === "") return { problem: "The result file is empty" };
    const parsed = v.safeParse(taskResultSchema, parseStrangersJson(text));
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
