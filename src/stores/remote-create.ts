/** The first commit of a state branch: an orphan with an empty queue, made only where no branch of that name is. */
import { setTimeout as sleep } from "node:timers/promises";
import { hasObject } from "../git/plumbing.ts";
import { EMPTY_QUEUE } from "../state/state.ts";
import { StoreError } from "../state/store.ts";
import { raiseToMark } from "./last-label.ts";
import type { RemoteOptions } from "./remote.ts";
import { RemoteBranch } from "./remote-branch.ts";
import { contended, fatalError, unreachable } from "./remote-errors.ts";
import { splitDir } from "./remote-files.ts";
import { PATIENCE } from "./remote-pause.ts";
import { write } from "./remote-write.ts";

export interface CreateOptions extends Omit<RemoteOptions, "dice" | "branch"> {
  readonly branch: string;
  /** The name of this operation, drawn by the caller; the commit's `Ltpm-Op` trailer. */
  readonly op: string;
  /** Begin with an empty queue even where this clone remembers a branch that vanished; labels go on. */
  readonly fresh?: boolean;
}

export interface CreatedBranch {
  /** `existed`: it was there, or somebody else made it first. `restored`: it had vanished and is what this clone saw last. */
  readonly kind: "created" | "restored" | "existed";
  readonly version: string;
}

const TRIES = 5;

/**
 * Makes the branch that is to hold the state. One that is there is left as it is. Throws `StoreError` "refused", "unreachable",
 * "not_written", "no_state_branch" (a name that no branch can have).
 */
export async function createStateBranch(options: CreateOptions): Promise<CreatedBranch> {
  const wait = options.wait ?? ((milliseconds: number) => sleep(milliseconds));
  const network = options.patience?.network ?? PATIENCE.network;
  const branch = await RemoteBranch.open({ ...options, network, wait, say: options.say ?? (() => {}) });
  const remembered = options.fresh === true ? null : branch.known;
  const restored = remembered !== null && hasObject(branch.repository, remembered) ? remembered : null;
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    const there = await headOrNull(branch);
    if (there !== null) {
      branch.remember();
      return { kind: "existed", version: there };
    }
    const commit = restored ?? firstCommit(options, branch);
    const verdict = await branch.push(commit, "");
    if (verdict.kind === "landed") {
      branch.remember();
      return { kind: restored === null ? "created" : "restored", version: commit };
    }
    const fatal = fatalError(verdict, branch.place);
    if (fatal !== null) throw fatal;
    if (tries === TRIES) {
      if ("reason" in verdict) throw unreachable(branch.place, verdict.reason);
      throw contended(branch.place, tries, (performance.now() - began) / 1000);
    }
    // Somebody was faster, or the answer was lost: either way the next look shows the branch.
    await wait(200 * tries);
  }
}

async function headOrNull(branch: RemoteBranch): Promise<string | null> {
  try {
    return await branch.fetch();
  } catch (error) {
    if (error instanceof StoreError && (error.code === "vanished" || error.code === "no_state_branch")) return null;
    throw error;
  }
}

function firstCommit(options: CreateOptions, branch: RemoteBranch): string {
  const { repository, place, identity, checked } = branch;
  const files = { repository, place, identity, checked, dir: splitDir(options.dir), maxRetries: options.maxRetries };
  const state = { queue: raiseToMark(repository, EMPTY_QUEUE), archive: new Map() };
  const words = { subject: "ltpm: begin", op: options.op };
  return write({ ...files, parsed: new Map() }, null, state, options.clock.now(), words).commit;
}
