/**
 * One file decides between the supervisor that begins and an observer that calls the attempt lost: whoever creates it
 * has the say, so the same attempt is never both started again and still running.
 */
import { createExclusively } from "../../host/atomic-file.ts";
import { liveness, ownMark, type ProcessMark } from "../../host/process.ts";
import { type AttemptFiles, type Claim, readClaim, readMark } from "./attempt-folder.ts";

function create(files: AttemptFiles, claim: Claim): boolean {
  return createExclusively(files.claim, `${JSON.stringify(claim)}\n`, { mode: 0o600 });
}

/** The supervisor's claim: true when it may begin. */
export function claimAsSupervisor(files: AttemptFiles): boolean {
  return create(files, { by: "supervisor", mark: ownMark() });
}

/** An observer's claim that the attempt never began: true when it is so from now on. */
export function claimAsLost(files: AttemptFiles, why: string): boolean {
  return create(files, { by: "observer", why });
}

/** Whoever holds an attempt in life: nobody, its starter before it began, its supervisor after. */
export type Holder =
  | { readonly kind: "supervisor" | "starter"; readonly mark: ProcessMark; readonly life: "alive" | "dead" | "unknown" }
  | { readonly kind: "lost"; readonly why: string }
  | { readonly kind: "nobody" };

/** Looks who holds the attempt. */
export function holderOf(files: AttemptFiles): Holder {
  const claim = readClaim(files);
  if (claim?.by === "observer") return { kind: "lost", why: claim.why };
  if (claim !== null) return { kind: "supervisor", mark: claim.mark, life: liveness(claim.mark) };
  const starter = readMark(files.starter);
  return starter === null ? { kind: "nobody" } : { kind: "starter", mark: starter, life: liveness(starter) };
}
