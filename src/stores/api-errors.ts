/** What GitHub's API says about the state's branch, as the store's errors. */
import { GitHubError } from "../github/error.ts";
import { StoreError } from "../state/store.ts";
import { nameOfPlace, type Place } from "./remote-errors.ts";

/** What came of sending a commit. */
export type Verdict =
  /** The branch is not where we thought. */
  | { readonly kind: "lost_race" }
  /** It landed, or it did not: look. */
  | { readonly kind: "ambiguous"; readonly error: StoreError }
  /** Nothing was done; worth another try. */
  | { readonly kind: "passing"; readonly error: StoreError }
  /** Perhaps the branch is gone: look. */
  | { readonly kind: "missing"; readonly error: StoreError }
  | { readonly kind: "fatal"; readonly error: StoreError };

const MOVED = /expected branch to point to|is at [0-9a-f]{7,64} but expected/i;

/** What an error of `createCommitOnBranch` means for the transaction. Throws what is none of GitHub's. */
export function verdictOf(thrown: unknown, place: Place): Verdict {
  if (!(thrown instanceof GitHubError)) throw thrown;
  if (thrown.type === "STALE_DATA" || MOVED.test(thrown.said)) return { kind: "lost_race" };
  const error = storeError(thrown, place);
  if (thrown.code === "ambiguous") return { kind: "ambiguous", error };
  if (thrown.code === "unavailable") return { kind: "passing", error };
  return { kind: thrown.code === "not_found" ? "missing" : "fatal", error };
}

/** A GitHub error as the store tells it; anything else stays as it is. */
export function asStoreError(thrown: unknown, place: Place): unknown {
  return thrown instanceof GitHubError ? storeError(thrown, place) : thrown;
}

function storeError(thrown: GitHubError, place: Place): StoreError {
  const where = nameOfPlace(place);
  const { message, code } = thrown;
  switch (code) {
    case "unauthorised":
    case "forbidden":
    case "not_found":
      return new StoreError("refused", `${where}: ${message}`, { cause: thrown });
    case "unavailable":
    case "ambiguous":
    case "rate_limited":
      return new StoreError("unreachable", `${where}: ${message}`, { cause: thrown });
    default:
      return new StoreError("not_written", `${where}: ${message}; nothing was changed`, { cause: thrown });
  }
}
