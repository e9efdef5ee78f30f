import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readClaim, readMark } from "../../src/executors/command/attempt-folder.ts";
import { commandExecutor } from "../../src/executors/command/command-executor.ts";
import { observeHere } from "../../src/executors/command/observe.ts";
import { prune } from "../../src/executors/command/prune.ts";
import { manualExecutor } from "../../src/executors/manual.ts";
import { hostName } from "../../src/host/host-name.ts";
import { isAlive, ownMark, startOf } from "../../src/host/process.ts";
import { bundle } from "../bundle.ts";
import { type Bench, bench, sh, temporary, tree, until } from "./workbench.ts";

/** Starts an attempt and waits until its program runs. */
async function started(b: Bench, changes: Parameters<Bench["order"]>[0]) {
  const order = b.order(changes);
  await b.executor.prepare(order.token);
  await b.executor.start(order);
  const files = b.files(order.token);
  const child = await until(() => readMark(files.child));
  const claim = readClaim(files);
  if (claim?.by !== "supervisor") throw new Error("no supervisor");
  return { order, files, child, supervisor: claim.mark, handle: b.executor.handle(order.token) };
}

const gone = (pid: number) => until(() => startOf(pid) === null);

describe("a session", () => {
  test("is running, then ended, and outlives the process that started it", async () => {
    const b = await bench();
    const source = fileURLToPath(new URL("../../src/executors/command/command-executor.ts", import.meta.url));
    const entry = await bundle(source, temporary(), "dispatcher");
    const order = b.order({ run: sh("while [ ! -e go ]; do sleep 0.02; done; echo finished") });
    const { clock: _, ...ports } = b.ports;
    const script = `import { commandExecutor } from ${JSON.stringify(entry)};
      const e = commandExecutor({ ...${JSON.stringify(ports)}, clock: { now: () => new Date().toISOString() } });
      await e.prepare(${JSON.stringify(order.token)}); await e.start(${JSON.stringify(order)});`;
    const before = Date.now();
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { env: b.env });
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(await b.executor.observe(b.executor.handle(order.token), order.token)).toEqual({ kind: "running" });
    writeFileSync(join(b.repo, "go"), "");
    expect(await b.ended(order.token)).toMatchObject({ output: "finished\n", exit: { code: 0 } });
  });

  test("of another clone, another machine or another executor is left alone", async () => {
    const b = await bench();
    const { order, child } = await started(b, { run: sh("sleep 20") });
    const copy = join(b.home, "copy");
    cpSync(b.repo, copy, { recursive: true });
    const other = commandExecutor({ ...b.ports, commonDir: join(copy, ".git"), host: hostName(join(copy, ".git")) });
    const handle = b.executor.handle(order.token);
    expect(other.handle(order.token)).not.toBe(handle);
    for (const name of [handle, `manual:${order.token}`, "cmd:", `cmd:x/../${order.token}`, other.handle("tokother")]) {
      expect(await other.observe(name, order.token)).toMatchObject({ kind: "unknown" });
      await other.cancel(name, order.token);
    }
    expect(isAlive(child)).toBe(true);
    await b.executor.cancel(handle, order.token);
  });

  test("that nobody knows here is lost", async () => {
    const b = await bench();
    expect(await b.executor.observe(b.executor.handle("nobody1"), "nobody1")).toMatchObject({ kind: "lost" });
    expect(await b.executor.log("nobody1")).toBeNull();
  });
});

