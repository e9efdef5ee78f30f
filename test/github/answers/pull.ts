/** Pull requests as GitHub's API shows them. */
import { association } from "../world/people.ts";
import { type Issue, moment, type World } from "../world/world.ts";
import { repositoryJson, repositoryPage, repositoryUrl } from "./repository.ts";
import { labelsJson } from "./talk.ts";
import { nodeId, userJson } from "./user.ts";

const NO_COMMIT = "0".repeat(40);

function side(world: World, branch: string): Record<string, unknown> {
  return {
    label: `${world.owner}:${branch}`,
    ref: branch,
    sha: world.git.resolve(branch) ?? NO_COMMIT,
    user: userJson(world, world.owner),
    repo: repositoryJson(world, "read"),
  };
}

function links(world: World, number: number): Record<string, string> {
  const url = `${repositoryUrl(world)}/pulls/${number}`;
  return {
    self: url,
    html: `${repositoryPage(world)}/pull/${number}`,
    issue: `${repositoryUrl(world)}/issues/${number}`,
    comments: `${repositoryUrl(world)}/issues/${number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(world)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${repositoryUrl(world)}/statuses/${NO_COMMIT}`,
  };
}

/** A pull request; `full` as a single one is shown, else as in a list. The issue must be one. */
export function pullJson(world: World, issue: Issue, full: boolean): Record<string, unknown> {
  const pull = issue.pull;
  if (pull === null) throw new Error(`no pull request: ${issue.number}`);
  const link = links(world, issue.number);
  const page = `${repositoryPage(world)}/pull/${issue.number}`;
  const closedAt = issue.closedAt === null ? null : moment(issue.closedAt);
  const head = world.git.resolve(pull.head);
  const base = world.git.resolve(pull.base);
  const isClean = head !== null && base !== null && world.git.mergedTree(base, head) !== null;
  const single = {
    merged: pull.merged !== null,
    mergeable: issue.state === "open" ? isClean : null,
    mergeable_state: isClean ? "clean" : "dirty",
    merged_by: pull.merged !== null && issue.closedBy !== null ? userJson(world, issue.closedBy) : null,
    maintainer_can_modify: false,
    comments: 0,
    review_comments: 0,
    commits: 1,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
  return {
    url: link.self,
    id: issue.id,
    node_id: nodeId("PR", issue.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: link.issue,
    comments_url: link.comments,
    commits_url: link.commits,
    review_comments_url: link.review_comments,
    review_comment_url: link.review_comment,
    statuses_url: link.statuses,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: userJson(world, issue.author),
    body: issue.body,
    created_at: moment(issue.createdAt),
    updated_at: moment(issue.updatedAt),
    closed_at: closedAt,
    merged_at: pull.merged === null ? null : closedAt,
    merge_commit_sha: pull.merged,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: labelsJson(world, issue.labels),
    milestone: null,
    draft: pull.draft,
    head: side(world, pull.head),
    base: side(world, pull.base),
    _links: Object.fromEntries(Object.entries(link).map(([name, href]) => [name, { href }])),
    author_association: association(world, issue.author),
    auto_merge: null,
    ...(full ? single : {}),
  };
}
