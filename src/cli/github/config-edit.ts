/** Sets fields of `.ltpm/config.json` and leaves everything else in it, to the last space, as its author wrote it. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { CONFIG_FILE } from "../../config/read-settings.ts";
import { writeAtomically } from "../../host/atomic-file.ts";

type Value = string | null;

/** The text with these fields. One that is there gets its value in place, a new one comes last; null takes nothing that is not there. */
export function withFields(text: string, fields: Readonly<Record<string, Value>>): string {
  return Object.entries(fields).reduce((now, [name, value]) => withField(now, name, value), text);
}

function withField(text: string, name: string, value: Value): string {
  const tree = parseTree(text);
  if (tree === undefined) throw new SyntaxError(`${CONFIG_FILE} holds no object`);
  const there = findNodeAtLocation(tree, [name]);
  const json = JSON.stringify(value);
  if (there !== undefined) return splice(text, there.offset, there.offset + there.length, json);
  return value === null ? text : appended(text, tree, `${JSON.stringify(name)}: ${json}`);
}

function splice(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** Behind the last field, on a line of its own where that one has one. */
function appended(text: string, object: Node, field: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const last = object.children?.at(-1);
  if (last === undefined) return splice(text, object.offset, object.offset + object.length, `{${eol}  ${field}${eol}}`);
  const end = last.offset + last.length;
  const before = text.slice(object.offset + 1, last.offset);
  const indent = /\n([ \t]*)$/.exec(before)?.[1];
  return splice(text, end, end, indent === undefined ? `, ${field}` : `,${eol}${indent}${field}`);
}

/** Whether the text, one object, has that field. */
function has(text: string, name: string): boolean {
  const tree = parseTree(text);
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
  const file = join(root, CONFIG_FILE);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "{}\n";
  const added = Object.fromEntries(Object.entries(missing).filter(([name]) => !has(before, name)));
  const after = withFields(before, { ...fields, ...added });
  if (after === before) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeAtomically(file, after);
  return true;
}