describe("what kill -9 leaves", () => {
  test("of the supervisor: its child is ended, the session is lost, and two observers agree", async () => {
    const b = await bench();
    const { order, child, supervisor, handle } = await started(b, { run: sh("setsid sleep 30 & sleep 30") });
    process.kill(supervisor.pid, "SIGKILL");
    await gone(supervisor.pid);
    const seen = await Promise.all([1, 2].map(() => b.executor.observe(handle, order.token)));
    expect(seen.map((one) => one.kind)).toEqual(["lost", "lost"]);
    await gone(child.pid);
    expect(
      execFileSync("sh", ["-c", `grep -lsz LTPM_TOKEN=${order.token} /proc/[0-9]*/environ || true`]).toString(),
    ).toBe("");
  });

  test("of the child: the attempt ends by that signal, with a record", async () => {
    const b = await bench();
    const { order, child } = await started(b, { run: sh("echo begun; sleep 30; echo never") });
    process.kill(child.pid, "SIGKILL");
    expect(await b.ended(order.token)).toMatchObject({ exit: { code: null, signal: "SIGKILL" }, output: "begun\n" });
  });

  test("of the dispatcher between prepare and start: lost, and a late supervisor does not begin", async () => {
    const b = await bench();
    const order = b.order({ run: sh("echo ran > ran") });
    await b.executor.prepare(order.token);
    const handle = b.executor.handle(order.token);
    expect(await b.executor.observe(handle, order.token)).toEqual({ kind: "running" });
    const dead = spawn("true");
    await new Promise((resolve) => dead.once("exit", resolve));
    writeFileSync(b.files(order.token).starter, JSON.stringify({ ...ownMark(), pid: dead.pid, start: "1" }));
    const seen = await Promise.all([1, 2].map(() => b.executor.observe(handle, order.token)));
    expect(seen.map((one) => one.kind)).toEqual(["lost", "lost"]);
    await b.executor.start(order);
    await gone(readMark(b.files(order.token).starter)?.pid ?? 0);
    expect(existsSync(join(b.repo, "ran"))).toBe(false);
    expect(await b.executor.observe(handle, order.token)).toMatchObject({ kind: "lost" });
  });

  test("of the machine: after a restart the session is lost, whatever runs under that number now", async () => {
    const b = await bench();
    const order = b.order();
    await b.executor.prepare(order.token);
    const files = b.files(order.token);
    const mark = { ...ownMark(), boot: "an-earlier-start" };
    writeFileSync(files.claim, JSON.stringify({ by: "supervisor", mark }));
    writeFileSync(files.child, JSON.stringify(mark));
    expect(await b.executor.observe(b.executor.handle(order.token), order.token)).toMatchObject({ kind: "lost" });
  });

  test("of a supervisor in the middle of its work: prune keeps that on the attempt's branch", async () => {
    const b = await bench();
    const { order, supervisor } = await started(b, {
      run: sh("echo half > half.txt; sleep 30"),
      place: tree("ltpm/T-01-k"),
    });
    await until(() => existsSync(join(b.rooms, order.token, "tree/half.txt")));
    process.kill(supervisor.pid, "SIGKILL");
    await gone(supervisor.pid);
    const common = { commonDir: b.commonDir, workTree: b.repo, rooms: b.rooms, now: Date.now() };
    expect(await prune({ ...common, running: new Set([order.token]) })).toEqual({
      forgotten: [],
      saved: [],
      problems: [],
    });
    const pruned = await prune({ ...common, running: new Set() });
    expect(pruned).toMatchObject({ saved: [{ token: order.token, branch: "ltpm/T-01-k" }], problems: [] });
    expect(b.git("show", "ltpm/T-01-k:half.txt")).toBe("half");
    expect(b.git("worktree", "list").split("\n")).toHaveLength(1);
    expect(existsSync(join(b.rooms, order.token))).toBe(false);
  });
});

describe("in a container of the same machine whose processes we cannot see", () => {
  test.each([
    ["it counts as running while it gives signs of life", 0, "running"],
    ["and as lost when it has been silent for long", 600_000, "lost"],
  ])("%s", async (_, silence, kind) => {
    const b = await bench();
    const order = b.order();
    await b.executor.prepare(order.token);
    const files = b.files(order.token);
    writeFileSync(files.claim, JSON.stringify({ by: "supervisor", mark: { ...ownMark(), space: "pid:[1]" } }));
    writeFileSync(files.pulse, "");
    const then = new Date(Date.now() - silence);
    utimesSync(files.pulse, then, then);
    expect(observeHere(b.commonDir, order.token)).toMatchObject({ kind });
  });
});

