import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newProject, script } from "./project.ts";

describe("from words to done", () => {
  test("a command in a task's text runs, is verified, and its words are kept", async () => {
    const project = await newProject();
    const added = await project.ltpm(["add", `Say hello: ${script('console.log("hello there")')}`]);
    expect(added.out).toContain("⚙️ Task Runner initialized.");
    expect(added.out).toContain("Added T-01: Say hello");
    expect(added.out).toContain("Starting now...");
    const worked = await project.ltpm(["dispatch", "--wait"]);
    expect(worked).toMatchObject({ code: 0, err: "" });
    expect(worked.out).toContain("✅ T-01 done — hello there");
    expect(await project.task("T-01")).toMatchObject({
      status: "done",
      retries: 0,
      deliverable: expect.stringContaining("hello there"),
    });
    expect((await project.ltpm(["show", "T-01", "--log"])).out).toContain("hello there");
    expect(await project.ltpm(["dispatch"])).toMatchObject({ code: 0, out: "HEARTBEAT_OK\n" });
  });

  test("exit 0 having done nothing is not done; three times the same blocks", async () => {
    const project = await newProject();
    await project.ltpm(["add", script("0")]);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(1);
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "blocked" });
    expect(task.strategies_tried.map((attempt) => attempt.outcome)).toEqual(Array(3).fill("verification_failed"));
    expect(task.user_action_required).toMatch(/1\. /);
  });

  test("different failures use up four attempts, each with its own words", async () => {
    const project = await newProject();
    await project.ltpm([
      "add",
      script(
        'const w = ["fish", "stone", "bread", "cloud", "grass"]; console.error("no " + w[process.env.LTPM_ATTEMPT]); process.exit(3)',
      ),
    ]);
    await project.ltpm(["dispatch", "--wait"]);
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "blocked", retries: 3, maxRetries: 3 });
    expect(task.strategies_tried).toHaveLength(4);
    expect(task.strategies_tried[3]?.result).toContain("no grass");
  });

  test("--accept wins, and the verifier's words reach the next attempt", async () => {
    const project = await newProject();
    const code =
      'const fs = require("fs"); fs.writeFileSync("a.txt", process.env.LTPM_COMPLAINT ? "good" : "bad"); console.log(fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8"))';
    await project.ltpm(["add", script(code), "--accept", "contains:a.txt:/good/"]);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(0);
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "done", retries: 1 });
    expect(task.strategies_tried[0]?.verification_failure).toContain("a.txt");
    expect((await project.ltpm(["show", "T-01", "--log"])).out).toContain("does not match /good/");
  });

  test("a task can say that it is blocked and what is needed; retry starts from nothing", async () => {
    const project = await newProject();
    const code =
      'const fs = require("fs"); if (fs.existsSync("key")) console.log("used the key"); else fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({outcome: "blocked", blocked_reason: "there is no key", user_action_required: ["Make the file key"]}))';
    await project.ltpm(["add", script(code)]);
    const blocked = await project.ltpm(["dispatch", "--wait"]);
    expect(blocked.code).toBe(1);
    expect(blocked.out).toMatch(
      /🚫 T-01 blocked after 1 attempts[\s\S]*Why it's blocked: there is no key[\s\S]*1\. Make the file key[\s\S]*Reply "retry T-01" once ready\./,
    );
    expect(blocked.out).toContain("All tasks are blocked. Review unblock instructions above.");
    expect((await project.ltpm(["dispatch"])).out).toBe("HEARTBEAT_OK\n");
    project.write("key", "k");
    await project.ltpm(["retry", "T-01"]);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(0);
    expect(await project.task("T-01")).toMatchObject({ status: "done", retries: 0, epoch: 1 });
  });

  test("without an agent a task without a command blocks at once, with the steps to set one up", async () => {
    const project = await newProject();
    const said = await project.ltpm(["add", "Write a poem about boats into poem.md"]);
    expect(said.out).toContain("🚫 T-01 blocked");
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "blocked", blocked_code: "no_agent", retries: 0, strategies_tried: [] });
    expect(task.user_action_required).toMatch(/agents/);
  });

  test("a program that does not exist blocks at once and burns no retries", async () => {
    const project = await newProject();
    await project.ltpm(["add", "run: no-such-program --now"]);
    await project.ltpm(["dispatch", "--wait"]);
    expect(await project.task("T-01")).toMatchObject({ status: "blocked", retries: 0 });
  });

  test("shell syntax is refused at once, naming the sign and the way out", async () => {
    const project = await newProject();
    await project.ltpm(["add", "run: echo a > b.txt"]);
    const task = await project.task("T-01");
    expect(task).toMatchObject({ status: "blocked", blocked_code: "command_refused" });
    expect(`${task.blocked_reason}${task.user_action_required}`).toContain("sh -c");
    expect(existsSync(join(project.root, "b.txt"))).toBe(false);
  });
});

