/** The statements of security.md about what an attempt may see, plant, forge and hand over: with real processes. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agent, BOT, inProject, POEM, type Project, told } from "../../e2e/action/project.ts";
import { checkout, job } from "../../e2e/action/workflow.ts";
import { commentCreated, dispatched, scheduled } from "../../github/events/payloads.ts";

/** Everything that the project shows to anybody. */
function posted({ github }: Project): string {
  const talk = [...github.issues(), ...github.pulls()].map(({ title, body }) => `${title}\n${body}`);
  return [...talk, ...github.comments().map(({ body }) => body)].join("\n");
}

const SPY = agent(`
const found = [];
for (const pid of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name))) {
  for (const file of ["environ", "cmdline"]) {
    try {
      const text = fs.readFileSync("/proc/" + pid + "/" + file, "latin1");
      if (process.ppid === Number(pid)) found.push("looked at " + pid);
      for (const part of text.split("\\0")) if (/^INPUT_|^GITHUB_/.test(part)) found.push(part);
    } catch {}
  }
}
write("report.md", "# Report\\n" + found.map((one) => Buffer.from(one).toString("hex")).join("\\n") + "\\n" +
  Object.keys(process.env).sort().map((name) => "name " + name).join("\\n") + "\\n" +
  "AGENT_KEY=" + (process.env.AGENT_KEY ? process.env.AGENT_KEY.length : "none") + "\\n");`);

test.concurrent("security 13: an attempt finds no token that writes, in no process, and sees a list of variables", async () => {
  // A token of its own: other tests' jobs run on this machine, too.
  const token = `ghs_${"ofThisTestAlone".repeat(3)}`;
  const permissions = { contents: "write", issues: "write", pull_requests: "write", actions: "write" } as const;
  const tokens = { [token]: { actor: BOT, permissions } };
  await inProject(
    { github: { tokens }, files: { "agent.cjs": SPY }, config: { env: ["AGENT_KEY"] } },
    async (project) => {
      const { github } = project;
      const env = { AGENT_KEY: "quite-a-long-key-for-the-agent", OTHER_TOKEN: "another-one", SOMETHING: "else" };
      const ran = await project.run(dispatched(github, { message: "- write the report in report.md" }), { env, token });
      expect(ran.attempts.map(({ code }) => code)).toEqual([0]);
      const [pull] = github.pulls();
      const report = github.readFile(pull?.pull?.head ?? "", "report.md") ?? "";
      const found = report.split("\n").map((line) => Buffer.from(line, "hex").toString());
      // It has looked: its own job's inputs are there.
      expect(found).toContain("INPUT_JOB=attempt");
      expect(found.filter((one) => one.startsWith("INPUT_TOKEN="))).toEqual(expect.arrayContaining(["INPUT_TOKEN="]));
      expect(found.filter((one) => one.includes(token.slice(0, 20)))).toEqual([]);
      const names = report.split("\n").flatMap((line) => /^name (.*)$/.exec(line)?.[1] ?? []);
      expect(
        names
          .filter((name) => /^(?:GITHUB_|ACTIONS_|INPUT_|RUNNER_)|TOKEN|SOMETHING/.test(name))
          .filter((name) => name !== "LTPM_TOKEN"),
      ).toEqual([]);
      expect(report).toContain("AGENT_KEY=30");
    },
  );
});

test.concurrent("security 13: a job that executes refuses to hold a token", async () => {
  await inProject({ tasks: [{}] }, async ({ github }) => {
    for (const name of ["attempt", "verify"]) {
      const result = await job(github, scheduled(github), { inputs: { job: name, order: "{}" } });
      expect([result.code, result.leaks]).toEqual([1, []]);
      expect(told(result)).toEqual([
        expect.stringContaining(`Action input token: the job "${name}" runs what tasks say`),
      ]);
    }
    expect(github.requests).toEqual([]);
  });
});

const PLANTS = agent(`
const { execFileSync } = require("child_process");
const git = (...args) => { try { return execFileSync("git", args, { encoding: "utf8" }).trim(); } catch { return ""; } };
write("poem.md", "# A poem\\n");
write(".gitattributes", "* filter=evil diff=evil merge=evil\\n");
const common = git("rev-parse", "--path-format=absolute", "--git-common-dir");
for (const hook of ["post-checkout", "pre-push", "post-merge", "reference-transaction", "update", "post-update"]) {
  write(path.join(common, "hooks", hook), "#!/bin/sh\\ntouch " + process.env.HOME + "/pwned-by-hook\\n");
  fs.chmodSync(path.join(common, "hooks", hook), 0o755);
}
for (const key of ["filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor", "core.sshCommand"])
  git("config", key, "touch " + process.env.HOME + "/pwned-by-config; cat");
git("config", "credential.helper", "!cat");`);

