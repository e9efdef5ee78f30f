import { describe, expect, test } from "vitest";
import { boxMarker } from "../../../src/messages/github/markers.ts";
import type { Task } from "../../../src/queue/schema.ts";
import type { State } from "../../../src/state/state.ts";
import { at, sampleTask } from "../sample.ts";
import { ANN, apply, BOT, issue, known, OURSELVES, onGitHub, RICK, short, UNA } from "./mail.ts";

const BLOCKED = sampleTask({ id: "T-02", status: "blocked", completed_at: at(-30), blocked_reason: "no key" });

function withDashboard(...tasks: Task[]): State {
  const state = known(...tasks);
  const github = { comments_since: at(-60), seen: [], issues_since: at(-60), dashboard: 40, dashboard_hash: "abc" };
  return { ...state, queue: { ...state.queue, github } };
}

type Op = "retry" | "skip" | "done";
const line = (op: Op, tick: string, uid = "uid-T-02", epoch = 0) =>
  `- [${tick}] ${boxMarker({ op, uid, epoch })}${op} it`;
const body = (...lines: string[]) => ["# Tasks", "", ...lines, "", "<!-- ltpm:dashboard -->"].join("\n");
const edit = (before: string[], after: string[], fields = {}) =>
  issue("edited", { number: 40, author: OURSELVES, previous_body: body(...before), body: body(...after), ...fields });
const tick = (op: Op, fields = {}) => edit([line(op, " ")], [line(op, "x")], fields);
const WORLD = withDashboard(sampleTask({ id: "T-01" }), BLOCKED);

describe("boxes that a person ticks", () => {
  test.each([
    ["retry", "pending"],
    ["skip", "skipped"],
    ["done", "done"],
  ] as const)("%s", (op, status) => {
    const after = apply(WORLD, [tick(op)]);
    expect(after.task("T-02")).toMatchObject({ status, decided_at: at(-2) });
    // The dashboard itself is the answer.
    expect(after.replies).toEqual([]);
    expect(after.state.queue.github?.dashboard_hash).toBeNull();
  });

  test("several at once, with another mark and other line ends", () => {
    const before = [line("retry", " "), line("skip", " ", "uid-T-01")];
    const after = [line("retry", "X"), line("skip", "x", "uid-T-01")];
    const event = edit(before, after);
    const { statuses } = apply(WORLD, [{ ...event, body: event.body.replaceAll("\n", "\r\n") }]);
    expect(statuses).toEqual(["T-01 skipped", "T-02 pending"]);
  });

  test("two edits within one second", () => {
    const one = line("skip", " ", "uid-T-01");
    const first = edit([line("retry", " "), one], [line("retry", "x"), one]);
    const second = edit([line("retry", "x"), one], [line("retry", "x"), line("skip", "x", "uid-T-01")]);
    expect(apply(apply(WORLD, [first]).state, [second]).statuses).toEqual(["T-01 skipped", "T-02 pending"]);
  });

  test("each acts once, in however many runs", () => {
    const event = tick("retry");
    const after = apply(WORLD, [event, event]);
    expect(after.task("T-02")?.epoch).toBe(1);
    expect(apply(after.state, [event]).state).toBe(after.state);
    // Blocked again in the same life, and the old event is run anew.
    const { epoch: _first, ...again } = { ...BLOCKED, epoch: 0 };
    const back = withDashboard(sampleTask({ id: "T-01" }), again);
    const replayed = { ...back, queue: { ...back.queue, github: after.state.queue.github ?? WORLD.queue.github } };
    expect(apply(replayed as State, [event]).state).toBe(replayed);
  });

  test("whatever else was changed in the text is only written anew", () => {
    const event = edit([line("retry", " ")], ["retry T-02", "Now with my words", line("retry", " ")]);
    const after = apply(WORLD, [event]);
    expect(after.state.queue.tasks).toBe(WORLD.queue.tasks);
    expect(after.state.queue.github?.dashboard_hash).toBeNull();
  });

  test("found ticked in a list, when the edit was missed", () => {
    const listed = issue("listed", { number: 40, labels: [], author: OURSELVES, body: body(line("retry", "x")) });
    expect(apply(WORLD, [listed]).statuses).toEqual(["T-01 pending", "T-02 pending"]);
    const untouched = issue("listed", { number: 40, labels: [], author: OURSELVES, body: body(line("retry", " ")) });
    expect(apply(WORLD, [untouched]).state).toBe(WORLD);
  });
});

describe("boxes that do nothing", () => {
  const rows: [name: string, event: ReturnType<typeof tick>][] = [
    ["another life of the task", edit([line("retry", " ", "uid-T-02", 3)], [line("retry", "x", "uid-T-02", 3)])],
    ["a task that is not there", edit([line("retry", " ", "nobody")], [line("retry", "x", "nobody")])],
    ["a tick that was there before", edit([line("retry", "x")], [line("retry", "x")])],
    ["a tick taken away", edit([line("retry", "x")], [line("retry", " ")])],
    ["a box that somebody wrote by hand", edit([], [line("retry", "x")])],
    ["an edit of the title", { ...issue("edited", { number: 40, body: body(line("retry", "x")) }) }],
  ];
  test.each(rows)("%s", (_name, event) => {
    expect(apply(WORLD, [event]).state.queue.tasks).toBe(WORLD.queue.tasks);
  });

  test("a decision that is newer", () => {
    const state = withDashboard({ ...BLOCKED, decided_at: at(-1) });
    expect(apply(state, [tick("retry")]).statuses).toEqual(["T-02 blocked"]);
  });

  test.each([
    ["our own writing", OURSELVES],
    ["a bot", BOT],
  ])("%s leaves no trace", (_name, actor) => {
    expect(apply(WORLD, [tick("retry", { actor })]).state).toBe(WORLD);
  });

  test.each([
    ["a reader", RICK],
    ["an unknown permission", UNA],
  ])("%s is told so", (_name, actor) => {
    const after = apply(WORLD, [tick("retry", { actor })]);
    expect(after.state.queue.tasks).toBe(WORLD.queue.tasks);
    expect(after.replies.map(short)).toEqual(["reply #40 confused"]);
    expect(apply(after.state, [tick("retry", { actor })]).state).toBe(after.state);
  });

  test("the same boxes in another issue", () => {
    const other = { ...tick("retry"), number: 41, actor: ANN, at: onGitHub(-1) };
    expect(apply(WORLD, [other]).state).toBe(WORLD);
  });
});
