import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Task } from "../../src/queue/schema.ts";
import { newProject, script, type TestProject } from "./project.ts";

const agent = (code: string, more: object = {}) => ({
  agents: [{ name: "fake", preset: "plain", argv: ["node", "-e", code] }],
  ...more,
});
const POEM = 'require("fs").writeFileSync("poem.md", "# A poem\\n"); console.log("wrote poem.md")';

/** Adds a task, works the queue off, gives the task. */
async function worked(project: TestProject, text: string, ...options: string[]): Promise<Task> {
  await project.ltpm(["add", text, "--no-dispatch", ...options]);
  await project.ltpm(["dispatch", "--wait"]);
  return project.task("T-01");
}

describe("every setting does something", () => {
  test("task_runner.dir and TASK_RUNNER_DIR move the queue file; the environment wins", async () => {
    const project = await newProject({ task_runner: { dir: "tasks" } });
    await project.ltpm(["add", "one", "--no-dispatch"]);
    expect(existsSync(join(project.root, "tasks/task-queue.json"))).toBe(true);
    await project.ltpm(["tasks"], { env: { TASK_RUNNER_DIR: "elsewhere" } });
    await project.ltpm(["add", "two", "--no-dispatch"], { env: { TASK_RUNNER_DIR: "elsewhere" } });
    expect(existsSync(join(project.root, "elsewhere/task-queue.json"))).toBe(true);
  });

  test("max_concurrent bounds what starts", async () => {
    const project = await newProject({ task_runner: { max_concurrent: 3 } });
    for (let n = 0; n < 5; n++)
      await project.ltpm(["add", script('setTimeout(() => console.log("x"), 300)'), "--no-dispatch"]);
    expect((await project.json<{ started: string[] }>(["dispatch"])).started).toEqual(["T-01", "T-02", "T-03"]);
    await project.ltpm(["dispatch", "--wait"]);
  });

  test("max_retries: TOOLS.md beats the configuration", async () => {
    const project = await newProject({ task_runner: { max_retries: 5 } });
    project.write("TOOLS.md", "# Tools\n\n## Task Runner\n\nTASK_RUNNER_MAX_RETRIES=1\n");
    const task = await worked(
      project,
      script('console.error("no " + "abcd"[process.env.LTPM_ATTEMPT]); process.exit(1)'),
    );
    expect(task).toMatchObject({ maxRetries: 1, retries: 1, status: "blocked" });
    expect(task.strategies_tried).toHaveLength(2);
  });

  test("a wrong value is refused and names the place it came from", async () => {
    const project = await newProject({ task_runner: { max_retries: "three" } });
    expect(await project.ltpm(["tasks"])).toMatchObject({
      code: 1,
      err: expect.stringContaining(".ltpm/config.json:1"),
    });
    const other = await newProject();
    const said = await other.ltpm(["tasks"], { env: { TASK_RUNNER_MAX_CONCURRENT: "two" } });
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("TASK_RUNNER_MAX_CONCURRENT") });
  });

  test("archive_days 0 archives what is finished with the next cycle; its month file holds it", async () => {
    const project = await newProject({ task_runner: { archive_days: 0 } });
    await worked(project, script('console.log("x")'));
    await project.ltpm(["archive"]);
    const queue = project.queueFile();
    expect(queue).toMatchObject({ tasks: [], archivedCount: 1, lastId: "T-01" });
    const month = new Date().toISOString().slice(0, 7);
    expect(JSON.parse(project.read(`.ltpm/archive/${month}.json`)).tasks[0].id).toBe("T-01");
    expect((await project.ltpm(["show", "T-01"])).out).toContain("done");
  });

  test("inline_commands: never blocks with that as its step", async () => {
    const project = await newProject({ inline_commands: "never" });
    const task = await worked(project, script('require("fs").writeFileSync("ran", "")'));
    expect(task).toMatchObject({ status: "blocked" });
    expect(task.user_action_required).toContain("inline_commands");
    expect(existsSync(join(project.root, "ran"))).toBe(false);
  });

  test("isolation: none works in the work tree itself", async () => {
    const project = await newProject(agent(POEM, { isolation: "none" }));
    expect(await worked(project, "Write a poem into poem.md")).toMatchObject({ status: "done" });
    expect((await project.git("status", "--porcelain", "poem.md")).out).toContain("?? poem.md");
  });

  test("check: the project's own check decides over changed code", async () => {
    const code = 'require("fs").writeFileSync("a.js", process.env.LTPM_COMPLAINT ? "1\\n" : "syntax error here\\n")';
    const project = await newProject(agent(code, { check: ["node", "--check", "a.js"] }));
    const task = await worked(project, "Fix the bug in a.js");
    expect(task).toMatchObject({ status: "done", task_type: "code-change", retries: 1 });
    expect(task.strategies_tried[0]?.verification_failure).toContain("node --check a.js");
  });

  test("output_limit_kb bounds what is kept of the output", async () => {
    const project = await newProject({ output_limit_kb: 4 });
    await worked(project, script('console.log("begin"); console.log("x".repeat(1000000)); console.log("end")'));
    const log = (await project.ltpm(["show", "T-01", "--log"])).out;
    expect(log.length).toBeLessThan(10_000);
    expect(log).toContain("begin");
    expect(log).toContain("end");
  });

  test("env lets a named variable through", async () => {
    const code = 'console.log("token " + process.env.MY_TOKEN + " other " + process.env.OTHER_TOKEN)';
    const project = await newProject({ env: ["MY_TOKEN"] });
    await project.ltpm(["add", script(code), "--no-dispatch"]);
    await project.ltpm(["dispatch", "--wait"], { env: { MY_TOKEN: "abc", OTHER_TOKEN: "def" } });
    const log = (await project.ltpm(["show", "T-01", "--log"])).out;
    expect(log).toContain("other undefined");
    expect(log).not.toContain("token undefined");
  });

  test("task_types: a type of one's own, recognised by its words, with its own strategies and checks", async () => {
    const type = {
      name: "haiku",
      match: ["haiku"],
      strategies: [{ name: "three-lines", means: "agent", guidance: "Three lines." }],
      checks: ["contains:haiku.md:/pond/"],
      changes_files: true,
    };
    const project = await newProject(
      agent('require("fs").writeFileSync("haiku.md", "old pond\\n"); console.log("wrote haiku.md")', {
        task_types: [type],
      }),
    );
    const task = await worked(project, "A haiku, please");
    expect(task).toMatchObject({ status: "done" });
    expect(task.strategies_tried[0]).toMatchObject({ strategy: "three-lines" });
  });

  test("allow_paths lifts the protection of a path", async () => {
    const code =
      'const fs = require("fs"); fs.mkdirSync("hooks", {recursive: true}); fs.writeFileSync("hooks/a.md", "# x\\n"); console.log("hooks/a.md")';
    const refused = await newProject(agent(code));
    expect(await worked(refused, "Write the file hooks/a.md")).toMatchObject({ status: "blocked" });
    const allowed = await newProject(agent(code, { allow_paths: ["hooks/"] }));
    expect(await worked(allowed, "Write the file hooks/a.md")).toMatchObject({ status: "done" });
  });

  test("language: Chinese texts", async () => {
    const project = await newProject({ language: "zh-CN" });
    await project.ltpm(["add", "one", "--no-dispatch"]);
    expect((await project.ltpm(["tasks"])).out).toMatch(/任务/);
    const other = await newProject();
    expect((await other.ltpm(["tasks"], { env: { LC_ALL: "zh_CN.UTF-8" } })).out).toMatch(/[\u4e00-\u9fff]/);
  });

  test("runner: github never starts tasks here unless told; remote and state_branch say where the state is", async () => {
    const project = await newProject({ runner: "github", remote: "hub", state_branch: "ltpm-state" });
    const hub = join(project.home, "hub.git");
    mkdirSync(hub);
    await project.git("init", "--quiet", "--bare", "--initial-branch=main", hub);
    await project.git("remote", "add", "hub", hub);
    expect((await project.ltpm(["init", "--yes"])).code).toBe(0);
    await project.ltpm(["add", script('console.log("ran here")')]);
    expect((await project.git("--git-dir", hub, "show", "ltpm-state:.ltpm/task-queue.json")).out).toContain("ran here");
    expect(await project.ltpm(["dispatch"])).toMatchObject({ code: 1, err: expect.stringContaining("--here") });
    expect((await project.tasks())[0]?.status).toBe("pending");
    expect(await project.ltpm(["dispatch", "--here", "--wait"])).toMatchObject({ code: 0 });
    expect((await project.tasks())[0]?.status).toBe("done");
  });
});
