/**
 * The state on a branch, through GitHub's API: no checkout, no git. A change is one commit by `createCommitOnBranch` that only
 * lands where we looked last; else the intent is applied to what is there now.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BranchLook } from "../github/project.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import type { Clock, Dice } from "../state/clock.ts";
import type { State } from "../state/state.ts";
import type { Intent, Store, Transacted } from "../state/store.ts";
import { readNow, transactByApi, type Writer, wantedBy } from "./api-transact.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { isBranchName } from "./remote-branch.ts";
import { notABranch } from "./remote-errors.ts";
import { splitDir } from "./remote-files.ts";
import { PATIENCE, type Patience } from "./remote-pause.ts";
import type { RemoteWord } from "./remote-words.ts";

export interface ApiOptions {
  readonly client: GitHubClient;
  readonly repo: Repo;
  /** null: the default branch. */
  readonly branch: string | null;
  /** The queue's directory in the tree, such as `.ltpm`. */
  readonly dir: string;
  readonly clock: Clock;
  /** For the pauses between tries, and the name of the operation that makes the branch. */
  readonly dice: Dice;
  /** Retries of a task in a file that does not say. */
  readonly maxRetries: number;
  readonly say?: (word: RemoteWord) => void;
  /**
   * What the run's first query saw of this branch (`lookAt`): it counts as this store's first look, so that a run with
   * nothing to do asks once in all.
   */
  readonly first?: BranchLook | null;
  readonly patience?: Partial<Patience>;
  /** Waits some milliseconds; tests bring their own. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

export interface CreatedApiBranch {
  /** `existed`: it was there, or somebody else made it first. */
  readonly kind: "created" | "existed";
  /** The commit it points to. */
  readonly version: string;
}

/** Every method may throw `StoreError`, and `QueueFault` for a file there that is not sound. */
export interface ApiStore extends Store {
  /**
   * As `transact`, for an operation that may have landed before: null when the history since the commit `since` ("": all of
   * it) has it already.
   */
  transactOnce<R>(intent: Intent<R>, since: string): Promise<Transacted<R> | null>;
  /** Makes the state's branch as an orphan that begins with `begin` (default: an empty queue); one that is there stays as it is. */
  createBranch(begin?: State): Promise<CreatedApiBranch>;
}

/** Opens the state on a branch. Nothing is asked before the first call. Throws `StoreError` for names that cannot be. */
export function apiStore(options: ApiOptions): ApiStore {
  const alone = oneAtATime();
  const desk = writerOf(options);
  return {
    read: (how) => alone(() => readNow(desk, wantedBy(how ?? {}))),
    transactOnce: (intent, since) => alone(() => transactByApi(desk, intent, since)),
    transact: async (intent) => {
      const done = await alone(() => transactByApi(desk, intent, null));
      if (done === null) throw new Error("an operation that was not sent cannot have landed");
      return done;
    },
    createBranch: (begin) =>
      alone(async () => {
        const { createBranch } = await import("./api-create.ts");
        return createBranch(desk, options.dice.name(16), begin);
      }),
  };
}

function writerOf(options: ApiOptions): Writer {
  const { client, repo, branch, clock, dice, maxRetries } = options;
  if (branch !== null && !isBranchName(branch)) throw notABranch(branch);
  return {
    ...{ client, repo, branch, clock, dice, maxRetries, dir: splitDir(options.dir) },
    ...{ queues: new Map(), months: new Map(), blobs: new Map(), known: null, mark: null, told: null },
    ...{ first: options.first ?? null, opened: performance.now(), crowded: false, unseen: 0 },
    place: { remote: `${repo.owner}/${repo.name}`, branch: branch ?? "HEAD" },
    patience: { ...PATIENCE, ...options.patience },
    wait: options.wait ?? ((milliseconds: number) => sleep(milliseconds)),
    say: options.say ?? (() => {}),
  };
}
