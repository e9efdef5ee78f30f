/** A full disk, a read-only one, a process that dies: tried at every single step of an operation, one after the other. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Intent } from "../../src/state/store.ts";
import { someOf } from "../thorough.ts";
import { bundleDriver, type Ran, run } from "./local-driver.ts";
import { add, newDirectory, newRepository, openStore, runGit, stateText, tasksIn, VIEW } from "./local-store.ts";

let driver = "";
let scratch = "";
const made: string[] = [];
beforeAll(async () => {
  scratch = newDirectory();
  made.push(scratch);
  driver = await bundleDriver(scratch);
});
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function repository(): string {
  const root = newRepository();
  made.push(root);
  return root;
}

function drive(root: string, args: string[], fault?: string): Promise<Ran> {
  const env = fault === undefined ? {} : { LTPM_TEST_FAULT: fault, LTPM_TEST_STEPS: join(scratch, "steps") };
  return run([process.execPath, driver, root, ...args], env);
}

/** How many changes one operation makes: the places at which it can fail. */
async function countSteps(root: string, args: string[]): Promise<number> {
  const ran = await drive(root, args, "none:0");
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  return Number(readFileSync(join(scratch, "steps"), "utf8"));
}

interface Whole {
  readonly head: string;
  readonly view: string;
}

function look(root: string): Whole {
  return { head: runGit(root, "rev-parse", "refs/ltpm/state"), view: readFileSync(join(root, VIEW), "utf8") };
}

/** A mark that was cut short in the middle belongs to nobody who can be asked; after half a minute it counts as left. */
function age(root: string): void {
  const dir = join(root, ".git/ltpm");
  const long = new Date("2026-01-01T00:00:00Z");
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir).filter((file) => file.startsWith("lock.new")))
    utimesSync(join(dir, name), long, long);
}

/** After whatever happened the next operation works, everything fits together, and no litter is left. */
async function nextIsFine(root: string, name: string): Promise<void> {
  age(root);
  const { store, words } = await openStore(root);
  const { result } = await store.transact(archiveIntent);
  expect([words, await add(store, name)]).toEqual([[], expect.stringMatching(/^T-\d+$/)]);
  expect(readFileSync(join(root, VIEW), "utf8")).toBe(stateText(root));
  expect(readdirSync(join(root, ".ltpm")).sort()).toEqual(
    result > 0 ? ["archive", "task-queue.json"] : ["task-queue.json"],
  );
  if (result > 0) expect(readdirSync(join(root, ".ltpm/archive"))).toEqual(["2026-01.json"]);
  expect(readdirSync(join(root, ".git/ltpm")).sort()).toEqual(["last-label", "view.json"]);
  expect(readdirSync(join(root, ".git/refs/ltpm"))).toEqual(["state"]);
}

/** Writes the archive's one month anew, when there is one; the result is the number of months. */
const archiveIntent: Intent<number> = {
  subject: "ltpm: archive",
  op: "op-archive",
  archive: true,
  apply: (state) => {
    const months = [...state.archive].map(([month, file]) => [month, { ...file }] as const);
    const result = months.length;
    return result === 0 ? { result } : { state: { ...state, archive: new Map(months) }, result };
  },
};

async function uids(root: string): Promise<Set<string>> {
  const { queue, archive } = (await (await openStore(root)).store.read({ archive: true })).state;
  const tasks = [...queue.tasks, ...[...archive.values()].flatMap((file) => file.tasks)];
  return new Set(tasks.map((task) => task.uid));
}

test("a process that dies before each of the steps of its operations, on queue and archive", async () => {
  const root = repository();
  // With all directories for objects made, every operation has the same steps.
  for (let n = 0; n < 256; n++)
    mkdirSync(join(root, ".git/objects", n.toString(16).padStart(2, "0")), { recursive: true });
  await countSteps(root, ["mutate", "first", "4"]);
  const steps = await countSteps(root, ["mutate", "second", "4"]);
  expect(steps).toBeGreaterThan(60);
  // The first operation makes directories, the last one archives: the two that differ from all between.
  const fresh = Array.from({ length: 24 }, (_, n) => ({ n: n + 1, here: repository() }));
  const late = Array.from({ length: 34 }, (_, n) => ({ n: steps - n, here: root }));
  const acknowledged: string[] = [];
  let killed = 0;
  const tried = [...someOf(fresh, 4), ...someOf(late, 4)];
  for (const { n, here } of tried) {
    const ran = await drive(here, ["mutate", `s${n}`, "4"], `kill:${n}`);
    expect(ran.stderr).toBe("");
    killed += ran.code === null ? 1 : 0;
    // An object that an earlier, killed process left behind is not written again: that saves a step.
    if (ran.code !== null) expect(Number(readFileSync(join(scratch, "steps"), "utf8"))).toBeLessThan(n);
    if (here === root) acknowledged.push(...ran.lines.filter((line) => line.startsWith("added")));
    const there = await uids(here);
    const told = here === root ? acknowledged : ran.lines;
    expect(told.filter((line) => !there.has(`uid-${line.split(" ")[1]}`))).toEqual([]);
    if (existsSync(join(here, VIEW))) expect(readFileSync(join(here, VIEW), "utf8")).toBe(stateText(here));
    await nextIsFine(here, `after-${n}`);
  }
  expect(killed).toBeGreaterThan(tried.length - 4);
  expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
}, 120_000);

