import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newProject, run, script, type TestProject } from "./project.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await what()) return;
    await pause(50);
  }
  throw new Error("it did not happen");
}

const FOREVER = script('require("fs").writeFileSync("pid.txt", String(process.pid)); setInterval(() => {}, 1000)');

/** The supervisor of the running attempt of T-01; 0 until it has claimed it. */
async function supervisorOf(project: TestProject): Promise<number> {
  const token = (await project.task("T-01")).session?.token ?? "";
  const claim = join(project.root, ".git/ltpm/attempts", token, "supervisor.json");
  return existsSync(claim) ? JSON.parse(readFileSync(claim, "utf8")).mark.pid : 0;
}

describe("a session", () => {
  test("outlives the command that started it and is settled by the next dispatch", async () => {
    const project = await newProject();
    await project.ltpm(["add", script('setTimeout(() => console.log("finally"), 600)')]);
    expect(await project.task("T-01")).toMatchObject({ status: "running" });
    expect((await project.ltpm(["dispatch"])).out).toContain("running");
    await pause(1_500);
    expect((await project.ltpm(["dispatch"])).out).toContain("✅ T-01 done — finally");
  });

  test("whose supervisor is killed is lost: pending again at no cost, its processes ended; the fourth loss blocks", async () => {
    const project = await newProject();
    await project.ltpm(["add", FOREVER]);
    for (let loss = 1; loss <= 4; loss++) {
      await until(async () => existsSync(join(project.root, "pid.txt")) && (await supervisorOf(project)) > 0);
      const child = Number(project.read("pid.txt"));
      process.kill(await supervisorOf(project), "SIGKILL");
      await project.git("clean", "-fq", "pid.txt");
      await pause(100);
      await project.ltpm(["dispatch"]);
      await until(() => !existsSync(`/proc/${child}`));
      const task = await project.task("T-01");
      expect(task).toMatchObject({ status: loss < 4 ? "running" : "blocked", retries: 0, lost_count: loss });
    }
  });

  test("lost in the middle of its work: what it had done is on a branch, and the next dispatch says so", async () => {
    const project = await newProject();
    const marks = JSON.stringify(`${project.home}/working`);
    const code = `const fs = require("fs"); fs.writeFileSync("half.txt", "half"); fs.writeFileSync(${marks}, ""); setInterval(() => {}, 1000)`;
    const agents = [{ name: "fake", preset: "plain", argv: ["node", "-e", code] }];
    project.write(".ltpm/config.json", JSON.stringify({ agents, task_runner: { max_concurrent: 1 } }));
    await project.ltpm(["add", "write the file half.txt"]);
    await until(async () => existsSync(`${project.home}/working`) && (await supervisorOf(project)) > 0);
    process.kill(await supervisorOf(project), "SIGKILL");
    await pause(100);
    const { out } = await project.ltpm(["dispatch"]);
    const branch = /is kept on branch (ltpm\/[\w-]+)/.exec(out)?.[1] ?? "none named";
    expect((await project.git("show", `${branch}:half.txt`)).out).toBe("half");
    await project.ltpm(["cancel", "T-01"]);
  });

  test("of another clone is left alone", async () => {
    const project = await newProject();
    await project.ltpm(["add", FOREVER]);
    await project.git("add", "--all", "--force", ".ltpm");
    await project.git("commit", "--quiet", "--message", "queue");
    const clone = `${project.home}/clone`;
    await project.git("clone", "--quiet", project.root, clone);
    const there = await project.ltpm(["dispatch", "--json"], { cwd: clone });
    expect(JSON.parse(there.out)).toMatchObject({ started: [], lost: [], counts: { running: 1 } });
    expect((await project.ltpm(["doctor"], { cwd: clone })).out).toContain("another clone");
    await project.ltpm(["cancel", "T-01"]);
  });

  test("has a time limit, and the next attempt hears of it", async () => {
    const project = await newProject({ time_limit_minutes: 0.01, task_runner: { max_retries: 0 } });
    await project.ltpm(["add", FOREVER]);
    await project.ltpm(["dispatch", "--wait"]);
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "blocked" });
    expect(task.strategies_tried[0]?.result).toMatch(/time/);
  });

  test("survives any number of dispatchers: every task runs once", async () => {
    const project = await newProject({ task_runner: { max_concurrent: 6 } });
    const code = (n: number) => script(`require("fs").appendFileSync("ran.txt", "task ${n}\\n"); console.log("ok")`);
    for (let n = 1; n <= 6; n++) await project.ltpm(["add", code(n), "--no-dispatch"]);
    await Promise.all(Array.from({ length: 6 }, () => project.ltpm(["dispatch"])));
    await project.ltpm(["dispatch", "--wait"]);
    expect(project.read("ran.txt").trim().split("\n").sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `task ${n}`));
  });
});

describe("many at once in one work tree", () => {
  test("20 parallel adds: 20 tasks, 20 labels", async () => {
    const project = await newProject();
    await project.ltpm(["init", "--yes"]);
    const said = await Promise.all(
      Array.from({ length: 20 }, (_, n) => project.ltpm(["add", `task ${n}`, "--no-dispatch"])),
    );
    expect(said.map(({ code, err }) => [code, err])).toEqual(Array(20).fill([0, ""]));
    const tasks = await project.tasks();
    expect(new Set(tasks.map((task) => task.id)).size).toBe(20);
    expect(new Set(tasks.map((task) => task.description)).size).toBe(20);
    for (const { out } of said) {
      const [, id, words] = /Added (T-\d+): (task \d+)\./.exec(out) ?? [];
      expect(tasks.find((task) => task.id === id)?.description).toBe(words);
    }
  });

  test("20 first ones of a fresh repository: one notice, one heartbeat block", async () => {
    const project = await newProject();
    const said = await Promise.all(
      Array.from({ length: 8 }, (_, n) => project.ltpm(["add", `task ${n}`, "--no-dispatch"])),
    );
    expect(said.filter(({ out }) => out.includes("Task Runner initialized"))).toHaveLength(1);
    expect(await project.tasks()).toHaveLength(8);
    expect(project.read("HEARTBEAT.md").match(/Task Runner Dispatcher/g)).toHaveLength(1);
  });

  test("a disk that is full: a clear error, the old state whole", async () => {
    const project = await newProject();
    await project.ltpm(["add", "one", "--no-dispatch"]);
    // A file size limit of zero makes every write of a file fail, in whatever process.
    const cli = join((await import("vitest")).inject("dist"), "cli.js");
    const said = await run(
      "bash",
      ["-c", 'ulimit -f 0; exec "$@"', "bash", process.execPath, cli, "add", "two", "--no-dispatch"],
      project.env,
      { cwd: project.root },
    );
    expect(said.code).not.toBe(0);
    expect(await project.tasks()).toHaveLength(1);
    expect((await project.ltpm(["add", "three", "--no-dispatch"])).code).toBe(0);
    expect((await project.tasks()).map((task) => task.id)).toEqual(["T-01", "T-02"]);
  });
});
