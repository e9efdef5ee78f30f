/**
 * Blocks of ours in other people's files, between two comments: updated in place, taken out whole. HEARTBEAT.md's block
 * stands as the source has it and is known by its own text. None of this parses anything.
 */
import { BYTE_ORDER_MARK, splitLines } from "../document/lines.ts";

function start(name: string): string {
  return `<!-- ltpm:${name}:start -->`;
}

function end(name: string): string {
  return `<!-- ltpm:${name}:end -->`;
}

/** Behind the text, with a blank line between, in the text's own line ends. */
function append(text: string, block: string): string {
  const { usual } = splitLines(text);
  const body = block.replace(/\r\n?|\n/g, usual).replace(/[\r\n]+$/, "");
  const bare = text.replace(BYTE_ORDER_MARK, "");
  if (bare === "") return `${text}${body}${usual}`;
  const ends = bare.endsWith("\n") || bare.endsWith("\r");
  const gap = ends ? (bare.endsWith(usual + usual) ? "" : usual) : usual + usual;
  return `${text}${gap}${body}${usual}`;
}

/** Without the part between the offsets, nor the blank line that was put before it. */
function cut(text: string, from: number, to: number): string {
  const { usual } = splitLines(text);
  const head = text.slice(0, from);
  const tail = text.slice(to);
  const isFirst = head === "" || head === BYTE_ORDER_MARK;
  return (!isFirst && head.endsWith(usual + usual) ? head.slice(0, -usual.length) : head) + tail;
}

function marked(text: string, name: string): { from: number; to: number } | null {
  const from = text.indexOf(start(name));
  const close = from < 0 ? -1 : text.indexOf(end(name), from);
  return close < 0 ? null : { from, to: close + end(name).length };
}

/** Puts the block into the text, or in place of the one that is there. The same block twice changes nothing. */
export function setBlock(text: string, name: string, body: string): string {
  const { usual } = splitLines(text);
  const block = [start(name), body.replace(/[\r\n]+$/, ""), end(name)].join("\n");
  const place = marked(text, name);
  if (place === null) return append(text, block);
  return text.slice(0, place.from) + block.replace(/\r\n?|\n/g, usual) + text.slice(place.to);
}

/** Takes the block out again; a text without it stays as it is. */
export function removeBlock(text: string, name: string): string {
  const place = marked(text, name);
  if (place === null) return text;
  const ending = /^(?:\r\n|\r|\n)/.exec(text.slice(place.to, place.to + 2))?.[0].length ?? 0;
  return cut(text, place.from, place.to + ending);
}

/** Appends the dispatcher's block to HEARTBEAT.md unless its heading (the block's first line) is there already. */
export function addHeartbeatBlock(text: string, block: string): string {
  const heading = block.split("\n", 1)[0] ?? "";
  const { count, text: lineText } = splitLines(text);
  for (let line = 0; line < count; line++) if (lineText(line).trimEnd() === heading) return text;
  return append(text, block);
}

/** Takes the dispatcher's block out; one that somebody changed stays. */
export function removeHeartbeatBlock(text: string, block: string): string {
  const { usual } = splitLines(text);
  const body = block.replace(/\r\n?|\n/g, usual);
  const from = text.indexOf(body);
  return from < 0 ? text : cut(text, from, from + body.length);
}
