/** One branch of a remote and what this clone knows of it: its head as seen last, fetched anew, moved by compare-and-swap. */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Connection, defaultBranch, type FetchVerdict, fetchBranch } from "../git/fetch.ts";
import { isAncestor, readRef } from "../git/plumbing.ts";
import { type PushVerdict, pushCommit } from "../git/push.ts";
import type { Repository } from "../git/repository.ts";
import { gitSync } from "../git/run.ts";
import type { StoreError } from "../state/store.ts";
import * as errors from "./remote-errors.ts";
import {
  addressMark,
  flatName,
  readDefaultBranch,
  readRemoteMark,
  writeDefaultBranch,
  writeRemoteMark,
} from "./remote-mark.ts";
import type { RemoteWord } from "./remote-words.ts";

export interface BranchOptions {
  readonly repository: Repository;
  readonly remote: string;
  /** null: the remote's default branch. */
  readonly branch: string | null;
  /** What git is given besides when it talks to the remote, such as a token for one command. */
  readonly env?: Connection["env"];
  /** Milliseconds for one call over the network. */
  readonly network: number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly say: (word: RemoteWord) => void;
}

/** How often a fetch is repeated that failed for a passing reason, or because of another process here. */
const FETCHES = 6;
/** How long another process of this clone may keep us from fetching; milliseconds. */
const BUSY = 15_000;
/** A ref's lock that lies untouched for this long was left by a git that died; milliseconds. */
const STALE_LOCK = 3_000;

/** A branch of this name may stand in a refspec. The rules of `git check-ref-format`. */
export function isBranchName(name: string): boolean {
  const wrong = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$|^\/|^-|(^|\/)\.|\.lock(\/|$)/;
  return name !== "" && name !== "@" && name.length <= 200 && !wrong.test(name);
}

export class RemoteBranch {
  readonly repository: Repository;
  readonly place: errors.Place;
  /** `Name <address>` for our commits: the repository's own user, else LTPM. */
  readonly identity: string;
  /** Blobs that were checked before; grows, and is remembered. */
  readonly checked: Set<string>;
  readonly #options: BranchOptions;
  readonly #connection: Connection;
  readonly #address: string;
  /** The hidden ref that holds what was fetched last. */
  readonly #ref: string;
  #head: string | null;

  private constructor(options: BranchOptions, branch: string, settings: Settings) {
    this.#options = options;
    this.repository = options.repository;
    this.place = { remote: options.remote, branch };
    this.identity = settings.identity;
    this.#connection = connectionOf(options);
    this.#address = settings.address;
    this.#ref = `refs/ltpm/remote/${flatName(branch)}`;
    const mark = readRemoteMark(options.repository, branch);
    const same = mark === null || mark.address === settings.address;
    this.checked = new Set(same ? mark?.checked : []);
    this.#head = same ? readRef(options.repository, this.#ref) : null;
  }

  /** Finds out which branch is meant. Throws `StoreError` when there is no way to tell. */
  static async open(options: BranchOptions): Promise<RemoteBranch> {
    const settings = readSettings(options);
    const branch = options.branch ?? (await knownDefault(options, settings.address));
    if (!isBranchName(branch)) throw errors.notABranch(branch);
    return new RemoteBranch(options, branch, settings);
  }

  /** The head as it was when we looked last; null when we never did. */
  get known(): string | null {
    return this.#head;
  }

  /** The head as it is. Throws `StoreError` "vanished", "no_state_branch", "unreachable", "refused", "not_written". */
  async fetch(): Promise<string> {
    const verdict = await this.#fetchPatiently();
    if (verdict.kind === "no_branch") throw this.#gone();
    const fatal = errors.fatalError(verdict, this.place);
    if (fatal !== null) throw fatal;
    if (verdict.kind !== "fetched") throw errors.unreachable(this.place, reasonOf(verdict));
    const head = readRef(this.repository, this.#ref);
    if (head === null) throw errors.unreachable(this.place, "the fetched branch is not there");
    this.#sayIfRewritten(head);
    this.#head = head;
    return head;
  }

  async #fetchPatiently(): Promise<FetchVerdict> {
    const busy = new BusyRef(join(this.repository.commonDir, `${this.#ref}.lock`));
    for (let tries = 1; ; tries++) {
      const verdict = await fetchBranch(this.#connection, this.place.branch, this.#ref);
      if (verdict.kind === "busy") {
        if (!busy.mayGoOn()) return verdict;
        await this.#options.wait(50);
      } else {
        // A connection that breaks at the wrong moment reads like a refused login: believed the second time.
        const passing =
          verdict.kind === "unreachable" ? verdict.passing : verdict.kind === "unauthorised" && tries === 1;
        if (!passing || tries >= FETCHES) return verdict;
        await this.#options.wait(100 * 2 ** tries);
      }
    }
  }

  /** Why the branch is not there. */
  #gone(): StoreError {
    const seen = this.#head !== null || readRemoteMark(this.repository, this.place.branch)?.address === this.#address;
    return seen ? errors.vanished(this.place) : errors.neverWas(this.place);
  }

