/** Whose words count in comments, what they may say, and what they see of it: with the built Action. */
import { expect, test } from "vitest";
import { inProject, told } from "../../e2e/action/project.ts";
import type { Role } from "../../github/double.ts";
import { commentCreated, commentEdited, dispatched } from "../../github/events/payloads.ts";

const blocked = (count: number) => Array.from({ length: count }, () => ({ status: "blocked" as const }));
const BLOCKED = blocked(1);
/** An order that never ends by itself, for what is to be cancelled. */
const running = (token: string) => ({
  ...{ status: "running" as const, subagent_session: "gha:1", started_at: new Date().toISOString() },
  session: {
    ...{ token, strategy: "write", executor: "matrix", attempt: 1, reserved_at: new Date().toISOString() },
    lease_until: new Date(Date.now() + 3_600_000).toISOString(),
  },
});

test.concurrent("security 6: a comment counts by its author's role at this moment, and who may not is told so", async () => {
  const roles: [string, Role][] = [
    ...([
      ["ada", "admin"],
      ["mia", "maintain"],
      ["wim", "write"],
    ] satisfies [string, Role][]),
    ...([
      ["tom", "triage"],
      ["ron", "read"],
      ["nan", "none"],
    ] satisfies [string, Role][]),
  ];
  await inProject({ tasks: blocked(roles.length) }, async (project) => {
    const { github } = project;
    const said = roles.map(([login, role], at) => {
      // Whoever had another role when the comment was written has it no longer.
      github.person(login, role === "none" ? "admin" : "none");
      return github.comment(1, login, `skip T-0${at + 1}`);
    });
    for (const [login, role] of roles) github.person(login, role);
    expect((await project.plan()).code).toBe(0);
    expect(Object.values(project.statuses())).toEqual([
      ...["skipped", "skipped", "skipped", "blocked", "blocked", "blocked"],
    ]);
    expect(said.map((comment) => project.faces(comment).join())).toEqual([
      ...["eyes,rocket", "eyes,rocket", "eyes,rocket", "confused", "confused", "confused"],
    ]);
    expect(project.answers()[3]).toContain(
      'Only people with write permission to this repository can do this; yours is "triage". Nothing was changed.',
    );
    // Nobody is heard or answered twice.
    expect((await project.plan()).outputs).toMatchObject({ heartbeat: "HEARTBEAT_OK", changed: "[]" });
    expect(project.answers()).toHaveLength(6);
  });
});

test.concurrent("security 6: the author of the comment counts, not who set the run off, nor who opened the issue", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    const comment = github.comment(1, "stranger", "retry T-01");
    const event = commentCreated(github, comment);
    const sender = github.shown.user("maintainer");
    const forged = { ...event, actor: "maintainer", payload: { ...event.payload, sender } };
    expect((await project.plan(forged)).code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    expect(project.faces(comment)).toEqual(["confused"]);
  });
});

test.concurrent("security 6: where the permission cannot be asked, nothing is done, and the reply says why", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    github.fault({
      on: { path: /\/permission$/ },
      what: { kind: "status", status: 403 },
      times: Number.POSITIVE_INFINITY,
    });
    const { comment, result } = await project.hear("maintainer", "skip T-01");
    expect(result.code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    expect(project.faces(comment)).toEqual(["confused"]);
    expect(project.answers()[0]).toContain("Your permission could not be checked, so nothing was changed.");
  });
});

test.concurrent("security 7: bots count by exact name only, and are never answered", async () => {
  await inProject({ tasks: blocked(4) }, async (project) => {
    const { github } = project;
    // A person's account of the type Bot, without the ending; a name that only begins like the one that is heard.
    github.person("machine", "admin", "Bot");
    for (const bot of ["renovate[bot]", "renovate2[bot]", "Renovate[bot]x"]) github.person(bot, "admin", "Bot");
    const said = ["renovate[bot]", "renovate2[bot]", "machine", "github-actions[bot]"].map((bot, at) =>
      github.comment(1, bot, `skip T-0${at + 1}`),
    );
    const result = await project.plan(undefined, { inputs: { bots: "renovate[bot]" } });
    expect(result.code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "skipped", "T-02": "blocked", "T-03": "blocked", "T-04": "blocked" });
    expect(said.slice(1).flatMap((comment) => project.faces(comment))).toEqual([]);
    expect(github.comments(1)).toHaveLength(said.length);
    const wild = await project.plan(undefined, { inputs: { bots: "*" } });
    expect([wild.code, told(wild)]).toEqual([
      1,
      [expect.stringContaining("Action input bots: it takes exact logins, separated by commas, no wildcards")],
    ]);
  });
});

