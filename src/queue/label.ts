/** `T-NN`: how people name a task. Written canonically, read leniently where a person typed it. */

/** 1 → `T-01`, 100 → `T-100`. */
export function formatLabel(number: number): string {
  return `T-${String(number).padStart(2, "0")}`;
}

/** The number of a canonical label; null for any other text. */
export function parseLabel(text: string): number | null {
  const digits = /^T-(\d{2,9})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** `t-2`, `T–02`, `Ｔ－０２` → `T-02`; null when the text is no label. */
export function readLabelLeniently(text: string): string | null {
  const plain = text.normalize("NFKC").trim();
  const digits = /^[tT]\s?[-\u2010-\u2015\u2212]?\s?(\d{1,9})$/u.exec(plain)?.[1];
  return digits === undefined ? null : formatLabel(Number(digits));
}

/** Orders labels by number; anything that is no label comes last. */
export function compareLabels(a: string, b: string): number {
  return (parseLabel(a) ?? Number.MAX_SAFE_INTEGER) - (parseLabel(b) ?? Number.MAX_SAFE_INTEGER);
}
