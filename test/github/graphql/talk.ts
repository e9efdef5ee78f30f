/** Issues and comments as GraphQL shows them. */
import { commentJson, issueJson } from "../answers/talk.ts";
import { nodeId } from "../answers/user.ts";
import { account, association } from "../world/people.ts";
import { type Comment, type Issue, moment, type Reaction, type World } from "../world/world.ts";
import { type Bounds, connection } from "./connection.ts";

/** GraphQL leaves `[bot]` out of logins. */
export function actorNode(world: World, login: string): object {
  const person = account(world, login);
  return {
    __typename: person.type,
    login: person.login.replace(/\[bot\]$/, ""),
    id: nodeId("U", person.id),
    databaseId: person.id,
  };
}

function reactionGroups(world: World, on: Reaction["on"], target: number): object[] {
  const words: Readonly<Record<string, string>> = {
    "+1": "THUMBS_UP",
    "-1": "THUMBS_DOWN",
    laugh: "LAUGH",
    hooray: "HOORAY",
    confused: "CONFUSED",
    heart: "HEART",
    rocket: "ROCKET",
    eyes: "EYES",
  };
  return Object.entries(words).map(([content, word]) => {
    const here = world.reactions.filter((r) => r.on === on && r.target === target && r.content === content);
    const reactors = (bounds: Bounds) => connection("reactors", here, bounds, (r) => actorNode(world, r.author));
    return { __typename: "ReactionGroup", content: word, reactors, createdAt: null };
  });
}

function commentNode(world: World, comment: Comment): object {
  return {
    __typename: "IssueComment",
    id: nodeId("IC", comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: actorNode(world, comment.author),
    authorAssociation: association(world, comment.author),
    createdAt: moment(comment.createdAt),
    updatedAt: moment(comment.updatedAt),
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : moment(comment.updatedAt),
    isMinimized: false,
    url: commentJson(world, comment).html_url,
    issue: () => {
      const issue = world.issues.get(comment.issue);
      return issue === undefined ? null : issueNode(world, issue);
    },
    reactionGroups: () => reactionGroups(world, "comment", comment.id),
  };
}

export function issueNode(world: World, issue: Issue): object {
  const comments = [...world.comments.values()].filter((comment) => comment.issue === issue.number);
  return {
    __typename: "Issue",
    id: nodeId("I", issue.id),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason === null ? null : issue.stateReason.toUpperCase(),
    closed: issue.state === "closed",
    closedAt: issue.closedAt === null ? null : moment(issue.closedAt),
    locked: issue.locked,
    author: actorNode(world, issue.author),
    authorAssociation: association(world, issue.author),
    editor: issue.editor === null ? null : actorNode(world, issue.editor),
    createdAt: moment(issue.createdAt),
    updatedAt: moment(issue.updatedAt),
    url: issueJson(world, issue).html_url,
    labels: (bounds: Bounds) => connection("labels", issue.labels, bounds, (name) => ({ __typename: "Label", name })),
    comments: (bounds: Bounds) => connection("comments", comments, bounds, (one) => commentNode(world, one)),
    reactionGroups: () => reactionGroups(world, "issue", issue.number),
  };
}

export interface IssuesBounds extends Bounds {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly filterBy?: { readonly since?: string | null; readonly labels?: readonly string[] | null } | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

/** `repository.issues`: pull requests are not among them. */
export function issuesConnection(world: World, asked: IssuesBounds): object {
  const { states, labels, filterBy, orderBy, ...bounds } = asked;
  const wanted = [...(labels ?? []), ...(filterBy?.labels ?? [])].map((name) => name.toLowerCase());
  const since = filterBy?.since ? Date.parse(filterBy.since) : 0;
  const key = (issue: Issue) => (orderBy?.field === "UPDATED_AT" ? issue.updatedAt : issue.createdAt);
  const sign = orderBy?.direction === "DESC" ? -1 : 1;
  const found = [...world.issues.values()]
    .filter((issue) => issue.pull === null)
    .filter((issue) => !states || states.includes(issue.state.toUpperCase()))
    .filter((issue) => wanted.every((name) => issue.labels.some((label) => label.toLowerCase() === name)))
    .filter((issue) => Math.floor(issue.updatedAt / 1000) * 1000 >= since)
    .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number));
  return connection("issues", found, bounds, (issue) => issueNode(world, issue));
}
