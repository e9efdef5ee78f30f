/** Commits, references, trees and files as GitHub's API shows them. */
import type { Commit, Signature } from "../git/commits.ts";
import type { Entry } from "../git/trees.ts";
import { moment, type World } from "../world/world.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { nodeId, userJson } from "./user.ts";

const UNSIGNED = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

function person(signature: Signature): Record<string, unknown> {
  return { name: signature.name, email: signature.email, date: moment(signature.at) };
}

function parents(world: World, commit: Commit, below: string): Record<string, unknown>[] {
  const page = repositoryPage(world);
  return commit.parents.map((sha) => ({
    sha,
    url: `${repositoryUrl(world)}/${below}/${sha}`,
    html_url: `${page}/commit/${sha}`,
  }));
}

/** The account whose address a commit carries; null for others. */
function accountOf(world: World, signature: Signature): Record<string, unknown> | null {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(signature.email)?.[1];
  return login === undefined ? null : userJson(world, login);
}

/** A commit of the git database. */
export function gitCommitJson(world: World, commit: Commit): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/git`;
  return {
    sha: commit.oid,
    node_id: `C_${commit.oid}`,
    url: `${url}/commits/${commit.oid}`,
    html_url: `${repositoryPage(world)}/commit/${commit.oid}`,
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    message: commit.message,
    parents: parents(world, commit, "git/commits"),
    verification: UNSIGNED,
  };
}

/** A commit with its accounts. */
export function commitJson(world: World, commit: Commit): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/commits/${commit.oid}`;
  return {
    url,
    sha: commit.oid,
    node_id: `C_${commit.oid}`,
    html_url: `${repositoryPage(world)}/commit/${commit.oid}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${repositoryUrl(world)}/git/commits/${commit.oid}`,
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${repositoryUrl(world)}/git/trees/${commit.tree}` },
      verification: UNSIGNED,
    },
    author: accountOf(world, commit.author),
    committer: accountOf(world, commit.committer),
    parents: parents(world, commit, "commits"),
  };
}

/** The few fields of a commit that a run shows. */
export function simpleCommitJson(commit: Commit): Record<string, unknown> {
  const short = ({ name, email }: Signature) => ({ name, email });
  return {
    id: commit.oid,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: moment(commit.committer.at),
    author: short(commit.author),
    committer: short(commit.committer),
  };
}

export function refJson(world: World, name: string, oid: string): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/git`;
  return {
    ref: name,
    node_id: nodeId("REF", world.id) + Buffer.from(name).toString("base64url"),
    url: `${url}/${name}`,
    object: { type: "commit", sha: oid, url: `${url}/commits/${oid}` },
  };
}

export function treeJson(world: World, oid: string, entries: readonly Entry[]): Record<string, unknown> {
  const url = `${repositoryUrl(world)}/git`;
  const tree = entries.map((entry) => {
    const isTree = entry.mode === "40000";
    const size = isTree ? {} : { size: world.git.blob(entry.oid)?.length ?? 0 };
    return {
      path: entry.path,
      mode: entry.mode.padStart(6, "0"),
      type: isTree ? "tree" : "blob",
      sha: entry.oid,
      url: `${url}/${isTree ? "trees" : "blobs"}/${entry.oid}`,
      ...size,
    };
  });
  return { sha: oid, url: `${url}/trees/${oid}`, tree, truncated: false };
}

/** Base64 in lines of 60, as GitHub writes it. */
function inLines(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,60}/g) ?? [];
  return lines.map((line) => `${line}\n`).join("");
}

export function blobJson(world: World, oid: string, bytes: Buffer): Record<string, unknown> {
  return {
    sha: oid,
    node_id: `B_${oid}`,
    size: bytes.length,
    url: `${repositoryUrl(world)}/git/blobs/${oid}`,
    content: inLines(bytes),
    encoding: "base64",
  };
}

/** From one megabyte on, the content is left out. */
const CONTENT_LIMIT = 1024 * 1024;

/** A file or folder as the contents API lists it; files with their content if `full`. */
export function contentJson(world: World, entry: Entry, ref: string, full: boolean): Record<string, unknown> {
  const isFolder = entry.mode === "40000";
  const bytes = isFolder ? Buffer.alloc(0) : (world.git.blob(entry.oid) ?? Buffer.alloc(0));
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  const url = `${repositoryUrl(world)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const page = `${repositoryPage(world)}/${isFolder ? "tree" : "blob"}/${ref}/${path}`;
  const git = `${repositoryUrl(world)}/git/${isFolder ? "trees" : "blobs"}/${entry.oid}`;
  const tooLarge = bytes.length > CONTENT_LIMIT;
  const text = { content: tooLarge ? "" : inLines(bytes), encoding: tooLarge ? "none" : "base64" };
  return {
    name: entry.path.split("/").at(-1) ?? "",
    path: entry.path,
    sha: entry.oid,
    size: bytes.length,
    url,
    html_url: page,
    git_url: git,
    download_url: isFolder ? null : `${repositoryPage(world)}/raw/${ref}/${path}`,
    type: isFolder ? "dir" : "file",
    ...(full && !isFolder ? text : {}),
    _links: { self: url, git, html: page },
  };
}
