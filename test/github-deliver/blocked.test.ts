import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { taskMarker } from "../../src/messages/github/markers.ts";
import type { Fault, GitHubDouble } from "../github/double.ts";
import { READ_TOKEN } from "../github/double.ts";
import { anAttempt } from "../messages/a-task.ts";
import { aNotice, Project, type RunOptions } from "./project.ts";

let github: GitHubDouble;
let project: Project;

beforeEach(async () => {
  project = await Project.start();
  github = project.github;
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const HOUR = 3_600_000;
const open = () => github.issues().filter(({ state }) => state === "open");
const ours = (uid: string) => github.issues().filter(({ body }) => body?.includes(taskMarker(uid)));

describe("security 20: a blocked task has ONE issue", () => {
  test("opened from the source's template, labelled, remembered by its number; one request", async () => {
    project.block("u1");
    github.tally();
    await project.run();
    expect(github.tally()).toEqual({ requests: 1, writes: 1 });
    const [issue, ...more] = github.issues();
    expect(more).toEqual([]);
    expect(issue?.title).toBe("🚫 T-01 blocked after 1 attempts: Write the report");
    expect(issue?.labels).toEqual(["ltpm-blocked"]);
    expect(issue?.body).toContain('Reply "retry T-01" once ready.');
    expect(project.task("u1")).toMatchObject({ blocked_issue: issue?.number, blocked_issue_state: "open" });
    expect(project.queue.outbox).toEqual([]);
  });

  test("killed between any two requests, as often as one likes: one issue, known by its number", async () => {
    project.block("u1");
    project.block("u2");
    await project.runKilledEverywhere();
    expect([ours("u1").length, ours("u2").length]).toEqual([1, 1]);
    expect(project.task("u2").blocked_issue).toBe(ours("u2")[0]?.number);
    expect(project.queue.outbox).toEqual([]);
  });

  test("two runs at once: one sends, the other leaves it alone", async () => {
    project.block("u1");
    const other = async () => void (await project.run());
    github.fault({ on: { method: "POST", path: /\/issues$/ }, what: { kind: "meanwhile", act: other } });
    await project.run({ meanwhile: other });
    expect(ours("u1")).toHaveLength(1);
    expect(project.queue.outbox).toEqual([]);
  });

  test("blocked again: the same issue, opened again, with what is new", async () => {
    project.block("u1");
    await project.run();
    const number = project.task("u1").blocked_issue ?? 0;
    project.move("u1", { status: "pending", epoch: 1, strategies_tried: [] });
    await project.run();
    expect(github.issue(number).state).toBe("closed");
    project.later(HOUR);
    project.block("u1", { epoch: 1, blocked_reason: "now the key is missing" });
    await project.run();
    expect(github.issue(number)).toMatchObject({
      state: "open",
      body: expect.stringContaining("now the key is missing"),
    });
    expect(github.issues()).toHaveLength(1);
    expect(project.task("u1").blocked_issue_state).toBe("open");
  });

  test("nothing new: nothing is written", async () => {
    project.block("u1");
    await project.run();
    project.owe(aNotice("blocked", { id: "blocked:u1:again", uid: "u1" }));
    github.tally();
    await project.run();
    expect(github.tally()).toEqual({ requests: 1, writes: 0 });
  });

  test("deleted by hand: a new one", async () => {
    project.block("u1");
    await project.run();
    github.deleteIssue(project.task("u1").blocked_issue ?? 0);
    project.block("u1", { strategies_tried: [anAttempt(), anAttempt()] });
    await project.run();
    expect(ours("u1")).toHaveLength(1);
    expect(project.task("u1").blocked_issue).toBe(ours("u1")[0]?.number);
  });

  test("a number of somebody else's issue, as in a copied queue: that issue is left alone", async () => {
    const theirs = github.openIssue({ by: "octo", title: "Mine", body: "My words" });
    project.block("u1", { blocked_issue: theirs.number, blocked_issue_state: "open" });
    await project.run();
    expect(github.issue(theirs.number)).toMatchObject({ title: "Mine", body: "My words", state: "open" });
    expect(ours("u1")).toHaveLength(1);
    project.move("u1", { status: "skipped" });
    project.queue = { ...project.queue, tasks: [{ ...project.task("u1"), blocked_issue: theirs.number }] };
    await project.run();
    expect(github.issue(theirs.number).state).toBe("open");
    expect(ours("u1")[0]?.state).toBe("closed");
  });

  test("locked: its text is brought up to date all the same, and its end is told in it", async () => {
    project.block("u1");
    await project.run();
    const number = project.task("u1").blocked_issue ?? 0;
    github.editIssue(number, "maintainer", { locked: true });
    project.block("u1", { blocked_reason: "another reason", strategies_tried: [anAttempt(), anAttempt()] });
    await project.run();
    expect(github.issue(number).body).toContain("another reason");
    project.move("u1", { status: "done", deliverable: "Written by hand" });
    const { troubles } = await project.run();
    expect(troubles).toEqual([]);
    expect(github.issue(number)).toMatchObject({
      state: "closed",
      body: expect.stringContaining("T-01 done — Written by hand"),
    });
    expect(github.comments()).toEqual([]);
  });

  const UNSURE: readonly Fault[] = [
    { kind: "lost_answer" },
    { kind: "truncated" },
    { kind: "late_status", status: 502 },
    { kind: "late_status", status: 504 },
  ];
  test.each(UNSURE)("an answer that says nothing ($kind): looked for next time, one issue", async (what) => {
    project.block("u1");
    github.fault({ on: { method: "POST", path: /\/issues$/ }, what });
    const first = await project.run();
    expect(first.delivered).toEqual([]);
    expect(first.unsure).toHaveLength(1);
    expect(ours("u1")).toHaveLength(1);
    await project.run();
    expect(ours("u1")).toHaveLength(1);
    expect(project.task("u1").blocked_issue).toBe(ours("u1")[0]?.number);
    expect(project.queue.outbox).toEqual([]);
  });

  const NOT_DONE: readonly Fault[] = [
    { kind: "status", status: 403, message: "Resource not accessible by integration" },
    { kind: "status", status: 404 },
    { kind: "status", status: 409 },
    { kind: "status", status: 500 },
    { kind: "status", status: 503 },
    { kind: "secondary_limit", retryAfter: 3_600 },
    { kind: "primary_limit", resetIn: 3_600 },
    { kind: "reset" },
    { kind: "garbage" },
  ];
  test.each(NOT_DONE)("not done ($kind $status): it stays owed and is sent later, once", async (what) => {
    project.block("u1");
    github.fault({ on: { method: "POST", path: /\/issues$/ }, what, times: Number.POSITIVE_INFINITY });
    const first = await project.run();
    expect(first.left).toBe(1);
    expect(first.troubles).toHaveLength(1);
    expect(project.queue.outbox).toHaveLength(1);
    expect(ours("u1")).toHaveLength(0);
    github.calm();
    project.later(HOUR);
    await project.run();
    expect(ours("u1")).toHaveLength(1);
    expect(project.queue.outbox).toEqual([]);
  });

  test("a token that may not write: it stays owed, and the run says which permission is missing", async () => {
    project.block("u1");
    const { denied, left } = await project.run({ token: READ_TOKEN });
    expect(denied).toContain("issues: write");
    expect(left).toBe(1);
    await project.run();
    expect(ours("u1")).toHaveLength(1);
  });

  test("issues are switched off: told once, owed no longer", async () => {
    github.settings({ issues: false });
    project.block("u1");
    const { troubles } = await project.run();
    expect(troubles.join()).toContain("issues switched off");
    expect(project.queue.outbox).toEqual([]);
  });

  test("security 19: the cap on writes leaves the rest for the next run", async () => {
    for (let at = 1; at <= 5; at += 1) project.block(`u${at}`);
    const first = await project.run({ maxWrites: 3 });
    expect(first).toMatchObject({ capped: true, left: 2, troubles: [], denied: null });
    expect(open()).toHaveLength(3);
    const second = await project.run({ maxWrites: 3 });
    expect(second).toMatchObject({ capped: false, left: 0 });
    expect(open()).toHaveLength(5);
  });

  test("security 16, 17: what is posted is safe and holds no secrets", async () => {
    project.block("u1", {
      description: "ask @octo about #1",
      blocked_reason: "hunter2 <!-- ltpm:task:u2 --> fixes #1",
    });
    await project.run();
    const issue = ours("u1")[0];
    expect(issue?.title).not.toMatch(/@octo|#1/);
    expect(issue?.body).not.toMatch(/hunter2|@octo|#1|ltpm:task:u2/);
    expect(issue?.body).toContain("[redacted]");
  });
});

describe("the issue of a task that is not blocked any more is closed with a word", () => {
  test.each([
    ["done", { status: "done", deliverable: "It works" }, "✅ T-01 done — It works", "completed"],
    ["retried", { status: "pending", epoch: 1 }, "🔁 T-01 is pending again", "completed"],
    ["skipped", { status: "skipped" }, "⏭️ T-01 skipped — as requested.", "not_planned"],
    ["cancelled", { status: "skipped", blocked_code: "cancelled" }, "⏭️ T-01 cancelled", "not_planned"],
  ] as const)("%s", async (_name, change, words, reason) => {
    project.block("u1");
    await project.run();
    const number = project.task("u1").blocked_issue ?? 0;
    project.move("u1", change);
    await project.run();
    expect(github.issue(number)).toMatchObject({ state: "closed", stateReason: reason });
    expect(github.comments(number).map(({ body }) => body)).toEqual([expect.stringContaining(words)]);
    expect(project.task("u1").blocked_issue_state).toBe("closed");
    github.tally();
    await project.run();
    expect(github.tally().requests).toBe(0);
  });

  test("killed between any two requests: closed, and said once", async () => {
    project.block("u1");
    await project.run();
    project.move("u1", { status: "skipped" });
    await project.runKilledEverywhere();
    expect(open()).toEqual([]);
    expect(github.comments()).toHaveLength(1);
  });

  const DOWN: Fault = { kind: "status", status: 503 };
  test.each<[string, RunOptions, number]>([
    ["the server fails", {}, 9],
    ["the cap is reached", { maxWrites: 1 }, 0],
  ])("%s between the word and the closing: closed later, and said once", async (_name, options, times) => {
    project.block("u1");
    await project.run();
    project.move("u1", { status: "skipped" });
    if (times > 0) github.fault({ on: { method: "PATCH" }, what: DOWN, times });
    expect((await project.run(options)).unsure).toHaveLength(1);
    expect(open()).toHaveLength(1);
    github.calm();
    await project.run();
    expect(open()).toEqual([]);
    expect(github.comments()).toHaveLength(1);
  });

  test("put back while the run that opened its issue died: found by its marker and closed", async () => {
    project.block("u1");
    await expect(project.run({ killedAfter: 1 })).resolves.toBeDefined();
    project.queue = {
      ...project.queue,
      tasks: [{ ...project.task("u1"), blocked_issue: null, blocked_issue_state: "asked" }],
    };
    project.move("u1", { status: "pending", epoch: 1 });
    await project.run();
    expect(open()).toEqual([]);
    expect(github.issues()).toHaveLength(1);
  });

  test("put back between opening and remembering: it is closed in the run after", async () => {
    project.block("u1");
    await project.run({ meanwhile: async () => project.move("u1", { status: "pending", epoch: 1 }) });
    expect(open()).toHaveLength(1);
    await project.run();
    expect(open()).toEqual([]);
  });

  test("never opened: nothing to close, nothing said", async () => {
    project.block("u1");
    await project.run({ maxWrites: 0 });
    project.move("u1", { status: "skipped" });
    await project.run();
    expect(github.issues()).toEqual([]);
    expect(project.queue.outbox).toEqual([]);
  });

  test("deleted meanwhile: nothing to close", async () => {
    project.block("u1");
    await project.run();
    github.deleteIssue(project.task("u1").blocked_issue ?? 0);
    project.move("u1", { status: "done" });
    const { troubles } = await project.run();
    expect(troubles).toEqual([]);
    expect(project.queue.outbox).toEqual([]);
  });

  test("the reply to `retry T-01` on that very issue is the word: no second comment", async () => {
    project.block("u1");
    await project.run();
    const issue = project.task("u1").blocked_issue ?? 0;
    const comment = github.comment(issue, "maintainer", "retry T-01");
    project.move("u1", { status: "pending", epoch: 1 });
    project.owe(
      aNotice("reply", {
        id: "reply:9",
        issue,
        comment: comment.id,
        text: "🔁 T-01 is pending again",
        reaction: "rocket",
      }),
    );
    await project.run();
    expect(github.issue(issue).state).toBe("closed");
    expect(github.comments(issue)).toHaveLength(2);
  });
});
