/** Things as GitHub shows them, for payloads of events. */
import type { Shown } from "../face.ts";
import type { Commit } from "../git/commits.ts";
import { labelNamed } from "../world/talk.ts";
import { moment, type World } from "../world/world.ts";
import { repositoryJson, repositoryPage } from "./repository.ts";
import { commentJson, issueJson, labelJson } from "./talk.ts";
import { userJson } from "./user.ts";

function changedPaths(world: World, commit: Commit): { added: string[]; removed: string[]; modified: string[] } {
  const parent = commit.parents[0];
  const before = parent === undefined ? new Map() : world.git.files(parent);
  const after = world.git.files(commit.oid);
  return {
    added: [...after.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    modified: [...after.keys()].filter((path) => before.has(path) && before.get(path)?.oid !== after.get(path)?.oid),
  };
}

function pushedCommit(world: World, oid: string): Record<string, unknown> {
  const commit = world.git.commit(oid);
  if (commit === null) throw new Error(`no commit: ${oid}`);
  const { name, email } = commit.author;
  return {
    id: oid,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: moment(commit.committer.at),
    url: `${repositoryPage(world)}/commit/${oid}`,
    author: { name, email, username: name },
    committer: { name: commit.committer.name, email: commit.committer.email, username: "web-flow" },
    ...changedPaths(world, commit),
  };
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`no such ${what} in the double`);
  return thing;
}

export function shownBy(world: World): Shown {
  return {
    repository: () => repositoryJson(world, "write"),
    user: (login) => userJson(world, login),
    issue: (number) => issueJson(world, found(world.issues.get(number), `issue: ${number}`)),
    comment: (id) => commentJson(world, found(world.comments.get(id), `comment: ${id}`)),
    label: (name) => labelJson(world, labelNamed(world, name)),
    pushedCommit: (oid) => pushedCommit(world, oid),
  };
}
