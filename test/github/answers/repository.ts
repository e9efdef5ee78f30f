/** The repository as GitHub's API shows it. */
import type { Role } from "../face.ts";
import { moment, type World } from "../world/world.ts";
import { nodeId, permissionsJson, userJson } from "./user.ts";

const TEMPLATES: Readonly<Record<string, string>> = {
  archive: "{archive_format}{/ref}",
  assignees: "s{/user}",
  blobs: "s{/sha}",
  branches: "{/branch}",
  collaborators: "{/collaborator}",
  comments: "{/number}",
  commits: "{/sha}",
  compare: "{base}...{head}",
  contents: "{+path}",
  issue_comment: "{/number}",
  issue_events: "{/number}",
  issues: "{/number}",
  keys: "{/key_id}",
  labels: "{/name}",
  milestones: "{/number}",
  notifications: "{?since,all,participating}",
  pulls: "{/number}",
  releases: "{/id}",
  statuses: "{sha}",
  git_commits: "{/sha}",
  git_refs: "{/sha}",
  git_tags: "{/sha}",
  trees: "{/sha}",
};

const PLAIN = [
  "contributors",
  "deployments",
  "downloads",
  "events",
  "forks",
  "hooks",
  "languages",
  "merges",
  "stargazers",
  "subscribers",
  "subscription",
  "tags",
  "teams",
];

export function repositoryUrl(world: World): string {
  return `${world.urls.api}/repos/${world.owner}/${world.name}`;
}

export function repositoryPage(world: World): string {
  return `${world.urls.html}/${world.owner}/${world.name}`;
}

export function minimalRepositoryJson(world: World): Record<string, unknown> {
  const url = repositoryUrl(world);
  const templates = Object.entries(TEMPLATES).map(([name, rest]) => [`${name}_url`, `${url}/${name}${rest}`]);
  return {
    id: world.id,
    node_id: nodeId("R", world.id),
    name: world.name,
    full_name: `${world.owner}/${world.name}`,
    private: world.private,
    owner: userJson(world, world.owner),
    html_url: repositoryPage(world),
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(templates),
    ...Object.fromEntries(PLAIN.map((name) => [`${name}_url`, `${url}/${name}`])),
  };
}

/** The whole of it, for somebody with this role. */
export function repositoryJson(world: World, role: Role): Record<string, unknown> {
  const page = repositoryPage(world);
  const open = [...world.issues.values()].filter((issue) => issue.state === "open").length;
  const numbers = { forks: 0, forks_count: 0, watchers: 0, watchers_count: 0, stargazers_count: 0, size: 1 };
  return {
    ...minimalRepositoryJson(world),
    ...numbers,
    clone_url: `${page}.git`,
    git_url: `${page}.git`.replace(/^http/, "git"),
    ssh_url: `git@127.0.0.1:${world.owner}/${world.name}.git`,
    svn_url: page,
    default_branch: world.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    network_count: 0,
    subscribers_count: 0,
    has_issues: world.flags.issues,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_downloads: true,
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    archived: world.flags.archived,
    disabled: false,
    visibility: world.private ? "private" : "public",
    permissions: permissionsJson(role),
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    created_at: moment(0),
    updated_at: moment(world.now()),
    pushed_at: moment(world.now()),
  };
}
