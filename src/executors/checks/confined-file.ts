/** Files of the result, found without ever leaving its tree: not by `..`, not by a link, not into `.git`. */
import { closeSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { confinedPath } from "../../verify/repository-path.ts";

export type Found =
  | { readonly kind: "there"; readonly path: string; readonly absolute: string; readonly stats: Stats }
  | { readonly kind: "missing"; readonly path: string }
  | { readonly kind: "wrong"; readonly problem: string };

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Looks a path up below `root`. An absolute path that lies in the tree is taken as relative to it. */
export function findFile(root: string, named: string): Found {
  const top = realpathSync(root);
  const inside = [root, top].find((folder) => named.startsWith(`${folder}${sep}`));
  const confined = confinedPath(inside === undefined ? named : relative(inside, named));
  if (confined.kind === "wrong") return { kind: "wrong", problem: `${named}: ${confined.problem}` };
  const { path } = confined;
  try {
    const absolute = realpathSync(join(top, path));
    if (absolute !== top && !absolute.startsWith(top + sep)) {
      return { kind: "wrong", problem: `${path} is a link that leads out of the repository` };
    }
    if (relative(top, absolute).split(sep)[0] === ".git") return { kind: "wrong", problem: `${path} leads into .git` };
    return { kind: "there", path, absolute, stats: statSync(absolute) };
  } catch (error) {
    if (isAbsent(error)) return { kind: "missing", path };
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { kind: "wrong", problem: `${path} cannot be looked at (${code})` };
  }
}

/** The first `limit` bytes of a regular file as text. */
export function readBeginning(absolute: string, limit: number): string {
  const file = openSync(absolute, "r");
  try {
    const buffer = Buffer.alloc(limit);
    let length = 0;
    for (let read = -1; read !== 0 && length < limit; length += read) {
      read = readSync(file, buffer, length, limit - length, null);
    }
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}

/** Why a file or folder does not count as a result, or null when it does. White space alone is nothing. */
export function emptiness(found: Extract<Found, { kind: "there" }>): string | null {
  const { stats, absolute, path } = found;
  if (stats.isDirectory()) return readdirSync(absolute).length === 0 ? `${path} is an empty folder` : null;
  if (!stats.isFile()) return `${path} is no regular file`;
  if (stats.size === 0) return `${path} is empty`;
  if (stats.size <= 4_096 && readBeginning(absolute, 4_096).trim() === "") return `${path} holds only white space`;
  return null;
}