test.concurrent("security 14: what an attempt plants in its repository runs nowhere that may write", async () => {
  await inProject({ files: { "agent.cjs": PLANTS } }, async (project) => {
    const ran = await project.run(dispatched(project.github, POEM));
    expect(ran.settle?.code).toBe(0);
    const home = join(ran.settle?.temp ?? "", "..", "home");
    for (const name of ["pwned-by-hook", "pwned-by-config"]) expect(existsSync(join(home, name))).toBe(false);
    expect(project.task("T-01").status).toBe("done");
  });
});

const PATHS = [
  ".github/x.yml",
  ".ltpm/config.json",
  ".husky/pre-commit",
  "action.yml",
  ".LTPM/y.md",
  "hooks/ok.md",
] as const;

test.concurrent("security 15: work that touches what governs us blocks and is pushed nowhere, unless the path is allowed", async () => {
  const files = {
    "agent.cjs": agent(`write(/(?:write|fix) (\\S+) now/.exec(task)[1], "# Text\\n"); write("text.md", "# Text\\n");`),
  };
  const config = { task_runner: { max_concurrent: 9 }, allow_paths: ["hooks/"] };
  const tasks = PATHS.map((path) => ({ description: `write ${path} now`, acceptance: ["file:text.md"] }));
  await inProject({ files, config, tasks }, async (project) => {
    const { github } = project;
    const ran = await project.run(scheduled(github));
    expect(ran.settle?.code).toBe(0);
    expect(Object.values(project.statuses())).toEqual(["blocked", "blocked", "blocked", "blocked", "blocked", "done"]);
    expect(github.branches().filter((branch) => branch.startsWith("ltpm/"))).toEqual([
      expect.stringContaining("ltpm/T-06-"),
    ]);
    expect(github.pulls()).toHaveLength(1);
    expect(project.task("T-01").blocked_reason).toContain(".github/x.yml");
  });
});

test.concurrent("security 13, 18: a check that runs code has neither token nor voice, and judges a tree that the attempt never had", async () => {
  const check = `const fs = require("fs"); console.log("::error::pwned"); console.log("##[error]pwned");
    const names = Object.keys(process.env).filter((name) => /^(INPUT_|GITHUB_|ACTIONS_|RUNNER_)|TOKEN/.test(name) && name !== "LTPM_TOKEN");
    if (names.length > 0) { console.error("sees " + names.join()); process.exit(1); }
    if (fs.existsSync("untracked.tmp")) { console.error("sees what was not committed"); process.exit(1); }
    process.exit(fs.existsSync("poem.md") ? 0 : 1);`;
  // The attempt changes the check of the project as well: what is judged with is in its work, so a person sees it there.
  const files = {
    "agent.cjs": agent(
      `write("poem.md", "# A poem\\n"); write(".gitignore", "*.tmp\\n"); write("untracked.tmp", "x");`,
    ),
    "check.cjs": check,
  };
  const tasks = [{ description: "write the poem in poem.md", acceptance: ["command:node check.cjs"] }];
  await inProject({ files, tasks }, async (project) => {
    const ran = await project.run(scheduled(project.github));
    expect(ran.verified.map(({ code, annotations }) => [code, annotations])).toEqual([[0, []]]);
    expect(project.task("T-01")).toMatchObject({ status: "done" });
  });
  await inProject({ files: { ...files, "agent.cjs": agent(`write("other.md", "x\\n");`) }, tasks }, async (project) => {
    await project.run(scheduled(project.github));
    expect(project.task("T-01")).toMatchObject({ status: "pending", retries: 1 });
    expect(project.github.branches().filter((name) => name.startsWith("ltpm/"))).toEqual([]);
  });
  await inProject({ files, tasks }, async (project) => {
    // Without its outcome there is no "done", whatever the attempt says.
    await project.run(scheduled(project.github), { without: ["verify"] });
    expect(project.task("T-01").status).toBe("pending");
    expect(project.task("T-01").strategies_tried[0]?.verification_failure).toContain("left no outcome");
  });
});

