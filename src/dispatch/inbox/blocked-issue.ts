/**
 * The issue of a blocked task, closed or opened again by hand. It is open as long as its task is blocked; so closing it as
 * completed says that the way is free (retry), as not planned or a duplicate that the task is not wanted (skip). Opening
 * it again says that this was wrong: what was given up or done is tried again, what would start or runs is held.
 */

import { endedSession } from "../../queue/control.ts";
import { taskByUid } from "../../queue/find.ts";
import type { Task } from "../../queue/schema.ts";
import { numberedSteps } from "../block-words.ts";
import { blockedNotice } from "../settled.ts";
import { type Desk, once, owe, reply, setTask } from "./desk.ts";
import { carryOut, isSuperseded } from "./orders.ts";
import { isBot, refusal, standingOf } from "./people.ts";
import type { SeenIssue } from "./types.ts";

/** GitHub's moments have no fractions: what happened within the same second may be later than it says. */
const SECOND_MS = 1_000;

/** The task whose issue this is, if any. */
export function taskOfIssue(desk: Desk, number: number): Task | undefined {
  return desk.state.queue.tasks.find((task) => task.blocked_issue === number);
}

/** Applies what a person did to the issue; what a bot did, ourselves included, counts for nothing. */
export function applyToBlocked(desk: Desk, task: Task, issue: SeenIssue): void {
  const closed = closedAt(issue);
  if (closed !== null) closedByHand(desk, task, issue, closed);
  else if (issue.event === "reopened") reopenedByHand(desk, task, issue);
}

/** When the issue was closed; null when it was not, or nobody can tell when. */
function closedAt({ event, state, at, closed_at }: SeenIssue): string | null {
  if (state !== "closed" || (event !== "closed" && event !== "listed")) return null;
  return closed_at ?? (event === "closed" ? at : null);
}

function closedByHand(desk: Desk, task: Task, issue: SeenIssue, at: string): void {
  // Closed before it was blocked the last time: that was about another time.
  const isAbout = task.status === "blocked" && Date.parse(at) + SECOND_MS > Date.parse(task.completed_at ?? at);
  if (!isAbout || isSuperseded(task, at) || !isHeard(desk, issue, "closed", at)) return;
  const given_up = issue.state_reason === "not_planned" || issue.state_reason === "duplicate";
  const said = carryOut(desk, [{ op: given_up ? "skip" : "retry", id: task.id }], at);
  withState(desk, task.uid, "closed");
  if (!isBot(issue.actor)) reply(desk, placeOf(issue, "closed", at), said);
}

function reopenedByHand(desk: Desk, task: Task, issue: SeenIssue): void {
  if (isSuperseded(task, issue.at) || !isHeard(desk, issue, "reopened", issue.at)) return;
  if (task.status === "done" || task.status === "skipped") carryOut(desk, [{ op: "retry", id: task.id }], issue.at);
  else if (task.status !== "blocked") hold(desk, task, issue);
  // It is open now: when its task is not blocked, closing it with a word is owed, and that is the answer.
  withState(desk, task.uid, "open");
}

/** Whether the one who did it may, and it is the first time that it is seen. Who may not is told. */
function isHeard(desk: Desk, issue: SeenIssue, event: string, at: string): boolean {
  const standing = standingOf(issue.actor, desk.inbox.bots);
  if (standing === "silent" || !once(desk, `${event}:${issue.number}`, at)) return false;
  if (standing === "writer") return true;
  desk.refused += 1;
  reply(desk, placeOf(issue, event, at), [refusal(issue.actor)]);
  return false;
}

function placeOf({ number }: SeenIssue, event: string, at: string) {
  return { key: `issue-${number}-${event}-${Date.parse(at)}`, issue: number, comment: null };
}

function withState(desk: Desk, uid: string, state: "open" | "closed"): void {
  const task = taskByUid(desk.state.queue, uid);
  if (task !== undefined && task.blocked_issue_state !== state) setTask(desk, { ...task, blocked_issue_state: state });
}

/** Blocks a task that would start, or runs, by hand. */
function hold(desk: Desk, task: Task, issue: SeenIssue): void {
  const ended = endedSession(task);
  const { session: _session, not_before: _later, ...rest } = task;
  const held: Task = {
    ...rest,
    status: "blocked",
    subagent_session: null,
    completed_at: desk.now,
    blocked_reason: "its issue was opened again by hand",
    blocked_code: "by_hand",
    user_action_required: numberedSteps([
      `Close the issue as completed when the way is free, or as not planned when ${task.id} is not wanted any more`,
    ]),
    decided_at: new Date(issue.at).toISOString(),
  };
  setTask(desk, held);
  owe(desk, blockedNotice(held, `reopened-${Date.parse(issue.at)}`, desk.now));
  desk.changed.push({ id: task.id, operation: "hold" });
  if (ended !== null) desk.ended.push(ended);
}
