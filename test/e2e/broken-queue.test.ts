import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { someOf } from "../thorough.ts";
import { newProject, type TestProject } from "./project.ts";

const FILE = ".ltpm/task-queue.json";

async function withTwoTasks(): Promise<TestProject> {
  const project = await newProject();
  await project.ltpm(["add", "one", "--no-dispatch"]);
  await project.ltpm(["add", "two", "--no-dispatch"]);
  return project;
}

/** Every command that reads or writes the queue. */
const COMMANDS = [
  ["tasks"],
  ["add", "three"],
  ["skip", "T-01"],
  ["dispatch"],
  ["intake", "add task: x"],
  ["archive"],
  ["edit", "T-01", "--priority", "1"],
];

type Breakage = [name: string, change: (text: string) => string, place: RegExp, repairable: boolean];

const BREAKAGES: Breakage[] = [
  ["cut off", (text) => text.slice(0, text.length / 2), /task-queue\.json:\d+:\d+: not valid JSON/, true],
  ["not JSON at all", () => "hello", /task-queue\.json:1:1: not valid JSON/, true],
  ["empty", () => "", /task-queue\.json:1:1: not valid JSON/, true],
  [
    "unknown status",
    (text) => text.replace('"status": "pending"', '"status": "waiting"'),
    /:\d+:\d+: tasks\[0\]\.status: must be one of/,
    true,
  ],
  ["wrong type", (text) => text.replace('"retries": 0', '"retries": "none"'), /tasks\[0\]\.retries/, true],
  ["duplicate label", (text) => text.replace('"id": "T-02"', '"id": "T-01"'), /tasks\[1\]\.id: T-01 is already/, true],
  [
    "lastId too low",
    (text) => text.replace('"lastId": "T-02"', '"lastId": "T-01"'),
    /lastId: T-01 is below the highest id T-02/,
    true,
  ],
  [
    "a newer version",
    (text) => text.replace('"version": 2', '"version": 9'),
    /version: it was written by a newer ltpm/,
    true,
  ],
  [
    "__proto__",
    (text) => text.replace('"lastId"', '"__proto__": {}, "lastId"'),
    /__proto__: this key is not allowed/,
    true,
  ],
  [
    "a megabyte of description",
    (text) => text.replace('"one"', JSON.stringify("x".repeat(1_000_000))),
    /tasks\[0\]\.description: must be at most/,
    true,
  ],
  [
    "a conflict with half a file on one side",
    (text) => `<<<<<<< HEAD\n${text}=======\n${text.slice(0, 40)}\n>>>>>>> other\n`,
    /task-queue\.json:1:1: git left conflict markers/,
    true,
  ],
];

describe("a broken queue file", () => {
  for (const [turn, [name, change, place]] of BREAKAGES.entries()) {
    // Each breakage meets other commands, so that all have their turn.
    const commands = someOf(
      [...COMMANDS.slice(turn % COMMANDS.length), ...COMMANDS.slice(0, turn % COMMANDS.length)],
      4,
    );

    test(`${name}: commands name the place, exit 1 and leave the file as it is`, async () => {
      const project = await withTwoTasks();
      const broken = change(project.read(FILE));
      project.write(FILE, broken);
      const state = (await project.git("rev-parse", "refs/ltpm/state")).out;
      for (const args of commands) {
        const said = await project.ltpm(args);
        expect(said, args.join(" ")).toMatchObject({ code: 1, err: expect.stringMatching(place) });
        expect(said.err).not.toMatch(/^\s+at /m);
        expect(project.read(FILE) === broken, args.join(" ")).toBe(true);
      }
      expect((await project.git("rev-parse", "refs/ltpm/state")).out).toBe(state);
    });

    test(`${name}: doctor explains; --fix repairs, keeps the old file, and loses nothing acknowledged`, async () => {
      const project = await withTwoTasks();
      const broken = change(project.read(FILE));
      project.write(FILE, broken);
      const explained = await project.ltpm(["doctor"]);
      expect(explained).toMatchObject({ code: 1, out: expect.stringMatching(place) });
      expect(project.read(FILE) === broken).toBe(true);
      const fixed = await project.ltpm(["doctor", "--fix"]);
      expect(fixed, fixed.out + fixed.err).toMatchObject({ code: 0 });
      const kept = readdirSync(join(project.root, ".ltpm")).find((file) => file.includes(".broken-")) ?? "";
      expect(project.read(`.ltpm/${kept}`) === broken).toBe(true);
      const tasks = await project.tasks();
      expect(tasks.length).toBeGreaterThanOrEqual(2);
      expect(new Set(tasks.map((task) => task.id)).size).toBe(tasks.length);
      expect((await project.ltpm(["add", "three", "--no-dispatch"])).code).toBe(0);
    });
  }
});

