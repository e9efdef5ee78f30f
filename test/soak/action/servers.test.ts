/** Other servers, first runs, and files that are not sound: with the built Action. */
import { expect, test } from "vitest";
import { inProject, type Start, told } from "../../e2e/action/project.ts";
import { FILES, SERVERS, story, TEN_MINUTES } from "../../e2e/action/servers.ts";
import { commentCreated, dispatched, scheduled } from "../../github/events/payloads.ts";

test.concurrent.each(SERVERS)("the story on %s", async (_, github, config) => {
  await inProject({ github, config, files: FILES, queue: null }, story);
});

test.concurrent("where only the server's address is known, its API is below it", async () => {
  await inProject({ github: { ghes: true }, tasks: [{ status: "blocked" }] }, async (project) => {
    const env = { GITHUB_API_URL: undefined, GITHUB_GRAPHQL_URL: undefined };
    const comment = project.github.comment(1, "maintainer", "skip T-01");
    expect((await project.plan(commentCreated(project.github, comment), { env })).code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "skipped" });
    const slashes = { GITHUB_API_URL: `${project.github.apiUrl}/`, GITHUB_SERVER_URL: `${project.github.serverUrl}/` };
    expect((await project.plan(undefined, { env: slashes })).code).toBe(0);
    const wrong = await project.plan(undefined, { env: { GITHUB_API_URL: "https://name:secret@example.com/" } });
    expect([wrong.code, told(wrong).length]).toEqual([1, 1]);
    expect(told(wrong)[0]).not.toContain("secret");
  });
});

test.concurrent("a clock that is ten minutes off judges no lease", async () => {
  const now = Date.now();
  const session = {
    ...{ token: "token-of-the-running-one", strategy: "write", executor: "matrix", attempt: 1 },
    ...{ reserved_at: new Date(now - 7_200_000).toISOString(), lease_until: new Date(now - 300_000).toISOString() },
  };
  const running = { status: "running" as const, subagent_session: "gha:7", session, started_at: session.reserved_at };
  await inProject({ tasks: [running], github: { skew: -TEN_MINUTES } }, async (project) => {
    project.github.run({ id: 7, status: "in_progress" });
    await project.plan();
    expect(project.task("T-01").session?.token).toBe("token-of-the-running-one");
    // The run itself says when it is over.
    project.github.setRun(7, { status: "completed", conclusion: "cancelled" });
    await project.plan();
    expect(project.task("T-01").strategies_tried[0]).toMatchObject({ outcome: "lost" });
  });
});

test.concurrent("a queue of 6 MB is read whole and written whole", async () => {
  const details = "All work and no play. ".repeat(450);
  const tasks = Array.from({ length: 600 }, () => ({ status: "blocked" as const, details }));
  await inProject({ tasks }, async (project) => {
    expect(project.queueText?.length).toBeGreaterThan(6_000_000);
    const { result } = await project.hear("maintainer", "skip T-600");
    expect(result.code).toBe(0);
    expect(project.task("T-600").status).toBe("skipped");
    expect(project.queue().tasks).toHaveLength(600);
    expect(project.task("T-01").details).toBe(details);
  });
});

test.concurrent("a first run without configuration, queue, labels: it sets itself up on the default branch", async () => {
  await inProject({ config: null, queue: null, branch: "main", files: FILES }, async (project) => {
    const { github } = project;
    const { result } = await project.hear("maintainer", "/ltpm write the poem in poem.md");
    expect([result.code, told(result)]).toEqual([0, []]);
    expect(github.branches()).toEqual(["main"]);
    expect(project.queue()).toMatchObject({ version: 2, lastId: "T-01", tasks: [{ blocked_code: "no_agent" }] });
    expect(project.answers()[0]).toContain("⚙️ Task Runner initialized.");
    expect(project.answers().filter((text) => text.includes("initialized"))).toHaveLength(1);
    expect(github.labels()).toContain("ltpm-blocked");
    await project.plan();
    expect(project.answers().filter((text) => text.includes("initialized"))).toHaveLength(1);
  });
});

test.concurrent("a first run does not act on what was written before it", async () => {
  await inProject({ queue: null, github: { clock: () => Date.now() - 86_400_000 } }, async (project) => {
    for (let at = 0; at < 5; at++) project.github.comment(1, "maintainer", "/ltpm write the poem in poem.md");
    const result = await project.plan();
    expect(result.code).toBe(0);
    expect(project.queue().tasks).toEqual([]);
  });
});

test.concurrent("a repository without a commit: one sentence", async () => {
  const { startGitHub } = await import("../../github/double.ts");
  const { job } = await import("../../e2e/action/workflow.ts");
  const github = await startGitHub();
  try {
    const result = await job(github, scheduled(github), { inputs: { job: "plan" } });
    expect([result.code, told(result)]).toEqual([
      1,
      ["The repository has no commits yet. Push a first one, then run this again"],
    ]);
  } finally {
    await github.close();
  }
});

