/** Sets fields of `.ltpm/config.json` and leaves everything else in it, to the last space, as its author wrote it. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { CONFIG_FILE } from "../../config/read-settings.ts";
import { writeAtomically } from "../../host/atomic-file.ts";

type Value = string | null;

const BYTE_ORDER_MARK = "\ufeff";

/** The text with these fields. One that is there gets its value in place, a new one comes last; null takes nothing that is not there. */
export function withFields(text: string, fields: Readonly<Record<string, Value>>): string {
  return Object.entries(fields).reduce((now, [name, value]) => withField(now, name, value), text);
}

function withField(text: string, name: string, value: Value): string {
  return withPath(text, [name], value);
}

/** The text with the field at `path`, as `withFields` does; objects on the way that are missing are made. */
export function withPath(text: string, path: readonly string[], value: Value): string {
  const tree = parseTree(text.replace(BYTE_ORDER_MARK, " "));
  if (tree?.type !== "object") throw new SyntaxError(`${CONFIG_FILE} holds no object`);
  const there = findNodeAtLocation(tree, [...path]);
  if (there !== undefined) return splice(text, there.offset, there.offset + there.length, JSON.stringify(value));
  if (value === null) return text;
  const known = path.findLastIndex((_, at) => objectAt(tree, path.slice(0, at)) !== null);
  const [name = "", ...inner] = path.slice(Math.max(known, 0));
  const put = inner.reduceRight<unknown>((held, key) => ({ [key]: held }), value);
  return appended(text, objectAt(tree, path.slice(0, known)) ?? tree, name, put);
}

function objectAt(tree: Node, path: readonly string[]): Node | null {
  const node = findNodeAtLocation(tree, [...path]);
  return node?.type === "object" ? node : null;
}

function splice(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** Behind the last field, on a line of its own where that one has one. */
function appended(text: string, object: Node, name: string, value: unknown): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const field = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const last = object.children?.at(-1);
  if (last === undefined) {
    const outer = indentAt(text, object.offset);
    const filled = `{${eol}${outer}  ${field}${eol}${outer}}`;
    return splice(text, object.offset, object.offset + object.length, filled);
  }
  const end = last.offset + last.length;
  const before = text.slice(object.offset + 1, last.offset);
  const indent = /\n([ \t]*)$/.exec(before)?.[1];
  return splice(text, end, end, indent === undefined ? `, ${field}` : `,${eol}${indent}${field}`);
}

/** The spaces that the line of this offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Whether the text, one object, has that field. */
function has(text: string, name: string): boolean {
  const tree = parseTree(text.replace(BYTE_ORDER_MARK, " "));
  return tree !== undefined && findNodeAtLocation(tree, [name]) !== undefined;
}

/**
 * Writes the fields, and of `missing` those that are not there; true when that changed the file. Throws `SyntaxError` for a
 * file that holds no object.
 */
export function setFields(
  root: string,
  fields: Readonly<Record<string, Value>>,
  missing: Readonly<Record<string, string>> = {},
): boolean {
  return rewriteConfig(root, (before) => {
    const added = Object.fromEntries(Object.entries(missing).filter(([name]) => !has(before, name)));
    return withFields(before, { ...fields, ...added });
  });
}

/** Writes one field at a path such as `["documents", "dir"]`; true when that changed the file. Throws as `setFields`. */
export function setPath(root: string, path: readonly string[], value: Value): boolean {
  return rewriteConfig(root, (before) => withPath(before, path, value));
}

function rewriteConfig(root: string, change: (before: string) => string): boolean {
  const file = join(root, CONFIG_FILE);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "{}\n";
  const after = change(before);
  if (after === before) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeAtomically(file, after);
  return true;
}
