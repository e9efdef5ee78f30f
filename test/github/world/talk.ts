/** Issues and what people say and do there: the changes, whoever makes them. */
import { account } from "./people.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { Comment, Issue, Label, Reaction, World } from "./world.ts";

/** The longest text GitHub takes, in characters. */
export const BODY_LIMIT = 65_536;
const TITLE_LIMIT = 256;
const DEFAULT_COLOUR = "ededed";

export function demandBody(resource: string, body: string | null | undefined): void {
  if (body !== null && body !== undefined && [...body].length > BODY_LIMIT) {
    throw invalid(resource, "body", "custom", `body is too long (maximum is ${BODY_LIMIT} characters)`);
  }
}

export function demandTitle(title: string): void {
  if (title.trim() === "") throw invalid("Issue", "title", "missing_field");
  if ([...title].length > TITLE_LIMIT) {
    throw invalid("Issue", "title", "custom", `title is too long (maximum is ${TITLE_LIMIT} characters)`);
  }
}

/** A label by name, whatever the case; made if it is missing, as GitHub does when one is put on an issue. */
export function labelNamed(world: World, name: string): Label {
  const known = world.labels.get(name.toLowerCase());
  if (known) return known;
  const made: Label = { id: world.nextId(), name, color: DEFAULT_COLOUR, description: null };
  world.labels.set(name.toLowerCase(), made);
  return made;
}

function withoutDoubles(world: World, names: readonly string[]): string[] {
  return [...new Set(names.map((name) => labelNamed(world, name).name))];
}

export function setLabels(world: World, issue: Issue, names: readonly string[]): void {
  issue.labels = withoutDoubles(world, names);
  issue.updatedAt = world.now();
}

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly by: string;
}

export function addIssue(world: World, given: NewIssue): Issue {
  const now = world.now();
  const issue: Issue = {
    id: world.nextId(),
    number: world.nextNumber++,
    title: given.title,
    body: given.body ?? null,
    state: "open",
    stateReason: null,
    author: account(world, given.by).login,
    closedBy: null,
    closedAt: null,
    labels: withoutDoubles(world, given.labels ?? []),
    locked: false,
    lockReason: null,
    editor: null,
    createdAt: now,
    updatedAt: now,
    pull: null,
  };
  world.issues.set(issue.number, issue);
  return issue;
}

export interface IssueChange {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly reason?: Issue["stateReason"] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly locked?: boolean | undefined;
}

export function changeIssue(world: World, issue: Issue, by: string, change: IssueChange): Issue {
  if (change.title !== undefined) issue.title = change.title;
  if (change.body !== undefined) {
    issue.body = change.body;
    issue.editor = account(world, by).login;
  }
  if (change.labels !== undefined) issue.labels = withoutDoubles(world, change.labels);
  if (change.locked !== undefined) issue.locked = change.locked;
  if (change.state === "closed" && issue.state === "open") {
    Object.assign(issue, { state: "closed", closedBy: account(world, by).login, closedAt: world.now() });
    issue.stateReason = change.reason ?? "completed";
  } else if (change.state === "open" && issue.state === "closed") {
    Object.assign(issue, { state: "open", closedBy: null, closedAt: null, stateReason: "reopened" });
  } else if (change.reason !== undefined && change.reason !== null) issue.stateReason = change.reason;
  issue.updatedAt = world.now();
  return issue;
}

/** Who may still write on a locked issue: people who may push, never a workflow's token. */
function mayWriteOnLocked(world: World, login: string): boolean {
  const { role, type } = account(world, login);
  return type === "User" && ["admin", "maintain", "write"].includes(role);
}

export function demandUnlocked(world: World, issue: Issue, by: string, what: string): void {
  if (issue.locked && !mayWriteOnLocked(world, by)) {
    throw new Refusal(403, `Unable to create ${what} because issue is locked.`);
  }
}

export function addComment(world: World, issue: Issue, by: string, body: string): Comment {
  const now = world.now();
  const id = world.nextId();
  const comment: Comment = {
    id,
    issue: issue.number,
    author: account(world, by).login,
    body,
    createdAt: now,
    updatedAt: now,
  };
  world.comments.set(id, comment);
  issue.updatedAt = now;
  return comment;
}

/** Adds a reaction unless this account has given the same one already; says which it is, and whether it is new. */
export function react(
  world: World,
  on: "comment" | "issue",
  target: number,
  by: string,
  content: string,
): { reaction: Reaction; isNew: boolean } {
  const author = account(world, by).login;
  const known = world.reactions.find(
    (one) => one.on === on && one.target === target && one.author === author && one.content === content,
  );
  if (known) return { reaction: known, isNew: false };
  const reaction: Reaction = { id: world.nextId(), on, target, author, content, createdAt: world.now() };
  world.reactions.push(reaction);
  return { reaction, isNew: true };
}
