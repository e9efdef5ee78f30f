/** The issue of a blocked task: opened, written anew, found again, closed. One a task, known by its marker. */
import { blockedIssue, closingWord } from "../../messages/github/blocked-issue.ts";
import type { CloseReason } from "../../messages/github/catalog.ts";
import { noticeMarker, taskMarker } from "../../messages/github/markers.ts";
import { withMarkers } from "../../messages/github/posted.ts";
import type { Task } from "../../queue/schema.ts";
import { createComment, listCommentsOf } from "../comments.ts";
import { isGitHubError } from "../error.ts";
import { type Issue, type IssueChange, updateIssue } from "../issues.ts";
import type { Label } from "../labels.ts";
import { type Desk, Impossible, isLocked, lookedForSince, type Owed, step, taskOf } from "./desk.ts";
import { findOurs, openIssue, sameText } from "./open-issue.ts";

/** On the issues of blocked tasks. */
export const BLOCKED_LABEL: Label = {
  name: "ltpm-blocked",
  color: "d73a4a",
  description: "A task of LTPM that needs a person",
};

/** The task's issue; `look`: it may be there although its number is not known. */
function existing({ client, repo }: Desk, uid: string, number: number | null, look: boolean): Promise<Issue | null> {
  return findOurs(client, repo, number, { label: BLOCKED_LABEL, marker: taskMarker(uid), look });
}

/** Where issues are switched off there is nothing to open, to change or to close. */
async function whereThereAreIssues(does: () => Promise<void>): Promise<void> {
  try {
    await does();
  } catch (error) {
    if (!isGitHubError(error, "gone") || !/disabled/i.test(error.said)) throw error;
    throw new Impossible(
      "this repository has its issues switched off, so what concerns blocked tasks is told in the job summary only",
    );
  }
}

/** Sees to it that the task's issue is open and says how things stand. */
export async function tellBlocked(desk: Desk, owed: Owed): Promise<void> {
  const task = taskOf(desk, owed.notice.uid);
  if (task?.status === "blocked") await whereThereAreIssues(() => keepOpen(desk, task, owed.look));
}

async function keepOpen(desk: Desk, task: Task, look: boolean): Promise<void> {
  const { client, repo } = desk;
  const wanted = blockedIssue(desk.voice, task);
  const found = await existing(desk, task.uid, numberOf(task), look || (task.epoch ?? 0) > 0);
  if (found === null) {
    const number = await step(desk, () => openIssue(client, repo, wanted, BLOCKED_LABEL));
    desk.issues.set(task.uid, { number, state: "open" });
    return;
  }
  desk.issues.set(task.uid, { number: found.number, state: found.state });
  const isCurrent = found.state === "open" && found.title === wanted.title && sameText(found.body, wanted.body);
  if (!isCurrent) await step(desk, () => updateIssue(client, repo, found.number, { ...wanted, state: "open" }));
  desk.issues.set(task.uid, { number: found.number, state: "open" });
}

function numberOf(task: Task | undefined): number | null {
  return task?.blocked_issue ?? null;
}

const REASONS: readonly CloseReason[] = ["done", "retried", "skipped", "cancelled", "gone"];

/** Closes the issue of a task with a word; the word is left out where the same issue has just been answered. */
export async function closeIssueOfTask(desk: Desk, owed: Owed): Promise<void> {
  const { uid } = owed.notice;
  const task = taskOf(desk, uid);
  // Blocked again meanwhile: the issue is needed, and another notice sees to it.
  if (uid !== null && task?.status !== "blocked") await whereThereAreIssues(() => closed(desk, uid, task, owed));
}

async function closed(desk: Desk, uid: string, task: Task | undefined, { notice, look }: Owed): Promise<void> {
  const found = await existing(desk, uid, numberOf(task) ?? notice.issue ?? null, true);
  if (found === null) {
    desk.issues.set(uid, { number: null, state: "closed" });
    return;
  }
  const why = REASONS.find((reason) => reason === notice.why) ?? "gone";
  const label = task?.id ?? "";
  const body = withMarkers(closingWord(desk.voice, label, why, task ?? null), [noticeMarker(notice.id)]);
  const state_reason = why === "skipped" || why === "cancelled" ? "not_planned" : "completed";
  const locked = await word(desk, found, { notice, look }, body);
  const text = locked ? { body: `${found.body}\n\n---\n\n${body}` } : {};
  const isThere =
    found.state === "closed" && !locked ? true : await close(desk, found.number, { state_reason, ...text });
  desk.issues.set(uid, { number: isThere ? found.number : null, state: "closed" });
}

/** Closes an issue; false when it was deleted meanwhile, or GitHub does not take it. */
export async function close(desk: Desk, number: number, change: IssueChange): Promise<boolean> {
  try {
    await step(desk, () => updateIssue(desk.client, desk.repo, number, { ...change, state: "closed" }));
    return true;
  } catch (error) {
    if (isGitHubError(error, "not_found", "gone")) return false;
    if (!isGitHubError(error, "invalid")) throw error;
    // It will not be taken next time either; owed again, its word would be said again.
    desk.troubles.push(`#${number} could not be closed, close it by hand: ${error.message}`);
    return false;
  }
}

/** Says the closing word, once. True: the conversation is locked, so the word has to go into the issue's own text. */
async function word(desk: Desk, issue: Issue, { notice, look }: Owed, body: string): Promise<boolean> {
  const { client, repo } = desk;
  const marker = noticeMarker(notice.id);
  if (issue.locked) return !issue.body.includes(marker);
  if (desk.toldOn.has(issue.number)) return false;
  if (look) {
    const said = await listCommentsOf(client, repo, issue.number, { since: lookedForSince(notice) });
    if (said.some((comment) => comment.body.includes(marker))) return false;
  }
  try {
    await step(desk, () => createComment(client, repo, issue.number, body));
    desk.toldOn.add(issue.number);
    return false;
  } catch (error) {
    if (isLocked(error)) return true;
    // Deleted between two requests: there is nothing left to close.
    if (isGitHubError(error, "not_found", "gone")) return false;
    throw error;
  }
}
