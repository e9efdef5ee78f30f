/** Events that are none of our business end before anything is loaded or asked: no request, no minute of waiting. */
import { isBot } from "../dispatch/inbox/people.ts";
import { LABEL } from "../dispatch/inbox/types.ts";
import { asks } from "../dispatch/inbox/wants.ts";
import { isOurs } from "../intake/address.ts";
import { DASHBOARD_MARKER } from "../messages/github/markers.ts";
import type { ActionEvent, CommentEvent, IssueEvent, PushEvent, Somebody } from "./event.ts";
import type { Inputs } from "./inputs.ts";

/** Why there is nothing to do, in one sentence for the log; null when the job has to look. */
export function nothingToDo(event: ActionEvent, inputs: Inputs): string | null {
  if (event.kind === "issue_comment") return unwantedComment(event, inputs);
  if (event.kind === "issues") return unwantedIssue(event, inputs);
  return event.kind === "push" ? unwantedPush(event) : null;
}

/** Bots are heard by exact name only. */
function isStrangeBot(somebody: Somebody, { bots }: Inputs): boolean {
  return isBot(somebody) && !bots.includes(somebody.login);
}

function unwantedComment(comment: CommentEvent, inputs: Inputs): string | null {
  if (isOurs(comment.body)) return "The comment is one of LTPM's own.";
  if (isStrangeBot(comment.author, inputs)) return "The comment is a bot's that the input `bots` does not name.";
  // Whether the author may order anything is asked later, of the API; here only whether there is an order at all.
  return asks(comment.body) ? null : "The comment holds no command for LTPM.";
}

function unwantedIssue(issue: IssueEvent, inputs: Inputs): string | null {
  if (isStrangeBot(issue.actor, inputs)) return "A bot did it that the input `bots` does not name.";
  switch (issue.action) {
    case "opened":
      return issue.labels.some(isLabel) || opensWithRequest(issue) ? null : "The issue holds no request for LTPM.";
    case "labeled":
      return isLabel(issue.label ?? "") ? null : "The label is not LTPM's.";
    case "edited":
      return isDashboard(issue.body) || isDashboard(issue.previous_body ?? "")
        ? null
        : "The edited issue is not the dashboard.";
    case "closed":
    case "reopened":
      // A person may have taken the hidden marker out of the issue of a blocked task: its label says it, too.
      return isOurs(issue.body) || issue.labels.some(isLabel) ? null : "The issue is none of LTPM's.";
  }
}

/** `ltpm` itself, and `ltpm: blocked` and the like. */
function isLabel(name: string): boolean {
  return name.toLowerCase() === LABEL || new RegExp(`^${LABEL}[-:/ ]`, "i").test(name);
}

function opensWithRequest({ title, body }: IssueEvent): boolean {
  return asks(body) || asks(`${title}\n\n${body}`);
}

function isDashboard(body: string): boolean {
  return body.includes(DASHBOARD_MARKER);
}

function unwantedPush(push: PushEvent): string | null {
  if (push.branch === null) return "A tag was pushed, no branch.";
  if (push.deleted) return "The branch was deleted.";
  return push.own ? "The commit is one of LTPM's own." : null;
}
