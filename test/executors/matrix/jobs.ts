/** The jobs of a workflow run, on one machine: each has a checkout of its own, and hands on nothing but its artifact. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AttemptOrder } from "../../../src/dispatch/executor.ts";
import { type AttemptJob, type AttemptJobEnd, runAttemptJob } from "../../../src/executors/matrix/attempt-job.ts";
import { type Collected, collect } from "../../../src/executors/matrix/collect.ts";
import { artifactName } from "../../../src/executors/matrix/names.ts";
import type { TrustedRepository } from "../../../src/executors/matrix/quarantine.ts";
import { runVerifyJob, type VerifyJob, type VerifyJobEnd } from "../../../src/executors/matrix/verify-job.ts";
import type { AttemptRecord } from "../../../src/verify/attempt-record.ts";
import { cleanEnvironment, gitIn, repository, supervisorBundle, temporary } from "../workbench.ts";

export const NOW = "2026-11-21T09:30:00.000Z";
const LIMITS = { grace_ms: 300, check_ms: 5_000, pattern_ms: 500, pulse_ms: 100 };

export interface Run {
  readonly base: string;
  /** What stands for the repository on GitHub. */
  readonly origin: string;
  /** Where downloaded artifacts lie. */
  readonly artifacts: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the jobs printed. */
  readonly printed: () => string;
  git(...args: string[]): string;
  /** A fresh checkout of the default branch, as actions/checkout makes one. */
  checkout(): string;
  order(changes?: Partial<AttemptOrder>): AttemptOrder;
  attempt(order: AttemptOrder, changes?: Partial<AttemptJob>): Promise<AttemptJobEnd>;
  verify(order: AttemptOrder, changes?: Partial<VerifyJob>): Promise<VerifyJobEnd>;
  trusted(): TrustedRepository;
  collect(...orders: AttemptOrder[]): Promise<Collected>;
  /** Runs an attempt and collects it. */
  through(changes?: Partial<AttemptOrder>): Promise<AttemptRecord>;
  /** What the settle job knows of one attempt. */
  record(order: AttemptOrder): Promise<AttemptRecord>;
}

let serial = 0;

function orderWith(changes: Partial<AttemptOrder>): AttemptOrder {
  serial += 1;
  return {
    ...{ uid: `uid-${serial}`, id: "T-01", token: `tok${process.pid}m${serial}`, attempt: 1, strategy: "write" },
    ...{ task_type: "code-change", instruction: "Do the thing.\n", checks: [], env: [], complaint: "" },
    ...{ run: { kind: "command", argv: ["true"] }, place: { kind: "in_place" } },
    ...{ time_limit_ms: 10_000, output_limit_bytes: 65_536 },
    ...changes,
  };
}

export async function startRun(): Promise<Run> {
  const base = temporary("ltpm-run-");
  const home = join(base, "home");
  mkdirSync(join(home, "bin"), { recursive: true });
  const env = cleanEnvironment(home);
  const origin = join(base, "origin");
  repository(origin, env);
  const artifacts = join(base, "artifacts");
  mkdirSync(artifacts);
  const printed: Uint8Array[] = [];
  const print = (bytes: Uint8Array) => void printed.push(bytes);
  const supervisor = { node: process.execPath, script: await supervisorBundle() };
  let checkouts = 0;
  const run: Run = {
    ...{ base, origin, artifacts, env },
    printed: () => Buffer.concat(printed).toString("utf8"),
    git: (...args) => gitIn(origin, env, ...args),
    checkout() {
      checkouts += 1;
      const root = join(base, `checkout-${checkouts}`);
      gitIn(base, env, "clone", "--quiet", "--no-hardlinks", origin, root);
      return root;
    },
    order: (changes = {}) => orderWith(changes),
    attempt: (order, changes = {}) =>
      runAttemptJob({
        ...{ order, root: run.checkout(), out: artifacts, supervisor, env, print, limits: LIMITS },
        ...{ rooms: join(base, "rooms") },
        ...changes,
      }),
    verify: (order, changes = {}) =>
      runVerifyJob({
        ...{ order, root: run.checkout(), artifact: join(artifacts, artifactName(order.token)), out: artifacts },
        ...{ env, print, limits: LIMITS },
        ...changes,
      }),
    trusted: () => ({ gitDir: join(origin, ".git"), branch: "main", head: run.git("rev-parse", "main") }),
    async collect(...orders) {
      const settings = { dir: ".ltpm" };
      const collected = await collect({ orders, artifacts, repository: run.trusted(), settings, now: NOW });
      onTestFinished(() => collected.close());
      return collected;
    },
    async record(order) {
      const seen = (await run.collect(order)).observed.get(order.token);
      if (seen?.kind !== "ended") throw new Error(JSON.stringify(seen));
      return seen.record;
    },
    async through(changes = {}) {
      const order = orderWith(changes);
      await run.attempt(order);
      return run.record(order);
    },
  };
  return run;
}
