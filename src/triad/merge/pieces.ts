/** A document as a tree of pieces that can be merged one by one: sections, items, fields, table rows, and all else as it stands. */
import { idOnLine } from "../commands/marker.ts";
import type { Ending } from "../document/lines.ts";
import { isBlank } from "../document/lines.ts";
import type { TriadDocument } from "../document/open.ts";
import { type Block, type Item, itemsBetween, ownBlocks, type Section } from "../document/outline.ts";
import { readField } from "../places/field.ts";
import { plainTitle } from "../places/title.ts";
import { FIELD_WORDINGS, SECTION_WORDINGS } from "../places/wordings.ts";

export interface Line {
  readonly text: string;
  readonly ending: Ending;
}

export type PieceKind = "root" | "section" | "item" | "field" | "row" | "prose";

export interface Piece {
  readonly kind: PieceKind;
  /** What it is known by among its siblings; the same in all versions of the document. */
  label: string;
  /** Its own lines: the heading, the first paragraph of an item, the whole of anything else. */
  readonly lines: readonly Line[];
  /** Blank lines behind its own lines. */
  readonly gap: Line[];
  readonly children: Piece[];
  /** Of a section. */
  readonly level: number;
  /** Of an item with a box: where the mark stands in its first line. */
  readonly box: number | null;
  /** What an item says, without box and comments. */
  readonly words: string;
}

/** Where a piece without more to say gets its label from. */
type Draft = Omit<Piece, "label" | "gap" | "children" | "level" | "box" | "words"> & Partial<Piece> & { label: string };

function piece(draft: Draft): Piece {
  return { gap: [], children: [], level: 0, box: null, words: "", ...draft };
}

/** The text that the pieces stand for. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join("\n");
}

/** All pieces in the order of the document. */
export function inOrder(root: Piece): Piece[] {
  const all: Piece[] = [];
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    all.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) open.push(child);
    }
  }
  return all;
}

function wholeText(root: Piece): string {
  return inOrder(root)
    .flatMap(({ lines, gap }) => [...lines, ...gap])
    .map(({ text, ending }) => text + ending)
    .join("");
}

/** The document's pieces; null when they would not be the whole document, byte for byte (it is read line by line then). */
export function takeApart(document: TriadDocument): Piece | null {
  const root = new Reader(document).read();
  return wholeText(root) === document.text ? root : null;
}

/** Every line a piece of its own. */
export function lineByLine(document: TriadDocument): Piece {
  return new Reader(document).readLines();
}

