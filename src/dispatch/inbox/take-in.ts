/** Issues whose text becomes tasks: those with our label, and new ones that begin with a trigger. Each is taken in once. */

import { isOurs } from "../../intake/address.ts";
import { intake } from "../../intake/intake.ts";
import { MAX_TEXT } from "../../queue/format.ts";
import { MOST_TAKEN } from "../../queue/merge-github.ts";
import type { TaskSource } from "../../queue/schema.ts";
import type { Origin } from "./additions.ts";
import { obeyText } from "./comments.ts";
import { type Desk, once, reply, type Said } from "./desk.ts";
import { isBot, refusal, standingOf } from "./people.ts";
import { LABEL, type Person, type SeenIssue } from "./types.ts";
import { asks } from "./wants.ts";

const isLabel = (label: string | undefined) => label?.toLowerCase() === LABEL;

/** How an issue asks to be taken in: by its label, or by the trigger in front of its text. */
interface Request {
  readonly by: Person;
  readonly how: "label" | "trigger";
  readonly text: string;
}

/** Takes the issue in, if somebody who may asks for it. */
export function takeIn(desk: Desk, issue: SeenIssue): void {
  if (issue.state !== "open" || isTaken(desk, issue) || isOurs(issue.body)) return;
  const request = requestOf(issue);
  if (request === null || request.text.length > MAX_TEXT) return;
  const standing = standingOf(request.by, desk.inbox.bots);
  if (standing === "silent") return;
  const place = { key: `issue-${issue.number}`, issue: issue.number, comment: null };
  const before = desk.added.length + desk.changed.length;
  const said = standing === "writer" ? read(desk, issue, request) : [refusal(request.by)];
  if (desk.added.length + desk.changed.length > before) {
    const taken = [...(desk.record.taken ?? []), issue.number].sort((a, b) => a - b);
    desk.record = { ...desk.record, taken: taken.slice(-MOST_TAKEN) };
    if (!isBot(request.by)) reply(desk, place, said);
    return;
  }
  // The event of the label speaks for an issue that was opened with it; a list shows the same issue again and again.
  const quiet = issue.event === "listed" || (issue.event === "opened" && request.how === "label");
  if (quiet || isBot(request.by) || !once(desk, `refused:${issue.number}`, issue.at)) return;
  desk.refused += 1;
  const answer: Said[] = said.length > 0 ? said : [{ kind: "nothing_found" }];
  reply(desk, { ...place, key: `${place.key}-${Date.parse(issue.at)}` }, answer);
}

function isTaken({ record }: Desk, { number, event }: SeenIssue): boolean {
  const taken = record.taken ?? [];
  const forgotten = taken.length >= MOST_TAKEN && number < (taken[0] ?? 0);
  return taken.includes(number) || (forgotten && event === "listed");
}

/**
 * Who asks, and with which text. Only a writer's own text counts in a list: a stranger's may have been changed since the
 * label was set. An event brings the text as it was at that moment.
 */
function requestOf(issue: SeenIssue): Request | null {
  const text = `${issue.title}\n\n${issue.body}`;
  const labelled = issue.labels.some(isLabel);
  switch (issue.event) {
    case "labeled":
      return labelled && isLabel(issue.label) ? { by: issue.actor, how: "label", text } : null;
    case "listed":
      return labelled ? { by: issue.author, how: "label", text } : null;
    case "opened": {
      if (labelled) return { by: issue.author, how: "label", text };
      const triggered = [text, issue.body].find((part) => asks(part) && adds(part));
      return triggered === undefined ? null : { by: issue.author, how: "trigger", text: triggered };
    }
    default:
      return null;
  }
}

function adds(text: string): boolean {
  return intake({ text, source: "issue_comment" }, new Set()).tasks.length > 0;
}

/** Adds the tasks of the text. Orders in it count only when their writer may give them. */
function read(desk: Desk, issue: SeenIssue, { by, how, text }: Request): Said[] {
  const own = standingOf(issue.author, desk.inbox.bots) === "writer";
  const source: TaskSource = {
    // The configuration may let writers' texts run commands; a labelled text of somebody else is none of theirs.
    kind: own ? "issue" : "labelled_issue",
    url: issue.url,
    actor: by.login,
    event: `issue:${issue.number}`,
    ...(isBot(by) ? {} : { issue: issue.number }),
  };
  const origin: Origin = { key: `issue:${issue.number}`, source };
  const as = how === "label" ? "issue" : "issue_comment";
  return obeyText(desk, { text, as, at: issue.at, orders: own }, origin);
}
