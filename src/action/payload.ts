/** A payload as GitHub sends it, unknown until checked, to an event of ours; or a refusal in one sentence. */
import * as v from "valibot";
import { oneLine } from "../messages/terminal-text.ts";
import { shorten } from "../messages/width.ts";
import { type ActionEvent, DISPATCH_TYPE, ISSUE_ACTIONS, type IssueAction, type Somebody } from "./event.ts";
import { ActionProblem } from "./problem.ts";

const text = v.fallback(v.string(), "");
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const moment = v.pipe(
  v.string(),
  v.check((written) => !Number.isNaN(Date.parse(written))),
);
const somebody = v.object({ login: v.string(), type: v.optional(v.string(), "User") });
/** A deleted account is null everywhere in GitHub's payloads, and called so. */
const GHOST: Somebody = { login: "ghost", type: "User" };
const author = v.optional(
  v.pipe(
    v.nullable(somebody),
    v.transform((found) => found ?? GHOST),
  ),
  null,
);
const sender = v.optional(v.nullable(somebody), null);
const labels = v.optional(v.array(v.union([v.string(), v.object({ name: text })])), []);

const anyPayload = v.object({
  action: v.optional(v.string()),
  repository: v.optional(v.object({ default_branch: v.optional(v.string()) })),
});

const commentPayload = v.object({
  comment: v.object({
    id: number,
    body: text,
    created_at: moment,
    updated_at: moment,
    html_url: v.string(),
    user: author,
  }),
  issue: v.object({ number, user: author, pull_request: v.optional(v.unknown()) }),
});

const issuePayload = v.object({
  issue: v.object({
    number,
    title: text,
    body: text,
    labels,
    state: v.optional(v.picklist(["open", "closed"]), "open"),
    state_reason: v.optional(v.nullable(v.string()), null),
    user: author,
    html_url: v.string(),
    created_at: moment,
    updated_at: moment,
    closed_at: v.optional(v.nullable(moment), null),
  }),
  label: v.optional(v.object({ name: text })),
  changes: v.optional(v.object({ body: v.optional(v.object({ from: text })) })),
  sender: somebody,
});

const pathList = v.optional(v.array(v.string()), []);
const commit = v.object({ message: text, added: pathList, removed: pathList, modified: pathList });
const pushPayload = v.object({
  ref: v.string(),
  deleted: v.optional(v.boolean(), false),
  head_commit: v.optional(v.nullable(v.object({ id: v.string(), message: text })), null),
  commits: v.optional(v.array(commit), []),
});

const manualPayload = v.object({
  inputs: v.optional(v.nullable(v.object({ message: text })), null),
  sender,
});

/** What a payload says of its event and of the repository. Throws `ActionProblem`. */
export function readEvent(name: string, payload: unknown): { event: ActionEvent; default_branch: string | null } {
  const known = READERS.get(name);
  if (known === undefined) throw refusedEvent(name);
  const { action, repository } = checked(name, anyPayload, payload);
  return { event: known(payload, action ?? ""), default_branch: repository?.default_branch ?? null };
}

const READERS: ReadonlyMap<string, (payload: unknown, action: string) => ActionEvent> = new Map([
  ["schedule", schedule],
  ["workflow_dispatch", manual],
  ["repository_dispatch", dispatched],
  ["issue_comment", comment],
  ["issues", issue],
  ["push", push],
] satisfies [ActionEvent["kind"], (payload: unknown, action: string) => ActionEvent][]);

function schedule(payload: unknown): ActionEvent {
  const { schedule: cron } = checked("schedule", v.object({ schedule: v.optional(v.string()) }), payload);
  return { kind: "schedule", cron: cron ?? null };
}

function manual(payload: unknown): ActionEvent {
  const { inputs, sender } = checked("workflow_dispatch", manualPayload, payload);
  const message = inputs?.message.trim() ? inputs.message : null;
  return { kind: "workflow_dispatch", sender, message };
}

function dispatched(payload: unknown, type: string): ActionEvent {
  if (type !== DISPATCH_TYPE) {
    const remedy = `Send event_type ${DISPATCH_TYPE}, or write \`types: [${DISPATCH_TYPE}]\` below \`repository_dispatch\``;
    throw new ActionProblem(
      "refused_event",
      `LTPM does not act on a repository_dispatch of type ${named(type)}. ${remedy}`,
    );
  }
  return { kind: "repository_dispatch", sender: checked("repository_dispatch", v.object({ sender }), payload).sender };
}

