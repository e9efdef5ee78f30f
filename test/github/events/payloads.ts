/** Events as GitHub hands them to an Action, for what is in the double: official examples with the real values laid over them. */
import type { CommentState, GitHubDouble } from "../face.ts";
import type { ActionEvent } from "./event.ts";
import { example, overlay, type Payload } from "./examples.ts";

const NO_COMMIT = "0".repeat(40);

function around(github: GitHubDouble, shape: Payload, actor: string): Payload {
  return {
    ...shape,
    repository: overlay(shape.repository, github.shown.repository()),
    sender: overlay(shape.sender, github.shown.user(actor)),
  };
}

/** A webhook's issue has `closed_by` in no version, but says which lock and app there is. */
function shownIssue(github: GitHubDouble, shape: unknown, number: number): unknown {
  const { closed_by: _, state_reason: reason, ...issue } = github.shown.issue(number);
  const laid = overlay(shape, issue);
  return typeof laid === "object" && laid !== null ? { ...laid, state_reason: reason } : laid;
}

/** `issue_comment`, created. The comment's author set it off. */
export function commentCreated(github: GitHubDouble, comment: CommentState): ActionEvent {
  return commentEvent(github, "created", comment, comment.author);
}

/** `issue_comment`, edited by `actor`. */
export function commentEdited(github: GitHubDouble, comment: CommentState, from: string, actor: string): ActionEvent {
  const event = commentEvent(github, "edited", comment, actor);
  return { ...event, payload: { ...event.payload, changes: { body: { from } } } };
}

function commentEvent(github: GitHubDouble, action: string, comment: CommentState, actor: string): ActionEvent {
  const shape = example("issue_comment", action);
  const payload = {
    ...around(github, shape, actor),
    issue: shownIssue(github, shape.issue, comment.issue),
    comment: overlay(shape.comment, github.shown.comment(comment.id)),
  };
  return { name: "issue_comment", actor, payload };
}

function issueEvent(github: GitHubDouble, action: string, number: number, actor: string, shape: Payload): ActionEvent {
  const payload = { ...around(github, shape, actor), action, issue: shownIssue(github, shape.issue, number) };
  return { name: "issues", actor, payload };
}

/** `issues`, opened, by its author. The newest example of it is of a transferred issue: one that was reopened has the right fields. */
export function issueOpened(github: GitHubDouble, number: number): ActionEvent {
  return issueEvent(github, "opened", number, github.issue(number).author, example("issues", "reopened"));
}

/** `issues`, labeled: the label is on it already. */
export function issueLabeled(github: GitHubDouble, number: number, label: string, actor: string): ActionEvent {
  const shape = example("issues", "labeled");
  const event = issueEvent(github, "labeled", number, actor, shape);
  return { ...event, payload: { ...event.payload, label: overlay(shape.label, github.shown.label(label)) } };
}

/** `issues`, edited: what it was before is in `from`. */
export function issueEdited(
  github: GitHubDouble,
  number: number,
  actor: string,
  from: { readonly body?: string; readonly title?: string },
): ActionEvent {
  const event = issueEvent(github, "edited", number, actor, example("issues", "edited"));
  const changes = Object.fromEntries(Object.entries(from).map(([field, value]) => [field, { from: value }]));
  return { ...event, payload: { ...event.payload, changes } };
}

/** `issues`, closed. There is no example of it: one that was reopened, with the values of now. */
export function issueClosed(github: GitHubDouble, number: number, actor: string): ActionEvent {
  return issueEvent(github, "closed", number, actor, example("issues", "reopened"));
}

export function issueReopened(github: GitHubDouble, number: number, actor: string): ActionEvent {
  return issueEvent(github, "reopened", number, actor, example("issues", "reopened"));
}

/** `push`: everything from `before` (default: the parent of the head) to the branch's head. */
export function pushed(
  github: GitHubDouble,
  given: { readonly branch?: string; readonly before?: string; readonly actor: string },
): ActionEvent {
  const branch = given.branch ?? "main";
  const log = github.log(branch);
  const [head] = log;
  if (head === undefined) throw new Error(`no commit on ${branch}`);
  const before = given.before ?? head.parents[0] ?? NO_COMMIT;
  const known = log.findIndex((commit) => commit.oid === before);
  const commits = log.slice(0, known < 0 ? undefined : known).map(({ oid }) => github.shown.pushedCommit(oid));
  const shape = example("push");
  const pusher = { name: given.actor, email: `${given.actor}@users.noreply.github.com` };
  const ref = `refs/heads/${branch}`;
  const compare = `${github.serverUrl}/${github.owner}/${github.name}/compare/${before}...${head.oid}`;
  const switches = { created: before === NO_COMMIT, deleted: false, forced: false, base_ref: null };
  const ends = {
    ref,
    before,
    after: head.oid,
    compare,
    commits: commits.reverse(),
    head_commit: commits.at(-1) ?? null,
  };
  const base = around(github, shape, given.actor);
  return { name: "push", actor: given.actor, ref, sha: head.oid, payload: { ...base, ...switches, ...ends, pusher } };
}

/** `workflow_dispatch`, by a person or by a run that starts the next one. */
export function dispatched(
  github: GitHubDouble,
  inputs: Readonly<Record<string, string>> = {},
  actor = "maintainer",
): ActionEvent {
  const shape = example("workflow_dispatch");
  const rest = { inputs, ref: "refs/heads/main", workflow: ".github/workflows/ltpm.yml" };
  return { name: "workflow_dispatch", actor, payload: { ...around(github, shape, actor), ...rest } };
}

/** `repository_dispatch`. */
export function repositoryDispatched(
  github: GitHubDouble,
  type: string,
  clientPayload: Readonly<Record<string, unknown>> = {},
  actor = "maintainer",
): ActionEvent {
  const shape = example("repository_dispatch");
  const rest = {
    action: type,
    branch: "main",
    client_payload: clientPayload,
    installation: { id: 1, node_id: "MDIz" },
  };
  return { name: "repository_dispatch", actor, payload: { ...around(github, shape, actor), ...rest } };
}

/** `schedule`: no webhook, so no example either. It says when, where, and nothing about who. */
export function scheduled(
  github: GitHubDouble,
  cron = "17 * * * *",
  workflow = ".github/workflows/ltpm.yml",
): ActionEvent {
  const repository = around(github, example("push"), github.owner).repository;
  return { name: "schedule", actor: github.owner, payload: { schedule: cron, repository, workflow } };
}
