/** Which words of people are heard, and when: old ones, edited ones, deleted ones, and those whose run was dropped. */
import { afterEach, expect, test } from "vitest";
import { taskMarker } from "../../../src/messages/github/markers.ts";
import { commentCreated, dispatched, issueOpened } from "../../github/events/payloads.ts";
import {
  answersTo,
  BOT,
  expectSaidOnce,
  expectSound,
  MINUTE,
  openStage,
  reactionsTo,
  type Stage,
  type TaskSeed,
} from "./stage.ts";

let stage: Stage;
afterEach(async () => {
  expect(stage.github.violations).toEqual([]);
  await stage.github.close();
});

const HOUR = 60 * MINUTE;

/** A project at rest, with these tasks; the number of an issue to talk on. */
async function talking(tasks: TaskSeed[]): Promise<number> {
  stage = await openStage({ tasks });
  const issue = stage.github.openIssue({ by: "maintainer", title: "Talk" }).number;
  for (let n = 0; n < 3 && (await stage.plan()).outputs.heartbeat !== "HEARTBEAT_OK"; n++) stage.pass(11 * MINUTE);
  return issue;
}

test("a comment whose run was dropped is found by the next schedule", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const word = stage.github.comment(talk, "maintainer", "skip T-01");
  stage.pass(HOUR);
  const run = await stage.plan();
  expect([run.code, run.outputs.changed, stage.task("T-01")?.status]).toEqual([0, '["T-01"]', "skipped"]);
  expect([answersTo(stage, word.id).length, reactionsTo(stage, word.id)]).toEqual([1, ["eyes", "rocket"]]);
  // Its event comes at last.
  const late = await stage.plan(commentCreated(stage.github, word));
  expect([late.code, late.outputs.changed]).toEqual([0, "[]"]);
  expect(answersTo(stage, word.id)).toHaveLength(1);
});

test("an old command never beats a newer decision", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const { github } = stage;
  const old = github.comment(talk, "maintainer", "skip T-01");
  stage.pass(MINUTE);
  const decided = { ...stage.queue() };
  const at = new Date(stage.now()).toISOString();
  const tasks = decided.tasks.map((task) =>
    task.id === "T-01" ? { ...task, blocked_reason: "kept by a person", decided_at: at } : task,
  );
  github.seedFile("ltpm-state", ".ltpm/task-queue.json", JSON.stringify({ ...decided, tasks }));
  stage.pass(MINUTE);
  const run = await stage.plan(commentCreated(github, old));
  expect([run.code, stage.task("T-01")?.status]).toEqual([0, "blocked"]);
  expect([answersTo(stage, old.id).length, reactionsTo(stage, old.id)]).toEqual([1, ["confused", "eyes"]]);
});

test("two commands that come in the wrong order count by when they were written", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const { github } = stage;
  const first = github.comment(talk, "maintainer", "mark T-01 done");
  stage.pass(5_000);
  const second = github.comment(talk, "maintainer", "skip T-02");
  stage.pass(5_000);
  await stage.plan(commentCreated(github, second));
  await stage.plan(commentCreated(github, first));
  expect(stage.queue().tasks.map(({ status }) => status)).toEqual(["done", "skipped"]);
  expect([first, second].map(({ id }) => answersTo(stage, id).length)).toEqual([1, 1]);
});

test("a comment that was edited afterwards does not count again, and talk that becomes a command never does", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const { github } = stage;
  const word = github.comment(talk, "maintainer", "skip T-01");
  const chat = github.comment(talk, "maintainer", "What a day.");
  await stage.plan(commentCreated(github, word));
  expect(stage.task("T-01")?.status).toBe("skipped");
  stage.pass(MINUTE);
  const back = github.comment(talk, "maintainer", "retry T-01");
  await stage.plan(commentCreated(github, back));
  expect(stage.task("T-01")?.status).toBe("blocked");
  for (const minutes of [1, 30, 300]) {
    stage.pass(minutes * MINUTE);
    github.editComment(word.id, `skip T-01 ${"please ".repeat(minutes)}`);
    github.editComment(chat.id, `skip T-02 ${"please ".repeat(minutes)}`);
    expect((await stage.plan()).code).toBe(0);
    // Something else happens, so that the cursor moves on.
    await stage.plan(commentCreated(github, github.comment(talk, "maintainer", "show tasks")));
    expect(stage.queue().tasks.map(({ status }) => status)).toEqual(["blocked", "blocked"]);
  }
  expect(answersTo(stage, word.id)).toHaveLength(1);
  expect(answersTo(stage, chat.id).length).toBeLessThanOrEqual(1);
  expectSaidOnce(stage);
});

