/** Artifacts as an attacker makes them: by hand, with git's own tools, past everything that our own job would do. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttemptOrder } from "../../../src/dispatch/executor.ts";
import { gitIn } from "../workbench.ts";
import type { Run } from "./jobs.ts";

export interface Forgery {
  /** A clone in which an attacker prepares the work, on the attempt's branch. */
  readonly clone: string;
  readonly folder: string;
  git(...args: string[]): string;
  /** Commits all that lies in the clone; gives the commit. */
  commit(): string;
  /** A tree with exactly these entries, made without git's own care. */
  treeOf(entries: readonly { mode: string; name: string; oid: string }[]): string;
  /** Writes the bundle of the attempt's branch, and the record that names it. */
  handOver(record?: object, refs?: readonly string[]): void;
  record(fields: object): void;
}

export function forge(run: Run, order: AttemptOrder): Forgery {
  const clone = run.checkout();
  const folder = join(run.artifacts, `ltpm-${order.token}`);
  const branch = `ltpm/T-01-${order.token}`;
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) => gitIn(clone, run.env, "-c", "user.name=E", "-c", "user.email=e@e", ...args);
  git("checkout", "-q", "-b", branch);
  const forgery: Forgery = {
    ...{ clone, folder, git },
    commit() {
      git("add", "-A");
      git("commit", "-q", "-m", "work");
      return git("rev-parse", "HEAD");
    },
    treeOf(entries) {
      const raw = entries.map(({ mode, name, oid }) =>
        Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
      );
      writeFileSync(join(run.base, "tree"), Buffer.concat(raw));
      return git("hash-object", "-w", "--literally", "-t", "tree", join(run.base, "tree"));
    },
    handOver(record = {}, refs = [`refs/heads/${branch}`]) {
      git("bundle", "create", "-q", join(folder, "work.bundle"), ...refs, "^origin/main");
      forgery.record({ commit: git("rev-parse", `refs/heads/${branch}`), branch, ...record });
    },
    record(fields) {
      const exit = { code: 0, signal: null, timed_out: false, cancelled: false };
      const usual = {
        token: order.token,
        ended_at: "2026-11-21T09:00:00.000Z",
        exit,
        output: "",
        changed: [],
        checks: [],
      };
      writeFileSync(join(folder, "record.json"), JSON.stringify({ ...usual, ...fields }));
    },
  };
  return forgery;
}
