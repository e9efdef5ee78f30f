import { describe, expect, test } from "vitest";
import type { Task } from "../../../src/queue/schema.ts";
import { at, NOW, runningTask, sampleAttempt, sampleTask } from "../sample.ts";
import { ANN, apply, comment, known, onGitHub, RECORD, RICK, short, UNA } from "./mail.ts";

const blocked = (id: string, fields: Partial<Task> = {}) =>
  sampleTask({
    id,
    status: "blocked",
    completed_at: at(-30),
    blocked_reason: "no key",
    retries: 3,
    strategies_tried: [sampleAttempt("run")],
    ...fields,
  });
const done = (id: string) => sampleTask({ id, status: "done", completed_at: at(-30), verification: "passed" });
const WORLD = known(sampleTask({ id: "T-01" }), blocked("T-02"), done("T-03"), runningTask({ id: "T-04" }));

describe("orders in comments", () => {
  const rows: [body: string, statuses: string, reaction: string, text: string][] = [
    ["retry T-02", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "🔁 T-02 is pending again"],
    ["/ltpm retry T-02", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "🔁 T-02 is pending again"],
    ["@ltpm retry t-2 please", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "T-02 is pending"],
    ["重试 T-02", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "T-02 is pending again"],
    ["skip T-02", "T-01 pending, T-02 skipped, T-03 done, T-04 running", "rocket", "⏭️ T-02 skipped"],
    ["cancel T-04", "T-01 pending, T-02 blocked, T-03 done, T-04 skipped", "rocket", "has been stopped"],
    ["mark T-01 done", "T-01 done, T-02 blocked, T-03 done, T-04 running", "rocket", "✅ T-01 done"],
    ["retry T-02, T-03", "T-01 pending, T-02 pending, T-03 pending, T-04 running", "rocket", "T-03 is pending"],
    ["skip T-03", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "rocket", "T-03 is done already"],
    ["retry T-01", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "rocket", "T-01 is pending already"],
    ["retry T-99", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "confused", "There is no task T-99"],
    ["retry T-99 and T-02", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "There is no task T-99"],
    ["show tasks", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "rocket", "4 total"],
    ["retry T-02\nshow tasks", "T-01 pending, T-02 pending, T-03 done, T-04 running", "rocket", "4 total"],
    ["/ltpm", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "confused", "No task and no command"],
    ["/ltpm what is T-02 doing?", "T-01 pending, T-02 blocked, T-03 done, T-04 running", "confused", "No task and no"],
  ];
  test.each(rows)("%j", (body, statuses, reaction, text) => {
    const after = apply(WORLD, [comment(body, { id: 5 })]);
    expect(after.statuses.join(", ")).toBe(statuses);
    expect(after.replies.map(short)).toEqual([`reply #7 to 5 ${reaction}`]);
    expect(after.text).toContain(text);
    expect(after.state.queue.github?.seen).toEqual([5]);
  });

  test("a decision bears the moment of the comment, the work that it ends is handed over", () => {
    const after = apply(WORLD, [comment("cancel T-04", { created_at: onGitHub(-3) })]);
    expect(after.task("T-04")).toMatchObject({ decided_at: at(-3), completed_at: NOW, subagent_session: null });
    expect(after.result.ended.map(({ id, session }) => `${id} ${session.token}`)).toEqual(["T-04 token-1234"]);
    expect(after.result.changed).toEqual([{ id: "T-04", operation: "cancel" }]);
  });

  test("followers of a skipped task are named", () => {
    const state = known(blocked("T-02"), sampleTask({ id: "T-03", depends_on: ["T-02"] }));
    expect(apply(state, [comment("skip T-02")]).text).toContain("T-03 depends on T-02 and keeps waiting");
  });

  test("an alias names its task", () => {
    const after = apply(known(blocked("T-02", { aliases: ["T-01"] })), [comment("retry T-01")]);
    expect(after.task("T-02")?.status).toBe("pending");
  });

  test("an archived task is brought back by a retry, and named when nothing else can be done to it", () => {
    const state = known();
    const archived = {
      queue: { ...state.queue, lastId: "T-09", archivedCount: 1 },
      archive: new Map([["2026-11", { tasks: [done("T-09")] }]]),
    };
    expect(apply(archived, [comment("retry T-09")]).statuses).toEqual(["T-09 pending"]);
    expect(apply(archived, [comment("skip T-09")]).text).toContain("T-09 is in the archive");
  });

  test("ten orders within a second count in the order of their ids", () => {
    const words = ["skip T-02", "retry T-02", "cancel T-04", "retry T-04", "skip T-01"];
    const after = apply(WORLD, words.map((body, n) => comment(body, { id: 50 + n })).reverse());
    expect(after.statuses).toEqual(["T-01 skipped", "T-02 pending", "T-03 done", "T-04 pending"]);
    expect(after.result.changed.map(({ operation, id }) => `${operation} ${id}`)).toEqual(words);
    expect(after.replies).toHaveLength(5);
  });
});

test("the moment comes before the id", () => {
  const later = comment("retry T-02", { id: 60, created_at: onGitHub(-2) });
  const sooner = comment("skip T-02", { id: 61, created_at: onGitHub(-3) });
  const after = apply(WORLD, [later, sooner]);
  expect(after.result.changed.map(({ operation }) => operation)).toEqual(["skip", "retry"]);
  expect(after.task("T-02")?.status).toBe("pending");
});

