/** Git objects and references as GraphQL shows them. Fields that take arguments are functions of them. */
import { repositoryPage, repositoryUrl } from "../answers/repository.ts";
import type { Commit, Signature } from "../git/commits.ts";
import { directEntries, type Entry } from "../git/trees.ts";
import { moment, type World } from "../world/world.ts";
import { type Bounds, connection } from "./connection.ts";

/** A blob's text is cut here, in bytes. */
export const TEXT_LIMIT = 512_000;

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

/** Cut at the limit, and back to where a character ends. */
function cutText(bytes: Buffer): string {
  if (bytes.length <= TEXT_LIMIT) return bytes.toString("utf8");
  let end = TEXT_LIMIT;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end).toString("utf8");
}

export function blobNode(world: World, oid: string): object {
  const bytes = world.git.blob(oid) ?? Buffer.alloc(0);
  return {
    __typename: "Blob",
    id: `B_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    byteSize: bytes.length,
    isBinary: isBinary(bytes),
    isTruncated: bytes.length > TEXT_LIMIT,
    text: isBinary(bytes) ? null : cutText(bytes),
  };
}

export function treeNode(world: World, oid: string, prefix = ""): object {
  return {
    __typename: "Tree",
    id: `T_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    entries: () =>
      directEntries(world.git.objects, oid).map((entry) => ({
        __typename: "TreeEntry",
        name: entry.path,
        path: `${prefix}${entry.path}`,
        oid: entry.oid,
        mode: Number.parseInt(entry.mode, 8),
        type: entry.mode === "40000" ? "tree" : "blob",
        object: () => entryNode(world, { ...entry, path: `${prefix}${entry.path}` }),
      })),
  };
}

export function entryNode(world: World, entry: Entry): object {
  return entry.mode === "40000" ? treeNode(world, entry.oid, `${entry.path}/`) : blobNode(world, entry.oid);
}

function gitActor({ name, email, at }: Signature): object {
  return { __typename: "GitActor", name, email, date: moment(at) };
}

interface HistoryBounds extends Bounds {
  readonly since?: string | null;
  readonly path?: string | null;
}

function touches(world: World, commit: Commit, path: string): boolean {
  const parent = commit.parents[0];
  const before = parent === undefined ? null : world.git.at(parent, path);
  return world.git.at(commit.oid, path)?.oid !== before?.oid;
}

export function commitNode(world: World, commit: Commit): object {
  const [headline = ""] = commit.message.split("\n");
  const body = commit.message.slice(headline.length).trim();
  return {
    __typename: "Commit",
    id: `C_${commit.oid}`,
    oid: commit.oid,
    abbreviatedOid: commit.oid.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: body,
    committedDate: moment(commit.committer.at),
    authoredDate: moment(commit.author.at),
    author: gitActor(commit.author),
    committer: gitActor(commit.committer),
    url: `${repositoryPage(world)}/commit/${commit.oid}`,
    commitUrl: `${repositoryUrl(world)}/commits/${commit.oid}`,
    tree: () => treeNode(world, commit.tree),
    file: ({ path }: { path: string }) => {
      const entry = world.git.at(commit.oid, path);
      if (entry === null) return null;
      const mode = Number.parseInt(entry.mode, 8);
      return { name: path.split("/").at(-1), path, mode, oid: entry.oid, object: entryNode(world, entry) };
    },
    parents: (bounds: Bounds) =>
      connection("parents", parentsOf(world, commit), bounds, (parent) => commitNode(world, parent)),
    history: ({ since, path, ...bounds }: HistoryBounds) => {
      const found = world.git
        .history(commit.oid)
        .filter((one) => !since || one.committer.at >= Date.parse(since))
        .filter((one) => !path || touches(world, one, path));
      return connection("history", found, bounds, (one) => commitNode(world, one));
    },
  };
}

function parentsOf(world: World, commit: Commit): Commit[] {
  return commit.parents.map((oid) => world.git.commit(oid)).filter((parent) => parent !== null);
}

/** A reference by its full name; null when it is missing. */
export function refNode(world: World, full: string): object | null {
  const oid = world.git.refs.read(full);
  const commit = oid === null ? null : world.git.commit(oid);
  if (commit === null) return null;
  const prefix = full.split("/").slice(0, 2).join("/");
  return {
    __typename: "Ref",
    id: `REF_${full}`,
    name: full.slice(prefix.length + 1),
    prefix: `${prefix}/`,
    target: commitNode(world, commit),
  };
}

/** What an expression such as `main:docs/a.md`, `main` or an object's name stands for; null when nothing. */
export function objectNode(world: World, expression: string): object | null {
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  const oid = world.git.resolve(name);
  const commit = oid === null ? null : world.git.commit(oid);
  if (colon >= 0) {
    const entry = commit === null ? null : world.git.at(commit.oid, expression.slice(colon + 1));
    return entry === null ? null : entryNode(world, entry);
  }
  if (commit !== null) return commitNode(world, commit);
  const found = world.git.objects.read(name);
  if (found?.type === "tree") return treeNode(world, name);
  return found?.type === "blob" ? blobNode(world, name) : null;
}
