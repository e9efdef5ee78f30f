/** A verified work, a real git server with token auth, and pull requests as GitHub keeps them. */
import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import type { PullFound, PullLanding, PullPorts } from "../../../src/executors/matrix/land-by-pull.ts";
import type { Remote } from "../../../src/executors/matrix/remote.ts";
import { tokenEnvironment } from "../../../src/git/token-environment.ts";
import { type GitServer, startGitServer } from "../../e2e/git-server.ts";
import { sh } from "../workbench.ts";
import { type Run, startRun } from "./jobs.ts";

export interface Harbour {
  readonly run: Run;
  readonly server: GitServer;
  /** The bare repository behind the server. */
  readonly bare: string;
  readonly pulls: PullFound[];
  readonly merges: object[];
  readonly landing: PullLanding;
  remote(token: string): Remote;
  /** What the branch on the server stands at; "" when it is not there. */
  head(branch: string): string;
  onServer(...args: string[]): string;
}

/** A run whose first attempt wrote x.txt, collected and ready to be landed. */
export async function harbour(ports: Partial<PullPorts> = {}): Promise<Harbour> {
  const run = await startRun();
  const server = await startGitServer();
  onTestFinished(() => server.close());
  const bare = server.create("project");
  run.git("push", "-q", bare, "main");
  const order = run.order({ run: sh("echo x > x.txt") });
  await run.attempt(order);
  const collected = await run.collect(order);
  const { commit = "", branch = "" } = await run.record(order);
  const onServer = (...args: string[]) => execFileSync("git", ["-C", bare, ...args], { encoding: "utf8" }).trim();
  const pulls: PullFound[] = [];
  const merges: object[] = [];
  const url = server.url("project", null);
  const remote = (token: string): Remote => ({
    url,
    env: tokenEnvironment(new URL(url).origin, token),
    timeout: 20_000,
  });
  const known: PullPorts = {
    findPull: async () => pulls.find(({ state }) => state === "open") ?? pulls.at(-1) ?? null,
    async createPull(pull) {
      const made = { number: pulls.length + 1, url: `https://github.test/pull/${pulls.length + 1}` };
      pulls.push({ ...made, state: "open", merged: false, merge_commit: null });
      if (pull.base !== "main") throw new Error("another base");
      return pulls.at(-1) as PullFound;
    },
    async mergeCommit(merge) {
      merges.push(merge);
      return { kind: "merged", commit: "d".repeat(40) };
    },
    ...ports,
  };
  return {
    ...{ run, server, bare, pulls, merges, remote, onServer },
    head: (name) => onServer("for-each-ref", "--format=%(objectname)", `refs/heads/${name}`),
    landing: {
      ...{ id: "T-01", branch, commit, base: "main", title: "T-01: x", body: "body", land: "branch" },
      ...{ remote: remote("wr1te-token"), gitDir: collected.gitDir, ports: known },
    },
  };
}
