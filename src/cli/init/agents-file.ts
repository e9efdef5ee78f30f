/** The block that teaches agents how to hand over, in AGENTS.md and CLAUDE.md. Outside of it every byte stays. Pure. */
import { removeBlock, setBlock } from "../../triad/commands/block.ts";
import { splitLines } from "../../triad/document/lines.ts";

const NAME = "agents";
const START = `<!-- ltpm:${NAME}:start -->`;
const END = `<!-- ltpm:${NAME}:end -->`;

/** How the block stands in a text; `broken`: a marker without its counterpart, or several, so that its bounds would be a guess. */
export function blockState(text: string): "absent" | "present" | "broken" {
  const starts = text.split(START).length - 1;
  const ends = text.split(END).length - 1;
  if (starts === 0 && ends === 0) return "absent";
  return starts === 1 && ends === 1 && text.indexOf(START) < text.indexOf(END) ? "present" : "broken";
}

/** What stands between the markers; "" where no block is. */
export function blockBody(text: string): string {
  return blockState(text) === "present" ? text.slice(text.indexOf(START) + START.length, text.indexOf(END)) : "";
}

/** The text with the block, new at its end or in place of the one that is there. Not for a broken one. */
export function withBlock(text: string, body: string): string {
  if (blockState(text) === "present") return setBlock(text, NAME, body);
  const { usual } = splitLines(text);
  // A blank line at the end is the author's: with one more between, taking the block out gives the same bytes back.
  const spaced = text.endsWith(usual + usual) ? text + usual : text;
  const after = setBlock(spaced, NAME, body);
  return isUnfinished(text) ? after.slice(0, -usual.length) : after;
}

/** The text as it was before there was a block. */
export function withoutBlock(text: string): string {
  if (blockState(text) !== "present") return text;
  const isLast = text.endsWith(END);
  const after = removeBlock(text, NAME);
  const { usual } = splitLines(text);
  return isLast && after.endsWith(usual) ? after.slice(0, -usual.length) : after;
}

/** A last line without its line break: so it stays, also behind the block. */
function isUnfinished(text: string): boolean {
  return !/(?:^|[\r\n])$/.test(text.replace(/^\ufeff/, ""));
}

/** Whether this text takes another file in whole, as `@AGENTS.md` in a CLAUDE.md does. */
export function takesIn(text: string, file: string): boolean {
  return text.split(/\r\n?|\n/).some((line) => line.trim() === `@${file}` || line.trim() === `@./${file}`);
}
