/** What was thrown, as the one sentence that ends a run, and the line of the file it is about. */
import { inspect } from "node:util";
import { ConfigFault } from "../config/fault.ts";
import { QueueFault } from "../queue/faults.ts";
import type { Annotation } from "./job.ts";

/** Errors of ours carry their whole message for people; everything else is a defect and says so. */
const SPEAKING = new Set([
  "ActionProblem",
  "GitHubError",
  "StoreError",
  "QueueFault",
  "ConfigFault",
  "GitError",
  "RepositoryError",
  "FileError",
]);

export interface Failure {
  readonly annotation: Annotation;
  /** For debug lines only: where a defect came from. */
  readonly stack: string | null;
}

/** Never throws, whatever was thrown. */
export function explainFailure(thrown: unknown): Failure {
  const error =
    thrown instanceof Error ? thrown : new Error(typeof thrown === "string" ? thrown : inspect(thrown, { depth: 0 }));
  if (SPEAKING.has(error.name))
    return { annotation: { level: "error", text: error.message, ...placeOf(error) }, stack: null };
  const hint = "Run the job again with debug logging to see where, and report it";
  const text = `An error in LTPM itself: ${error.message}. ${hint}.`;
  return { annotation: { level: "error", text }, stack: error.stack ?? null };
}

function placeOf(error: Error): Pick<Annotation, "file" | "line" | "column"> {
  const place = error instanceof QueueFault ? error.fault : error instanceof ConfigFault ? error.at : null;
  // A file of a branch is called `owner/name/branch:path`; beside a line GitHub puts what names the path alone.
  return place === null ? {} : { file: place.file.replace(/^.*:/, ""), line: place.line, column: place.column };
}
