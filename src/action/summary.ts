/** The job summary: Markdown that GitHub shows on the run's page. */
import { appendFileSync } from "node:fs";

/** GitHub refuses a step's whole summary when it is larger, in bytes. */
export const LARGEST_SUMMARY = 1_024 * 1_024;
const CUT = "\n\n_This is longer than GitHub shows; the rest is in the queue: `ltpm tasks` lists it all._\n";

/**
 * Appends to the summary; does nothing where there is none (GITHUB_STEP_SUMMARY is not set). Throws when it cannot be
 * written. (The toolkit's `summary` keeps the file of its first call for good and knows no limit.)
 */
export function writeSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) appendFileSync(file, `${fitting(markdown, LARGEST_SUMMARY)}\n`);
}

/** The text itself, or as many whole lines as fit in `most` bytes, with a word about the rest. */
export function fitting(markdown: string, most: number): string {
  if (Buffer.byteLength(markdown) < most) return markdown;
  const room = most - Buffer.byteLength(CUT) - Buffer.byteLength(CLOSE_FENCE + CLOSE_DETAILS) - 1;
  const kept: string[] = [];
  let size = 0;
  for (const line of markdown.split("\n")) {
    size += Buffer.byteLength(line) + 1;
    if (size > room) break;
    kept.push(line);
  }
  return closed(kept) + CUT;
}

const CLOSE_FENCE = "\n```";
const CLOSE_DETAILS = "\n</details>";

/** What was opened is closed, or the word behind it would stand inside. */
function closed(lines: readonly string[]): string {
  const fenced = lines.filter((line) => line.startsWith("```")).length % 2 === 1;
  const folds = (word: string) => lines.filter((line) => line.startsWith(word)).length;
  const folded = folds("<details") > folds("</details");
  return lines.join("\n") + (fenced ? CLOSE_FENCE : "") + (folded ? CLOSE_DETAILS : "");
}
