/** Processes against each other, and processes that die: with real ones, killed for good. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownMark } from "../../src/host/process.ts";
import { parseLabel } from "../../src/queue/label.ts";
import { THOROUGH } from "../thorough.ts";
import { bundleDriver, run, start } from "./local-driver.ts";
import { add, newDirectory, newRepository, openStore, runGit, stateText, tasksIn, VIEW } from "./local-store.ts";

let driver = "";
const made: string[] = [];
beforeAll(async () => {
  made.push(newDirectory());
  driver = await bundleDriver(made[0] ?? "");
});
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function repository(): string {
  const root = newRepository();
  made.push(root);
  return root;
}

/** Everything the store ever took: uid → label, in queue and archive; no label and no uid stands twice. */
async function everything(root: string): Promise<Map<string, string>> {
  const { queue, archive } = (await (await openStore(root)).store.read({ archive: true })).state;
  const tasks = [...queue.tasks, ...[...archive.values()].flatMap((file) => file.tasks)];
  expect(new Set(tasks.map((task) => task.id)).size).toBe(tasks.length);
  const byUid = new Map(tasks.map((task) => [task.uid, task.id]));
  expect(byUid.size).toBe(tasks.length);
  const highest = Math.max(0, ...tasks.map((task) => parseLabel(task.id) ?? 0));
  expect(parseLabel(queue.lastId ?? "") ?? 0).toBe(highest);
  return byUid;
}

/** Every acknowledged add is there under the label that was told. */
async function acknowledgedIsThere(root: string, lines: readonly string[]): Promise<void> {
  const there = await everything(root);
  for (const line of lines) {
    const [what, name, label] = line.split(" ");
    if (what === "added") expect([name, there.get(`uid-${name}`)]).toEqual([name, label]);
    else expect([name, there.has(name ?? "")]).toEqual([name, true]);
  }
}

test("20 parallel adds in one work tree: 20 tasks, 20 labels", async () => {
  const root = repository();
  const names = Array.from({ length: 20 }, (_, n) => `p${n}`);
  const ran = await Promise.all(names.map((name) => run([process.execPath, driver, root, "add", name])));
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, ""]));
  await acknowledgedIsThere(
    root,
    ran.flatMap(({ lines }) => lines),
  );
  expect((await everything(root)).size).toBe(20);
  expect(readdirSync(join(root, ".git/ltpm")).sort()).toEqual(["last-label", "view.json"]);
});

test("kill -9 at random moments (a hundred of them in a thorough run): every acknowledged operation is there, nothing is in the way", async () => {
  const deadline = Date.now() + 20_000;
  let kills = 0;
  let root = "";
  let lines: string[] = [];
  for (let n = 0; n < (THOROUGH ? 100 : 20) && (n < 20 || Date.now() < deadline); n++) {
    if (n % 20 === 0) {
      root = repository();
      lines = [];
    }
    const { child, ended } = start([process.execPath, driver, root, "mutate", `k${n}`, "1000"]);
    // Some die before their first operation, most in the middle of one.
    const wait = n % 10 === 0 ? Math.random() * 80 : 0;
    if (wait === 0) await new Promise((first) => child.stdout?.once("data", first));
    await new Promise((later) => setTimeout(later, wait || Math.random() * 40));
    kills += child.kill("SIGKILL") ? 1 : 0;
    const ran = await ended;
    expect(ran.stderr).toBe("");
    lines.push(...ran.lines);
    const began = Date.now();
    await acknowledgedIsThere(root, lines);
    // Waiting for the dead would take ten seconds.
    expect(Date.now() - began).toBeLessThan(8_000);
    if (existsSync(join(root, VIEW))) expect(readFileSync(join(root, VIEW), "utf8")).toBe(stateText(root));
    if (n % 20 === 19) expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  }
  expect(kills).toBeGreaterThanOrEqual(20);
  // The next operation leaves nothing behind of those that were cut short.
  await run([process.execPath, driver, root, "mutate", "last", "4"]);
  expect(readdirSync(join(root, ".ltpm")).sort()).toEqual(["archive", "task-queue.json"]);
  expect(readdirSync(join(root, ".ltpm/archive"))).toEqual(["2026-01.json"]);
  expect(readdirSync(join(root, ".git/ltpm")).sort()).toEqual(["last-label", "view.json"]);
  expect(readdirSync(join(root, ".git/refs/ltpm"))).toEqual(["state"]);
}, 90_000);

interface Mark {
  readonly pid: number;
  readonly start: string;
  readonly boot: string;
  readonly space: string;
  readonly host: string;
}