function comment(payload: unknown, action: string): ActionEvent {
  // An edited comment never counts: what was read, approved and done must not change afterwards.
  if (action !== "created") throw refusedAction("issue_comment", action, ["created"]);
  const { comment, issue } = checked("issue_comment", commentPayload, payload);
  const { id, body, created_at, updated_at, html_url: url, user: author } = comment;
  return {
    kind: "issue_comment",
    id,
    issue: issue.number,
    on_pull_request: issue.pull_request != null,
    issue_author: issue.user.login,
    author,
    body,
    created_at,
    updated_at,
    url,
  };
}

function issue(payload: unknown, action: string): ActionEvent {
  const known = ISSUE_ACTIONS.find((one) => one === action);
  if (known === undefined) throw refusedAction("issues", action, ISSUE_ACTIONS);
  const { issue, label, changes, sender } = checked("issues", issuePayload, payload);
  return {
    kind: "issues",
    action: known,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    previous_body: changes?.body?.from ?? null,
    labels: issue.labels.map((one) => (typeof one === "string" ? one : one.name)),
    label: known === "labeled" ? (label?.name ?? null) : null,
    state: issue.state,
    state_reason: issue.state_reason,
    author: issue.user,
    actor: sender,
    url: issue.html_url,
    at: momentOf(known, issue),
  };
}

function momentOf(action: IssueAction, issue: v.InferOutput<typeof issuePayload>["issue"]): string {
  if (action === "opened") return issue.created_at;
  return action === "closed" ? (issue.closed_at ?? issue.updated_at) : issue.updated_at;
}

/** Git's trailers stand in the last paragraph, each on a line of its own. */
const OWN_TRAILER = /(?:^|\n)Ltpm-Op: \S+(?:\n[\w-]+: [^\n]*)*\s*$/;

function push(payload: unknown): ActionEvent {
  const { ref, deleted, head_commit: head, commits } = checked("push", pushPayload, payload);
  const messages = [...(head === null ? [] : [head.message]), ...commits.map((one) => one.message)];
  const paths = commits.flatMap((one) => [...one.added, ...one.removed, ...one.modified]);
  return {
    kind: "push",
    branch: /^refs\/heads\/(.+)$/s.exec(ref)?.[1] ?? null,
    deleted,
    head: head?.id ?? null,
    paths: commits.length === 0 ? null : [...new Set(paths)],
    own: messages.length > 0 && messages.every((message) => OWN_TRAILER.test(message)),
  };
}

function checked<S extends v.GenericSchema>(event: string, schema: S, payload: unknown): v.InferOutput<S> {
  const read = v.safeParse(schema, payload);
  if (read.success) return read.output;
  const field = v.getDotPath(read.issues[0]) ?? "";
  const where = field === "" ? "is no object" : `has no usable \`${field}\``;
  throw new ActionProblem("wrong_payload", `The payload of the ${event} event ${where}. Run the workflow again`);
}

function named(word: string): string {
  return word === "" ? "(none)" : `"${shorten(oneLine(word), 60)}"`;
}

/** These run with the rights of the base repository on what strangers sent in: a class of break-ins of its own. */
const DANGEROUS = new Set(["pull_request_target", "workflow_run"]);

function refusedEvent(name: string): ActionProblem {
  const why = DANGEROUS.has(name)
    ? "it would run what strangers sent in with your repository's rights"
    : "it has no meaning here";
  const takes =
    "Take it out of the workflow's `on:`; LTPM acts on schedule, workflow_dispatch, repository_dispatch, issue_comment, issues and push";
  return new ActionProblem("refused_event", `LTPM does not act on the event ${named(name)}: ${why}. ${takes}`);
}

function refusedAction(event: string, action: string, takes: readonly string[]): ActionProblem {
  const remedy = `Write \`types: [${takes.join(", ")}]\` below \`${event}\` in the workflow`;
  return new ActionProblem("refused_event", `LTPM does not act on ${event} of type ${named(action)}. ${remedy}`);
}
