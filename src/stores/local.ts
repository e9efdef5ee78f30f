import type { Repository } from "../git/repository.ts";
import type { DocumentFiles } from "../history/auto-save/document-files.ts";
import type { Clock } from "../state/clock.ts";
import { type Archive, EMPTY_QUEUE, type Snapshot } from "../state/state.ts";
import { type Store, StoreError } from "../state/store.ts";
import type { Ground } from "./ground.ts";
import { raiseToMark } from "./last-label.ts";
import type { Settled } from "./reconcile.ts";
import { asStamped, stateCommit } from "./stamped.ts";
import { markAt, viewPlace } from "./view.ts";
import type { StoreWord } from "./words.ts";

export interface LocalOptions {
  readonly repository: Repository;
  /** Where the view lies: relative to the work tree's root, or absolute. */
  readonly dir: string;
  readonly clock: Clock;
  /** For tasks that a file holds without a number of their own. */
  readonly maxRetries: number;
  /** How long a living process that holds the lock is waited for, in milliseconds. */
  readonly patience?: number;
  /** Hears what was noticed and put right. */
  readonly say: (word: StoreWord) => void;
  /** The documents of the work tree, or what loads them when an intent asks; absent: every document counts as not there. */
  readonly documents?: DocumentFiles | (() => Promise<DocumentFiles>);
}

const NO_ARCHIVE: Archive = new Map();
/** Twenty commands at once are done in a tenth of it (milliseconds). */
const PATIENCE = 10_000;

/** The store on the hidden ref of this clone. Its errors are `StoreError` and, for a view that is no sound queue, `QueueFault`. */
export function localStore(options: LocalOptions): Store {
  const ground: Ground = { patience: PATIENCE, ...options, place: viewPlace(options.repository, options.dir) };
  return {
    read: async (wanted = {}) => {
      const { state, version } = await snapshot(ground, await settleToRead(ground), wanted.archive === true);
      if (wanted.documents === undefined) return { state, version };
      const { LocalDocuments } = await import("./local-documents.ts");
      const documents = (await LocalDocuments.open(ground, wanted.documents)).read();
      return { state: { ...state, documents }, version };
    },
    transact: async (intent) => (await import("./local-transact.ts")).transact(ground, intent),
  };
}

/** Where nothing can be written, or something strange lies in the view's place, the state is read all the same. */
async function settleToRead(ground: Ground): Promise<Settled> {
  const { repository, place } = ground;
  const commit = await stateCommit(repository);
  if (commit === null && markAt(place.queue) === null) return { head: null, queue: EMPTY_QUEUE, seen: null };
  try {
    return asStamped(ground, commit) ?? (await reconcileToRead(ground));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "not_written") throw error;
    const settled = (await import("./reconcile.ts")).asItLies(ground);
    ground.say({ kind: "view_not_written", file: place.name, reason: error.message });
    return settled;
  }
}

async function snapshot(ground: Ground, settled: Settled, withArchive: boolean): Promise<Snapshot> {
  const { head } = settled;
  const queue = raiseToMark(ground.repository, settled.queue);
  const version = head?.commit ?? "";
  if (!withArchive) return { state: { queue, archive: NO_ARCHIVE }, version };
  const { archiveWithViews } = await import("./archive-views.ts");
  return { state: { queue, archive: archiveWithViews(ground, head, queue).archive }, version };
}

/** The slow way to a state to read: views are put right on the way. */
async function reconcileToRead(ground: Ground): Promise<Settled> {
  const { locked } = await import("./local-transact.ts");
  const { reconcile } = await import("./reconcile.ts");
  return locked(ground, async () => {
    return asStamped(ground, await stateCommit(ground.repository)) ?? (await reconcile(ground, "read"));
  });
}
