/**
 * A log that grew for years is one list, and no place between its entries is one where a document may be cut. Its entries are: each
 * part of the list is parsed alone, and the parts become one list again. So a new entry costs the part it stands in.
 */
import type { List, Nodes, Root } from "mdast";
import type { BlockParser } from "../../triad/document/remark.ts";

/** Characters: shorter texts, and parts, are parsed at once. */
const PART = 4_000;
/** An entry at the margin that is words: no rule, and nothing that opens a fence, a comment or a list of its own. */
const ENTRY = /^[-*+] (?:\[|\*\*|[\p{L}\p{N}\p{Extended_Pictographic}])/u;

interface Shift {
  readonly lines: number;
  readonly characters: number;
}

/** The same parser for everybody who asks about places of blocks. `part` is for tests. */
export function byParts(parse: BlockParser, part: number = PART): BlockParser {
  return (markdown, frontMatter) => {
    const parts = markdown.length <= 2 * part ? [markdown] : partsOf(markdown, part);
    if (parts.length < 2) return parse(markdown, frontMatter);
    return joined(parts, parse, frontMatter) ?? parse(markdown, frontMatter);
  };
}

/** Cut between two entries. */
function partsOf(text: string, part: number): string[] {
  const parts: string[] = [];
  let from = 0;
  let before = text.indexOf("\n", part);
  while (before >= 0) {
    const at = before + 1;
    if (isEntry(text, at) && isEntry(text, text.lastIndexOf("\n", before - 1) + 1)) {
      parts.push(text.slice(from, at));
      from = at;
      before = text.indexOf("\n", at + part);
    } else before = text.indexOf("\n", at);
  }
  return from === 0 ? [] : [...parts, text.slice(from)];
}

function isEntry(text: string, at: number): boolean {
  return ENTRY.test(text.slice(at, at + 4));
}

/** Null where a part does not end in a list: then something else is open there, and the entry may be none. */
function joined(parts: readonly string[], parse: BlockParser, frontMatter: boolean): Root | null {
  const children: Root["children"] = [];
  let shift: Shift = { lines: 0, characters: 0 };
  let mark: string | null = null;
  for (const [index, text] of parts.entries()) {
    const tree = parse(text, index === 0 && frontMatter);
    const own = shift.characters === 0 ? tree.children : tree.children.map((child) => moved(child, shift));
    const [first, ...others] = own;
    const last = children.at(-1);
    if (last?.type === "list" && first?.type === "list" && mark === text[0]) {
      children[children.length - 1] = oneList(last, first);
      children.push(...others);
    } else children.push(...own);
    if (index === parts.length - 1) break;
    mark = openMark(tree, text);
    if (mark === null) return null;
    shift = { lines: shift.lines + breaksIn(text), characters: shift.characters + text.length };
  }
  return { type: "root", children };
}

/** The mark of the list that a part ends in. */
function openMark(tree: Root, text: string): string | null {
  const list = tree.children.at(-1);
  if (list?.type !== "list") return null;
  const end = list.position?.end.offset ?? 0;
  const start = list.children.at(-1)?.position?.start.offset;
  return start !== undefined && text.slice(end).trim() === "" ? (text[start] ?? null) : null;
}

function oneList(list: List, more: List): List {
  const { position } = list;
  const end = more.position?.end;
  return {
    ...list,
    spread: list.spread === true || more.spread === true,
    children: [...list.children, ...more.children],
    ...(position === undefined || end === undefined ? {} : { position: { ...position, end } }),
  };
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function moved<N extends Nodes>(node: N, by: Shift): N {
  const copy = { ...node };
  const { position } = node;
  if (position !== undefined)
    copy.position = { start: movedPoint(position.start, by), end: movedPoint(position.end, by) };
  if ("children" in copy) Object.assign(copy, { children: copy.children.map((child) => moved(child, by)) });
  return copy;
}

interface Point {
  readonly line: number;
  readonly column: number;
  readonly offset?: number | undefined;
}

function movedPoint({ line, column, offset = 0 }: Point, { lines, characters }: Shift) {
  return { line: line + lines, column, offset: offset + characters };
}
