/** Our lines in the clone's `info/attributes`: put in, and taken out so that every other byte is as before; pure. Latin-1, one character a byte. */
import { ARCHIVE_DIR, QUEUE_FILE } from "../../state/files.ts";
import { DOCUMENT_NAMES } from "./kinds.ts";

const OPENS = "# >>> ltpm merge";
/** How the file ended before us. */
const AFTER = { own: " (a file of its own)", open: " (behind a line without an end)", closed: "" } as const;
const CLOSES = "# <<< ltpm merge\n";

interface Found {
  readonly from: number;
  readonly to: number;
  readonly after: keyof typeof AFTER;
}

function find(text: string): Found | null {
  const from = text.startsWith(OPENS) ? 0 : text.indexOf(`\n${OPENS}`) + 1;
  if (from === 0 && !text.startsWith(OPENS)) return null;
  const close = text.indexOf(CLOSES, from);
  if (close < 0) return null;
  const first = text.slice(from + OPENS.length, text.indexOf("\n", from));
  const after = first === AFTER.own ? "own" : first === AFTER.open ? "open" : "closed";
  return { from, to: close + CLOSES.length, after };
}

/** A pattern as gitattributes reads it: in quotes where a plain one would end early. */
function pattern(path: string): string {
  const escaped = path.replace(/[\\*?[]/g, "\\$&");
  if (!/[\s"#!\\]|[^\x21-\x7e]/.test(escaped)) return escaped;
  return `"${escaped.replace(/["\\]/g, "\\$&")}"`;
}

function linesFor(dir: string): string[] {
  const folder = dir.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/$/, "");
  const folders = folder === "" || folder === "." ? [""] : [`${folder}/`];
  const queues = folders.flatMap((path) => [pattern(`/${path}${QUEUE_FILE}`), monthPattern(path)]);
  return [...queues, ...DOCUMENT_NAMES].map((path) => `${path} merge=ltpm`);
}

function monthPattern(path: string): string {
  const plain = pattern(`/${path}${ARCHIVE_DIR}/`);
  return plain.endsWith('"') ? `${plain.slice(0, -1)}*.json"` : `${plain}*.json`;
}

/** The text with our lines for a queue in `dir`, up to date. `text` null: there is no such file. */
export function withAttributes(text: string | null, dir: string): string {
  const found = find(text ?? "");
  const after = found?.after ?? (text === null ? "own" : text === "" || text.endsWith("\n") ? "closed" : "open");
  const block = `${OPENS}${AFTER[after]}\n${linesFor(dir).join("\n")}\n${CLOSES}`;
  if (text !== null && found !== null) return text.slice(0, found.from) + block + text.slice(found.to);
  return (text ?? "") + (after === "open" ? "\n" : "") + block;
}

/** The text as it was before us; null when the file was ours alone. */
export function withoutAttributes(text: string): string | null {
  const found = find(text);
  if (found === null) return text;
  const rest = text.slice(found.to);
  const before = found.after === "open" && rest === "" ? text.slice(0, found.from - 1) : text.slice(0, found.from);
  return found.after === "own" && before + rest === "" ? null : before + rest;
}

export function hasAttributes(text: string): boolean {
  return find(text) !== null;
}
