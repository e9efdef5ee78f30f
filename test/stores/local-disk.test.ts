/** Disks that are really full and really read-only: as root with mounts, otherwise with the means of every user. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addTasks } from "../../src/queue/add.ts";
import type { Store } from "../../src/state/store.ts";
import { bundleDriver, type Ran, run } from "./local-driver.ts";
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

function look(root: string): string[] {
  return [runGit(root, "rev-parse", "refs/ltpm/state"), readFileSync(join(root, VIEW), "utf8")];
}

function drive(root: string, ...args: string[]): Promise<Ran> {
  return run([process.execPath, driver, root, ...args]);
}

/** A task with that much text. */
function addLarge(store: Store, text: string): Promise<unknown> {
  return store.transact({
    subject: "ltpm: large",
    op: "op-large",
    apply: (state, now) => {
      const added = addTasks(state.queue, [{ uid: "large", description: text, task_type: "unknown" }], now, 3);
      return added.ok ? { state: { ...state, queue: added.queue }, result: null } : { result: null };
    },
  });
}

test.each([
  ["what git stores is too large for the disk", (n: number) => String.fromCharCode(33 + ((n * n * 31 + n * 7) % 90))],
  ["what git stores is small, the file is too large", () => "x"],
])("a limit on the size of files: %s", async (_, letter) => {
  const root = newRepository();
  made.push(root);
  const { store } = await openStore(root);
  await addLarge(store, Array.from({ length: 90_000 }, (__, n) => letter(n)).join(""));
  const before = look(root);
  // In blocks of 512 or 1,024 bytes; small files of ours stay below, so that the fault comes in the middle.
  const limited = ["/bin/sh", "-c", 'ulimit -f 16; exec "$@"', "sh", process.execPath, driver, root, "add", "b"];
  const ran = await run(limited);
  expect([ran.code, ran.lines]).toEqual([1, []]);
  expect(ran.stderr).toMatch(/^StoreError: \/\S+ could not be written: .*\(EFBIG\); nothing was changed\n$/);
  expect(look(root)).toEqual(before);
  expect(readdirSync(join(root, ".ltpm"))).toEqual(["task-queue.json"]);
  expect((await drive(root, "add", "b")).lines).toEqual(["added b T-02"]);
});

/** Makes a place on a disk of one megabyte of its own; null where this user may not mount. */
function smallDisk(): string | null {
  const dir = newDirectory();
  made.push(dir);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir], { encoding: "utf8" });
  return mounted.status === 0 ? dir : null;
}

/** Fills a disk to the last byte. */
function fill(path: string): void {
  for (const size of [65_536, 512, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full for pieces of this size.
    }
  }
}

test("a full disk and a read-only one: an error that says so, the old state whole, and on it goes", async () => {
  const disk = smallDisk();
  const root = disk ?? newRepository();
  try {
    if (disk !== null) runGit(root, "init", "--quiet");
    for (const name of ["a", "b"]) expect((await drive(root, "add", name)).code).toBe(0);
    const before = look(root);
    if (disk !== null) {
      fill(join(root, "filler"));
      const full = await drive(root, "add", "full");
      expect([full.code, full.lines, look(root)]).toEqual([1, [], before]);
      expect(full.stderr).toMatch(/the disk is full; make room and run it again \(ENOSPC\); nothing was changed\n$/);
      rmSync(join(root, "filler"));
    }
    await readOnly(root, disk !== null, async () => {
      const refused = await drive(root, "add", "refused");
      expect([refused.code, refused.lines, look(root)]).toEqual([1, [], before]);
      expect(refused.stderr).toMatch(/could not be written: .*(read-only|may not write).*; nothing was changed\n$/);
      expect((await drive(root, "read")).lines).toEqual(['{"tasks":2,"lastId":"T-02"}']);
      const { store } = await openStore(root);
      expect(await tasksIn(store)).toEqual({ "T-01": "do a", "T-02": "do b" });
    });
    expect((await drive(root, "add", "c")).lines).toEqual(["added c T-03"]);
    expect(readFileSync(join(root, VIEW), "utf8")).toBe(stateText(root));
  } finally {
    if (disk !== null) execFileSync("umount", ["-l", disk]);
    else made.push(root);
  }
});

async function readOnly(root: string, mounted: boolean, work: () => Promise<void>): Promise<void> {
  const dirs = ["", ".ltpm", ".git", ".git/ltpm", ".git/objects"].map((dir) => join(root, dir));
  if (mounted) execFileSync("mount", ["-o", "remount,ro", root]);
  else for (const dir of dirs) chmodSync(dir, 0o555);
  try {
    await work();
  } finally {
    if (mounted) execFileSync("mount", ["-o", "remount,rw", root]);
    else for (const dir of dirs) chmodSync(dir, 0o755);
  }
}

test("a read-only copy whose view is missing or behind is read from the state, with a word", async () => {
  const root = newRepository();
  made.push(root);
  const { store } = await openStore(root);
  await add(store, "a");
  rmSync(join(root, VIEW));
  // Nobody, root neither, can make a lock where its directory is a file.
  rmSync(join(root, ".git/ltpm"), { recursive: true });
  writeFileSync(join(root, ".git/ltpm"), "");
  const { store: reader, words } = await openStore(root);
  expect(await tasksIn(reader)).toEqual({ "T-01": "do a" });
  expect(words.map((word) => word.kind)).toEqual(["view_not_written"]);
  await expect(add(reader, "b")).rejects.toMatchObject({ code: "not_written" });
});