const IGNORED = [
  ["a quote", "> skip T-01"],
  ["a fence", "```\nskip T-01\n```"],
  ["inline code", "`skip T-01`"],
  ["indented code", "Like so:\n\n    skip T-01"],
  ["prose", "I think we should skip T-01 for now."],
  ["a negation", "don't skip T-01"],
  ["a question", "should I skip T-01?"],
  ["hidden text", "<!-- skip T-01 -->"],
  ["our marker", "skip T-01\n<!-- ltpm:reply:comment-1 -->"],
  ["talk about us", "@ltpm is great"],
] as const;

test.concurrent("security 8: quotes, code, prose and our own marker never count, and get no reply", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    // That all tasks are blocked is said first, and only once.
    await project.plan();
    for (const [, body] of IGNORED) github.comment(1, "maintainer", body);
    github.tally();
    expect((await project.plan()).outputs).toMatchObject({ heartbeat: "HEARTBEAT_OK", changed: "[]" });
    expect(github.tally().writes).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    // As an event, too: each ends before anything is asked.
    const one = await project.hear("maintainer", IGNORED[0][1]);
    expect(one.result.outputs).toMatchObject({ heartbeat: "HEARTBEAT_OK", attempts: "[]" });
    expect(github.tally().requests).toBe(0);
  });
});

test.concurrent("security 8: an edited comment never counts: as an event it is refused, and in a list it is told", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    const comment = github.comment(1, "maintainer", "nice work");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const edited = github.editComment(comment.id, "skip T-01");
    const event = await project.plan(commentEdited(github, edited, "nice work", "maintainer"));
    expect([event.code, told(event)]).toEqual([1, [expect.stringContaining('issue_comment of type "edited"')]]);
    expect((await project.plan()).code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    expect(project.answers()).toEqual([expect.stringContaining("This comment was changed after it was written")]);
    expect(project.faces(comment)).toContain("confused");
  });
});

test.concurrent("every command does what it says, in English and Chinese, in any spelling of the ids", async () => {
  const tasks = [...blocked(7), running("token-of-the-running-one")];
  await inProject({ tasks }, async (project) => {
    const { github } = project;
    github.run({ id: 1, status: "in_progress" });
    const body = [
      "retry T-01",
      "/ltpm skip t-2",
      "mark T–03 done",
      "重试 T-4",
      "跳过 T-05",
      "取消 T-06",
      "cancel T-08",
      "skip T-77",
    ];
    const { comment, result } = await project.hear("maintainer", body.join("\r\n"));
    expect(result.code).toBe(0);
    expect(project.statuses()).toEqual({
      ...{ "T-01": "running", "T-02": "skipped", "T-03": "done", "T-04": "running" },
      ...{ "T-05": "skipped", "T-06": "skipped", "T-07": "blocked", "T-08": "skipped" },
    });
    expect(project.task("T-08")).toMatchObject({
      subagent_session: null,
      blocked_code: "cancelled",
    });
    expect(project.task("T-08").session).toBeUndefined();
    expect(project.answers()[0]).toContain("There is no task T-77.");
    expect(project.faces(comment)).toEqual(["eyes", "rocket"]);
  });
});

