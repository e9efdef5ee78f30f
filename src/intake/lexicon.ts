/** Reads the word lists: words separated by white space, easier to look over and to amend than arrays. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ""));
}

/** The same as a source for a regular expression, longest first so that "also" never hides "also please". */
export function anyOf(list: string): string {
  return [...words(list)]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll("_", "\\s+"))
    .join("|");
}
