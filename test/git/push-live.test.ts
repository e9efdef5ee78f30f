import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Connection, fetchBranch } from "../../src/git/fetch.ts";
import { pushCommit } from "../../src/git/push.ts";
import { preReceive } from "../e2e/git-server.ts";
import { type Far, localGit, startFar } from "../stores/remote-store.ts";

/** The same, with the git of this machine: what it says may change with its version. */
describe("what git here really says", () => {
  let far: Far;
  let root: string;
  let at: Connection;
  let old: string;
  let ours: string;

  beforeAll(async () => {
    far = await startFar();
    root = await far.clone();
    at = { cwd: root, remote: "origin", timeout: 10_000 };
  });
  afterAll(() => far.close());
  beforeEach(async () => {
    far.server.calm();
    preReceive(far.bare, "exit 0");
    if (!localGit(far.bare, "branch", "--list", "main").includes("main")) far.commit({ a: "b" });
    expect(await fetchBranch(at, "main", "refs/ltpm/remote/main")).toEqual({ kind: "fetched" });
    old = far.head();
    ours = localGit(root, "commit-tree", "-p", old, "-m", `ours ${Math.random()}`, `${old}^{tree}`).trim();
  });

  const push = (given: Partial<Connection> = {}) => pushCommit({ ...at, ...given }, "main", ours, old);
  const setConfig = (...setting: string[]) => localGit(far.bare, "config", ...setting);

  test("landed, and again", async () => {
    expect(await push()).toEqual({ kind: "landed" });
    expect(far.head()).toBe(ours);
    expect(await push()).toEqual({ kind: "landed" });
  });

  test("somebody was faster", async () => {
    far.commit({ a: `${Math.random()}` });
    expect(await push()).toEqual({ kind: "lost_race", sent: false });
  });

  test("somebody was faster by a hair", async () => {
    far.server.inject({
      on: "push",
      what: { kind: "meanwhile", act: () => void far.commit({ a: `${Math.random()}` }) },
    });
    expect(await push()).toEqual({ kind: "lost_race", sent: true });
  });

  test.each([1, 2])("landed, %i answers lost", async (times) => {
    far.server.inject({ on: "push", times, what: { kind: "drop_answer" } });
    expect(await push()).toMatchObject({ kind: "ambiguous" });
    expect(far.head()).toBe(ours);
  });

  test("reset before anything happened: curl tries again, once", async () => {
    far.server.inject({ on: "push", times: 4, what: { kind: "reset" } });
    expect(await push()).toMatchObject({ kind: "ambiguous" });
    far.server.calm();
    far.server.inject({ on: "push", what: { kind: "reset" } });
    expect(await push()).toEqual({ kind: "landed" });
  });

  test.each([500, 503, 429])("HTTP %i", async (status) => {
    far.server.inject({ on: "push", what: { kind: "status", status } });
    expect(await push()).toMatchObject({ kind: "ambiguous" });
    far.server.inject({ on: "push_refs", what: { kind: "status", status } });
    expect(await push()).toMatchObject({ kind: "unreachable", passing: true });
    expect(far.head()).toBe(old);
  });

  test("a hook that declines, with the server's reason", async () => {
    preReceive(far.bare, "echo 'error: GH006: Protected branch update failed for refs/heads/main.' >&2; exit 1");
    const verdict = await push();
    expect(verdict).toMatchObject({ kind: "refused", setting: expect.stringContaining("branch protection") });
    expect(verdict).toMatchObject({ reason: expect.stringContaining("Protected branch update failed") });
  });

  test("an update hook", async () => {
    const hook = join(far.bare, "hooks", "update");
    writeFileSync(hook, "#!/bin/sh\nexit 1\n");
    chmodSync(hook, 0o755);
    expect(await push()).toMatchObject({ kind: "refused" });
    writeFileSync(hook, "#!/bin/sh\nexit 0\n");
  });

  test("a lock file that somebody left", async () => {
    const lock = join(far.bare, "refs", "heads", "main.lock");
    writeFileSync(lock, "");
    expect(await push()).toEqual({ kind: "lost_race", sent: true });
    rmSync(lock);
    expect(await push()).toEqual({ kind: "landed" });
  });

  test("too large", async () => {
    setConfig("receive.maxInputSize", "10");
    expect(await push()).toMatchObject({ kind: "broken", reason: expect.stringContaining("maximum") });
    setConfig("--unset", "receive.maxInputSize");
  });

  test("deleted meanwhile", async () => {
    localGit(far.bare, "update-ref", "-d", "refs/heads/main");
    expect(await push()).toEqual({ kind: "lost_race", sent: false });
    expect(await fetchBranch(at, "main", "refs/ltpm/remote/main")).toEqual({ kind: "no_branch" });
  });

  test("deleted by a hair", async () => {
    const act = () => void localGit(far.bare, "update-ref", "-d", "refs/heads/main");
    far.server.inject({ on: "push", what: { kind: "meanwhile", act } });
    expect(await push()).toEqual({ kind: "vanished" });
  });

  test("tokens: one that may read, a wrong one, none, and one in a header", async () => {
    const { server, name } = far;
    expect(await push({ remote: server.url(name, "re4d-token") })).toMatchObject({ kind: "read_only" });
    expect(await push({ remote: server.url(name, "wrong") })).toMatchObject({ kind: "unauthorised" });
    expect(await push({ remote: server.url(name, null) })).toMatchObject({ kind: "unauthorised" });
    expect(await push({ remote: server.url("elsewhere") })).toMatchObject({ kind: "unauthorised" });
    const basic = Buffer.from("x-access-token:wr1te-token").toString("base64");
    const env = {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "http.extraheader",
      GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
    };
    expect(await push({ remote: server.url(name, null), env })).toEqual({ kind: "landed" });
  });

  test("nobody there", async () => {
    expect(await push({ remote: "http://127.0.0.1:9/x.git" })).toMatchObject({ kind: "unreachable", passing: false });
    expect(await push({ remote: join(root, "nowhere.git") })).toMatchObject({ kind: "unreachable", passing: false });
    expect(await push({ remote: "--upload-pack=touch x" })).toMatchObject({ kind: "unreachable", passing: false });
  });

  test("a server that does not answer in time", async () => {
    far.server.inject({ on: "push", what: { kind: "delay", before: 2_500 } });
    const began = performance.now();
    expect(await push({ timeout: 600 })).toEqual({ kind: "ambiguous", reason: "no answer within the time limit" });
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect.poll(() => far.head(), { timeout: 15_000, interval: 100 }).toBe(ours);
  });
});
