/** Task labels as people type them on a command line. */
import { readLabelLeniently } from "../queue/label.ts";
import { type Call, usageError } from "./call.ts";

/** Reads `T-02, t-3 T–4` into canonical labels, without doubles; a word that is no label is wrong usage. */
export function labelsFrom(call: Call, words: readonly string[]): string[] {
  const parts = words.flatMap((word) => word.split(/[,\uff0c\u3001;\uff1b\s]+/u)).filter((part) => part !== "");
  const labels = parts.map((part) => {
    const label = readLabelLeniently(part);
    if (label === null) throw usageError(call, `"${part.slice(0, 40)}" is no task id; ids look like T-02`);
    return label;
  });
  return [...new Set(labels)];
}

/** Exactly one label. */
export function oneLabel(call: Call, words: readonly string[]): string {
  const labels = labelsFrom(call, words);
  const [first] = labels;
  if (first === undefined || labels.length > 1)
    throw usageError(call, first === undefined ? "which task?" : "one task at a time, please");
  return first;
}
