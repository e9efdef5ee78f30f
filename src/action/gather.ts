/** What people said and did on GitHub since the last cycle, with everything that has to be asked about it. */
import { commentsSince, issuesSince, unseen } from "../dispatch/inbox/cursor.ts";
import { isBot } from "../dispatch/inbox/people.ts";
import { type Inbox, LABEL, type Person, type SeenComment, type SeenIssue } from "../dispatch/inbox/types.ts";
import { type Comment, listCommentsSince } from "../github/comments.ts";
import { GitHubError } from "../github/error.ts";
import { closingOf, editorOf } from "../github/issue-acts.ts";
import { type Issue, listIssuesSince } from "../github/issues.ts";
import { permissionOf } from "../github/permission.ts";
import { changedSince, type RecentIssues } from "../github/recent-issues.ts";
import type { Account } from "../github/shape.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import { boxesIn } from "../messages/github/markers.ts";
import type { Queue } from "../queue/schema.ts";
import type { ActionEvent, IssueEvent } from "./event.ts";

export interface Gathering {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly queue: Queue;
  readonly event: ActionEvent;
  /** The issues that changed last, as seen with the project; null: they are listed. */
  readonly recent: RecentIssues | null;
  /** The text of a run that a person started by hand. */
  readonly message: string | null;
  /** Exact logins of bots that are heard. */
  readonly bots: readonly string[];
  /** `<run id>.<attempt>`. */
  readonly run: string;
  /** ISO 8601. */
  readonly now: string;
}

export interface Gathered {
  readonly inbox: Inbox;
  /** The dashboard's body in which ticks were looked at; null when none was. */
  readonly dashboard: string | null;
  /** What could not be listed, in sentences; the next cycle lists it. */
  readonly troubles: readonly string[];
}

/** More than this is left to the next cycle, which goes on where the list ended. */
const MOST = 1_000;
const NEEDS_A_PERSON: ReadonlySet<string> = new Set(["unauthorised", "forbidden", "not_found"]);

/** Asks who somebody is, once a run; bots are known by their names and not asked about. */
function asker({ client, repo }: Gathering): (account: Account) => Promise<Person> {
  const known = new Map<string, Promise<Person>>();
  const ask = async ({ login, type }: Account): Promise<Person> => {
    if (isBot({ login, type })) return { login, type, standing: "reader", role: null };
    const { status, role, reason } = await permissionOf(client, repo, login);
    const standing = { approved: "writer", rejected: "reader", unknown: "unknown" } as const;
    return { login, type, standing: standing[status], role: role || null, ...(reason === "" ? {} : { why: reason }) };
  };
  return (account) => {
    const person = known.get(account.login) ?? ask(account);
    known.set(account.login, person);
    return person;
  };
}

interface Listed<T> {
  readonly items: readonly T[];
  /** Up to when the list is complete; "" when it is not known. */
  readonly until: string;
}

/** A list that GitHub does not give now is given later; one that it refuses is a permission that somebody has to give. */
async function listed<T extends { readonly updated_at: string }>(
  gathering: Gathering,
  since: string | null,
  list: (since: string) => Promise<T[]>,
  troubles: string[],
): Promise<Listed<T>> {
  const asked = gathering.now;
  if (since === null) return { items: [], until: asked };
  try {
    const items = await list(since);
    const date = gathering.client.serverDate();
    const until =
      items.length < MOST ? (date === null ? asked : new Date(date).toISOString()) : items.at(-1)?.updated_at;
    return { items, until: until ?? "" };
  } catch (error) {
    if (!(error instanceof GitHubError) || NEEDS_A_PERSON.has(error.code)) throw error;
    troubles.push(`What people wrote lately could not be listed: ${error.message}`);
    return { items: [], until: "" };
  }
}

/** Gathers everything. Rejects with `GitHubError` for what a person has to mend: a missing permission, a wrong token. */
export async function gather(gathering: Gathering): Promise<Gathered> {
  const { queue, event, now, bots, run } = gathering;
  const troubles: string[] = [];
  const { comments, issues } = await listAll(gathering, troubles);
  const ask = asker(gathering);
  const written = withEvent(comments.items, event);
  const wanted = unseen(queue, written, now, bots);
  const seen = await Promise.all(
    wanted.map(async (comment): Promise<SeenComment> => ({ ...comment, author: await ask(comment.author) })),
  );
  const acts = [
    ...(event.kind === "issues" ? [await seenEvent(event, ask)] : []),
    ...(await seenIssues(gathering, issues.items, ask)),
  ];
  const board = queue.github?.dashboard ?? null;
  return {
    inbox: {
      comments: seen,
      issues: acts,
      ...messageOf(gathering),
      comments_until: comments.until,
      issues_until: issues.until,
      run,
      bots,
      listed: comments.items.length + issues.items.length,
    },
    dashboard: acts.findLast(({ number }) => number === board)?.body ?? null,
    troubles,
  };
}