describe("an old order never beats a newer decision", () => {
  const decided = (minutes: number) => known(blocked("T-02", { decided_at: at(minutes) }));

  test("the decision came later: it stands, and the comment is answered", () => {
    const after = apply(decided(-1), [comment("retry T-02", { created_at: onGitHub(-2) })]);
    expect(after.statuses).toEqual(["T-02 blocked"]);
    expect(after.replies.map(({ reaction }) => reaction)).toEqual(["confused"]);
    expect(after.text).toContain("T-02: somebody decided otherwise after this was written");
  });
  test("the comment came later", () => {
    expect(apply(decided(-3), [comment("retry T-02", { created_at: onGitHub(-2) })]).statuses).toEqual([
      "T-02 pending",
    ]);
  });
  test("two comments: the newer one holds, also when the older one is seen last", () => {
    const older = comment("skip T-02", { created_at: onGitHub(-3) });
    const newer = comment("retry T-02", { created_at: onGitHub(-2) });
    const first = apply(decided(-9), [newer]);
    const second = apply(first.state, [older]);
    expect(second.statuses).toEqual(["T-02 pending"]);
    expect(second.text).toContain("decided otherwise");
    expect(apply(decided(-9), [newer, older]).statuses).toEqual(["T-02 pending"]);
  });
});

describe("additions in comments", () => {
  test("tasks with where they come from; their names come from the comment", () => {
    const body = "/ltpm\n- fix the login page\n- update the docs (after 1)";
    const { task, text, result } = apply(known(sampleTask({ id: "T-01" })), [comment(body, { id: 5 })]);
    expect(result.added).toEqual(["T-02", "T-03"]);
    expect(task("T-02")).toMatchObject({
      uid: "gh-comment-5-1",
      description: "fix the login page",
      goal: "fix the login page",
      status: "pending",
      added_at: NOW,
      source: { kind: "issue_comment", actor: "ann", event: "comment:5", issue: 7 },
      dedupe_key: "comment:5",
    });
    expect(task("T-03")).toMatchObject({ uid: "gh-comment-5-2", depends_on: ["T-02"] });
    expect(text).toContain("📋 Added 2 tasks to queue:");
  });

  const rows: [name: string, body: string, text: string][] = [
    ["one task starts", "add task: fix the login page", "Added T-02: fix the login page. Starting now..."],
    ["nothing behind the trigger", "add task", "No task and no command"],
    ["a wait for a task that is not there", "add task: fix the login page (after T-77)", "There is no task T-77"],
    ["a circle", "/ltpm\n1. fix A (after 2)\n2. fix B (after 1)", "would wait for each other for ever"],
  ];
  test.each(rows)("%s", (_name, body, text) => {
    expect(apply(known(sampleTask({ id: "T-01" })), [comment(body)]).text).toContain(text);
  });

  test("no slot is free: the reply says how many wait", () => {
    const state = known(runningTask({ id: "T-01" }));
    const after = apply(state, [comment("add task: fix the login page")], { settings: { max_concurrent: 1 } });
    expect(after.text).toBe("Added T-02: fix the login page. Queue now has 1 pending tasks.");
  });

  test("the same comment adds once, also when its id was forgotten", () => {
    const one = comment("add task: fix the login page", { id: 5 });
    const once = apply(known(), [one, one]);
    expect(once.statuses).toEqual(["T-01 pending"]);
    const forgotten = { ...once.state, queue: { ...once.state.queue, outbox: [], github: RECORD } };
    const again = apply(forgotten, [one]);
    expect(again.statuses).toEqual(["T-01 pending"]);
    expect(again.text).toContain("T-01 is in the queue already");
  });
});

describe("who is not obeyed", () => {
  test.each([
    ["a reader", RICK, 'yours is "read"'],
    ["somebody whose permission could not be asked", UNA, "could not be checked"],
  ])("%s is answered, and nothing changes", (_name, author, text) => {
    const after = apply(WORLD, [comment("retry T-02", { author })]);
    expect(after.state.queue.tasks).toBe(WORLD.queue.tasks);
    expect(after.replies.map(({ reaction }) => reaction)).toEqual(["confused"]);
    expect(after.text).toContain(text);
    expect(after.result).toMatchObject({ refused: 1, changed: [], added: [] });
  });

  test("an edited comment: a writer is told why, nobody else is", () => {
    const edited = { created_at: onGitHub(-5), updated_at: onGitHub(-4) };
    const after = apply(WORLD, [comment("retry T-02", edited)]);
    expect(after.state.queue.tasks).toBe(WORLD.queue.tasks);
    expect(after.text).toContain("changed after it was written");
    expect(apply(WORLD, [comment("retry T-02", { ...edited, author: RICK })]).state).toBe(WORLD);
  });

  test("ordinary talk leaves no trace at all", () => {
    const talk = [
      "I need to look at this",
      "LGTM",
      "Please fix the login bug",
      "- fix login\n- update docs",
      "Thanks!",
    ];
    const after = apply(
      WORLD,
      talk.map((body) => comment(body, { author: ANN })),
    );
    expect(after.state).toBe(WORLD);
    expect(after.result).toEqual({ added: [], changed: [], ended: [], refused: 0, replies: 0, answer: null });
  });
});
