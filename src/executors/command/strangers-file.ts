/** Reads files that somebody else's program wrote: bounded, through no link, without special keys. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The file is there, but is not to be used. The message is words for the middle of a sentence. */
export class Refused extends Error {
  override readonly name = "Refused";
}

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** The text of a regular file of at most `largest` bytes; null when there is none. Throws `Refused`. */
export function readBounded(path: string, largest: number): string | null {
  let file: number;
  try {
    // Not through a link, and without waiting for the other end of a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") return null;
    throw new Refused(code === "ELOOP" ? "it is a link" : `it cannot be read (${code})`);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Refused("it is no regular file");
    if (stats.size > largest) throw new Refused(`it is larger than ${largest} bytes`);
    const buffer = Buffer.alloc(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return buffer.toString("utf8", 0, length).replace(/^\ufeff/, "");
  } finally {
    closeSync(file);
  }
}

/** Whether objects and lists lie within each other at most `deepest` levels; strings are passed over. One pass. */
function isShallow(text: string, deepest: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === "\\") at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && (character === "[" || character === "{")) depth += 1;
    else if (!inString && (character === "]" || character === "}")) depth -= 1;
    if (depth > deepest) return false;
  }
  return true;
}

/**
 * Parses JSON. Throws `Refused` when it is nested more than `deepest` levels or has a field that would reach into
 * JavaScript's own objects, `SyntaxError` when it is no JSON.
 */
export function parseStrangersJson(text: string, deepest = 64): unknown {
  if (!isShallow(text, deepest)) throw new Refused(`it is nested more than ${deepest} levels deep`);
  return JSON.parse(text, (key, value: unknown) => {
    if (FORBIDDEN.has(key)) throw new Refused(`it has a field named ${key}`);
    return value;
  });
}
