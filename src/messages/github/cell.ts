/** Values put into Markdown of ours: into a cell of a table, behind a link. */
import { sanitisePart } from "./sanitise.ts";
import type { Voice } from "./voice.ts";

/** Other people's text as the content of one cell of a table, shortened to `columns`. A pipe would end it, in code too. */
export function cell(voice: Voice, text: string, columns: number): string {
  const line = sanitisePart(text, voice.hide, columns);
  // A backslash before it would be taken for the escape's own, so an odd one gets its partner.
  return line.replace(/(\\*)\|/g, (_pipe, before: string) => `${before}${before.length % 2 === 1 ? "\\" : ""}\\|`);
}

/** A row of a table; the cells are safe already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

const ADDRESS = /^https?:\/\/[^\s()<>[\]"'`\\|*@]{1,500}$/;

/** An address that can stand in a link as it is; null for any other text. */
export function linkTarget(address: string | null | undefined): string | null {
  return typeof address === "string" && ADDRESS.test(address) ? address : null;
}
