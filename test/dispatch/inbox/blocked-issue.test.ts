import { describe, expect, test } from "vitest";
import { withIssuesOwed } from "../../../src/dispatch/inbox/with-cycle.ts";
import type { Task } from "../../../src/queue/schema.ts";
import { at, NOW, runningTask, sampleTask } from "../sample.ts";
import { ANN, apply, BOT, issue, known, OURSELVES, onGitHub, RICK, short, UNA } from "./mail.ts";

const ISSUE = { blocked_issue: 31, blocked_issue_state: "open" } as const;
const blocked = (fields: Partial<Task> = {}) =>
  sampleTask({ id: "T-02", status: "blocked", completed_at: at(-30), blocked_reason: "no key", ...ISSUE, ...fields });
const skipped = sampleTask({
  id: "T-02",
  status: "skipped",
  completed_at: at(-30),
  ...ISSUE,
  blocked_issue_state: "closed",
});
const closed = (reason: string | null, fields = {}) =>
  issue("closed", { number: 31, author: OURSELVES, actor: ANN, state_reason: reason, ...fields });
const reopened = (fields = {}) => issue("reopened", { number: 31, author: OURSELVES, actor: ANN, ...fields });

describe("the issue of a blocked task, closed by hand", () => {
  test.each([
    ["completed: the way is free", "completed", "T-02 pending", "🔁 T-02"],
    ["no reason given", null, "T-02 pending", "🔁 T-02"],
    ["not planned: not wanted", "not_planned", "T-02 skipped", "⏭️ T-02"],
    ["a duplicate: not wanted here", "duplicate", "T-02 skipped", "⏭️ T-02"],
  ])("%s", (_name, reason, status, text) => {
    const after = apply(known(blocked()), [closed(reason)]);
    expect(after.statuses).toEqual([status]);
    expect(after.task("T-02")).toMatchObject({ blocked_issue_state: "closed", decided_at: at(-2) });
    expect(after.replies.map(short)).toEqual(["reply #31 rocket"]);
    expect(after.text).toContain(text);
    // It is closed already: no word about closing it is owed.
    expect(withIssuesOwed(after.state.queue, NOW)).toBe(after.state.queue);
  });

  test("found closed in a list, when its event was missed; both together count once", () => {
    const listed = issue("listed", {
      ...closed("not_planned"),
      event: "listed",
      closed_at: onGitHub(-2),
      at: onGitHub(-1),
    });
    const after = apply(known(blocked()), [listed]);
    expect(after.statuses).toEqual(["T-02 skipped"]);
    expect(apply(after.state, [closed("not_planned"), listed]).state).toBe(after.state);
    const { closed_at: _unknown, ...vague } = listed;
    const state = known(blocked());
    expect(apply(state, [vague]).state).toBe(state);
  });

  const nothing: [name: string, task: Task, event: ReturnType<typeof closed>][] = [
    ["by a bot", blocked(), closed("completed", { actor: BOT })],
    ["by ourselves", blocked(), closed("completed", { actor: OURSELVES })],
    ["before it was blocked again", blocked({ completed_at: at(-1) }), closed("completed")],
    ["before somebody decided otherwise", blocked({ decided_at: at(-1) }), closed("completed")],
    ["while the task is pending", sampleTask({ id: "T-02", ...ISSUE }), closed("completed")],
    ["another issue", blocked({ blocked_issue: 32 }), closed("completed")],
    ["an issue that was opened for no task", sampleTask({ id: "T-02" }), closed("completed")],
  ];
  test.each(nothing)("%s: nothing", (_name, task, event) => {
    const state = known(task);
    expect(apply(state, [event]).state).toBe(state);
  });

  test.each([
    ["a reader", RICK],
    ["an unknown permission", UNA],
  ])("%s: told once, and the task stays blocked", (_name, actor) => {
    const event = closed("completed", { actor });
    const after = apply(known(blocked()), [event, event]);
    expect(after.statuses).toEqual(["T-02 blocked"]);
    expect(after.replies.map(short)).toEqual(["reply #31 confused"]);
    expect(apply(after.state, [event]).state).toBe(after.state);
  });

  test("the moment has no fraction: closed within the second in which it blocked", () => {
    const task = blocked({ completed_at: at(-2).replace(".000", ".700") });
    expect(apply(known(task), [closed("completed")]).statuses).toEqual(["T-02 pending"]);
  });
});

describe("the same issue, opened again by hand", () => {
  test("after a skip: the task is tried again, and the issue is closed with that word", () => {
    const after = apply(known(skipped), [reopened()]);
    expect(after.task("T-02")).toMatchObject({
      status: "pending",
      epoch: 1,
      decided_at: at(-2),
      blocked_issue_state: "open",
    });
    const owed = withIssuesOwed(after.state.queue, NOW).outbox ?? [];
    expect(owed.map(short)).toEqual(["close_issue #31 retried"]);
  });
  test("after it was done: tried again", () => {
    const done = sampleTask({ id: "T-02", status: "done", completed_at: at(-9), verification: "passed", ...ISSUE });
    expect(apply(known(done), [reopened()]).statuses).toEqual(["T-02 pending"]);
  });
  test.each([
    ["a task that would start", sampleTask({ id: "T-02", ...ISSUE, blocked_issue_state: "closed" }), 0],
    ["a task that runs", runningTask({ id: "T-02", ...ISSUE, blocked_issue_state: "closed" }), 1],
  ])("%s is held, and its issue says why", (_name, task, ended) => {
    const after = apply(known(task), [reopened()]);
    expect(after.task("T-02")).toMatchObject({
      status: "blocked",
      blocked_code: "by_hand",
      blocked_issue_state: "open",
      decided_at: at(-2),
      completed_at: NOW,
    });
    expect(after.outbox.map(short)).toEqual(["blocked"]);
    expect(after.result.ended).toHaveLength(ended);
  });
  test("a blocked task stays so, and its issue is known to be open", () => {
    const after = apply(known(blocked({ blocked_issue_state: "closed" })), [reopened()]);
    expect(after.task("T-02")).toMatchObject({ status: "blocked", blocked_issue_state: "open" });
    expect(after.replies).toEqual([]);
  });
  test.each([
    ["a bot", skipped, BOT],
    ["somebody, before a newer decision", { ...skipped, decided_at: at(-1) }, ANN],
  ])("%s: nothing", (_name, task, actor) => {
    const state = known(task);
    expect(apply(state, [reopened({ actor })]).state).toBe(state);
  });
  test("a reader is told, and nothing changes", () => {
    const after = apply(known(skipped), [reopened({ actor: RICK })]);
    expect(after.statuses).toEqual(["T-02 skipped"]);
    expect(after.replies.map(short)).toEqual(["reply #31 confused"]);
  });
  test("closed and opened again: the later one holds, seen together or apart", () => {
    const close = closed("not_planned", { at: onGitHub(-3) });
    const together = apply(known(blocked()), [reopened(), close]);
    expect(together.statuses).toEqual(["T-02 pending"]);
    const apart = apply(apply(known(blocked()), [close]).state, [reopened(), close]);
    expect(apart.statuses).toEqual(together.statuses);
  });
});
