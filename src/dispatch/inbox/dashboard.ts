/** The dashboard's boxes. Each one that a person ticked acts once; whatever else was changed in its text is written anew. */
import { boxesIn, type FoundBox, sameBox } from "../../messages/github/markers.ts";
import { taskByUid } from "../../queue/find.ts";
import { type Desk, once, reply } from "./desk.ts";
import { carryOut } from "./orders.ts";
import { refusal, standingOf } from "./people.ts";
import type { SeenIssue } from "./types.ts";

/**
 * Applies an edit of the dashboard. Of a listed one, whose edits were missed, every ticked box counts: we never tick one,
 * and who may edit our issue may write.
 */
export function applyToDashboard(desk: Desk, issue: SeenIssue): void {
  if (issue.event !== "edited" && issue.event !== "listed") return;
  const ticked = newlyTicked(issue);
  if (issue.event === "listed" && ticked.length === 0) return;
  const standing = standingOf(issue.actor, desk.inbox.bots);
  // Our own writing is an edit, too.
  if (standing === "silent") return;
  if (standing === "writer") for (const box of ticked) applyBox(desk, box, issue.at);
  else if (ticked.length > 0 && once(desk, "ticks", issue.at)) {
    desk.refused += 1;
    const key = `issue-${issue.number}-ticks-${Date.parse(issue.at)}`;
    reply(desk, { key, issue: issue.number, comment: null }, [refusal(issue.actor)]);
  }
  // Two edits may fall into one second; the second one has another number of ticks.
  const ticks = boxesIn(issue.body).filter((box) => box.ticked).length;
  if (once(desk, `dashboard:${ticks}`, issue.at)) desk.record = { ...desk.record, dashboard_hash: null };
}

function newlyTicked({ event, body, previous_body }: SeenIssue): FoundBox[] {
  const ticked = boxesIn(body).filter((box) => box.ticked);
  if (event === "listed") return ticked;
  if (previous_body === undefined) return [];
  const open = boxesIn(previous_body).filter((box) => !box.ticked);
  return ticked.filter((box) => open.some((before) => sameBox(before, box)));
}

/** A box is about one life of its task: one that was put back since, or decided about, is not meant by it. */
function applyBox(desk: Desk, { op, uid, epoch }: FoundBox, at: string): void {
  const task = taskByUid(desk.state.queue, uid);
  if (task === undefined || (task.epoch ?? 0) !== epoch) return;
  if (once(desk, `tick:${op}:${epoch}:${uid}`, at)) carryOut(desk, [{ op, id: task.id }], at);
}
