/** Answers to comments and issues: what was written in the state, posted once, with a reaction on what it answers. */
import { noticeMarker } from "../../messages/github/markers.ts";
import { postable, withMarkers } from "../../messages/github/posted.ts";
import { createComment, listCommentsOf, react, reactToIssue } from "../comments.ts";
import { isGitHubError } from "../error.ts";
import { type Desk, Impossible, isLocked, lookedForSince, type Owed, step } from "./desk.ts";

/** Whether this notice was said on the issue before; asked only when that may be. */
export async function wasSaid(desk: Desk, issue: number, owed: Owed): Promise<boolean> {
  const marker = noticeMarker(owed.notice.id);
  return (await saidBefore(desk, issue, [owed])).some((text) => text.includes(marker));
}

/** What was said on the issue since the first of these was owed, if one of them may have been sent already. */
export async function saidBefore(desk: Desk, issue: number, owed: readonly Owed[]): Promise<string[]> {
  const [first] = owed.flatMap(({ notice, look }) => (look ? [lookedForSince(notice)] : [])).sort();
  if (first === undefined) return [];
  try {
    const comments = await listCommentsOf(desk.client, desk.repo, issue, { since: first });
    return comments.map(({ body }) => body);
  } catch (error) {
    throw isGitHubError(error, "not_found", "gone") ? new Impossible(gone(issue)) : error;
  }
}

const gone = (issue: number) => `#${issue} was deleted, or moved elsewhere`;

/** Says it on an issue; `Impossible` when nobody can any more. */
export async function sayOn(desk: Desk, issue: number, body: string): Promise<void> {
  try {
    await step(desk, () => createComment(desk.client, desk.repo, issue, body));
    desk.toldOn.add(issue);
  } catch (error) {
    if (isLocked(error)) throw new Impossible(`#${issue} is locked, so nothing can be said there`);
    if (isGitHubError(error, "not_found", "gone")) throw new Impossible(gone(issue));
    throw error;
  }
}

/** A text that a reply carries along in front. */
export interface Carried {
  readonly owed: Owed;
  readonly text: string;
}

/** Posts a reply and puts 🚀 or 😕 on what it answers. */
export async function tellReply(desk: Desk, owed: Owed, carried: Carried | null): Promise<void> {
  const { issue, comment, text, reaction } = owed.notice;
  if (typeof issue !== "number" || typeof text !== "string") return;
  const all = carried === null ? [owed] : [carried.owed, owed];
  const before = await saidBefore(desk, issue, all);
  const open = all.filter(({ notice }) => !before.some((said) => said.includes(noticeMarker(notice.id))));
  if (open.length > 0) {
    const safe = () => postable(desk.voice, [() => text, () => desk.voice.words.reply.tooLong]);
    const parts = open.map((one) => (one === owed ? safe() : (carried?.text ?? "")));
    const markers = open.map(({ notice }) => noticeMarker(notice.id));
    await sayOn(desk, issue, withMarkers(parts.join("\n\n"), markers));
  }
  if (reaction === "rocket" || reaction === "confused") await reactQuietly(desk, issue, comment ?? null, reaction);
}

/** A reaction is worth one try: the reply has been given. */
async function reactQuietly(
  { client, repo }: Desk,
  issue: number,
  comment: number | null,
  content: "rocket" | "confused",
): Promise<void> {
  try {
    await (comment === null ? reactToIssue(client, repo, issue, content) : react(client, repo, comment, content));
  } catch (error) {
    if (!isGitHubError(error)) throw error;
  }
}
