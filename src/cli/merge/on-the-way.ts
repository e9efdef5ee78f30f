/** Conflicts of ours that a command meets on its way: noticed at next to no cost, settled, told in a line each. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { isMergeUnderWay } from "../../git/under-way.ts";
import type { Call } from "../call.ts";
import { flag } from "../call.ts";
import type { Project } from "../project.ts";
import { DOCUMENT_NAMES } from "./kinds.ts";

/** Commands that read documents: only they look for the markers that `git stash pop` leaves, for it says nowhere that it did. */
const READERS: ReadonlySet<string> = new Set([
  ...["resume", "next", "checkpoint", "mark-milestone", "update-progress", "consolidate-progress", "consolidate"],
  ...["sync-memory", "convert", "lint", "status", "auto-sync-status", "dispatch"],
]);

/** Settles what git left unmerged of our files before the command looks at them. */
export async function settleOnTheWay(project: Project, call: Call): Promise<void> {
  // `doctor` says what is wrong, and changes nothing unless told.
  if (call.name === "merge-driver" || (call.name === "doctor" && !flag(call, "fix"))) return;
  const documents = READERS.has(call.name) || call.name === "doctor" ? markedDocuments(project) : [];
  if (documents.length === 0 && !isMergeUnderWay(project.repository)) return;
  const { settleConflicts, settledLines } = await import("./settle.ts");
  const settled = await settleConflicts(project, { documents });
  for (const line of settledLines(project.language, settled)) call.terminal.err(`${line}\n`);
}

/** Documents with a line that looks like a conflict marker, by their paths from the root. */
function markedDocuments({ repository: { root }, settings }: Project): string[] {
  const dirs = new Set([".", settings.documents.dir ?? ".", ...below(root, "projects")]);
  return [...dirs].flatMap((dir) => DOCUMENT_NAMES.map((name) => posix.join(dir, name))).filter(isMarked);

  function isMarked(path: string): boolean {
    try {
      // Whatever else may have such a name, a pipe would keep us waiting.
      if (statSync(join(root, path)).isFile() !== true) return false;
      const bytes = readFileSync(join(root, path));
      return bytes.includes("\n<<<<<<< ") || bytes.subarray(0, 8).equals(Buffer.from("<<<<<<< "));
    } catch {
      return false;
    }
  }
}

function below(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
