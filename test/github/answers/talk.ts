/** Issues, comments, reactions and labels as GitHub's API shows them. */
import { association } from "../world/people.ts";
import { type Comment, type Issue, type Label, moment, type Reaction, type World } from "../world/world.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { nodeId, userJson } from "./user.ts";

const CONTENTS = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];

export function labelJson(world: World, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: `${repositoryUrl(world)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function labelsJson(world: World, names: readonly string[]): Record<string, unknown>[] {
  return names.flatMap((name) => {
    const label = world.labels.get(name.toLowerCase());
    return label ? [labelJson(world, label)] : [];
  });
}

export function reactionJson(world: World, reaction: Reaction): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: userJson(world, reaction.author),
    content: reaction.content,
    created_at: moment(reaction.createdAt),
  };
}

function rollup(world: World, on: Reaction["on"], target: number, url: string): Record<string, unknown> {
  const here = world.reactions.filter((one) => one.on === on && one.target === target);
  const counts = CONTENTS.map((content) => [content, here.filter((one) => one.content === content).length]);
  return { url: `${url}/reactions`, total_count: here.length, ...Object.fromEntries(counts) };
}

export function commentJson(world: World, comment: Comment): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/issues/comments/${comment.id}`;
  const kind = world.issues.get(comment.issue)?.pull ? "pull" : "issues";
  return {
    url,
    html_url: `${repositoryPage(world)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(world)}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: userJson(world, comment.author),
    created_at: moment(comment.createdAt),
    updated_at: moment(comment.updatedAt),
    author_association: association(world, comment.author),
    body: comment.body,
    reactions: rollup(world, "comment", comment.id, url),
    performed_via_github_app: null,
  };
}

function pullLinks(world: World, issue: Issue): Record<string, unknown> {
  if (issue.pull === null) return {};
  const page = `${repositoryPage(world)}/pull/${issue.number}`;
  const links = { html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` };
  const merged = issue.pull.merged === null || issue.closedAt === null ? null : moment(issue.closedAt);
  return {
    draft: issue.pull.draft,
    pull_request: { url: `${repositoryUrl(world)}/pulls/${issue.number}`, ...links, merged_at: merged },
  };
}

export function issueJson(world: World, issue: Issue): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/issues/${issue.number}`;
  const comments = [...world.comments.values()].filter((comment) => comment.issue === issue.number).length;
  return {
    url,
    repository_url: repositoryUrl(world),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${repositoryPage(world)}/${issue.pull ? "pull" : "issues"}/${issue.number}`,
    id: issue.id,
    node_id: nodeId("I", issue.id),
    number: issue.number,
    title: issue.title,
    user: userJson(world, issue.author),
    labels: labelsJson(world, issue.labels),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: issue.lockReason,
    assignee: null,
    assignees: [],
    milestone: null,
    comments,
    created_at: moment(issue.createdAt),
    updated_at: moment(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : moment(issue.closedAt),
    closed_by: issue.closedBy === null ? null : userJson(world, issue.closedBy),
    author_association: association(world, issue.author),
    body: issue.body,
    reactions: rollup(world, "issue", issue.number, url),
    performed_via_github_app: null,
    ...pullLinks(world, issue),
  };
}
