/** A file in which git left conflict markers, taken apart into the two files it was made of. */

export interface Sides {
  /** The checked-out branch's file. */
  readonly ours: string;
  readonly theirs: string;
}

type Part = "both" | "ours" | "base" | "theirs";

/** The part that a line opens, given the part it stands in; null for an ordinary line. */
function opens(line: string, part: Part): Part | null {
  if (part === "both") return /^<{7}( |$)/.test(line) ? "ours" : null;
  if (part === "ours" && /^\|{7}( |$)/.test(line)) return "base";
  if (part !== "theirs") return /^={7}$/.test(line) ? "theirs" : null;
  return /^>{7}( |$)/.test(line) ? "both" : null;
}

/** Both sides of a text with conflict markers (two-way or diff3); null when the markers do not close. */
export function splitConflict(text: string): Sides | null {
  const ours: string[] = [];
  const theirs: string[] = [];
  let part: Part = "both";
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const next = opens(line, part);
    if (next !== null) {
      part = next;
      continue;
    }
    if (part === "both" || part === "ours") ours.push(raw);
    if (part === "both" || part === "theirs") theirs.push(raw);
  }
  return part === "both" ? { ours: ours.join("\n"), theirs: theirs.join("\n") } : null;
}
