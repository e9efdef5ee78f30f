/** By what our own entries are known: a comment at the end of the line, which no reader of the rendered page sees. */

const ID = /[^A-Za-z0-9._:]+/g;

/** `<!-- ltpm:ID -->`; what cannot stand in an id becomes one hyphen. */
export function marker(id: string): string {
  return `<!-- ltpm:${id.replace(ID, "-")} -->`;
}

/** Whether the entry has been written. Needs no parsing: an id is drawn once. */
export function isWritten(text: string, id: string): boolean {
  return text.includes(marker(id));
}

const MARKED = /<!-- ltpm:([A-Za-z0-9._:-]+) -->[ \t]*$/;

/** The id of our entry on this line; null for lines that are not ours. */
export function idOnLine(line: string): string | null {
  return MARKED.exec(line)?.[1] ?? null;
}
