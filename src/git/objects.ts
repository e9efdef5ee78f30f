/** Git's objects as bytes: names, trees and commits, made and read in this process. */
import { builtin } from "../host/builtin.ts";
import type { ObjectFormat } from "./repository.ts";

export type ObjectType = "blob" | "tree" | "commit";

/** One line of a tree. `mode` as git writes it: "100644" a file, "40000" a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  /** Committer's time in seconds since 1970. */
  readonly seconds: number;
  readonly message: string;
}

export const FILE_MODE = "100644";
export const TREE_MODE = "40000";
/** Our commits are nobody's work: one fixed identity, whatever the user's is. */
const IDENTITY = "LTPM <ltpm@localhost>";

/** The name git gives to these bytes. */
export function nameOf(format: ObjectFormat, type: ObjectType, bytes: Uint8Array): string {
  return builtin("node:crypto").createHash(format).update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

/** An object as it is named and stored: git's header, then the content. One piece, since large ones are dear to copy. */
export interface Framed {
  readonly whole: Buffer;
  /** The part of `whole` behind the header. */
  readonly content: Buffer;
}

/** Frames the parts, one behind the other; texts in UTF-8. Large texts are not joined first: each joining is a copy. */
export function framed(type: ObjectType, ...parts: readonly (Uint8Array | string)[]): Framed {
  const sizes = parts.map((part) => (typeof part === "string" ? Buffer.byteLength(part) : part.length));
  const header = `${type} ${sizes.reduce((sum, size) => sum + size, 0)}\0`;
  const whole = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, header.length));
  let at = whole.write(header, "latin1");
  for (const [index, part] of parts.entries()) {
    if (typeof part === "string") whole.write(part, at);
    else whole.set(part, at);
    at += sizes[index] ?? 0;
  }
  return { whole, content: whole.subarray(header.length) };
}

/** The name of a framed object. */
export function nameOfFramed(format: ObjectFormat, { whole }: Framed): string {
  return builtin("node:crypto").createHash(format).update(whole).digest("hex");
}

/** True for a full object name of either format. */
export function isObjectName(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** A tree's bytes; entries in any order. */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
  );
}

/** Git sorts a tree's name as if it ended in a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === TREE_MODE ? `${entry.name}/` : entry.name);
}

/** The entries of a tree. Throws when the bytes are no tree. */
export function decodeTree(format: ObjectFormat, bytes: Buffer): TreeEntry[] {
  const size = format === "sha256" ? 32 : 20;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + 1 + size > bytes.length) throw new Error("a damaged tree");
    const name = bytes.toString("utf8", space + 1, end);
    const oid = bytes.toString("hex", end + 1, end + 1 + size);
    entries.push({ mode: bytes.toString("latin1", at, space), name, oid });
    at = end + 1 + size;
  }
  return entries;
}

/** A commit's bytes, by our own identity, in UTC. `message` is used as it is. */
export function encodeCommit(commit: Commit): Buffer {
  const who = `${IDENTITY} ${commit.seconds} +0000`;
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return Buffer.from(`${head.join("\n")}\n\n${commit.message}`);
}

/** What a commit says. Throws when the bytes are no commit. */
export function decodeCommit(bytes: Buffer): Commit {
  const text = bytes.toString("utf8");
  const split = text.indexOf("\n\n");
  const head = (split < 0 ? text : text.slice(0, split)).split("\n");
  const values = (key: string) =>
    head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const tree = values("tree")[0];
  if (tree === undefined || !isObjectName(tree)) throw new Error("a damaged commit");
  const seconds = Number(/ (\d+) [+-]\d{4}$/.exec(values("committer")[0] ?? "")?.[1] ?? 0);
  return { tree, parents: values("parent"), seconds, message: split < 0 ? "" : text.slice(split + 2) };
}

/** A message of one subject line and the operation's trailer. Neither can forge a second line. */
export function commitMessage(subject: string, op: string): string {
  const line = subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const cut = [...line].slice(0, 200).join("");
  return `${cut || "ltpm"}\n\nLtpm-Op: ${op.replace(/[^\w.:/@+-]/g, "_")}\n`;
}
