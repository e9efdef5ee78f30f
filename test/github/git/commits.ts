import type { Objects } from "./objects.ts";

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Milliseconds; written to the second, in UTC. */
  readonly at: number;
}

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

function written(signature: Signature): string {
  const clean = (text: string) => text.replace(/[<>\n]/g, "");
  return `${clean(signature.name)} <${clean(signature.email)}> ${Math.floor(signature.at / 1000)} +0000`;
}

function readSignature(text: string): Signature {
  const found = /^(.*?) ?<([^>]*)> (\d+) [+-]\d{4}$/.exec(text);
  return { name: found?.[1] ?? "", email: found?.[2] ?? "", at: Number(found?.[3] ?? 0) * 1000 };
}

export function writeCommit(objects: Objects, commit: Omit<Commit, "oid">): string {
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${written(commit.author)}`,
    `committer ${written(commit.committer)}`,
  ];
  return objects.write("commit", Buffer.from(`${head.join("\n")}\n\n${commit.message}`));
}

/** A commit by its full name; null when there is no such commit. */
export function readCommit(objects: Objects, oid: string): Commit | null {
  const found = objects.read(oid);
  if (found?.type !== "commit") return null;
  const text = found.content.toString("utf8");
  const split = text.indexOf("\n\n");
  const lines = text.slice(0, split).split("\n");
  const all = (key: string) => lines.filter((line) => line.startsWith(`${key} `)).map((l) => l.slice(key.length + 1));
  return {
    oid,
    tree: all("tree")[0] ?? "",
    parents: all("parent"),
    author: readSignature(all("author")[0] ?? ""),
    committer: readSignature(all("committer")[0] ?? ""),
    message: text.slice(split + 2),
  };
}

/** The commits that lead to `oid`, newest first; at most `most`. */
export function history(objects: Objects, oid: string, most = Number.POSITIVE_INFINITY): Commit[] {
  const seen = new Set<string>();
  const open = [oid];
  const out: Commit[] = [];
  while (open.length > 0 && out.length < most) {
    const found = open
      .map((one) => readCommit(objects, one))
      .filter((one) => one !== null)
      .sort((a, b) => b.committer.at - a.committer.at)[0];
    if (found === undefined) break;
    open.splice(open.indexOf(found.oid), 1);
    out.push(found);
    for (const parent of found.parents) {
      if (!seen.has(parent)) open.push(parent);
      seen.add(parent);
    }
  }
  return out;
}

export function isAncestor(objects: Objects, ancestor: string, of: string): boolean {
  return history(objects, of).some((commit) => commit.oid === ancestor);
}
