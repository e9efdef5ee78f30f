/** New commits on branches by the API: whose they are, and that a branch moves only from where it was. */
import type { Signature } from "../git/commits.ts";
import type { Change } from "../git/trees.ts";
import { account, commitAuthor } from "./people.ts";
import type { World } from "./world.ts";

const GITHUB = { name: "GitHub", email: "noreply@github.com" };

export function authorOf(world: World, login: string): Signature {
  return { ...commitAuthor(account(world, login)), at: world.now() };
}

/** GitHub itself commits what is done over its API. */
export function committer(world: World): Signature {
  return { ...GITHUB, at: world.now() };
}

/** Contents to changes: null takes a file away. */
export function changesOf(
  world: World,
  files: Readonly<Record<string, string | Buffer | null>>,
): ReadonlyMap<string, Change> {
  const entries = Object.entries(files).map(([path, content]): [string, Change] => {
    if (content === null) return [path, { oid: null }];
    return [path, { oid: world.git.objects.write("blob", Buffer.from(content)) }];
  });
  return new Map(entries);
}

/** Commits changes over `parent` (null: none) and moves the branch there; null when the branch is elsewhere by now. */
export function commitTo(
  world: World,
  branch: string,
  parent: string | null,
  order: { readonly changes: ReadonlyMap<string, Change>; readonly message: string; readonly by: string },
): string | null {
  const oid = world.git.write({
    parents: parent === null ? [] : [parent],
    changes: order.changes,
    message: order.message,
    author: authorOf(world, order.by),
    committer: committer(world),
  });
  return world.git.refs.move(`refs/heads/${branch}`, oid, parent) ? oid : null;
}

/** A merge commit of two commits; `conflict` when they do not merge, `merged` when there is nothing to merge. */
export function mergeInto(
  world: World,
  base: string,
  head: string,
  order: { readonly message: string; readonly by: string; readonly parents?: readonly string[] },
): { readonly oid: string } | "conflict" | "merged" {
  if (world.git.isAncestor(head, base)) return "merged";
  const tree = world.git.mergedTree(base, head);
  if (tree === null) return "conflict";
  const oid = world.git.writeTree({
    tree,
    parents: order.parents ?? [base, head],
    message: order.message,
    author: authorOf(world, order.by),
    committer: committer(world),
  });
  return { oid };
}
