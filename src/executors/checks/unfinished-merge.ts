/** A merge that an attempt left unfinished: said in the record's notes, where checks that run elsewhere find it. */

const WORDS = "A merge was left unfinished in: ";

/** The note about these paths. */
export function unfinishedMerge(paths: readonly string[]): string {
  return `${WORDS}${paths.slice(0, 5).join(", ")}`;
}

/** The paths that notes name; none when no merge was left unfinished. */
export function unmergedIn(notes: readonly string[]): string[] {
  return notes.filter((note) => note.startsWith(WORDS)).flatMap((note) => note.slice(WORDS.length).split(", "));
}
