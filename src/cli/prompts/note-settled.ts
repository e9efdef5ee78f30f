/** What attempts did, for the reminder to record it: counted from their records, before those are cleared away. */
import type { CycleReport } from "../../dispatch/drive.ts";
import { attemptFiles, isToken, readRecord } from "../../executors/command/attempt-folder.ts";
import { taskByUid } from "../../queue/find.ts";
import { type Clone, noteStep } from "./steps.ts";

/** Counts every attempt that ended in this cycle. Files of one that failed are gone with it. */
export function noteSettled(clone: Clone, report: Pick<CycleReport, "settled" | "state">): void {
  for (const { uid, token, outcome } of report.settled) {
    if (outcome === "lost") continue;
    const attempt = taskByUid(report.state.queue, uid)?.strategies_tried.find((one) => one.token === token);
    const seconds = (Date.parse(attempt?.ended_at ?? "") - Date.parse(attempt?.attempted_at ?? "")) / 1000;
    const record =
      outcome === "done" && isToken(token) ? readRecord(attemptFiles(clone.commonDir, token), token) : null;
    const files = record === null || record === "broken" ? [] : record.changed;
    noteStep(clone, { files, seconds: Number.isFinite(seconds) ? seconds : 0 });
  }
}
