/** Keeping a state of a document: objects first, then one new ref, then the ones too many go. Index, work tree and HEAD stay out of it. */

import type { Repository } from "../../git/repository.ts";
import { blobNameOf, storeCommit } from "../hidden-commit.ts";
import { createRef, dropRefs, refsBelow, sweep } from "../hidden-refs.ts";
import { HistoryError, reasonOf } from "../history-error.ts";
import { nextTurn, stampOf } from "../moment.ts";
import { encodePath, worktreeKey } from "../ref-path.ts";
import { heldBy, toDrop } from "./keep.ts";
import { savesOf } from "./list.ts";
import { type NamedSave, named, parseSaveRef, SAVES, type Save, type SaveKind, saveRef } from "./save-name.ts";

/** The source's number of auto-saves. */
export const DEFAULT_KEEP = 5;

export interface SaveOrder {
  /** The document's path from the work tree's root, `/` between its parts. */
  readonly document: string;
  /** Its bytes, as they are. */
  readonly bytes: Uint8Array;
  readonly kind: SaveKind;
  /** How many saves of the document stay, besides pinned ones; 0 makes none but pinned ones. */
  readonly keep: number;
  /** ISO 8601. */
  readonly now: string;
}

export type Saved =
  | { readonly kind: "saved"; readonly save: NamedSave }
  /** A kept save has this content already, and nothing newer came since. */
  | { readonly kind: "held"; readonly save: NamedSave }
  | { readonly kind: "off" };

/**
 * Keeps the bytes as a commit on a hidden ref, unless the newest save holds them; the saves too many go. Throws `HistoryError`
 * "not_saved": whoever was about to overwrite the document must not.
 */
export async function saveDocument(repository: Repository, order: SaveOrder): Promise<Saved> {
  if (order.kind === "auto" && order.keep <= 0) return { kind: "off" };
  try {
    const worktree = worktreeKey(repository);
    const saves = savesOf(repository, worktree, order.document);
    const held = heldBy(saves, blobNameOf(repository, order.bytes), order.kind);
    if (held !== null) return { kind: "held", save: nameIt(held, order.document) };
    const save = await make(repository, worktree, order, saves);
    prune(repository, [save, ...saves], order.keep, order.now);
    return { kind: "saved", save: nameIt(save, order.document) };
  } catch (error) {
    throw notSaved(order.document, error);
  }
}

async function make(repository: Repository, worktree: string, order: SaveOrder, saves: readonly Save[]): Promise<Save> {
  const { commit, blobs } = await storeCommit(repository, {
    files: [{ name: encodePath(order.document), bytes: order.bytes }],
    subject: `auto-save ${order.document}`,
    time: order.now,
  });
  const turn = nextTurn(stampOf(order.now), saves[0] ?? null);
  const refOf = (number: number) =>
    saveRef(worktree, order.document, { stamp: turn.stamp, number }, order.kind, blobs[0] ?? "");
  let ref = refOf(turn.number);
  // One of this very name holds the same content from the same second: somebody else's save is as good as ours.
  try {
    await createRef(repository, ref, commit);
  } catch {
    // Who was killed within this second over the same content left a lock on the name: the next number is free.
    ref = refOf(turn.number + 1);
    await createRef(repository, ref, commit);
  }
  const save = parseSaveRef(ref);
  if (save === null) throw new Error(`${ref} is no name for a save`);
  return save;
}

function nameIt(save: Save, document: string): NamedSave {
  const whole = named(save, document);
  if (whole === null) throw new Error(`${save.ref} has no name`);
  return whole;
}

/** A save that cannot go now goes next time: what was to be kept is kept. */
function prune(repository: Repository, saves: readonly Save[], keep: number, now: string): void {
  const drop = toDrop(saves, keep, now);
  dropRefs(
    repository,
    drop.map(({ ref }) => ref),
  );
}

/** Drops all saves too many of every document and work tree, also those that hooks made; gives their refs. Throws `GitError`. */
export function pruneSaves(repository: Repository, keep: number, now: string): string[] {
  const groups = new Map<string, Save[]>();
  for (const { ref } of refsBelow(repository, SAVES)) {
    const save = parseSaveRef(ref);
    if (save === null) continue;
    const place = `${save.worktree}/${save.key}`;
    groups.set(place, [...(groups.get(place) ?? []), save]);
  }
  const drop = [...groups.values()].flatMap((saves) => toDrop(saves, keep, now)).map(({ ref }) => ref);
  dropRefs(repository, drop);
  sweep(repository, SAVES);
  return drop;
}

function notSaved(document: string, error: unknown): HistoryError {
  const reason = reasonOf(error);
  return new HistoryError(
    "not_saved",
    `the state of ${document} could not be kept, so it was left as it is: ${reason}`,
    {
      cause: error,
    },
  );
}