const ESCAPES = [
  `write("poem.md", "# A poem\\n"); result({ outcome: "done", summary: "x", deliverable_path: "../../../../../etc/passwd" });`,
  `fs.symlinkSync("/etc/passwd", "poem.md"); result({ outcome: "done", summary: "x", deliverable_path: "poem.md" });`,
  `fs.symlinkSync("/etc", "out"); result({ outcome: "done", summary: "x", deliverable_path: "out/passwd" });`,
  `result(JSON.parse('{"outcome":"done","summary":"x","deliverable":"y","__proto__":{"polluted":true}}')); `,
  `fs.writeFileSync(process.env.LTPM_RESULT_FILE, "[".repeat(100000));`,
];

test.concurrent("security 21: no path leads out of the repository, no JSON overwhelms", async () => {
  const files = {
    "agent.cjs": agent(
      `const at = Number(/way (\\d)/.exec(task)[1]); [${ESCAPES.map((code) => `() => { ${code} }`).join(",\n")}][at]();`,
    ),
  };
  const tasks = ESCAPES.map((_, at) => ({
    description: `write the poem in poem.md, way ${at}`,
    task_type: "file-creation",
  }));
  await inProject({ files, tasks, config: { task_runner: { max_concurrent: 9 } } }, async (project) => {
    const ran = await project.run(scheduled(project.github));
    expect([ran.plan.code, ran.settle?.code]).toEqual([0, 0]);
    const all = [posted(project), project.queueText ?? "", ran.settle?.summary ?? "", ran.settle?.stdout ?? ""].join(
      "\n",
    );
    expect(all).not.toContain("root:x:0:0");
    expect(all).not.toContain("polluted");
    const paths = project.queue().tasks.map(({ deliverable_path: path }) => path);
    expect(paths.filter((path) => path?.includes(".."))).toEqual([]);
    expect(Object.values(project.statuses()).slice(1)).not.toContain("done");
  });
});

test.concurrent("forged artifacts: another's token, work that was not announced, a record too many: refused, nothing is pushed", async () => {
  const files = { "agent.cjs": agent(`write("poem.md", "# A poem\\n");`) };
  await inProject({ files }, async (project) => {
    const { github } = project;
    const event = dispatched(github, POEM);
    const { plan, run } = await project.run(event, { without: ["attempt", "verify", "settle"] });
    github.setRun(run, { status: "in_progress" });
    const [{ token }] = JSON.parse(plan.outputs.attempts ?? "[]");
    const artifacts = mkdtempSync(join(tmpdir(), "ltpm-forged-"));
    const forge = (name: string, record: object) => {
      mkdirSync(join(artifacts, name));
      writeFileSync(join(artifacts, name, "record.json"), JSON.stringify(record));
    };
    const exit = { code: 0, signal: null, timed_out: false, cancelled: false };
    const record = {
      token: "somebody-elses",
      ended_at: new Date().toISOString(),
      exit,
      output: "",
      changed: [],
      checks: [],
    };
    forge(`ltpm-${token}`, record);
    forge("ltpm-another-token-of-nobody", { ...record, token: "another-token-of-nobody" });
    try {
      const inputs = { job: "settle", artifacts, dashboard: "false", schedule: "" };
      const workspace = checkout(github, plan.outputs.base ?? "");
      const settle = await job(github, event, { runId: run, job: "settle", workspace, inputs });
      expect([settle.code, settle.leaks]).toEqual([0, []]);
      expect(project.task("T-01")).toMatchObject({ status: "blocked", blocked_code: "artifact_refused" });
      expect(github.pulls()).toEqual([]);
      expect(github.branches().filter((name) => name.startsWith("ltpm/"))).toEqual([]);
    } finally {
      rmSync(artifacts, { recursive: true });
    }
  });
});

test.concurrent("the token reaches git by one command's environment: it is in no file of the machine and no argument", async () => {
  const files = { "agent.cjs": agent(`write("poem.md", "# A poem\\n");`) };
  await inProject({ files }, async (project) => {
    const { github } = project;
    const ran = await project.run(dispatched(github, POEM));
    const config = readFileSync(join(ran.settle?.workspace ?? "", ".git/config"), "utf8");
    expect(config).not.toMatch(/extraheader|AUTHORIZATION/i);
    expect(github.pulls()).toHaveLength(1);
    // A comment on the pull request's number is heard like one on an issue.
    const number = github.pulls()[0]?.number ?? 0;
    const comment = github.comment(number, "stranger", "mark T-01 done");
    await project.plan(commentCreated(github, comment));
    expect(project.faces(comment)).toEqual(["confused"]);
  });
});
