/** Saving and reading in one line. */
import type { Repository } from "../../src/git/repository.ts";
import { bytesOf } from "../../src/history/auto-save/bytes.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { type Saved, saveDocument } from "../../src/history/auto-save/save.ts";
import type { SaveKind } from "../../src/history/auto-save/save-name.ts";
import { HistoryError } from "../../src/history/history-error.ts";
import { at } from "./arrange.ts";

export const DOC = "PROGRESS.md";

/** Saves a text at a second of the tests' day. */
export function save(
  place: Repository,
  text: string | Uint8Array,
  second: number,
  more: { kind?: SaveKind; keep?: number; document?: string } = {},
): Promise<Saved> {
  const { kind = "auto", keep = 5, document = DOC } = more;
  return saveDocument(place, { document, bytes: Buffer.from(text), kind, keep, now: at(second) });
}

/** What all saves hold, newest first. */
export function texts(place: Repository): string[] {
  return listSaves(place).map((one) => bytesOf(place, one).toString("utf8"));
}

/** The code of the `HistoryError` that it throws; "" when it throws none. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HistoryError) return error.code;
    throw error;
  }
  return "";
}
