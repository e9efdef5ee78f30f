/**
 * In the settle job: from what the attempts of this run left to what is known of each. This job may write to the
 * repository, so it executes nothing of what it collects: it reads, compares and looks.
 */
import type { AttemptOrder, Observed } from "../../dispatch/executor.ts";
import type { Settings } from "../../dispatch/settings.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import { PROTECTED_PATHS } from "../../verify/repository-path.ts";
import { listedChanges } from "../checks/listed-changes.ts";
import { Refused } from "../command/strangers-file.ts";
import { Stale } from "./fetch-bundle.ts";
import { workBranch } from "./names.ts";
import { openQuarantine, type Quarantine, type TrustedRepository } from "./quarantine.ts";
import { type Claim, readArtifact, readOutcomes } from "./read-artifact.ts";
import { type Received, receive } from "./receive.ts";
import { checkStatically } from "./static-checks.ts";

export interface CollectOrder {
  /** The attempts of this run that still count: see `runningOrders`. */
  readonly orders: readonly AttemptOrder[];
  /** The folder with the downloaded artifacts, one folder each. */
  readonly artifacts: string;
  readonly repository: TrustedRepository;
  readonly settings: Pick<Settings, "dir">;
  /** The moment, ISO 8601: for what says no time of its own. */
  readonly now: string;
}

export interface Collected {
  /** What is known of each attempt, by token: for `matrixExecutor`. */
  readonly observed: ReadonlyMap<string, Observed>;
  /** A bare repository in which every collected commit stands on its branch: for pushing it. */
  readonly gitDir: string;
  /** Takes the repository away. */
  close(): void;
}

/** Collects the attempts. Rejects only when the project's own repository cannot be read. */
export async function collect(order: CollectOrder): Promise<Collected> {
  const quarantine = await openQuarantine(order.repository);
  const observed = new Map<string, Observed>();
  for (const attempt of order.orders) observed.set(attempt.token, await observe(quarantine, attempt, order));
  return { observed, gitDir: quarantine.gitDir, close: quarantine.close };
}

async function observe(quarantine: Quarantine, attempt: AttemptOrder, order: CollectOrder): Promise<Observed> {
  const read = readArtifact(order.artifacts, attempt.token);
  if (read.kind === "absent") return { kind: "lost", why: read.why };
  if (read.kind === "refused") return refused(attempt, read.why, order.now);
  try {
    return { kind: "ended", record: await recordOf(quarantine, attempt, read.claim, read.bundle, order) };
  } catch (error) {
    if (error instanceof Stale) return { kind: "lost", why: error.message };
    if (error instanceof Refused) return refused(attempt, error.message, order.now);
    // A fault of this machine: the next look may find it gone.
    return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
}

/** What nobody who follows our rules would hand over is not tried again: a person has to look at it. */
function refused({ id, token }: AttemptOrder, why: string, now: string): Observed {
  const reason = `What the attempt left is refused: ${why}`;
  const steps = [
    "Look at the log of its job and at the task's text: who or what made this?",
    `If the task is harmless: reply "retry ${id}".`,
  ];
  const exit = { code: null, signal: null, timed_out: false, cancelled: false };
  const fault = { code: "artifact_refused", reason, steps };
  const record = { token, ended_at: now, exit: { ...exit, fault }, output: "" };
  return { kind: "ended", record: { ...record, changed: [], checks: [] } };
}

async function recordOf(
  quarantine: Quarantine,
  attempt: AttemptOrder,
  claim: Claim,
  bundle: string | null,
  { artifacts, settings }: CollectOrder,
): Promise<AttemptRecord> {
  const needs = attempt.place.kind === "worktree" ? attempt.place.needs : [];
  const { id, token } = attempt;
  const work = bundle === null ? null : await receive(quarantine, { id, token, needs, bundle, claimed: claim });
  const { trusted } = quarantine;
  const changed = work?.changed ?? [];
  const commit = work?.commit ?? null;
  const outcomes = readOutcomes(artifacts, token, commit);
  const base = work?.base ?? trusted.head;
  const checks = await checkStatically(quarantine, { order: attempt, claim, commit, base, changed, outcomes });
  const { commit: _commit, base: _base, ...said } = claim;
  return {
    ...said,
    changed: listedChanges(changed, [...PROTECTED_PATHS, settings.dir]),
    ...(work === null ? {} : workFields(work, attempt, trusted.branch)),
    checks,
  };
}

function workFields({ commit, base }: Received, order: AttemptOrder, onto: string) {
  return { commit, base, onto, branch: workBranch(order) };
}
