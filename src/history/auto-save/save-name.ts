/**
 * A save's ref holds all that a list needs: `refs/ltpm/saves/<work tree>/<document>/<second>.<number>.<kind>.<blob>`. So saves are found,
 * ordered and compared without reading one object, here and in the hooks.
 */

import { byTurn, momentOf, type Stamp, type Turn, turnText } from "../moment.ts";
import { documentKey, pathOfKey } from "../ref-path.ts";

export const SAVES = "refs/ltpm/saves/";

/** Why a state was kept: at a hook or before a write; because somebody else had changed the document; before a restore. */
export type SaveKind = "auto" | "conflict" | "restore";

const LETTERS: Readonly<Record<SaveKind, string>> = { auto: "a", conflict: "c", restore: "r" };
const KINDS: Readonly<Record<string, SaveKind>> = { a: "auto", c: "conflict", r: "restore" };

/** An earlier state of a document. */
export interface Save extends Turn {
  readonly ref: string;
  /** `main`, or `w-NAME` for a linked work tree. */
  readonly worktree: string;
  /** The document's word in the ref. */
  readonly key: string;
  readonly kind: SaveKind;
  /** The name of the blob that holds the bytes. */
  readonly blob: string;
  /** When it was made: ISO 8601, whole seconds. */
  readonly time: string;
}

/** A save whose document is known. */
export interface NamedSave extends Save {
  /** The document's path from the work tree's root, `/` between its parts. */
  readonly document: string;
  /** As people see it: `PROGRESS.md.auto-save.20240315-143022`, with `-2` for the second within a second. */
  readonly name: string;
}

const LEAF = /^(\d{8}-\d{6})\.(\d{4,6})\.([acr])\.([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Where a document's saves lie. */
export function saveFolder(worktree: string, document: string): string {
  return `${SAVES}${worktree}/${documentKey(document)}/`;
}

/** The ref of a save. */
export function saveRef(worktree: string, document: string, turn: Turn, kind: SaveKind, blob: string): string {
  return `${saveFolder(worktree, document)}${turnText(turn)}.${LETTERS[kind]}.${blob}`;
}

/** The save behind a ref; null for a ref that is none. */
export function parseSaveRef(ref: string): Save | null {
  const [worktree, key, leaf, more] = ref.startsWith(SAVES) ? ref.slice(SAVES.length).split("/") : [];
  const [, stamp, number, letter, blob] = LEAF.exec(leaf ?? "") ?? [];
  const kind = KINDS[letter ?? ""];
  const time = stamp === undefined ? null : momentOf(stamp);
  if (!worktree || !key || more !== undefined || !stamp || !blob || kind === undefined || time === null) return null;
  return { ref, worktree, key, stamp, number: Number(number), kind, blob, time };
}

/** `PROGRESS.md.auto-save.20240315-143022`; the number only where two share a second. */
export function shownName(document: string, stamp: Stamp, number: number): string {
  return `${document}.auto-save.${stamp}${number > 1 ? `-${number}` : ""}`;
}

/** The save with its document's path, where the ref tells it or `path` does. */
export function named(save: Save, path: string | null = pathOfKey(save.key)): NamedSave | null {
  return path === null ? null : { ...save, document: path, name: shownName(path, save.stamp, save.number) };
}

/** Newest first; of two made at once in the same turn any order, but always the same. */
export function newestFirst(a: Save, b: Save): number {
  return byTurn(b, a) || (a.ref < b.ref ? 1 : -1);
}