describe("a person's edit of a sound file", () => {
  test("words and wishes are taken, with a word; formatting alone is none", async () => {
    const project = await withTwoTasks();
    const queue = project.queueFile();
    const [first] = queue.tasks;
    if (first === undefined) throw new Error("no task");
    first.description = "one, but better";
    first.status = "skipped";
    project.write(FILE, JSON.stringify(queue));
    const said = await project.ltpm(["tasks"]);
    expect(said.err).toContain("T-01");
    expect(said.out).toContain("one, but better");
    expect((await project.tasks())[0]).toMatchObject({ status: "skipped", description: "one, but better" });
    project.write(FILE, JSON.stringify(project.queueFile(), null, 4));
    expect((await project.ltpm(["tasks"])).err).toBe("");
  });

  test("a task typed in by hand, with a description only, is taken in", async () => {
    const project = await withTwoTasks();
    const queue = project.queueFile() as { tasks: object[] };
    queue.tasks.push({ description: "three" });
    project.write(FILE, JSON.stringify(queue, null, 2));
    expect((await project.tasks()).at(-1)).toMatchObject({ id: "T-03", description: "three", status: "pending" });
  });

  test("a deleted task is archived, and its label is never given again", async () => {
    const project = await withTwoTasks();
    const queue = project.queueFile();
    project.write(FILE, JSON.stringify({ ...queue, tasks: queue.tasks.slice(0, 1) }, null, 2));
    expect(await project.tasks()).toHaveLength(1);
    await project.ltpm(["add", "three", "--no-dispatch"]);
    expect((await project.tasks()).map((task) => task.id)).toEqual(["T-01", "T-03"]);
    expect((await project.ltpm(["show", "T-02"])).out).toContain("two");
  });
});

describe("git moves the files about", () => {
  test("reset --hard, stash and switch in between: nothing acknowledged is lost", async () => {
    const project = await withTwoTasks();
    await project.git("switch", "--quiet", "--create", "before");
    await project.git("switch", "--quiet", "main");
    await project.git("add", "--all");
    await project.git("commit", "--quiet", "--message", "queue");
    await project.ltpm(["add", "three", "--no-dispatch"]);
    await project.git("reset", "--quiet", "--hard");
    const afterReset = await project.ltpm(["tasks"]);
    expect(afterReset.err).toContain("brought up to date");
    expect(await project.tasks()).toHaveLength(3);
    await project.ltpm(["skip", "T-01"]);
    await project.git("stash", "--quiet");
    expect((await project.tasks())[0]?.status).toBe("skipped");
    await project.git("checkout", "--quiet", "--force", "before");
    expect(await project.tasks()).toHaveLength(3);
    await project.ltpm(["add", "four", "--no-dispatch"]);
    await project.git("checkout", "--quiet", "--force", "main");
    expect((await project.tasks()).map((task) => task.id)).toEqual(["T-01", "T-02", "T-03", "T-04"]);
  });

  test("a clone without the state takes over the committed queue and goes on with its labels", async () => {
    const project = await withTwoTasks();
    await project.git("add", "--all");
    await project.git("commit", "--quiet", "--message", "queue");
    const clone = `${project.home}/clone`;
    await project.git("clone", "--quiet", project.root, clone);
    const said = await project.ltpm(["tasks"], { cwd: clone });
    expect(said.out).toContain("T-02");
    expect((await project.ltpm(["add", "three", "--no-dispatch"], { cwd: clone })).out).toContain("T-03");
  });

  test("linked worktrees share one state", async () => {
    const project = await withTwoTasks();
    const other = `${project.home}/other`;
    await project.git("worktree", "add", "--quiet", other);
    await project.ltpm(["add", "three", "--no-dispatch"], { cwd: other });
    expect(await project.tasks()).toHaveLength(3);
    expect((await project.ltpm(["tasks"], { cwd: other })).out).toContain("three");
  });
});
