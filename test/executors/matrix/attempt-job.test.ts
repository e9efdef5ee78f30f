import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readBundleHead } from "../../../src/executors/matrix/bundle.ts";
import { gitIn, sh, tree, until } from "../workbench.ts";
import { startRun } from "./jobs.ts";

const RESULT = `echo '{"outcome":"done","summary":"Wrote it."}' > "$LTPM_RESULT_FILE"`;

describe("the job attempt", () => {
  test("leaves a record, a bundle with nothing but its work, and the log", async () => {
    const run = await startRun();
    const order = run.order({ run: sh(`echo new > new.txt; echo said; ${RESULT}`) });
    const end = await run.attempt(order);
    const folder = join(run.artifacts, `ltpm-${order.token}`);
    expect(readdirSync(folder).sort()).toEqual(["log.txt", "record.json", "work.bundle"]);
    const head = run.git("rev-parse", "main");
    const bundle = readBundleHead(join(folder, "work.bundle"));
    expect(end).toMatchObject({ kind: "ended", artifact: folder, record: { exit: { code: 0 }, checks: [] } });
    if (end.kind !== "ended") throw new Error(end.why);
    expect(bundle).toEqual({
      needs: [head],
      commit: end.record.commit,
      ref: `refs/heads/ltpm/T-01-${order.token}`,
    });
    expect(JSON.parse(readFileSync(join(folder, "record.json"), "utf8"))).toEqual(end.record);
    expect(readFileSync(join(folder, "log.txt"), "utf8")).toBe("said\n");
  });

  test("an attempt that changed nothing leaves no bundle", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("echo looked") });
    const end = await run.attempt(order);
    expect(end).toMatchObject({ kind: "ended", record: { changed: [] } });
    expect(existsSync(join(run.artifacts, `ltpm-${order.token}`, "work.bundle"))).toBe(false);
  });

  test("its checks are not carried out by itself", async () => {
    const run = await startRun();
    const end = await run.attempt(
      run.order({ run: sh("echo x > x"), checks: [{ kind: "command", argv: ["sh", "-c", "echo ran >&2; exit 1"] }] }),
    );
    expect(end).toMatchObject({ record: { checks: [] } });
    expect(run.printed()).not.toContain("ran");
  });

  test("a command that works in place elsewhere leaves a commit here: nothing else outlives the machine", async () => {
    const run = await startRun();
    const end = await run.attempt(
      run.order({ place: { kind: "in_place" }, run: sh("echo x > 'a b.txt'; rm README.md") }),
    );
    expect(end).toMatchObject({ record: { changed: ["README.md", "a b.txt"], commit: expect.any(String) } });
  });

  test("builds on the work that it needs, which the bundle leaves out", async () => {
    const run = await startRun();
    const first = await run.attempt(run.order({ run: sh("echo one > one.txt") }));
    if (first.kind !== "ended") throw new Error(first.why);
    const { commit = "", branch = "" } = first.record;
    run.git("fetch", "-q", join(first.artifact, "work.bundle"), `refs/heads/${branch}:refs/heads/${branch}`);
    run.git("commit", "-q", "--allow-empty", "-m", "meanwhile");
    const order = run.order({ id: "T-02", run: sh("cat one.txt; echo two > two.txt") });
    const second = await run.attempt({ ...order, place: tree(`ltpm/T-02-${order.token}`, commit) });
    if (second.kind !== "ended") throw new Error(second.why);
    expect(second.record).toMatchObject({ output: "one\n", changed: ["two.txt"] });
    const head = readBundleHead(join(second.artifact, "work.bundle"));
    expect(typeof head === "string" ? head : [...head.needs].sort()).toEqual(
      [commit, run.git("rev-parse", "main")].sort(),
    );
  });

  test("runs out of time, is ended with all it started, and says so", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("sleep 300 & echo begun; sleep 300"), time_limit_ms: 500 });
    expect(await run.attempt(order)).toMatchObject({ record: { exit: { timed_out: true }, output: "begun\n" } });
  });

  test("a cancelled job ends the attempt, and its record says that it was cancelled", async () => {
    const run = await startRun();
    const stop = new AbortController();
    const ended = run.attempt(run.order({ run: sh("echo begun; sleep 300") }), { stop: stop.signal });
    await until(() => run.printed().includes("begun"));
    stop.abort();
    expect(await ended).toMatchObject({ record: { exit: { cancelled: true } } });
  });

  test("a supervisor that is killed leaves no record, so that nobody takes the rest for a result", async () => {
    const run = await startRun();
    const order = run.order({ run: sh(`kill -9 $PPID; sleep 300`) });
    expect(await run.attempt(order)).toMatchObject({ kind: "lost" });
    expect(readdirSync(join(run.artifacts, `ltpm-${order.token}`))).toEqual(["log.txt"]);
    expect((await run.collect(order)).observed.get(order.token)).toMatchObject({ kind: "lost" });
  });

  test("a program that is not there is a fault with steps", async () => {
    const run = await startRun();
    const end = await run.attempt(run.order({ run: { kind: "command", argv: ["no-such-program-here"] } }));
    expect(end).toMatchObject({ record: { exit: { fault: { code: "command_not_found" } } } });
  });

  test("what it printed stands in the job's log as it came, and is cut in the middle when it is too long", async () => {
    const run = await startRun();
    const script = "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; printf last";
    await run.attempt(run.order({ run: sh(script), output_limit_bytes: 4_096 }));
    const lines = run.printed().split("\n");
    expect(lines.at(1)).toBe("line 0");
    expect(lines.at(-3)).toBe("last");
    expect(lines.filter((line) => /^line \d+$/.test(line)).length).toBeLessThanOrEqual(2_000);
  });
});

describe("security 5: credentials in the checkout", () => {
  test.each([
    [
      "as actions/checkout leaves them",
      ["config", "http.https://github.com/.extraheader", "AUTHORIZATION: basic c2VjcmV0"],
    ],
    ["in the remote's address", ["remote", "set-url", "origin", "https://x-access-token:s3cret@github.com/a/b.git"]],
    ["as a helper", ["config", "credential.helper", "store"]],
  ])("%s: nothing is run, and the setting is named", async (_, args) => {
    const run = await startRun();
    const root = run.checkout();
    gitIn(root, run.env, ...args);
    const end = await run.attempt(run.order({ run: sh("echo ran") }), { root });
    expect(end).toMatchObject({ record: { exit: { fault: { code: "credentials_in_checkout" } } } });
    expect(JSON.stringify(end)).toContain("persist-credentials: false");
    expect(JSON.stringify(end)).not.toMatch(/s3cret|c2VjcmV0/);
    expect(run.printed()).toBe("");
  });

  test("in a file that the checkout's configuration includes", async () => {
    const run = await startRun();
    const root = run.checkout();
    gitIn(
      run.base,
      run.env,
      "config",
      "--file",
      "credentials",
      "http.https://github.com/.extraheader",
      "AUTHORIZATION: x",
    );
    gitIn(root, run.env, "config", `includeIf.gitdir:${root}/.git.path`, join(run.base, "credentials"));
    const end = await run.attempt(run.order(), { root });
    expect(end).toMatchObject({ record: { exit: { fault: { code: "credentials_in_checkout" } } } });
  });
});