  /**
   * The branch that took this one's place as the remote's default branch, with all of its history; null when there is none.
   * Only for a branch that vanished.
   */
  async renamed(): Promise<RemoteBranch | null> {
    if (this.#options.branch !== null || this.#head === null) return null;
    const name = await askDefault(this.#options, this.#address);
    if (name === this.place.branch) return null;
    const branch = await RemoteBranch.open(this.#options);
    const head = await branch.fetch();
    if (!isAncestor(this.repository, this.#head, head)) return null;
    this.#options.say({ kind: "renamed", from: this.place.branch, to: name });
    return branch;
  }

  #sayIfRewritten(head: string): void {
    const from = this.#head;
    if (from === null || from === head || isAncestor(this.repository, from, head)) return;
    this.#options.say({ kind: "rewritten", branch: errors.nameOfPlace(this.place), from, to: head });
  }

  /** Moves the branch from `expected` ("": it must not exist) to our commit. */
  async push(commit: string, expected: string): Promise<PushVerdict> {
    const verdict = await pushCommit(this.#connection, this.place.branch, commit, expected);
    if (verdict.kind === "landed") this.moved(commit);
    return verdict;
  }

  /** Our commit is the head now, as far as we know: remembered, for this process and the next. */
  moved(commit: string): void {
    const args = ["-c", "core.hooksPath=/dev/null", "update-ref", "--no-deref", this.#ref, commit, this.#head ?? ""];
    gitSync(args, { cwd: this.repository.root, env: { GIT_DIR: this.repository.gitDir } });
    this.#head = commit;
  }

  /** Writes down what is known, for the next process. */
  remember(): void {
    if (this.#head === null) return;
    const mark = { address: this.#address, seen: this.#head, checked: [...this.checked] };
    writeRemoteMark(this.repository, this.place.branch, mark);
  }
}

function connectionOf(options: BranchOptions): Connection {
  const { repository, remote, network } = options;
  return { cwd: repository.root, remote, timeout: network, env: { ...options.env, GIT_DIR: repository.gitDir } };
}

function reasonOf(verdict: FetchVerdict): string {
  if ("reason" in verdict) return verdict.reason;
  return "another git process of this clone holds the lock of its hidden ref";
}

/** Another git of this clone is moving the same ref, or was killed while it did. */
class BusyRef {
  readonly #lock: string;
  readonly #began = performance.now();
  #mark: string | null = null;
  #since = performance.now();

  constructor(lock: string) {
    this.#lock = lock;
  }

  /** False when it has taken too long. Takes a lock away that has not moved: no ref is locked for seconds. */
  mayGoOn(): boolean {
    const now = performance.now();
    const stat = statSync(this.#lock, { throwIfNoEntry: false });
    const mark = stat === undefined ? null : `${stat.ino}:${stat.mtimeMs}`;
    if (mark !== this.#mark) [this.#mark, this.#since] = [mark, now];
    if (mark !== null && now - this.#since > STALE_LOCK) rmSync(this.#lock, { force: true });
    return now - this.#began < BUSY;
  }
}

interface Settings {
  readonly identity: string;
  readonly address: string;
}

function readSettings({ repository, remote }: BranchOptions): Settings {
  const args = ["config", "-z", "--get-regexp", "^(user\\.(name|email)|remote\\..*\\.url)$"];
  const answer = gitSync(args, { cwd: repository.root, env: { GIT_DIR: repository.gitDir } });
  const settings = new Map<string, string>();
  for (const line of answer.stdout.split("\0")) {
    const split = line.indexOf("\n");
    if (split > 0) settings.set(line.slice(0, split), line.slice(split + 1));
  }
  const [name, email] = ["user.name", "user.email"].map((key) => tidy(settings.get(key) ?? ""));
  const identity = name && email ? `${name} <${email}>` : "LTPM <ltpm@localhost>";
  return { identity, address: addressMark(settings.get(`remote.${remote}.url`) ?? remote) };
}

/** A name as it may stand in a commit. */
function tidy(text: string): string {
  return text.replace(/[\s\p{Cc}<>]+/gu, " ").trim();
}

async function knownDefault(options: BranchOptions, address: string): Promise<string> {
  const known = readDefaultBranch(options.repository, address);
  return known ?? askDefault(options, address);
}

async function askDefault(options: BranchOptions, address: string): Promise<string> {
  const said = await defaultBranch(connectionOf(options));
  const place = { remote: options.remote, branch: "HEAD" };
  if ("kind" in said) throw errors.fatalError(said, place) ?? errors.unreachable(place, said.reason);
  if (said.branch === null) throw errors.noDefaultBranch(options.remote);
  writeDefaultBranch(options.repository, address, said.branch);
  return said.branch;
}