test.concurrent("`show tasks` answers with the table, unknown ids alone with a word, bare calls with help", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const shown = await project.hear("maintainer", "show tasks");
    const chinese = await project.hear("maintainer", "查看任务");
    const unknown = await project.hear("maintainer", "retry T-99");
    const bare = await project.hear("maintainer", "/ltpm <b>@everyone</b>");
    const [table, again, nothing, help] = project.answers();
    expect(table).toMatch(/\| T-01 \| .*blocked/);
    expect(again).toMatch(/\| T-01 \| .*blocked/);
    expect(nothing).toContain("There is no task T-99.");
    expect(help).not.toContain("@everyone");
    expect([shown, chinese, unknown].map(({ comment }) => project.faces(comment).at(-1))).toEqual([
      ...["rocket", "rocket", "confused"],
    ]);
    expect(bare.result.code).toBe(0);
  });
});

test.concurrent("comments add tasks behind a trigger only, and say which", async () => {
  await inProject(
    { config: { task_runner: { max_concurrent: 1 } }, tasks: [running("token-of-the-running-one")] },
    async (project) => {
      const { github } = project;
      github.run({ id: 1, status: "in_progress" });
      const texts = [
        "/ltpm write the manual",
        "add task: write the changelog",
        "添加任务：写周报",
        "I need to look at this.",
      ];
      for (const text of texts) github.comment(1, "maintainer", text);
      github.comment(1, "stranger", "add task: hand over the keys");
      expect((await project.plan()).code).toBe(0);
      expect(project.queue().tasks.map(({ description }) => description)).toEqual([
        ...["task number 1", "write the manual", "write the changelog", "写周报"],
      ]);
      expect(project.answers()).toHaveLength(4);
      expect(project.answers()[0]).toContain("T-02");
      expect(project.task("T-02").source).toMatchObject({ kind: "issue_comment", actor: "maintainer", issue: 1 });
    },
  );
});

test.concurrent("commands under a pull request count like any others", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    github.seedFile("feature", "x.txt", "x\n");
    const opened = await fetch(`${github.apiUrl}/repos/${github.owner}/${github.name}/pulls`, {
      method: "POST",
      headers: { authorization: "Bearer github_pat_11PERSONALTOKEN000000000003", "content-type": "application/json" },
      body: JSON.stringify({ title: "A change", head: "feature", base: "main" }),
    });
    expect(opened.status).toBe(201);
    const pull = github.pulls()[0]?.number ?? 0;
    const { comment, result } = await project.hear("maintainer", "skip T-01", pull);
    expect(result.code).toBe(0);
    expect(project.statuses()).toEqual({ "T-01": "skipped" });
    expect(project.faces(comment)).toEqual(["eyes", "rocket"]);
    expect(project.answers(pull)).toHaveLength(1);
    // Its event was dropped, and no issue has changed: it is found all the same.
    const dropped = github.comment(pull, "maintainer", "retry T-01");
    await project.plan();
    expect(project.faces(dropped)).toEqual(["eyes", "rocket"]);
  });
});

test.concurrent("an old command never beats a newer decision", async () => {
  const later = new Date(Date.now() + 60_000).toISOString();
  await inProject({ tasks: [{ status: "blocked", decided_at: later }] }, async (project) => {
    const { comment } = await project.hear("maintainer", "skip T-01");
    expect(project.statuses()).toEqual({ "T-01": "blocked" });
    expect(project.faces(comment).at(-1)).toBe("confused");
  });
});

test.concurrent("a message is taken in when a person starts the run by hand, and from nowhere else", async () => {
  await inProject({ tasks: BLOCKED }, async (project) => {
    const { github } = project;
    const typed = await project.plan(dispatched(github, { message: "skip T-01" }));
    expect([typed.code, project.statuses()]).toEqual([0, { "T-01": "skipped" }]);
    expect(typed.summary).toContain("T-01");
    const comment = github.comment(1, "stranger", "retry T-01");
    const smuggled = await project.plan(commentCreated(github, comment), { inputs: { message: "retry T-01" } });
    expect([smuggled.code, told(smuggled)]).toEqual([1, [expect.stringContaining("only read with workflow_dispatch")]]);
    expect(project.statuses()).toEqual({ "T-01": "skipped" });
  });
});