test.concurrent("the state's branch may be called anything", async () => {
  await inProject(
    { config: { state_branch: "state/of-the-art" }, branch: "state/of-the-art", queue: null },
    async (project) => {
      const result = await project.plan(dispatched(project.github, { message: "- write the poem in poem.md" }));
      expect([result.code, project.queue().tasks.length]).toEqual([0, 1]);
    },
  );
});

/** What the file is, where the annotation points, and what its message says. */
const BROKEN: readonly [string, Start, string, number, RegExp][] = [
  [
    "configuration that is no JSON",
    { config: '{\n  "runner": "github",\n  "agents": [\n}\n' },
    ".ltpm/config.json",
    4,
    /JSON|expected/i,
  ],
  ["configuration with a wrong value", { config: '{\n  "runner": "cloud"\n}\n' }, ".ltpm/config.json", 2, /runner/],
  ["a queue that is no JSON", { queue: '{\n  "version": 2,\n  "tasks": [\n' }, ".ltpm/task-queue.json", 4, /./],
  [
    "a queue with conflict markers",
    { queue: '{\n<<<<<<< HEAD\n  "lastId": "T-01",\n=======\n  "lastId": "T-02",\n>>>>>>> other\n  "tasks": []\n}\n' },
    ".ltpm/task-queue.json",
    2,
    /conflict/i,
  ],
  [
    "a queue with a wrong field",
    { queue: '{\n  "version": 2,\n  "lastId": null,\n  "tasks": "none"\n}\n' },
    ".ltpm/task-queue.json",
    4,
    /tasks/,
  ],
  [
    "a queue of a newer version",
    { queue: '{\n  "version": 99,\n  "lastId": null,\n  "tasks": []\n}\n' },
    ".ltpm/task-queue.json",
    2,
    /99|newer/,
  ],
  ["a queue that is empty", { queue: "" }, ".ltpm/task-queue.json", 1, /./],
];

test.concurrent.each(BROKEN)(
  "%s: red, beside the line, and the file is left as it is",
  async (_, start, file, line, says) => {
    await inProject(start, async (project) => {
      const { github } = project;
      const before = [github.head("main"), github.head("ltpm-state")];
      const comment = github.comment(1, "maintainer", "/ltpm write the poem in poem.md");
      const result = await project.plan(commentCreated(github, comment));
      expect(result.code).toBe(1);
      expect(result.annotations).toEqual([
        {
          level: "error",
          message: expect.stringMatching(says),
          properties: expect.objectContaining({ line: String(line) }),
        },
      ]);
      expect(result.annotations[0]?.properties.file).toBe(file);
      expect([github.head("main"), github.head("ltpm-state")]).toEqual(before);
      expect(project.answers()).toEqual([]);
    });
  },
);

test.concurrent("a broken queue by git as by the API", async () => {
  const queue = '{\n  "version": 2,\n  "tasks": [\n';
  await inProject({ queue, github: { graphql: false } }, async (project) => {
    const result = await project.plan();
    expect([result.code, result.annotations.map(({ properties }) => properties.line)]).toEqual([1, ["4"]]);
    expect(project.queueText).toBe(queue);
  });
});

test.concurrent("runner: local in the configuration: a refusal that says what to do", async () => {
  await inProject({ config: { runner: "local" }, tasks: [{}] }, async (project) => {
    const result = await project.plan();
    expect([result.code, told(result)]).toEqual([1, [expect.stringMatching(/runner: local.*ltpm init --github/)]]);
  });
});

test.concurrent("missing what every runner gives: one plain sentence each", async () => {
  await inProject({ tasks: [{}] }, async (project) => {
    const cases: [Record<string, undefined | string>, RegExp][] = [
      [{ INPUT_TOKEN: "" }, /Action input token is empty/],
      [{ GITHUB_REPOSITORY: undefined }, /GITHUB_REPOSITORY is not set/],
      [{ GITHUB_REPOSITORY: "../../x" }, /not of the form owner\/name/],
      [{ GITHUB_EVENT_PATH: undefined }, /GITHUB_EVENT_PATH is not set/],
      [{ GITHUB_EVENT_PATH: "/nowhere/event.json" }, /cannot be read/],
      [{ GITHUB_RUN_ID: "x" }, /GITHUB_RUN_ID is not a number/],
      [{ "INPUT_MAX-WRITES": "many" }, /max-writes/],
      [{ INPUT_JOB: "deploy" }, /Action input job/],
    ];
    for (const [env, says] of cases) {
      const result = await project.plan(undefined, { env });
      expect([result.code, told(result), result.stderr]).toEqual([1, [expect.stringMatching(says)], ""]);
    }
    expect(project.github.requests).toEqual([]);
  });
});
