import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import { newProject, script, type TestProject } from "../e2e/project.ts";

const KILLS = 100;

/** Starts a command and kills it with SIGKILL after `ms`; whether it had said that it was done by then, and what. */
function killedAfter(
  project: TestProject,
  args: readonly string[],
  ms: number,
): Promise<{ acknowledged: boolean; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(inject("dist"), "cli.js"), ...args], {
      cwd: project.root,
      env: project.env,
    });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ acknowledged: code === 0, out });
    });
  });
}

type Row = [
  name: string,
  args: (n: number) => string[],
  landed: (project: TestProject, n: number, out: string) => Promise<boolean>,
];

/** Every mutating command, and how its effect is recognised when it was acknowledged. */
const ROWS: Row[] = [
  [
    "add",
    (n) => ["add", `killed ${n}`, "--no-dispatch"],
    async (project, n) => (await project.tasks()).some((task) => task.description === `killed ${n}`),
  ],
  [
    "intake",
    (n) => ["intake", `add task: taken in ${n}`, "--no-dispatch"],
    async (project, n) => (await project.tasks()).some((task) => task.description === `taken in ${n}`),
  ],
  [
    "edit",
    (n) => ["edit", "T-01", "--priority", String(1 + (n % 900))],
    async (project, n) => (await project.task("T-01")).priority === 1 + (n % 900),
  ],
  ["skip", () => ["skip", "T-02"], async (project) => (await project.task("T-02")).status === "skipped"],
  [
    "retry",
    () => ["retry", "T-02", "--no-dispatch"],
    async (project) => (await project.task("T-02")).status === "pending",
  ],
  ["mark", () => ["mark", "T-03", "done"], async (project) => (await project.task("T-03")).status === "done"],
  ["cancel", () => ["cancel", "T-04"], async (project) => (await project.task("T-04")).status === "skipped"],
];

describe("kill -9 at random moments", () => {
  for (const [name, args, landed] of ROWS) {
    test(`${name}: the state stays valid, every acknowledged operation is there`, { timeout: 240_000 }, async () => {
      const project = await newProject();
      for (const text of ["one", "two", "three", "four"]) await project.ltpm(["add", text, "--no-dispatch"]);
      let acknowledged = 0;
      for (let n = 0; n < KILLS; n++) {
        // The moves of the others bring the task back, so that there is something to do each time.
        if (name === "skip" || name === "cancel") await project.ltpm(["retry", "T-02", "T-04", "--no-dispatch"]);
        if (name === "retry") await project.ltpm(["skip", "T-02"]);
        if (name === "mark") await project.ltpm(["retry", "T-03", "--no-dispatch"]);
        const result = await killedAfter(project, args(n), 30 + Math.random() * 90);
        if (!result.acknowledged) continue;
        acknowledged++;
        expect(await landed(project, n, result.out), `${name} ${n}: ${result.out}`).toBe(true);
      }
      const listed = await project.ltpm(["tasks"]);
      expect(listed).toMatchObject({ code: 0 });
      expect(brokenInvariants(project.queueFile(), new Map(), 2)).toEqual([]);
      const state = await project.git("show", "refs/ltpm/state:task-queue.json");
      expect(state.out).toBe(project.read(".ltpm/task-queue.json"));
      expect((await project.git("fsck", "--no-dangling")).code).toBe(0);
      expect(acknowledged).toBeGreaterThan(0);
    });
  }

  test("dispatch: whatever is killed, every task is done in the end and none runs twice at a time", {
    timeout: 240_000,
  }, async () => {
    const project = await newProject();
    const code =
      'const fs = require("fs"); const lock = "lock-" + process.env.LTPM_TASK_ID; fs.mkdirSync(lock); setTimeout(() => { fs.rmdirSync(lock); console.log("ok") }, 80)';
    for (let n = 0; n < 12; n++) await project.ltpm(["add", script(code), "--no-dispatch"]);
    for (let n = 0; n < KILLS; n++) await killedAfter(project, ["dispatch"], 40 + Math.random() * 100);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(0);
    const tasks = await project.tasks();
    expect(
      tasks.map((task) => [task.status, task.strategies_tried.filter((one) => one.outcome !== "lost").length]),
    ).toEqual(Array(12).fill(["done", 1]));
  });
});