/** The lists since the cursors. The issues that were seen with the project are not asked for again. */
async function listAll(gathering: Gathering, troubles: string[]) {
  const { client, repo, queue, now, recent } = gathering;
  const issues = (since: string) => {
    const known = recent === null ? null : changedSince(recent, since);
    return known === null ? listIssuesSince(client, repo, since, MOST) : Promise.resolve(known);
  };
  const comments = (since: string) => listCommentsSince(client, repo, since, MOST);
  const [seenIssues, seenComments] = await Promise.all([
    listed(gathering, issuesSince(queue, now), issues, troubles),
    listed(gathering, commentsSince(queue, now), comments, troubles),
  ]);
  return { issues: { ...seenIssues, items: seenIssues.items.filter(({ pull }) => !pull) }, comments: seenComments };
}

function messageOf({ message, event, now }: Gathering): Pick<Inbox, "message"> {
  if (message === null || event.kind !== "workflow_dispatch") return {};
  return { message: { text: message, login: event.sender?.login ?? "somebody", at: now } };
}

/** GitHub's lists may show a comment later than its event does. */
function withEvent(comments: readonly Comment[], event: ActionEvent): Comment[] {
  if (event.kind !== "issue_comment" || comments.some(({ id }) => id === event.id)) return [...comments];
  const { id, issue, body, author, created_at, updated_at, url } = event;
  return [...comments, { id, issue, body, author, created_at, updated_at, url }];
}

type Ask = (account: Account) => Promise<Person>;

async function seenEvent(event: IssueEvent, ask: Ask): Promise<SeenIssue> {
  const { number, title, body, labels, state, state_reason, url, at, label, previous_body } = event;
  const [author, actor] = [await ask(event.author), await ask(event.actor)];
  return {
    ...{ number, title, body, labels, state, state_reason, author, actor, url, event: event.action, at },
    ...(event.action === "closed" ? { closed_at: at } : {}),
    ...(label === null ? {} : { label }),
    ...(previous_body === null ? {} : { previous_body }),
  };
}

/** Of the listed issues those that may mean something: with our label, of a blocked task, the dashboard. */
async function seenIssues(gathering: Gathering, issues: readonly Issue[], ask: Ask): Promise<SeenIssue[]> {
  const { client, repo, queue, event } = gathering;
  const edited = event.kind === "issues" && event.action === "edited" ? event.number : null;
  const blocked = new Set(queue.tasks.filter(({ status }) => status === "blocked").map((task) => task.blocked_issue));
  const board = queue.github?.dashboard ?? null;
  const seen: SeenIssue[] = [];
  for (const issue of issues) {
    const isClosed = issue.state === "closed" && blocked.has(issue.number);
    // An edit's own event says better who ticked what.
    const isTicked =
      issue.number === board && issue.number !== edited && boxesIn(issue.body).some(({ ticked }) => ticked);
    const isLabelled = issue.state === "open" && issue.labels.some((label) => label.toLowerCase() === LABEL);
    if (!isClosed && !isTicked && !isLabelled) continue;
    const author = await ask(issue.author);
    const { number, title, body, labels, state, url, updated_at: at } = issue;
    const entry = { number, title, body, labels, state, author, url, event: "listed", at } as const;
    if (isClosed) {
      const closing = await closingOf(client, repo, number);
      if (closing === null) continue;
      const actor = closing.by === null ? author : await ask(closing.by);
      seen.push({ ...entry, actor, closed_at: closing.at, state_reason: closing.reason });
    } else if (isTicked) {
      seen.push({ ...entry, actor: (await lastEditor(gathering, number, ask)) ?? author });
    } else {
      seen.push({ ...entry, actor: author });
    }
  }
  return seen;
}

/** Who ticked the boxes; where GitHub does not tell, somebody who is refused and told why: a tick is not dropped in silence. */
async function lastEditor({ client, repo }: Gathering, number: number, ask: Ask): Promise<Person | null> {
  try {
    const editor = await editorOf(client, repo, number);
    return editor === null ? null : await ask(editor);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { login: "ghost", type: "User", standing: "unknown", role: null, why: error.message };
  }
}