test("a comment that is deleted before its run is answered once and disturbs nothing", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const { github } = stage;
  const word = github.comment(talk, "maintainer", "skip T-01");
  const event = commentCreated(github, word);
  github.deleteComment(word.id);
  const run = await stage.plan(event);
  expect([run.code, run.annotations.filter(({ level }) => level === "error")]).toEqual([0, []]);
  expect(answersTo(stage, word.id)).toHaveLength(1);
  stage.pass(11 * MINUTE);
  expect((await stage.plan()).outputs.heartbeat).toBe("HEARTBEAT_OK");
  expectSound(stage);
  expectSaidOnce(stage);
});

test("an issue that is deleted while answers are owed on it", async () => {
  const talk = await talking([{ status: "blocked" }, { status: "blocked" }]);
  const { github } = stage;
  const word = github.comment(talk, "maintainer", "skip T-01");
  const event = commentCreated(github, word);
  const what = { kind: "meanwhile", act: () => github.deleteIssue(talk) } as const;
  github.fault({ on: { method: "POST", path: /issues\/\d+\/comments$/ }, what });
  const run = await stage.plan(event);
  expect([run.code, stage.task("T-01")?.status]).toEqual([0, "skipped"]);
  stage.pass(11 * MINUTE);
  const next = await stage.plan();
  expect([next.code, next.outputs.heartbeat, stage.queue().outbox ?? []]).toEqual([0, "HEARTBEAT_OK", []]);
});

test("a run that a person starts with a message, started again, takes it in once", async () => {
  await talking([]);
  const { github } = stage;
  const runId = github.run({ event: "workflow_dispatch" }).id;
  const message = { runId, inputs: { message: "- write a.md\n- write b.md" } };
  for (const runAttempt of [1, 2, 3]) {
    const run = await stage.plan(dispatched(github), { ...message, runAttempt });
    expect([run.code, run.outputs.total]).toEqual([0, "2"]);
  }
});

test("ours and strangers' words start nothing and cost nothing", async () => {
  const talk = await talking([{ status: "blocked" }]);
  const { github } = stage;
  const ours = github.comment(talk, BOT, `skip T-01\n\n${taskMarker("u-T-01")}`);
  const chat = github.comment(talk, "maintainer", "I like it.");
  github.tally();
  for (const one of [ours, chat]) expect((await stage.plan(commentCreated(github, one))).code).toBe(0);
  expect(github.tally()).toEqual({ requests: 0, writes: 0 });
});

test("an issue whose first run died before it could listen is taken in by the next one, hours later", async () => {
  stage = await openStage();
  const { github } = stage;
  const { number } = github.openIssue({ by: "maintainer", title: "Old", body: "- write old.md", labels: ["ltpm"] });
  stage.pass(HOUR);
  const wanted = github.openIssue({ by: "maintainer", title: "New", body: "- write a.md", labels: ["ltpm"] });
  // The branch is made, and then GitHub answers no more.
  const what = { kind: "status", status: 401 } as const;
  github.fault({ on: { method: "GET", path: /\/comments$/ }, what });
  expect((await stage.plan(issueOpened(github, wanted.number))).code).toBe(1);
  github.calm();
  expect(stage.queue().tasks).toEqual([]);
  stage.pass(5 * HOUR);
  expect((await stage.plan()).outputs.changed).toBe('["T-01"]');
  expect(stage.queue().tasks.map(({ source }) => source?.issue)).toEqual([wanted.number]);
  expect([stage.said(number).length, stage.said(wanted.number).length]).toEqual([0, 2]);
});
