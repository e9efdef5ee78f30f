/** The statements of security.md about events, words and configuration, with the built Action. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agent, inProject, POEM, told } from "../../e2e/action/project.ts";
import { job } from "../../e2e/action/workflow.ts";
import { dispatched, issueLabeled, scheduled } from "../../github/events/payloads.ts";

test.concurrent("security 4: dangerous events, and events without a meaning, are refused before anything is asked", async () => {
  await inProject({ tasks: [{}] }, async ({ github }) => {
    for (const name of ["pull_request_target", "workflow_run", "pull_request", "discussion_comment"]) {
      const result = await job(github, { name, actor: "maintainer", payload: {} }, { inputs: { job: "plan" } });
      expect([result.code, told(result)]).toEqual([
        1,
        [expect.stringContaining(`does not act on the event "${name}"`)],
      ]);
    }
    expect(github.requests).toEqual([]);
  });
});

test.concurrent("security 9: what is not understood is answered without being repeated", async () => {
  await inProject({ tasks: [{ status: "blocked" }] }, async (project) => {
    const words = "/ltpm retry T-0x1; rm -rf / @octocat fixes #1 <img src=x> ::error::pwned";
    const { result } = await project.hear("maintainer", words);
    expect(result.code).toBe(0);
    expect(project.queue().tasks.map(({ status }) => status)).toEqual(["blocked"]);
    const answer = project.answers().join("\n");
    for (const part of ["rm -rf", "octocat", "fixes", "img", "pwned"]) expect(answer).not.toContain(part);
    expect(result.annotations.filter(({ message }) => message.includes("pwned"))).toEqual([]);
  });
});

test.concurrent("security 10: a command is arguments, no shell, whoever gave it", async () => {
  const source = { kind: "cli" };
  const tasks = [
    { description: "Run `node -p process.argv.slice(1).join() a;b $(id) *`", source },
    { description: "Run `echo x > pwned; touch pwned2`", source },
  ];
  await inProject({ tasks, config: { agents: [] } }, async (project) => {
    const { plan, attempts } = await project.run(scheduled(project.github));
    expect(plan.code).toBe(0);
    const shown = attempts.map(({ stdout }) => stdout).join("\n");
    expect(shown).not.toMatch(/uid=\d/);
    expect(project.task("T-02").status).not.toBe("done");
    expect(project.github.branches().flatMap((branch) => project.github.files(branch))).not.toContain("pwned");
  });
});

test.concurrent("security 11: configuration and queue come from the default and the state branch, never from elsewhere", async () => {
  await inProject({ tasks: [{ status: "blocked" }], files: { "agent.cjs": "" } }, async (project) => {
    const { github } = project;
    const evil = { runner: "github", inline_commands: "writers", state_branch: "evil-state", agents: ["claude"] };
    github.seedFiles("evil", { ".ltpm/config.json": JSON.stringify(evil), "x.txt": "x" });
    const workspace = mkdtempSync(join(tmpdir(), "ltpm-hostile-"));
    mkdirSync(join(workspace, ".ltpm"));
    writeFileSync(join(workspace, ".ltpm/config.json"), JSON.stringify(evil));
    writeFileSync(join(workspace, ".ltpm/task-queue.json"), "{}");
    try {
      for (const ref of ["refs/heads/evil", "refs/pull/1/merge"]) {
        const event = { ...dispatched(github, { message: "run `touch pwned`" }), ref, sha: github.head("evil") ?? "" };
        const result = await project.plan(event, { workspace });
        expect([result.code, result.outputs.attempts]).toEqual([0, "[]"]);
        expect(result.outputs.base).toBe(github.head("main"));
      }
      expect(github.branches()).not.toContain("evil-state");
      expect(
        project
          .queue()
          .tasks.slice(1)
          .map(({ blocked_code }) => blocked_code),
      ).toEqual(["inline_not_allowed", "inline_not_allowed"]);
    } finally {
      rmSync(workspace, { recursive: true });
    }
  });
});

test.concurrent("security 12: text from comments and issues becomes no command, unless the configuration says writers", async () => {
  const order = "/ltpm run `touch pwned.txt`";
  await inProject({ files: { "agent.cjs": "" } }, async (project) => {
    const { comment, result } = await project.hear("maintainer", order);
    expect(result.outputs.attempts).toBe("[]");
    expect(project.task("T-01")).toMatchObject({ status: "blocked", blocked_code: "inline_not_allowed" });
    expect(project.answers()[0]).toContain("commands in comments and issues are not run here");
    expect(project.answers()[0]).not.toContain("done by an agent");
    expect(project.faces(comment)).toContain("rocket");
  });
  await inProject({ config: { inline_commands: "writers" } }, async (project) => {
    const { github } = project;
    const { result } = await project.hear("maintainer", order);
    expect(JSON.parse(result.outputs.attempts ?? "[]")).toHaveLength(1);
    // A stranger's text that a maintainer labels is still a stranger's.
    const issue = github.openIssue({ by: "stranger", title: "Help", body: order, labels: ["ltpm"] }).number;
    await project.plan(issueLabeled(github, issue, "ltpm", "maintainer"));
    expect(project.task("T-02")).toMatchObject({ status: "blocked", blocked_code: "inline_not_allowed" });
  });
});

test.concurrent("security 19: writes of a run are capped, the rest follows in the next run", async () => {
  await inProject({ tasks: Array.from({ length: 6 }, () => ({ status: "blocked" as const })) }, async (project) => {
    for (let at = 1; at <= 6; at++) project.github.comment(1, "maintainer", `skip T-0${at}`);
    project.github.tally();
    const first = await project.plan(undefined, { inputs: { "max-writes": "8" } });
    expect(first.code).toBe(0);
    // State comes on top: a cap must not lose it.
    expect(project.github.tally().writes).toBeLessThanOrEqual(8 + 2);
    expect(told(first, "warning").join()).toContain("max-writes was reached");
    expect(new Set(Object.values(project.statuses()))).toEqual(new Set(["skipped"]));
    expect(project.answers().length).toBeLessThan(6);
    for (let runs = 0; runs < 3; runs++) await project.plan(undefined, { inputs: { "max-writes": "8" } });
    expect(project.answers()).toHaveLength(6);
  });
});

test.concurrent("security 20: the same failure three times opens one issue and says nothing else", async () => {
  const files = { "agent.cjs": agent(`console.log("cannot find the module"); process.exit(1);`) };
  await inProject({ files }, async (project) => {
    const { github } = project;
    for (let runs = 0; runs < 3; runs++) {
      await project.run(runs === 0 ? dispatched(github, POEM) : scheduled(github));
    }
    expect(project.task("T-01")).toMatchObject({ status: "blocked", strategies_tried: { length: 3 } });
    expect(github.issues()).toHaveLength(2);
    expect(github.comments().filter(({ body }) => !body.includes("ltpm:all_blocked"))).toEqual([]);
    expect((await project.run(scheduled(github))).attempts).toEqual([]);
  });
});

test.concurrent("security 21: a queue with prototype keys, too deep or with absurd numbers is refused as a whole", async () => {
  const cases = [
    `{"version":2,"lastId":null,"tasks":[],"__proto__":{"x":1}}`,
    `{"version":2,"lastId":null,"tasks":[],"x":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
    `{"version":2,"lastId":"T-99999999999999999999","tasks":[]}`,
  ];
  for (const queue of cases) {
    await inProject({ queue }, async (project) => {
      const result = await project.plan();
      expect([result.code, result.annotations.map(({ level, properties }) => [level, properties.file])]).toEqual([
        ...[1, [["error", expect.stringContaining(".ltpm/task-queue.json")]]],
      ]);
      expect(project.queueText).toBe(queue);
    });
  }
});
