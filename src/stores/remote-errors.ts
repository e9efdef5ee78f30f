/** What went wrong with a remote branch, as one sentence that says what to change. */

import type { FetchVerdict } from "../git/fetch.ts";
import type { PushVerdict } from "../git/push.ts";
import { QUEUE_FILE } from "../state/files.ts";
import { StoreError } from "../state/store.ts";

/** Where: the remote as configured (never its address, which may hold a token) and the branch. */
export interface Place {
  readonly remote: string;
  readonly branch: string;
}

/** `origin/main`; an address is shown without credentials. */
export function nameOfPlace(place: Place): string {
  return `${nameOfRemote(place.remote)}/${place.branch}`;
}

/** A remote as people may see it. */
export function nameOfRemote(remote: string): string {
  return remote.replace(/\/\/[^/\s@]{1,500}@/, "//");
}

/** The error for a verdict that ends a transaction; null when it is worth another try. */
export function fatalError(verdict: PushVerdict | FetchVerdict, place: Place): StoreError | null {
  const where = nameOfPlace(place);
  switch (verdict.kind) {
    case "refused":
      return new StoreError(
        "refused",
        `${where} did not take the queue's commit (${verdict.reason}): ${verdict.setting}`,
      );
    case "read_only": {
      const help = "give it write access to contents (in a workflow `permissions: contents: write`)";
      return new StoreError("refused", `the token for ${where} may read but not write (${verdict.reason}): ${help}`);
    }
    case "unauthorised": {
      const help = "log in again or give a token that may use this repository, and check the address (`git remote -v`)";
      return new StoreError("refused", `${nameOfRemote(place.remote)} does not let us in (${verdict.reason}): ${help}`);
    }
    case "broken": {
      const help = "nothing was changed there; if it is too large, archive finished tasks (`ltpm archive`)";
      return new StoreError(
        "not_written",
        `${where} and git could not exchange the queue (${verdict.reason}): ${help}`,
      );
    }
    default:
      return null;
  }
}

export function unreachable(place: Place, reason: string): StoreError {
  return new StoreError("unreachable", `${nameOfRemote(place.remote)} cannot be reached: ${reason}`);
}

/** After a push whose answer was lost, when looking for it was impossible as well, for whatever reason. */
export function unknownWhether(cause: StoreError): StoreError {
  const doubt = "the change was sent, and whether it arrived is not known: look before you repeat it";
  return new StoreError("unreachable", `${cause.message}; ${doubt}`, { cause });
}

export function vanished(place: Place): StoreError {
  const help =
    "put it back from a clone that has it, or run `ltpm init --github` to make it again from what this clone saw last";
  return new StoreError("vanished", `the branch ${nameOfPlace(place)} that held the queue is gone: ${help}`);
}

export function neverWas(place: Place): StoreError {
  return new StoreError(
    "no_state_branch",
    `there is no branch ${nameOfPlace(place)} yet: run \`ltpm init --github\` to make it`,
  );
}

export function noDefaultBranch(remote: string): StoreError {
  const help = "push a first commit, or name a `state_branch`";
  return new StoreError("no_state_branch", `${nameOfRemote(remote)} has no default branch yet: ${help}`);
}

export function contended(place: Place, tries: number, seconds: number): StoreError {
  const message = `somebody else moved ${nameOfPlace(place)} first in each of ${tries} tries and ${Math.round(seconds)} seconds: try again later`;
  return new StoreError("contended", message);
}

/** Something else stands where the queue's directory or file should be. */
export function inTheWay(place: Place, path: string, mode: string): StoreError {
  const what = mode === "120000" ? "a symbolic link" : mode === "160000" ? "a submodule" : "not what it should be";
  const message = `${path} on ${nameOfPlace(place)} is ${what}: move it away, the queue file ${QUEUE_FILE} belongs there`;
  return new StoreError("not_written", message);
}

export function notABranch(branch: string): StoreError {
  return new StoreError(
    "no_state_branch",
    `${JSON.stringify(branch)} is not a name for a branch: correct \`state_branch\``,
  );
}

export function outsideTree(dir: string): StoreError {
  return new StoreError(
    "not_written",
    `${JSON.stringify(dir)} is not a directory inside the repository: correct \`task_runner.dir\``,
  );
}
