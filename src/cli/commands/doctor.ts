/** `ltpm doctor`: what is wrong here, and with `--fix` put right what takes no guess. Exit 1 while an error is left. */
import { StoreError } from "../../state/store.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { examineDocuments } from "../doctor/documents.ts";
import type { Finding } from "../doctor/finding.ts";
import { examineHistory } from "../doctor/history.ts";
import { examineMerge } from "../doctor/merge.ts";
import { examineQueueFile } from "../doctor/queue-file.ts";
import {
  examineAgents,
  examineGit,
  examineHeartbeat,
  examineSessions,
  examineSettings,
} from "../doctor/surroundings.ts";
import { ownSessions } from "../executors.ts";
import { openProject, type Project } from "../project.ts";

async function examineState(project: Project): Promise<Finding[]> {
  try {
    const { queue } = (await project.store.read({ archive: true })).state;
    return [...examineAgents(project, queue.tasks), ...examineSessions(queue.tasks, ownSessions(project))];
  } catch (error) {
    if (!(error instanceof StoreError) && !(error instanceof Error && error.name === "QueueFault")) throw error;
    return [{ code: "state", level: "error", problem: error.message, remedy: "see above" }];
  }
}

async function examine(project: Project, fix: boolean): Promise<Finding[]> {
  const outside = [...examineGit(project), ...examineSettings(project), ...examineHeartbeat(project)];
  const file = await examineQueueFile(project, fix);
  // A queue file that is still broken stops every read; the state behind it is looked at when it is not.
  const state = file.some((finding) => finding.level === "error" && finding.repaired === undefined)
    ? []
    : await examineState(project);
  return [
    ...file,
    ...state,
    ...(await examineDocuments(project, fix)),
    ...(await examineHistory(project, fix)),
    ...(await examineMerge(project, fix)),
    ...outside,
  ];
}

function lineOf(finding: Finding): string {
  if (finding.repaired !== undefined) return `✔ ${finding.problem}\n  repaired: ${finding.repaired}\n`;
  return `${MARKS[finding.level]} ${finding.problem}\n  ${finding.remedy}\n`;
}

const MARKS = { error: "✖", warning: "!", note: "i" } as const;

/** What is wrong, then what is only to be known. */
function report(findings: readonly Finding[]): string {
  const notes = findings.filter(({ level }) => level === "note");
  const wrong = findings.filter(({ level }) => level !== "note");
  return [wrong.length === 0 ? "Everything is in order.\n" : "", ...[...wrong, ...notes].map(lineOf)].join("");
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "doctor takes no words");
  const project = await openProject(call);
  const findings = await examine(project, flag(call, "fix"));
  const healthy = findings.every((finding) => finding.level !== "error" || finding.repaired !== undefined);
  if (flag(call, "json")) {
    answer(call, {
      healthy,
      findings: findings.map(({ repaired, ...rest }) => ({
        ...rest,
        repaired: repaired !== undefined,
        ...(repaired ? { how: repaired } : {}),
      })),
    });
  } else call.terminal.out(report(findings));
  return healthy ? 0 : 1;
}