describe("cancel", () => {
  test.each([
    ["a program that ends when asked", "trap 'echo bye; exit 0' TERM; while :; do sleep 0.02; done", "bye\n"],
    [
      "a program that ignores it, and what it started",
      "trap '' TERM; (trap '' TERM; sleep 30) & while :; do sleep 0.02; done",
      "",
    ],
  ])("ends %s", async (_, script, output) => {
    const b = await bench();
    const { order, child, supervisor, handle } = await started(b, { run: sh(script), checks: [{ kind: "exit" }] });
    await sleep(100);
    await b.executor.cancel(handle, order.token);
    expect(isAlive(child)).toBe(false);
    const record = await b.ended(order.token);
    expect(record).toMatchObject({
      exit: { cancelled: true, timed_out: false },
      output: expect.stringContaining(output),
      checks: [{ ok: false }],
    });
    await gone(supervisor.pid);
    await b.executor.cancel(handle, order.token);
  });

  test("before the start means that it never starts", async () => {
    const b = await bench();
    const order = b.order({ run: sh("echo ran > ran") });
    await b.executor.prepare(order.token);
    await b.executor.cancel(b.executor.handle(order.token), order.token);
    await b.executor.start(order);
    await gone(readMark(b.files(order.token).starter)?.pid ?? 0);
    expect(existsSync(join(b.repo, "ran"))).toBe(false);
    expect(await b.executor.observe(b.executor.handle(order.token), order.token)).toMatchObject({ kind: "lost" });
  });

  test("ends the child of a dead supervisor, and a check that runs", async () => {
    const b = await bench();
    const one = await started(b, { run: sh("sleep 30") });
    process.kill(one.supervisor.pid, "SIGKILL");
    await gone(one.supervisor.pid);
    await b.executor.cancel(one.handle, one.order.token);
    await gone(one.child.pid);

    const check = { kind: "command", argv: ["sh", "-c", "touch checking; sleep 30"] } as const;
    const order = b.order({ run: sh("echo x"), checks: [check, { kind: "exit" }] });
    await b.executor.start(order);
    await until(() => existsSync(join(b.repo, "checking")));
    await b.executor.cancel(b.executor.handle(order.token), order.token);
    const record = await b.ended(order.token);
    expect(record.exit.cancelled).toBe(true);
    expect(record.checks).toMatchObject([
      { ok: false, broken: true },
      { ok: false, broken: true },
    ]);
  });
});

describe("traces", () => {
  test("a record that is broken or another attempt's is no record", async () => {
    const b = await bench();
    const record = await b.run({ run: sh("echo x") });
    const files = b.files(record.token);
    const supervisor = readClaim(files);
    if (supervisor?.by === "supervisor") await gone(supervisor.mark.pid);
    for (const text of [
      "{",
      JSON.stringify({ ...record, token: "another1" }),
      JSON.stringify({ ...record, checks: 1 }),
    ]) {
      writeFileSync(files.record, text);
      const seen = await b.executor.observe(b.executor.handle(record.token), record.token);
      expect(seen).toMatchObject({ kind: "lost", why: expect.stringContaining("record.json") });
    }
  });

  test("of a prepared attempt whose reservation did not land are forgotten", async () => {
    const b = await bench();
    await b.executor.prepare("token-1");
    await b.executor.discard("token-1");
    expect(existsSync(b.files("token-1").folder)).toBe(false);
    await b.executor.discard("token-1");
  });

  test("are pruned after 30 days, unless the state calls them running", async () => {
    const b = await bench();
    const record = await b.run({ run: sh("echo x") });
    await until(() => !existsSync(join(b.rooms, record.token)));
    const claim = readClaim(b.files(record.token));
    if (claim?.by === "supervisor") await gone(claim.mark.pid);
    const at = (days: number, running: string[] = []) =>
      prune({
        ...{ commonDir: b.commonDir, workTree: b.repo, rooms: b.rooms, now: Date.now() + days * 86_400_000 },
        running: new Set(running),
      });
    expect((await at(29)).forgotten).toEqual([]);
    expect((await at(31, [record.token])).forgotten).toEqual([]);
    expect((await at(31)).forgotten).toEqual([record.token]);
    expect(existsSync(b.files(record.token).folder)).toBe(false);
  });

  test("a supervisor that cannot be started leaves a record that says so", async () => {
    const b = await bench({ ports: { supervisor: { node: "/nonexistent/node", script: "x" } } });
    const record = await b.run({ run: sh("echo x") });
    expect(record.exit.fault).toMatchObject({ code: "supervisor_failed", steps: expect.anything() });
  });

  test("a supervisor that fails leaves a record that says so, and the work where it is", async () => {
    const b = await bench();
    const script = 'echo precious > precious; rm -rf "$(git rev-parse --absolute-git-dir)"';
    const record = await b.run({ run: sh(script), place: tree("ltpm/T-01-l"), checks: [{ kind: "exit" }] });
    expect(record.exit.fault).toMatchObject({ code: "supervisor_failed", reason: expect.stringContaining("kept") });
    expect(record.checks).toMatchObject([{ ok: false }]);
    expect(readFileSync(join(b.rooms, record.token, "tree/precious"), "utf8")).toBe("precious\n");
  });
});

test("a manual session runs until a person marks the task", async () => {
  const executor = manualExecutor();
  expect(executor.handle("tok")).toBe("manual:tok");
  await executor.prepare("tok");
  expect(await executor.observe("manual:tok", "tok")).toEqual({ kind: "running" });
  await executor.cancel("manual:tok", "tok");
  expect(await executor.log("tok")).toBeNull();
});
