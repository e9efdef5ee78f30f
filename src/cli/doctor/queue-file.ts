/** The queue file of the work tree: is it sound, and what can be put right keeping the old one. */
import { copyFileSync, existsSync, lstatSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gitSync } from "../../git/run.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { describeFault, QueueFault } from "../../queue/faults.ts";
import { conflictLine, parseQueue } from "../../queue/parse.ts";
import { repairQueue } from "../../queue/repair.ts";
import { serialiseQueue } from "../../queue/write.ts";
import { QUEUE_FILE } from "../../state/files.ts";
import type { Project } from "../project.ts";
import type { Finding } from "./finding.ts";

/** The common ancestor of an unmerged file, while git still has its stages. */
function ancestor(project: Project, file: string): string | null {
  const path = relative(project.repository.root, file);
  const shown = gitSync(["show", `:1:${path}`], { cwd: project.repository.root });
  return shown.code === 0 ? shown.stdout : null;
}

/** Keeps the broken file beside the repaired one, under a name that says when. */
function keepOld(file: string, now: string): string {
  const kept = `${file}.broken-${now.replace(/[:.]/g, "-")}`;
  copyFileSync(file, kept);
  return kept;
}

async function repair(project: Project, file: string, text: string): Promise<string | null> {
  const now = project.clock.now();
  const defaults = { now, maxRetries: project.settings.max_retries };
  const base = conflictLine(text) === null ? null : ancestor(project, file);
  const repaired = repairQueue(text, defaults, base);
  const restored = repaired === null ? await project.stateBehindView() : null;
  if (repaired === null && restored === null) return null;
  const kept = relative(project.repository.root, keepOld(file, now));
  writeAtomically(file, repaired?.text ?? serialiseQueue(restored ?? { lastId: null, tasks: [], archivedCount: 0 }));
  await project.store.read();
  const how = repaired?.done.join("; ") ?? "put back the queue as the state has it";
  return `${how}; the old file is ${kept}`;
}

/** Looks at the queue file; with `fix`, repairs it when that takes no guess. */
export async function examineQueueFile(project: Project, fix: boolean): Promise<Finding[]> {
  const file = join(project.queueDirectory, QUEUE_FILE);
  if (!existsSync(file)) return [];
  const shown = relative(project.repository.root, file);
  if (!lstatSync(file).isFile()) {
    return [
      {
        code: "not_a_file",
        level: "error",
        problem: `${shown} is not a plain file`,
        remedy: "move it away; ltpm writes the queue there",
      },
    ];
  }
  const text = readFileSync(file, "utf8");
  try {
    parseQueue(text, shown, { now: project.clock.now(), maxRetries: project.settings.max_retries });
    return [];
  } catch (error) {
    if (!(error instanceof QueueFault)) throw error;
    const { code, remedy } = error.fault;
    const problem = describeFault(error.fault).replace(`. ${remedy}`, "");
    const repaired = fix ? await repair(project, file, text) : null;
    const advice = fix
      ? "it cannot be repaired without a guess; correct the line by hand"
      : "`ltpm doctor --fix` repairs it if that takes no guess, and keeps the old file";
    return [{ code, level: "error", problem, remedy: advice, ...(repaired === null ? {} : { repaired }) }];
  }
}