describe("the order of things", () => {
  const note = (word: string) =>
    script(`require("fs").appendFileSync("order.txt", "${word}\\n"); console.log("${word}")`);

  test("a dependency waits in the source's words and starts by itself", async () => {
    const project = await newProject();
    await project.ltpm(["add", note("one"), "--no-dispatch"]);
    await project.ltpm(["add", note("two"), "--after", "T-01", "--no-dispatch"]);
    await project.ltpm(["dispatch"]);
    expect(await project.task("T-02")).toMatchObject({
      status: "pending",
      blocked_reason: "depends on T-01 which is running",
    });
    await project.ltpm(["dispatch", "--wait"]);
    expect(project.read("order.txt")).toBe("one\ntwo\n");
  });

  test("priority first, then age; max_concurrent is never exceeded; 20 tasks all run", async () => {
    const project = await newProject();
    const code =
      'const fs = require("fs"); const n = fs.readdirSync("live").length; fs.writeFileSync("live/" + process.pid, ""); fs.appendFileSync("most.txt", (n + 1) + "\\n"); setTimeout(() => { fs.unlinkSync("live/" + process.pid); console.log("ok") }, 60)';
    project.write("live/.keep", "");
    const list = Array.from({ length: 20 }, (_, i) => `${i + 1}. ${script(code)}`).join("\n");
    await project.ltpm(["intake", list, "--no-dispatch"]);
    expect(await project.tasks()).toHaveLength(20);
    await project.ltpm(["edit", "T-20", "--priority", "5"]);
    const first = await project.json<{ started: string[] }>(["dispatch"]);
    expect(first.started).toEqual(["T-20", "T-01"]);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(0);
    expect((await project.tasks()).every((task) => task.status === "done")).toBe(true);
    const most = Math.max(...project.read("most.txt").trim().split("\n").map(Number));
    expect(most - 1).toBeLessThanOrEqual(2);
  });

  test("not_before holds a task back; --wait does not wait for next week", async () => {
    const project = await newProject();
    await project.ltpm(["add", note("later"), "--not-before", "7d"]);
    const said = await project.ltpm(["dispatch", "--wait"]);
    expect(said.code).toBe(0);
    expect(await project.task("T-01")).toMatchObject({ status: "pending" });
  });

  test("a circle of dependencies and an unknown one are refused, nothing is written", async () => {
    const project = await newProject();
    await project.ltpm(["add", note("a"), "--no-dispatch"]);
    await project.ltpm(["add", note("b"), "--after", "T-01", "--no-dispatch"]);
    const circle = await project.ltpm(["edit", "T-01", "--after", "T-02"]);
    expect(circle).toMatchObject({ code: 1, err: expect.stringContaining("T-01 → T-02 → T-01") });
    expect(await project.ltpm(["add", "x", "--after", "T-77"])).toMatchObject({ code: 1 });
    expect(await project.tasks()).toHaveLength(2);
  });
});