function lockOf(root: string, mark: Partial<Mark> | string): string {
  const path = join(root, ".git/ltpm/lock");
  mkdirSync(join(root, ".git/ltpm"), { recursive: true });
  const whole = { ...ownMark(), host: hostname(), nonce: "0123456789abcdef" };
  writeFileSync(path, typeof mark === "string" ? mark : JSON.stringify({ ...whole, ...mark }));
  return path;
}

const LONG_AGO = new Date("2026-01-01T00:00:00Z");

test.each<[string, Partial<Mark> | string, boolean]>([
  ["a process that is gone", { pid: 2 ** 22 + 1 }, false],
  ["a process whose number another one has now", { start: "1" }, false],
  ["a process of before the machine was started", { boot: "another-boot" }, false],
  ["a dead process of the time when this machine had another name", { pid: 2 ** 22 + 1, host: "elsewhere" }, false],
  ["a process of another machine, long ago", { host: "elsewhere", boot: "another-boot" }, true],
  ["a process of another container, long ago", { space: "pid:[1]" }, true],
  ["nobody knows whom, long ago", "torn", true],
])("the lock of %s is taken over", async (_, mark, old) => {
  const root = repository();
  const path = lockOf(root, mark);
  if (old) utimesSync(path, LONG_AGO, LONG_AGO);
  const began = Date.now();
  const { store } = await openStore(root);
  const labels = await Promise.all(["a", "b", "c"].map((name) => add(store, name)));
  expect(labels.sort()).toEqual(["T-01", "T-02", "T-03"]);
  expect(Date.now() - began).toBeLessThan(8_000);
  expect(readdirSync(join(root, ".git/ltpm")).sort()).toEqual(["last-label", "view.json"]);
});

test("two dead in a row: one died while he took over from the other", async () => {
  const root = repository();
  const dead = { pid: 2 ** 22 + 1 };
  lockOf(root, dead);
  const second = { ...ownMark(), host: hostname(), nonce: "fedcba9876543210", ...dead };
  writeFileSync(join(root, ".git/ltpm/lock.after-0123456789abcdef"), JSON.stringify(second));
  writeFileSync(join(root, ".git/ltpm/lock.new-fedcba9876543210"), JSON.stringify(second));
  const names = Array.from({ length: 6 }, (_, n) => `s${n}`);
  const ran = await Promise.all(names.map((name) => run([process.execPath, driver, root, "add", name])));
  await acknowledgedIsThere(
    root,
    ran.flatMap(({ lines }) => lines),
  );
  expect((await everything(root)).size).toBe(6);
  expect(readdirSync(join(root, ".git/ltpm")).sort()).toEqual(["last-label", "view.json"]);
});

test("a living holder is waited for, then named", async () => {
  const root = repository();
  await add((await openStore(root)).store, "a");
  const path = lockOf(root, {});
  const { store } = await openStore(root, undefined, ".ltpm", 300);
  // Reading what everybody agrees on needs no lock.
  expect(await tasksIn(store)).toEqual({ "T-01": "do a" });
  const told = expect.stringContaining(`process ${process.pid} has held ${path}`);
  await expect(add(store, "b")).rejects.toMatchObject({ code: "locked", message: told });
  const waiting = add((await openStore(root)).store, "c");
  setTimeout(() => rmSync(path), 200);
  expect(await waiting).toBe("T-02");
});

test("packing the refs and collecting garbage meanwhile takes nothing away", async () => {
  const root = repository();
  const adding = Array.from({ length: 4 }, (_, n) => run([process.execPath, driver, root, "mutate", `g${n}`, "12"]));
  let done = false;
  const all = Promise.all(adding).finally(() => {
    done = true;
  });
  while (!done) {
    expect((await run(["git", "-C", root, "pack-refs", "--all", "--prune"])).code).toBe(0);
    await run(["git", "-C", root, "repack", "-adq"]);
  }
  const ran = await all;
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(adding.map(() => [0, ""]));
  await acknowledgedIsThere(
    root,
    ran.flatMap(({ lines }) => lines),
  );
  expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
});

test("a lock that a killed git left on the ref is not in the way", async () => {
  const root = repository();
  await add((await openStore(root)).store, "a");
  writeFileSync(join(root, ".git/refs/ltpm/state.lock"), "");
  expect(await add((await openStore(root)).store, "b")).toBe("T-02");
  expect(existsSync(join(root, ".git/refs/ltpm/state.lock"))).toBe(false);
});
