/** Results told on the issues that tasks came from: one comment an issue and delivery, however many of its tasks ended. */
import { closingWord } from "../../messages/github/blocked-issue.ts";
import { noticeMarker } from "../../messages/github/markers.ts";
import { withMarkers } from "../../messages/github/posted.ts";
import { reportText } from "../../messages/github/report.ts";
import { type Desk, Impossible, type Owed, taskOf, withKnownIssue } from "./desk.ts";
import { close } from "./issue-of-task.ts";
import { saidBefore, sayOn, wasSaid } from "./replies.ts";

/** So many results go into one comment; the others follow in the next. */
export const MOST_IN_ONE = 50;

/** Reports on these tasks, all of the same issue. Those that were reported before are left out. */
export async function tellReports(desk: Desk, issue: number, owed: readonly Owed[]): Promise<void> {
  const before = await saidBefore(desk, issue, owed);
  const open = owed.filter(({ notice }) => !before.some((text) => text.includes(noticeMarker(notice.id))));
  const tasks = open.flatMap(({ notice }) => {
    const task = taskOf(desk, notice.uid);
    return task === undefined ? [] : [withKnownIssue(desk, task)];
  });
  if (tasks.length === 0) return;
  const markers = open.map(({ notice }) => noticeMarker(notice.id));
  await sayOn(desk, issue, withMarkers(reportText(desk.voice, tasks), markers));
}

/** Closes the issue that tasks came from, now that all are finished; says so unless something was just said there. */
export async function closeSource(desk: Desk, owed: Owed): Promise<void> {
  const { issue } = owed.notice;
  if (typeof issue !== "number") return;
  try {
    await sayFinished(desk, issue, owed);
  } catch (error) {
    // Locked: it can be closed all the same. Deleted: closing finds that out.
    if (!(error instanceof Impossible)) throw error;
  }
  await close(desk, issue, { state_reason: "completed" });
}

async function sayFinished(desk: Desk, issue: number, owed: Owed): Promise<void> {
  if (desk.toldOn.has(issue) || (await wasSaid(desk, issue, owed))) return;
  const body = closingWord(desk.voice, "", "all_done", null);
  await sayOn(desk, issue, withMarkers(body, [noticeMarker(owed.notice.id)]));
}
