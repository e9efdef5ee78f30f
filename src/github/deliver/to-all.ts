/** What concerns the project as a whole: that all tasks are blocked, and that everything was set up. */
import { noticeMarker } from "../../messages/github/markers.ts";
import { withMarkers } from "../../messages/github/posted.ts";
import { allBlockedText } from "../../messages/github/report.ts";
import { type Desk, Impossible, type Owed, TooEarly, withKnownIssue } from "./desk.ts";
import { sayOn, wasSaid } from "./replies.ts";

/** Where such things are said: on the dashboard, else on the issue of the task that blocked last. */
function places(desk: Desk): number[] {
  const dashboard = desk.queue.github?.dashboard ?? null;
  const blocked = desk.queue.tasks
    .filter(({ status }) => status === "blocked")
    .map((task) => withKnownIssue(desk, task).blocked_issue ?? null)
    .filter((number) => number !== null);
  return [...(dashboard === null ? [] : [dashboard]), ...blocked.slice(-1)];
}

/** Asks of a place; one that is gone, or closed to us, answers no. */
async function orNot<T>(ask: () => Promise<T>): Promise<T | false> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    return false;
  }
}

/** Says it in the first place that takes it; true when it was said, now or before. */
async function sayInOne(desk: Desk, owed: Owed, body: string, issues: readonly number[]): Promise<boolean> {
  for (const issue of owed.look ? issues : []) if (await orNot(() => wasSaid(desk, issue, owed))) return true;
  for (const issue of issues) if (await orNot(() => sayOn(desk, issue, body).then(() => true))) return true;
  return false;
}

/** `All tasks are blocked. …`, once for each set of blocked tasks. */
export async function tellAllBlocked(desk: Desk, owed: Owed): Promise<void> {
  const blocked = desk.queue.tasks.filter(({ status }) => status === "blocked");
  const moves = desk.queue.tasks.some(({ status }) => status === "running");
  if (blocked.length === 0 || moves) return;
  const text = allBlockedText(
    desk.voice,
    blocked.map((task) => withKnownIssue(desk, task)),
  );
  const body = withMarkers(text, [noticeMarker(owed.notice.id)]);
  const there = places(desk);
  if (there.length === 0 && desk.queue.outbox?.some(({ kind }) => kind === "blocked")) {
    throw new TooEarly("no issue of a blocked task could be opened yet");
  }
  if (!(await sayInOne(desk, owed, body, there))) {
    throw new Impossible("that all tasks are blocked could not be said on any issue; the job summary says it");
  }
}

/** That everything was set up, where no reply could carry it along; without an issue of ours the summary says it. */
export async function tellFirstRun(desk: Desk, owed: Owed, text: string): Promise<void> {
  await sayInOne(desk, owed, withMarkers(text, [noticeMarker(owed.notice.id)]), places(desk));
}
