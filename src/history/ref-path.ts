/** Paths and work trees as parts of a ref's name: whatever they hold, on every file system, and the same as the hooks build them. */
import { basename } from "node:path";
import { nameOf } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";

/** Characters of an encoded path that still fit a file name with room for a lock's ending. */
const LONGEST_KEY = 120;
const CUT = 90;

/**
 * A path in one ref-safe word, byte by byte: letters, digits, `_`, `-` and harmless dots as they are, the rest as `%XX`. Two
 * paths never give the same word.
 */
export function encodePath(path: string): string {
  const bytes = Buffer.from(path);
  const lock = path.endsWith(".lock") ? bytes.length - 5 : -1;
  let word = "";
  for (const [at, byte] of bytes.entries()) {
    const char = String.fromCharCode(byte);
    // Git takes no word that begins with a dot, has two in a row or ends in `.lock`; Windows none that ends with one.
    const dot = char === "." && at > 0 && at < bytes.length - 1 && at !== lock && bytes[at - 1] !== byte;
    word += dot || /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return word;
}

/** The path of an encoded word. */
export function decodePath(word: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < word.length; at++) {
    const escaped = word[at] === "%" ? Number.parseInt(word.slice(at + 1, at + 3), 16) : Number.NaN;
    bytes.push(Number.isNaN(escaped) ? word.charCodeAt(at) : escaped);
    if (!Number.isNaN(escaped)) at += 2;
  }
  return Buffer.from(bytes).toString("utf8");
}

/** The word under which a document's refs lie: its encoded path, or the beginning of a long one and a hash. */
export function documentKey(path: string): string {
  const word = encodePath(path);
  if (word.length <= LONGEST_KEY) return word;
  const start = word.slice(0, CUT).replace(/%.?$/, "").replace(/\.$/, "");
  return `${start}%-${nameOf("sha1", "blob", Buffer.from(path)).slice(0, 16)}`;
}

/** The path that a key stands for; null for a key that was cut. */
export function pathOfKey(key: string): string | null {
  return key.includes("%-") ? null : decodePath(key);
}

/** True for a name that is a ref's word as it is; hooks/record.sh asks the same with a `case`. */
function isPlainWord(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name) && !/^\.|\.$|\.\.|\.lock$/.test(name);
}

/** The word for a work tree: `main`, or `w-NAME` for a linked one. */
export function worktreeKey(repository: Repository): string {
  if (!repository.linked) return "main";
  const name = basename(repository.gitDir);
  return `w-${isPlainWord(name) ? name : `%${nameOf(repository.objectFormat, "blob", Buffer.from(name))}`}`;
}
