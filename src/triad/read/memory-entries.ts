/** The projects that MEMORY.md's index names. */
import type { TriadDocument } from "../document/open.ts";

export interface MemoryEntry {
  readonly kind: "active" | "on-hold";
  readonly name: string;
  /** The whole line, without the list's marker. */
  readonly text: string;
}

const ENTRY = /^\[(P|On-Hold)\] \*\*([^*]+)\*\*/;

/** The lines of the index, wherever they stand. */
export function memoryEntries(document: TriadDocument): MemoryEntry[] {
  return document.outline().items.flatMap(({ text, quoted }) => {
    const [, mark, name] = quoted ? [] : (ENTRY.exec(text) ?? []);
    return name === undefined ? [] : [{ kind: mark === "P" ? "active" : "on-hold", name, text } as const];
  });
}
