import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { landByPull } from "../../../src/executors/matrix/land-by-pull.ts";
import { pushBranch } from "../../../src/executors/matrix/remote.ts";
import { tokenEnvironment } from "../../../src/git/token-environment.ts";
import { preReceive } from "../../e2e/git-server.ts";
import { harbour } from "./landing.ts";

const PULL = { kind: "pull_request", value: "https://github.test/pull/1" };

describe("landing as a pull request", () => {
  test("the branch is pushed, one pull request is opened, and a person is told that it waits", async () => {
    const { landing, head, pulls } = await harbour();
    const landed = await landByPull(landing);
    expect(landed).toEqual({ result: { kind: "left", why: "pull request #1 waits for you" }, references: [PULL] });
    expect(head(landing.branch)).toBe(landing.commit);
    expect(pulls).toHaveLength(1);
  });

  test("a second time, as after a crash, nothing is doubled", async () => {
    const { landing, pulls, server } = await harbour();
    const first = await landByPull(landing);
    const requests = server.requests.filter(({ step }) => step === "push").length;
    expect(await landByPull(landing)).toEqual(first);
    expect(await landByPull({ ...landing, gitDir: null })).toEqual(first);
    expect(pulls).toHaveLength(1);
    expect(server.requests.filter(({ step }) => step === "push")).toHaveLength(requests);
  });

  test("two at the same time: one branch", async () => {
    const { landing, head } = await harbour();
    const push = () => pushBranch(landing.remote, landing.gitDir ?? "", landing.branch, landing.commit);
    expect(await Promise.all([push(), push(), push()])).toEqual(Array(3).fill({ kind: "there" }));
    expect(head(landing.branch)).toBe(landing.commit);
  });

  test("a push whose answer was lost has landed all the same", async () => {
    const { landing, server, head } = await harbour();
    server.inject({ on: "push", times: 2, what: { kind: "drop_answer" } });
    expect(await landByPull(landing)).toMatchObject({ result: { kind: "left" }, references: [PULL] });
    expect(head(landing.branch)).toBe(landing.commit);
  });

  test("a server that is away: later, and nothing is opened", async () => {
    const { landing, server, pulls } = await harbour();
    server.inject({ on: "push_refs", times: 9, what: { kind: "status", status: 503 } });
    server.inject({ on: "push", times: 9, what: { kind: "status", status: 503 } });
    expect(await landByPull(landing)).toMatchObject({ result: { kind: "later" } });
    expect(pulls).toEqual([]);
  });

  test("a branch with which somebody has gone on is left to them", async () => {
    const { landing, run, bare, head } = await harbour();
    run.git("push", "-q", bare, `main:refs/heads/${landing.branch}`);
    const before = head(landing.branch);
    expect(await landByPull(landing)).toMatchObject({
      result: { kind: "left", why: expect.stringContaining("somebody has gone on with") },
    });
    expect(head(landing.branch)).toBe(before);
  });

  test("a branch that is gone, and no work at hand: said, not guessed", async () => {
    const { landing } = await harbour();
    expect(await landByPull({ ...landing, gitDir: null })).toMatchObject({
      result: { kind: "left", why: expect.stringContaining("is gone from the repository") },
    });
  });

  test("merged by a person meanwhile: landed; closed by one: left", async () => {
    const { landing, pulls } = await harbour();
    await landByPull(landing);
    const [pull] = pulls;
    if (pull === undefined) throw new Error("no pull request");
    pulls[0] = { ...pull, state: "closed" };
    expect(await landByPull(landing)).toMatchObject({
      result: { kind: "left", why: expect.stringContaining("closed") },
    });
    pulls[0] = { ...pull, state: "closed", merged: true, merge_commit: "e".repeat(40) };
    expect(await landByPull(landing)).toEqual({
      result: { kind: "landed", commit: "e".repeat(40), into: "main" },
      references: [PULL],
    });
  });
});

describe("what a repository refuses", () => {
  test("a read-only token: the permission is named", async () => {
    const { landing, remote, pulls } = await harbour();
    const { result } = await landByPull({ ...landing, remote: remote("re4d-token") });
    expect(result).toMatchObject({ kind: "left", why: expect.stringContaining("contents: write") });
    expect(pulls).toEqual([]);
  });

  test.each([
    ["GH013: Repository rule violations found", /ltpm\/\*/],
    [
      "refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission",
      /never changes workflows/,
    ],
  ])("%s: the setting is named", async (words, setting) => {
    const { landing, bare } = await harbour();
    preReceive(bare, `echo '${words.replaceAll("'", "")}' >&2; exit 1`);
    const { result } = await landByPull(landing);
    expect(result.kind === "left" ? result.why : "").toMatch(setting);
  });
});

describe("merging at once", () => {
  test("the verified commit itself is merged, wherever the branch goes; no pull request is opened", async () => {
    const { landing, merges, pulls } = await harbour();
    expect(await landByPull({ ...landing, land: "merge" })).toEqual({
      result: { kind: "landed", commit: "d".repeat(40), into: "main" },
      references: [],
    });
    expect(merges).toEqual([{ base: "main", commit: landing.commit, message: `Merge T-01 (${landing.branch})` }]);
    expect(pulls).toEqual([]);
  });

  test("it is in already", async () => {
    const { landing } = await harbour({ mergeCommit: async () => ({ kind: "already" }) });
    const { result } = await landByPull({ ...landing, land: "merge" });
    expect(result).toEqual({ kind: "landed", commit: landing.commit, into: "main" });
  });

  test.each([
    [{ kind: "conflict" } as const, "it does not merge with main by itself; pull request #1 waits for you"],
    [
      { kind: "refused", why: "2 approving reviews are required" } as const,
      "main takes no merge: 2 approving reviews are required; pull request #1 waits for you",
    ],
  ])("$kind: the pull request is left, and says why", async (answer, why) => {
    const { landing } = await harbour({ mergeCommit: async () => answer });
    expect(await landByPull({ ...landing, land: "merge" })).toEqual({
      result: { kind: "left", why },
      references: [PULL],
    });
  });
});

describe("security 5: the token", () => {
  test("is in one command's environment: not in its arguments, not in the repository, not in what is said", async () => {
    const { landing, run } = await harbour();
    const bin = join(run.base, "spy");
    mkdirSync(bin);
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    writeFileSync(join(bin, "git"), `#!/bin/sh\nprintf '%s\\n' "$@" >> ${bin}/args\nexec ${real} "$@"\n`);
    chmodSync(join(bin, "git"), 0o755);
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    const landed = await landByPull(landing).finally(() => {
      process.env.PATH = path;
    });
    const basic = Buffer.from("x-access-token:wr1te-token").toString("base64");
    const config = readFileSync(join(landing.gitDir ?? "", "config"), "utf8");
    const args = readFileSync(join(bin, "args"), "utf8");
    expect(args).toContain("push");
    for (const secret of ["wr1te-token", basic]) expect(args + config + JSON.stringify(landed)).not.toContain(secret);
  });

  test("goes to its own server only, and past what a former job configured for this user", () => {
    expect(tokenEnvironment("https://ghe.example/", "t0ken", {})).toEqual({
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "http.https://ghe.example/.extraheader",
      GIT_CONFIG_VALUE_0: "",
      GIT_CONFIG_KEY_1: "http.https://ghe.example/.extraheader",
      GIT_CONFIG_VALUE_1: "AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46dDBrZW4=",
      GIT_CONFIG_GLOBAL: "/dev/null",
    });
  });
});
