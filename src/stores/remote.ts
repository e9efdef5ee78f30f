/**
 * The state on a branch of a remote: no work tree, no index, no server of ours. A change is a commit written beside everything
 * else that stands there, and a push that only succeeds where we looked last; else the intent is applied to what is there now.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { hasObject } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import type { Clock, Dice } from "../state/clock.ts";
import type { Snapshot } from "../state/state.ts";
import type { Intent, ReadOptions, Store, Transacted } from "../state/store.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { RemoteBranch } from "./remote-branch.ts";
import { splitDir } from "./remote-files.ts";
import { PATIENCE, type Patience } from "./remote-pause.ts";
import { type Desk, look, readHead, snapshotOf, transactHere } from "./remote-transact.ts";
import type { RemoteWord } from "./remote-words.ts";

export interface RemoteOptions {
  readonly repository: Repository;
  /** The name of a configured remote, or an address. */
  readonly remote: string;
  /** What git is given besides when it talks to the remote, such as a token for one command. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** null: the remote's default branch. */
  readonly branch: string | null;
  /** The queue's directory in the tree, such as `.ltpm`. */
  readonly dir: string;
  readonly clock: Clock;
  /** For the pauses between tries. */
  readonly dice: Pick<Dice, "fraction">;
  /** Retries of a task in a file that does not say. */
  readonly maxRetries: number;
  readonly say?: (word: RemoteWord) => void;
  readonly patience?: Partial<Patience>;
  /** Waits some milliseconds; tests bring their own. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A store on a remote branch. Every method may throw `StoreError`, and `QueueFault` for a file there that is not sound. */
export interface RemoteStore extends Store {
  /** The state as this clone saw it last, without asking the remote; null when it never did. */
  lastSeen(options?: ReadOptions): Promise<Snapshot | null>;
  /**
   * As `transact`, for an operation that may have landed before (its process died, its answer was lost): null when the history
   * since the commit `since` ("": all of it) has it already.
   */
  transactOnce<R>(intent: Intent<R>, since: string): Promise<Transacted<R> | null>;
}

/** Opens the state on a remote branch. Nothing is asked before the first call. */
export function remoteStore(options: RemoteOptions): RemoteStore {
  const alone = oneAtATime();
  let opened: Promise<Desk> | null = null;
  const desk = () => {
    opened ??= openDesk(options);
    // A remote that could not be reached is asked again next time.
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  return {
    read: (how) =>
      alone(async () => {
        const open = await desk();
        const snapshot = snapshotOf(await readHead(open, await look(open), how ?? {}));
        open.branch.remember();
        return snapshot;
      }),
    lastSeen: (how) =>
      alone(async () => {
        const open = await desk();
        const { known, repository } = open.branch;
        if (known === null || !hasObject(repository, known)) return null;
        return snapshotOf(await readHead(open, known, how ?? {}));
      }),
    transactOnce: (intent, since) => alone(async () => transactHere(await desk(), intent, since)),
    transact: async (intent) => {
      const done = await alone(async () => transactHere(await desk(), intent, null));
      if (done === null) throw new Error("an operation that was not sent cannot have landed");
      return done;
    },
  };
}

async function openDesk(options: RemoteOptions): Promise<Desk> {
  const { repository, remote, clock, dice, maxRetries } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const wait = options.wait ?? ((milliseconds: number) => sleep(milliseconds));
  const say = options.say ?? (() => {});
  const dir = splitDir(options.dir);
  const env = options.env ?? {};
  const how = { repository, remote, env, branch: options.branch, network: patience.network, wait, say };
  const branch = await RemoteBranch.open(how);
  return {
    branch,
    dir,
    maxRetries,
    clock,
    dice,
    patience,
    wait,
    say,
    parsed: new Map(),
    crowded: false,
    unseen: 0,
    told: null,
    left: new Set(),
  };
}
