/** What the repository does not let us do: protected branches and missing permissions. Red, with the setting; never half, never silent. */
import { expect, test } from "vitest";
import { BOT, inProject, type Project, type Start, told } from "../../e2e/action/project.ts";
import { type Grant, READ_TOKEN, type Scope } from "../../github/double.ts";
import { commentCreated, dispatched, scheduled } from "../../github/events/payloads.ts";

const POEM = { message: "- write the poem in poem.md" };
const AGENT = `require("fs").writeFileSync("poem.md", "# A poem\\n"); console.log("wrote poem.md");`;
const ON_MAIN = { state_branch: undefined };
const EVERYTHING = { contents: "write", issues: "write", pull_requests: "write", actions: "write" } as const;

/** A project whose workflow's token lacks something. */
function lacking(scope: Scope, grant: Grant, start: Start = {}): Start & { readonly token: string } {
  const token = `ghs_lacking${scope.replace("_", "")}${grant}${"0".repeat(20)}`;
  const permissions = { ...EVERYTHING, [scope]: grant };
  return {
    files: { "agent.cjs": AGENT },
    ...start,
    github: { tokens: { [token]: { actor: BOT, permissions } } },
    token,
  };
}

test.concurrent.each(["ruleset", "classic"] as const)(
  "the queue on a default branch with a %s: red, names the setting, nothing is said that is not so",
  async (kind) => {
    await inProject({ config: ON_MAIN, queue: null, files: { "agent.cjs": AGENT } }, async (project) => {
      const { github } = project;
      github.protect("main", { kind });
      const before = github.head("main");
      const comment = github.comment(1, "maintainer", "/ltpm write the poem in poem.md");
      const result = await project.plan(commentCreated(github, comment));
      expect([result.code, result.outputs.attempts ?? ""]).toEqual([1, ""]);
      expect(told(result)).toEqual([expect.stringMatching(/bypass list.*state_branch/)]);
      expect(github.head("main")).toBe(before);
      expect(project.answers()).toEqual([]);
      expect(github.issues()).toHaveLength(1);
      // The comment is not lost: with a branch for the state it is heard.
      github.seedFile("main", ".ltpm/config.json", JSON.stringify({ runner: "github", state_branch: "ltpm-state" }));
      expect((await project.plan(commentCreated(github, comment))).code).toBe(0);
      expect(project.queue().tasks).toHaveLength(1);
    });
  },
);

test.concurrent("with a branch for the state a protected default branch holds nothing up", async () => {
  await inProject({ files: { "agent.cjs": AGENT }, queue: null }, async (project) => {
    const { github } = project;
    github.protect("main", { approvals: 1 });
    const ran = await project.run(dispatched(github, POEM));
    expect([ran.plan.code, ran.settle?.code]).toEqual([0, 0]);
    expect(project.task("T-01").status).toBe("done");
    expect(github.pulls()).toHaveLength(1);
  });
});

test.concurrent("a rule against the state's branch, or a new one: red, names the setting", async () => {
  await inProject({ queue: null }, async (project) => {
    project.github.protect("*", { creations: true });
    const result = await project.plan(dispatched(project.github, POEM));
    expect([result.code, told(result)]).toEqual([1, [expect.stringMatching(/ltpm-state|ruleset|protection/)]]);
    expect(project.github.branches()).toEqual(["main"]);
  });
  await inProject({ tasks: [{ status: "blocked" }] }, async (project) => {
    project.github.protect("ltpm-state");
    const { result } = await project.hear("maintainer", "skip T-01");
    expect([result.code, told(result)]).toEqual([1, [expect.stringContaining("bypass list")]]);
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    expect(project.answers()).toEqual([]);
    project.github.unprotect("ltpm-state");
    await project.plan();
    expect(project.statuses()).toEqual({ "T-01": "skipped" });
    expect(project.answers()).toHaveLength(1);
  });
});

test.concurrent("a rule against the branches of work: red, the task blocks and names the setting", async () => {
  await inProject({ files: { "agent.cjs": AGENT } }, async (project) => {
    const { github } = project;
    github.protect("ltpm/*", { creations: true });
    const ran = await project.run(dispatched(github, POEM));
    expect(ran.settle?.code).toBe(1);
    expect(told(ran.settle ?? ran.plan).join()).toContain("was refused");
    expect(project.task("T-01")).toMatchObject({ status: "blocked", blocked_code: "push_refused" });
    expect(github.pulls()).toEqual([]);
  });
});