describe("a person's word", () => {
  test("cancel ends the whole process group of a running attempt", async () => {
    const project = await newProject();
    const code =
      'require("child_process").spawn("sleep", ["300"], {stdio: "ignore"}); require("fs").writeFileSync("pid.txt", String(process.pid)); setInterval(() => {}, 1000)';
    await project.ltpm(["add", script(code)]);
    for (let i = 0; i < 100 && !existsSync(join(project.root, "pid.txt")); i++)
      await new Promise((r) => setTimeout(r, 50));
    const pid = Number(project.read("pid.txt"));
    expect((await project.ltpm(["cancel", "T-01"])).code).toBe(0);
    expect(await project.task("T-01")).toMatchObject({
      status: "skipped",
      blocked_reason: "cancelled by user",
      subagent_session: null,
    });
    const groupLives = () => {
      try {
        return process.kill(-pid, 0);
      } catch {
        return false;
      }
    };
    for (let i = 0; i < 200 && groupLives(); i++) await new Promise((r) => setTimeout(r, 50));
    expect(groupLives()).toBe(false);
  });

  test("skip, mark done, several ids, lenient ids, unknown ids", async () => {
    const project = await newProject();
    for (const text of ["a", "b", "c"]) await project.ltpm(["add", text, "--no-dispatch"]);
    expect(await project.ltpm(["skip", "t-1"])).toMatchObject({ code: 0, out: "⏭️ T-01 skipped — as requested.\n" });
    expect(await project.ltpm(["mark", "T-02", "t–3", "done"])).toMatchObject({ code: 0 });
    expect((await project.tasks()).map((task) => task.status)).toEqual(["skipped", "done", "done"]);
    const unknown = await project.ltpm(["skip", "T-09", "T-02"]);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain("T-09");
    expect(await project.ltpm(["skip", "nonsense"])).toMatchObject({ code: 2 });
  });

  test("intake takes tasks and commands out of one message", async () => {
    const project = await newProject();
    for (const text of ["a", "b"]) await project.ltpm(["add", text, "--no-dispatch"]);
    const said = await project.ltpm(["intake", "skip T-02\nadd task: sweep the deck", "--no-dispatch"]);
    expect(said.code).toBe(0);
    expect((await project.tasks()).map((task) => [task.id, task.status])).toEqual([
      ["T-01", "pending"],
      ["T-02", "skipped"],
      ["T-03", "pending"],
    ]);
    expect((await project.ltpm(["intake", "show tasks"])).out).toContain("📋 Task Queue — [3 total");
    expect((await project.ltpm(["intake", "what time is it?"])).code).toBe(0);
    expect(await project.tasks()).toHaveLength(3);
  });

  test("intake --dry-run --json says what it would do and changes nothing", async () => {
    const project = await newProject();
    await project.ltpm(["add", "a", "--no-dispatch"]);
    const before = await project.git("rev-parse", "refs/ltpm/state");
    const said = await project.ltpm(["intake", "--dry-run", "--json", "retry T-01, T-99"]);
    expect(JSON.parse(said.out)).toEqual({
      mode: "INTAKE",
      kind: "control",
      tasks: [],
      commands: [{ op: "retry", id: "T-01" }],
      unknown: ["T-99"],
      ltpm: [],
    });
    const batch = await project.ltpm(["intake", "--dry-run", "--json", "--batch"], {
      input: '{"text":"I need to look at this"}\n{"text":"/ltpm fix it"}\n',
    });
    expect(
      batch.out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).mode),
    ).toEqual(["NONE", "INTAKE"]);
    expect((await project.git("rev-parse", "refs/ltpm/state")).out).toBe(before.out);
  });
});

describe("an agent works in a tree of its own", () => {
  const agent = (code: string, more: object = {}) => ({
    agents: [{ name: "fake", preset: "plain", argv: ["node", "-e", code] }],
    ...more,
  });

  test("its work is verified, committed on a branch and merged", async () => {
    const project = await newProject(
      agent('require("fs").writeFileSync("poem.md", "# A poem\\n"); console.log("wrote poem.md")'),
    );
    await project.ltpm(["add", "Write a poem into poem.md"]);
    expect((await project.ltpm(["dispatch", "--wait"])).code).toBe(0);
    expect(project.read("poem.md")).toBe("# A poem\n");
    const task = await project.task("T-01");
    expect(task.references?.map((reference) => reference.kind)).toContain("commit");
    expect((await project.git("status", "--porcelain", "poem.md")).out).toBe("");
    expect((await project.git("worktree", "list")).out.trim().split("\n")).toHaveLength(1);
  });

  test("land: branch leaves the work there", async () => {
    const project = await newProject(
      agent('require("fs").writeFileSync("poem.md", "# A poem\\n"); console.log("wrote poem.md")', { land: "branch" }),
    );
    await project.ltpm(["add", "Write a poem into poem.md"]);
    await project.ltpm(["dispatch", "--wait"]);
    expect(existsSync(join(project.root, "poem.md"))).toBe(false);
    const branch =
      (await project.task("T-01")).references?.find((reference) => reference.kind === "branch")?.value ?? "";
    expect(branch).toMatch(/^ltpm\/T-01-/);
    expect((await project.git("show", `${branch}:poem.md`)).out).toBe("# A poem\n");
  });

  test("protected paths block the task", async () => {
    const project = await newProject(
      agent(
        'require("fs").mkdirSync(".github/workflows", {recursive: true}); require("fs").writeFileSync(".github/workflows/x.yml", "on: push"); require("fs").writeFileSync("poem.md", "x"); console.log("poem.md")',
      ),
    );
    await project.ltpm(["add", "Write a poem into poem.md"]);
    await project.ltpm(["dispatch", "--wait"]);
    expect(await project.task("T-01")).toMatchObject({ status: "blocked" });
    expect(existsSync(join(project.root, ".github"))).toBe(false);
  });

  test("secrets of the environment do not reach it", async () => {
    const project = await newProject(
      agent('require("fs").writeFileSync("env.md", Object.keys(process.env).join(" ")); console.log("env.md")'),
    );
    await project.ltpm(["add", "Write all names into env.md", "--no-dispatch"]);
    await project.ltpm(["dispatch", "--wait"], {
      env: { GITHUB_TOKEN: "ghp_0123456789012345678901234567890123456", MY_API_KEY: "k", INPUT_X: "1" },
    });
    expect(project.read("env.md")).not.toMatch(/GITHUB_TOKEN|MY_API_KEY|INPUT_X/);
    expect(project.read("env.md")).toContain("LTPM_TASK_FILE");
  });
});

