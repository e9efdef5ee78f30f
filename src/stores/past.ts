/** The state's history as far as a strange view asks for it: was this file ours once, and what was it made from? */

import { relative } from "node:path";
import { hasObject, historyOf, readBlobs, type Step } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import { parseQueue } from "../queue/parse.ts";
import type { Queue } from "../queue/schema.ts";
import { QUEUE_FILE } from "../state/files.ts";
import { defaultsOf, type Ground, STATE_REF } from "./ground.ts";
import type { Stamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";

export interface Past {
  /** Every blob that ever was in the state. */
  readonly blobs: ReadonlySet<string>;
  /** The states of the ref itself, newest first, with the queue of each. */
  readonly states: readonly { readonly blob: string; readonly seconds: number }[];
}

const pasts = new WeakMap<Head, Past>();

/** The whole history of a state: read once, in the rare case that a view is neither the newest nor the last one. */
export function pastOf(repository: Repository, head: Head): Past {
  const known = pasts.get(head) ?? readPast(repository, head);
  pasts.set(head, known);
  return known;
}

function readPast(repository: Repository, head: Head): Past {
  const steps = historyOf(repository, head.commit);
  const byCommit = new Map<string, Step>();
  for (const step of steps) {
    const known = byCommit.get(step.commit);
    byCommit.set(step.commit, known === undefined ? step : { ...known, blobs: [...known.blobs, ...step.blobs] });
  }
  const states: { blob: string; seconds: number }[] = [];
  for (let at = byCommit.get(head.commit); at !== undefined; at = byCommit.get(at.parents[0] ?? "")) {
    const blob = at.blobs.find((change) => change.path === QUEUE_FILE)?.oid;
    if (blob !== undefined) states.push({ blob, seconds: at.seconds });
  }
  return { blobs: new Set(steps.flatMap((step) => step.blobs.map((change) => change.oid))), states };
}

/** Whether these bytes were ever the state's. A blob that the repository does not have at all needs no look at the history. */
export function wasOurs(repository: Repository, head: Head, blob: string): boolean {
  return hasObject(repository, blob) && pastOf(repository, head).blobs.has(blob);
}

/** What an edited view was made from: `queue` null means that no common past is known, so that nothing can have been deleted. */
export type Origin = { readonly kind: "edit"; readonly queue: Queue | null } | { readonly kind: "rollback" };

/**
 * The state that a changed view started from. `updated_at` says it, for every write is dated; a file from another clone
 * carries a date we do not have, and then the newest state of ours in the branch's history of that file counts.
 */
export function originOf(ground: Ground, head: Head, stamp: Stamp | null, theirs: Queue, blob: string): Origin {
  const load = (oid: string) => loadQueue(ground, oid);
  const last = stamp === null ? head.queue : (load(stamp.blob) ?? head.queue);
  const moment = theirs.updated_at;
  if (moment !== undefined && moment === last.updated_at) return { kind: "edit", queue: last };
  const past = pastOf(ground.repository, head);
  const committed = historyOfView(ground);
  if (moment === undefined) {
    return isBeforeTheState(committed, past, blob) ? { kind: "rollback" } : { kind: "edit", queue: last };
  }
  const second = Math.floor(Date.parse(moment) / 1000);
  for (const state of past.states.filter(({ seconds }) => seconds === second)) {
    const queue = load(state.blob);
    if (queue?.updated_at === moment) return { kind: "edit", queue };
  }
  const inBranch = new Set(committed.flatMap((step) => step.blobs.map((change) => change.oid)));
  const shared = past.states.find((state) => inBranch.has(state.blob));
  return { kind: "edit", queue: shared === undefined ? null : load(shared.blob) };
}

/** An undated file that was committed before there was a state of ours: git brought it back. */
function isBeforeTheState(committed: readonly Step[], past: Past, blob: string): boolean {
  const first = past.states.at(-1)?.seconds ?? 0;
  return committed.some((step) => step.seconds < first && step.blobs.some((change) => change.oid === blob));
}

/** The commits of the current branch that changed the view; none before the first commit or outside the work tree. */
function historyOfView({ repository, place }: Ground): Step[] {
  const path = relative(repository.root, place.queue);
  if (place.inside === null && path.startsWith("..")) return [];
  try {
    return historyOf(repository, "HEAD", path);
  } catch {
    return [];
  }
}

/** A queue of ours by its blob; null when git no longer has it or it is no sound queue. */
function loadQueue(ground: Ground, blob: string): Queue | null {
  try {
    const [text = ""] = readBlobs(ground.repository, [blob]);
    return parseQueue(text, `${STATE_REF}:${QUEUE_FILE}`, defaultsOf(ground));
  } catch {
    return null;
  }
}