test.concurrent("land: merge, which the branch refuses: the pull request stays and says so", async () => {
  await inProject({ config: { land: "merge" }, files: { "agent.cjs": AGENT } }, async (project) => {
    const { github } = project;
    github.protect("main");
    const before = github.head("main");
    const ran = await project.run(dispatched(github, POEM));
    expect(ran.settle?.code).toBe(0);
    expect(github.head("main")).toBe(before);
    expect(github.pulls().map(({ state }) => state)).toEqual(["open"]);
    const { status, references = [] } = project.task("T-01");
    expect(status).toBe("done");
    expect(JSON.stringify(references)).toMatch(/pull request #\d+ waits for you/);
    expect(JSON.stringify(references)).toContain("takes no merge");
  });
});

test.concurrent("land: merge into a branch that was changed in the same place: no force, a pull request", async () => {
  await inProject({ config: { land: "merge" }, files: { "agent.cjs": AGENT } }, async (project) => {
    const { github } = project;
    const event = dispatched(github, POEM);
    // Between the attempt and the settling somebody writes the same file.
    github.fault({
      on: { method: "POST", path: /\/merges$/ },
      what: { kind: "meanwhile", act: () => void github.seedFile("main", "poem.md", "another\n") },
    });
    const ran = await project.run(event);
    expect(ran.settle?.code).toBe(0);
    expect(github.readFile("main", "poem.md")).toBe("another\n");
    expect(github.pulls()).toHaveLength(1);
    expect(JSON.stringify(project.task("T-01").references)).toContain("does not merge");
  });
});

/** Runs everything with a token that lacks something: the first red job's errors. */
async function redWith(project: Project, token: string): Promise<string> {
  const ran = await project.run(dispatched(project.github, POEM), { token, inputs: { schedule: "ltpm-schedule.yml" } });
  const red = [ran.plan, ran.settle].find((result) => result !== null && result.code !== 0);
  return red ? told(red).join("\n") : "";
}

test.concurrent.each(["read", "none"] as const)(
  "contents: %s: red at once, nothing is written or said",
  async (grant) => {
    const start = lacking("contents", grant);
    await inProject(start, async (project) => {
      const { github } = project;
      const before = project.queueText;
      const comment = github.comment(1, "maintainer", "show tasks");
      const result = await project.plan(commentCreated(github, comment), { token: start.token });
      expect(result.code).toBe(1);
      expect(told(result).join()).toContain(grant === "read" ? "`contents: write`" : "contents:");
      expect(project.answers()).toEqual([]);
      expect(project.queueText).toBe(before);
    });
  },
);

test.concurrent.each(["read", "none"] as const)(
  "issues: %s: red, names the line; what is owed is sent later",
  async (grant) => {
    const at = new Date().toISOString();
    const queue = { outbox: [{ id: "blocked:uid-1:x", kind: "blocked", uid: "uid-1", owed_at: at }] };
    const start = lacking("issues", grant, { tasks: [{ status: "blocked" }], queue });
    await inProject(start, async (project) => {
      const { github } = project;
      const result = await project.plan(undefined, { token: start.token });
      const line = `\`issues: ${grant === "read" ? "write" : "read"}\``;
      expect([result.code, told(result)]).toEqual([1, [expect.stringContaining(line)]]);
      expect(github.issues()).toHaveLength(1);
      expect((await project.plan()).code).toBe(0);
      expect(github.issues()).toHaveLength(2);
      expect(project.task("T-01").blocked_issue).toBe(2);
      expect(project.queue().outbox ?? []).toEqual([]);
    });
  },
);

test.concurrent.each(["read", "none"] as const)(
  "pull-requests: %s: red, names the line; the work is safe and landed later",
  async (grant) => {
    const start = lacking("pull_requests", grant);
    await inProject(start, async (project) => {
      const { github } = project;
      expect(await redWith(project, start.token)).toMatch(/`pull-requests: (?:write|read)`/);
      expect(project.task("T-01").status).toBe("done");
      expect(github.branches().filter((branch) => branch.startsWith("ltpm/"))).toHaveLength(1);
      expect(github.pulls()).toEqual([]);
      expect((await project.plan()).code).toBe(0);
      expect(github.pulls()).toHaveLength(1);
      expect(project.queue().outbox ?? []).toEqual([]);
    });
  },
);

test.concurrent("Actions may not open pull requests: red, and names the setting's page", async () => {
  await inProject({ files: { "agent.cjs": AGENT } }, async (project) => {
    project.github.settings({ actionsMayOpenPulls: false });
    const ran = await project.run(dispatched(project.github, POEM));
    expect(ran.settle?.code).toBe(1);
    expect(told(ran.settle ?? ran.plan).join()).toContain("Settings → Actions → General");
    project.github.settings({ actionsMayOpenPulls: true });
    expect((await project.plan()).code).toBe(0);
    expect(project.github.pulls()).toHaveLength(1);
  });
});

test.concurrent.each(["read", "none"] as const)(
  "actions: %s: red, names the line; tasks go on all the same",
  async (grant) => {
    const start = lacking("actions", grant, { queue: null });
    await inProject(start, async (project) => {
      const { github } = project;
      expect(await redWith(project, start.token)).toContain("`actions: write`");
      expect(["pending", "done", "running"]).toContain(project.task("T-01").status);
      await project.run(scheduled(github));
      await project.run(scheduled(github));
      expect(project.task("T-01").status).toBe("done");
    });
  },
);

test.concurrent("a token that only reads: red, and nothing is touched; a wrong one says that it is wrong", async () => {
  await inProject({ tasks: [{ status: "blocked" }] }, async (project) => {
    const { github } = project;
    const comment = github.comment(1, "maintainer", "skip T-01");
    const before = [project.queueText, github.issues().length];
    const read = await project.plan(commentCreated(github, comment), { token: READ_TOKEN });
    expect([read.code, told(read)]).toEqual([1, [expect.stringContaining("`contents: write`")]]);
    const wrong = await project.plan(undefined, { token: "ghs_thisOneWasRevokedLongAgo000000000" });
    expect([wrong.code, told(wrong)]).toEqual([1, [expect.stringContaining("the token is wrong or has expired")]]);
    expect([project.queueText, github.issues().length]).toEqual(before);
  });
});