const KNOWN_LABELS: ReadonlySet<string> = new Set(
  Object.values(FIELD_WORDINGS).flatMap(({ sure, top }) => [...sure, ...top]),
);
const YAML_KEY = /^([^\s#:][^:]*):(?:\s|$)/;

class Reader {
  readonly document: TriadDocument;
  /** Behind whose lines the next blank lines stand. */
  last: Piece = piece({ kind: "root", label: "", lines: [] });
  readonly root = this.last;
  /** The next line that no piece has. */
  at = 0;

  constructor(document: TriadDocument) {
    this.document = document;
  }

  line(index: number): Line {
    const { lines } = this.document;
    return { text: lines.text(index), ending: lines.ending(index) };
  }

  range(from: number, to: number): Line[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => this.line(from + index));
  }

  read(): Piece {
    const { sections } = this.document.outline();
    const pieces: Piece[] = [];
    for (const [index, section] of sections.entries()) {
      const parent = section.parent === null ? this.root : (pieces[section.parent] ?? this.root);
      const own = index === 0 ? this.root : this.readHeading(section, parent);
      pieces[index] = own;
      this.readBody(section, own);
    }
    this.fill(this.document.lines.count, this.root);
    numberTwins(this.root);
    return this.root;
  }

  readLines(): Piece {
    for (let line = 0; line < this.document.lines.count; line++) this.fill(line + 1, this.root);
    numberTwins(this.root);
    return this.root;
  }

  add(parent: Piece, draft: Draft): Piece {
    const added = piece(draft);
    parent.children.push(added);
    this.last = added;
    return added;
  }

  /** Lines that no block has, up to `to`: blank ones belong to what stands before. */
  fill(to: number, parent: Piece): void {
    for (; this.at < to; this.at++) {
      const line = this.line(this.at);
      if (isBlank(line.text)) this.last.gap.push(line);
      else this.add(parent, { kind: "prose", label: `line:${line.text}`, lines: [line] });
    }
  }

  readHeading(section: Section, parent: Piece): Piece {
    this.fill(section.line, parent);
    const title = section.heading?.title ?? "";
    this.at = section.body;
    const label = `section:${plainTitle(title) || title}`;
    return this.add(parent, {
      kind: "section",
      label,
      lines: this.range(section.line, section.body),
      level: section.level,
    });
  }

  readBody(section: Section, parent: Piece): void {
    const blocks = ownBlocks(this.document.outline(), section).filter(({ type }) => type !== "heading");
    const title = plainTitle(section.heading?.title ?? "");
    for (const block of blocks) {
      this.fill(block.line, parent);
      if (block.lastLine < this.at) continue;
      this.readBlock(block, parent, fieldOfSection(title));
      this.fill(Math.max(this.at, block.lastLine + 1), parent);
    }
    this.fill(section.ownEnd, parent);
  }

  readBlock(block: Block, parent: Piece, field: string | null): void {
    const end = block.lastLine + 1;
    if (block.type === "list") this.readItems(block.line, end, 0, parent);
    else if (block.type === "yaml" || block.type === "toml") this.readFrontMatter(end, parent);
    else if (block.type === "table") this.readTable(end, parent);
    else if (block.type === "paragraph") this.readParagraph(end, parent, field);
    else this.addProse(end, parent, block.type);
  }

  addProse(end: number, parent: Piece, type: string): void {
    const lines = this.range(this.at, end);
    this.at = end;
    if (lines.length > 0) this.add(parent, { kind: "prose", label: `${type}:${textOf(lines)}`, lines });
  }

  /** Lines such as `**Overall Progress**: 40%` are pieces by themselves. */
  readParagraph(end: number, parent: Piece, field: string | null): void {
    if (field !== null && end === this.at + 1) {
      this.add(parent, { kind: "field", label: `field:${field}`, lines: this.range(this.at, end) });
      this.at = end;
      return;
    }
    let from = this.at;
    for (let line = this.at; line < end; line++) {
      const label = readField(this.document, line)?.label ?? "";
      if (!KNOWN_LABELS.has(label)) continue;
      this.at = from;
      this.addProse(line, parent, "paragraph");
      this.add(parent, { kind: "field", label: `field:${label}`, lines: [this.line(line)] });
      from = line + 1;
    }
    this.at = from;
    this.addProse(end, parent, "paragraph");
  }

  readTable(end: number, parent: Piece): void {
    const body = Math.min(end, this.at + 2);
    this.addProse(body, parent, "table");
    for (; this.at < end; this.at++) {
      const line = this.line(this.at);
      this.add(parent, { kind: "row", label: `row:${line.text}`, lines: [line] });
    }
  }

  /** Each key with what belongs to it; only one front matter can stand there. */
  readFrontMatter(end: number, parent: Piece): void {
    const own = this.add(parent, { kind: "prose", label: "front:", lines: [this.line(this.at++)] });
    while (this.at < end - 1) {
      const from = this.at++;
      while (this.at < end - 1 && !YAML_KEY.test(this.line(this.at).text)) this.at++;
      const lines = this.range(from, this.at);
      const key = YAML_KEY.exec(lines[0]?.text ?? "")?.[1] ?? textOf(lines);
      this.add(own, { kind: "field", label: `yaml:${key}`, lines });
    }
    if (this.at < end) this.add(own, { kind: "prose", label: "front-end:", lines: [this.line(this.at++)] });
  }

  /** Items of one depth between two lines, each with what is nested in it. */
  readItems(from: number, end: number, depth: number, parent: Piece): void {
    const within = itemsBetween(this.document.outline(), from, end).filter((item) => !item.quoted);
    const least = within.reduce((depth, item) => Math.min(depth, item.depth), Number.MAX_SAFE_INTEGER);
    for (const item of within) {
      if (item.line < this.at || item.depth !== least) continue;
      this.readNested(item.line, parent);
      this.readItem(item, Math.min(item.lastLine + 1, end), depth, parent);
    }
    this.readNested(end, parent);
  }

  readItem(item: Item, end: number, depth: number, parent: Piece): void {
    const inner = itemsBetween(this.document.outline(), item.line + 1, end).filter((one) => !one.quoted);
    const firstInner = inner[0]?.line ?? end;
    let headEnd = item.line + 1;
    while (headEnd < firstInner && !isBlank(this.document.lines.text(headEnd))) headEnd++;
    const lines = this.range(item.line, headEnd);
    const first = lines[0]?.text ?? "";
    const id = idOnLine(first);
    const box = item.box === null ? null : item.box.at - this.document.lines.start(item.line);
    const field = readField(this.document, item.line)?.label ?? "";
    this.at = headEnd;
    const isField = item.box === null && KNOWN_LABELS.has(field);
    const own = this.add(parent, {
      kind: isField ? "field" : "item",
      label: id !== null ? `id:${id}` : isField ? `field:${field}` : `item:${item.text || first.trim()}`,
      ...{ lines, box, words: item.text, level: depth },
    });
    this.readItems(this.at, end, depth + 1, own);
  }

  /** What stands in an item besides its first paragraph and nested items: groups of lines. */
  readNested(to: number, parent: Piece): void {
    while (this.at < to) {
      const from = this.at;
      while (this.at < to && !isBlank(this.document.lines.text(this.at))) this.at++;
      const end = this.at;
      this.at = from;
      this.addProse(end, parent, "nested");
      if (this.at < to) this.fill(this.at + 1, parent);
    }
  }
}

/** Sections whose only line is a value. */
function fieldOfSection(title: string): string | null {
  if (SECTION_WORDINGS.stage.includes(title)) return "§stage";
  return SECTION_WORDINGS.overall.includes(title) ? "§overall" : null;
}

/** Siblings of one label are told apart by their order. */
function numberTwins(root: Piece): void {
  for (const parent of inOrder(root)) {
    const seen = new Map<string, number>();
    for (const child of parent.children) {
      const count = (seen.get(child.label) ?? 0) + 1;
      seen.set(child.label, count);
      if (count > 1) child.label = `${child.label} #${count}`;
    }
  }
}