describe.each(["ENOSPC", "EROFS"])("%s", (code) => {
  test.each(["", "+"])(
    "at the steps of an operation%s: done and said so, or an error and nothing changed",
    async (on) => {
      const root = repository();
      await drive(root, ["mutate", "first", "4"]);
      const steps = await countSteps(root, ["add", "counted"]);
      let refused = 0;
      for (const n of someOf(
        Array.from({ length: steps + 2 }, (_, at) => at + 1),
        3,
      )) {
        const before = look(root);
        const ran = await drive(root, ["add", `${code}-${n}`], `${code}:${n}${on}`);
        if (ran.code === 0) {
          expect(ran.lines).toEqual([expect.stringMatching(new RegExp(`^added ${code}-${n} T-`))]);
          expect(look(root).head).not.toBe(before.head);
          if (look(root).view !== stateText(root)) expect(ran.stderr).toContain('"kind":"view_not_written"');
        } else {
          refused += 1;
          expect([ran.code, ran.lines, look(root)]).toEqual([1, [], before]);
          expect(ran.stderr).toMatch(/^StoreError: \/\S+ could not be written: .+ \(E\w+\); nothing was changed\n$/);
        }
        expect((await uids(root)).has(`uid-${code}-${n}`)).toBe(ran.code === 0);
      }
      expect(refused).toBeGreaterThan(2);
      await nextIsFine(root, `after-${code}`);
    },
    120_000,
  );
});

test("a file system without hard links", async () => {
  const root = repository();
  const ran = await drive(root, ["mutate", "a", "4"], "EPERM:link");
  expect([ran.code, ran.stderr, ran.lines.length]).toEqual([0, "", 5]);
  await nextIsFine(root, "b");
});

describe("something else where the file belongs", () => {
  test("a directory, a symbolic link, a link that leads out of the work tree: an error, and nothing is touched", async () => {
    const outside = newDirectory();
    made.push(outside);
    const cases: [(root: string) => void, RegExp][] = [
      [(root) => mkdirSync(join(root, VIEW), { recursive: true }), /^\.ltpm\/task-queue\.json is a directory: /],
      [
        (root) => {
          mkdirSync(join(root, ".ltpm"));
          writeFileSync(join(outside, "other.json"), "{}");
          symlinkSync(join(outside, "other.json"), join(root, VIEW));
        },
        /^\.ltpm\/task-queue\.json is a symbolic link: /,
      ],
      [(root) => symlinkSync(outside, join(root, ".ltpm")), /\.ltpm leads out of the work tree: /],
      [
        (root) => writeFileSync(join(root, ".ltpm"), "a file"),
        /task-queue\.json could not be written: .*\(E\w+\); nothing/,
      ],
    ];
    for (const [put, told] of cases) {
      const root = repository();
      put(root);
      const { store } = await openStore(root);
      await expect(add(store, "a")).rejects.toMatchObject({
        code: "not_written",
        message: expect.stringMatching(told),
      });
      expect(runGit(root, "for-each-ref", "refs/ltpm")).toBe("");
    }
    expect(readdirSync(outside)).toEqual(["other.json"]);
    expect(readFileSync(join(outside, "other.json"), "utf8")).toBe("{}");
  });

  test("while there is a state: it is read all the same, with a word", async () => {
    const root = repository();
    const { store, words } = await openStore(root);
    await add(store, "a");
    rmSync(join(root, VIEW));
    mkdirSync(join(root, VIEW));
    expect(await tasksIn(store)).toEqual({ "T-01": "do a" });
    expect(words).toEqual([
      { kind: "view_not_written", file: VIEW, reason: expect.stringContaining("is a directory") },
    ]);
    await expect(add(store, "b")).rejects.toMatchObject({ code: "not_written" });
    rmSync(join(root, VIEW), { recursive: true });
    expect(await add(store, "c")).toBe("T-02");
  });
});