describe("first run and going away", () => {
  test("init is idempotent; --remove takes everything away again", async () => {
    const project = await newProject();
    project.write("HEARTBEAT.md", "# Mine\n\nkeep this\n");
    await project.git("add", "--all");
    await project.git("commit", "--quiet", "--message", "heartbeat");
    await project.ltpm(["init", "--yes"]);
    expect(project.read("HEARTBEAT.md").match(/Task Runner Dispatcher/g)).toHaveLength(1);
    const again = await project.ltpm(["init", "--yes"]);
    expect(again.out).toContain("already");
    expect(project.read("HEARTBEAT.md").match(/Task Runner Dispatcher/g)).toHaveLength(1);
    await project.ltpm(["add", script('console.log("x")')]);
    await project.ltpm(["dispatch", "--wait"]);
    expect((await project.ltpm(["init", "--remove"])).code).toBe(0);
    expect((await project.git("status", "--porcelain")).out).toBe("");
    expect((await project.git("for-each-ref", "refs/ltpm")).out).toBe("");
    expect(existsSync(join(project.root, ".git/ltpm"))).toBe(false);
    expect(existsSync(join(project.home, ".cache/ltpm")) ? readdirSync(join(project.home, ".cache/ltpm")) : []).toEqual(
      [],
    );
  });

  test("a deleted queue file comes back from the state; --fresh starts an empty one and labels go on", async () => {
    const project = await newProject();
    await project.ltpm(["add", "a", "--no-dispatch"]);
    await project.git("clean", "-fdxq", ".ltpm");
    expect(existsSync(join(project.root, ".ltpm/task-queue.json"))).toBe(false);
    const listed = await project.ltpm(["tasks"]);
    expect(listed.err).toContain("restored");
    expect(project.queueFile().tasks).toHaveLength(1);
    await project.ltpm(["init", "--fresh"]);
    expect(project.queueFile()).toMatchObject({ tasks: [], lastId: "T-01", archivedCount: 1 });
    await project.ltpm(["add", "b", "--no-dispatch"]);
    expect(project.queueFile().tasks[0]?.id).toBe("T-02");
    expect((await project.ltpm(["retry", "T-01", "--no-dispatch"])).code).toBe(0);
    expect(project.queueFile().tasks.map((task) => task.id)).toEqual(["T-01", "T-02"]);
  });

  test("outside a repository, and with a wrong command, it says what to do", async () => {
    const project = await newProject();
    const outside = await project.ltpm(["tasks"], { cwd: project.home });
    expect(outside).toMatchObject({ code: 1, err: expect.stringContaining("git init") });
    expect(outside.err.trim().split("\n")).toHaveLength(1);
    expect(await project.ltpm(["fly"])).toMatchObject({ code: 2 });
    expect(await project.ltpm(["add"])).toMatchObject({ code: 2, err: expect.stringContaining("usage: ltpm add") });
    expect(await project.ltpm(["add", "x", "--priority", "high"])).toMatchObject({ code: 2 });
    expect(await project.ltpm(["-C", project.root, "tasks"], { cwd: project.home })).toMatchObject({ code: 0 });
  });
});
