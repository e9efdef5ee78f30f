/** Edits are values: a part of the text and what stands there afterwards. Everything outside stays byte for byte. */
import type { Lines } from "./lines.ts";

/** Offsets into the text as decoded; `start === end` inserts. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Lined {
  readonly text: string;
  readonly lines: Lines;
}

/** The text with all edits done. Insertions at one place keep their order; edits that overlap are a fault of the caller. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  const parts: string[] = [];
  let done = 0;
  for (const { edit } of ordered) {
    // What is taken out twice is taken out once; anything else at the same place would be somebody's text lost.
    const start = edit.text === "" ? Math.max(edit.start, done) : edit.start;
    if (start < done || edit.end < edit.start) throw new RangeError("edits overlap");
    parts.push(text.slice(done, start), edit.text);
    done = Math.max(done, edit.end);
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** Without the changes to what is taken out anyway: an item that goes takes those nested in it along. In order of place. */
export function withoutNested(edits: readonly Edit[]): Edit[] {
  let gone = { start: 0, end: 0 };
  return [...edits]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((edit) => {
      const isInside = gone.start < edit.start && edit.end <= gone.end && edit.end > edit.start;
      if (edit.text === "" && edit.end > gone.end) gone = edit;
      return !isInside;
    });
}

/**
 * Inserts whole lines before the line `at`, or behind the last one when `at` is the number of lines. They end as the
 * line before them does; at the end of a text without a final line break there is none afterwards either.
 */
export function insertLines(document: Lined, at: number, inserted: readonly string[]): Edit {
  const { lines, text } = document;
  const place = lines.start(at);
  const ending = lines.ending(at - 1) || lines.ending(at) || lines.usual;
  const atEnd = at >= lines.count;
  const unfinished = atEnd && lines.count > 0 && lines.ending(lines.count - 1) === "";
  const body = inserted.join(ending);
  return {
    start: atEnd ? text.length : place,
    end: atEnd ? text.length : place,
    text: unfinished ? ending + body : body + ending,
  };
}

/** Replaces the text of the lines from `first` to `last`, both included; the last one keeps its ending. */
export function replaceLines(document: Lined, first: number, last: number, replacement: readonly string[]): Edit {
  const { lines } = document;
  const ending = lines.ending(first) || lines.usual;
  return { start: lines.start(first), end: lines.end(last), text: replacement.join(ending) };
}

/** Takes the lines from `first` to `last` out, both included, with their endings. */
export function removeLines(document: Lined, first: number, last: number): Edit {
  const { lines, text } = document;
  const toEnd = last >= lines.count - 1;
  // The last line of a text without a final line break takes the break before it along.
  const start = toEnd && lines.ending(last) === "" && first > 0 ? lines.end(first - 1) : lines.start(first);
  return { start, end: toEnd ? text.length : lines.start(last + 1), text: "" };
}
