/** Trees of a branch that people work on: their entries are bytes, kept as they are, and only ours are replaced. */
import { readLoose } from "../git/loose.ts";
import type { Repository } from "../git/repository.ts";
import { gitOutput } from "../git/run.ts";

/** One line of a tree. `name` holds one character for each byte (latin1), so that names in any encoding survive. */
export interface RawEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

export const TREE = "40000";

/** A text as the bytes of a tree's name. */
export function rawName(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The entries of a tree. Throws `GitError` when it cannot be read. */
export function readRawTree(repository: Repository, oid: string): RawEntry[] {
  const loose = readLoose(repository, oid);
  if (loose?.type === "tree") return decode(loose.bytes, repository.objectFormat === "sha256" ? 32 : 20);
  // Quoted output is plain ASCII: no byte of a name is lost on its way through a string.
  const args = ["-c", "core.quotePath=true", "ls-tree", "--full-tree", oid];
  const listed = gitOutput(args, { cwd: repository.root, env: { GIT_DIR: repository.gitDir } });
  return listed.split("\n").flatMap((line) => {
    const match = /^0?(\d{5,6}) \w+ ([0-9a-f]+)\t(.+)$/.exec(line);
    return match?.[1] && match[2] && match[3] ? [{ mode: match[1], oid: match[2], name: unquote(match[3]) }] : [];
  });
}

function decode(bytes: Buffer, size: number): RawEntry[] {
  const entries: RawEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + 1 + size > bytes.length) throw new Error("a damaged tree");
    const oid = bytes.toString("hex", end + 1, end + 1 + size);
    entries.push({ mode: bytes.toString("latin1", at, space), name: bytes.toString("latin1", space + 1, end), oid });
    at = end + 1 + size;
  }
  return entries;
}

const ESCAPES: Readonly<Record<string, string>> = { a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

/** Git's C-style quotes undone: `"a\tb\303\244"`. */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\([0-7]{3}|.)/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code, 8));
    return ESCAPES[code] ?? code;
  });
}

/** A tree's bytes, sorted as git sorts: a directory as if its name ended in a slash. */
export function encodeRawTree(entries: readonly RawEntry[]): Buffer {
  const key = (entry: RawEntry) => (entry.mode === TREE ? `${entry.name}/` : entry.name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`, "latin1"), Buffer.from(oid, "hex")]),
  );
}

/** A file, or a whole tree, that is to stand at a path from the root. */
export interface Placed {
  readonly path: readonly string[];
  readonly mode: string;
  readonly oid: string;
}

/**
 * Puts all into a tree, in their folders; gives the new tree's name. What is not named stays, byte for byte. `read` and `store` are the repository's.
 * Where a folder should be, there is one, or nothing.
 */
export function placeAll(
  entries: readonly RawEntry[],
  placed: readonly Placed[],
  read: (oid: string) => readonly RawEntry[],
  store: (tree: Buffer) => string,
): string {
  const changed: RawEntry[] = [];
  const below = new Map<string, Placed[]>();
  for (const { path, mode, oid } of placed) {
    const [first = "", ...rest] = path;
    if (rest.length === 0) changed.push({ mode, name: rawName(first), oid });
    else below.set(first, [...(below.get(first) ?? []), { path: rest, mode, oid }]);
  }
  for (const [first, inside] of below) {
    const name = rawName(first);
    const old = entries.find((entry) => entry.name === name && entry.mode === TREE);
    changed.push({ mode: TREE, name, oid: placeAll(old === undefined ? [] : read(old.oid), inside, read, store) });
  }
  return store(encodeRawTree(withEntries(entries, changed)));
}

/** The entries with those of the same names replaced or added. */
export function withEntries(entries: readonly RawEntry[], changed: readonly RawEntry[]): RawEntry[] {
  const names = new Set(changed.map((entry) => entry.name));
  return [...entries.filter((entry) => !names.has(entry.name)), ...changed];
}
