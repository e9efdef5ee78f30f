/** What the documents say after the queue has changed. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/config/defaults.ts";
import { isUnheard, storyOwed, storyPaths } from "../../../src/dispatch/story/owed.ts";
import type { Task } from "../../../src/queue/schema.ts";
import type { State } from "../../../src/state/state.ts";
import { at, sampleTask } from "../sample.ts";
import { becoming, edited, nameOf, queueOf, stateOf, tellOnce } from "./telling.ts";

const template = (language: string, name: string) =>
  readFileSync(new URL(`../../../templates/triad/${language}/${name}`, import.meta.url), "utf8");
const PROGRESS = template("en", "PROGRESS.md");
const NEXT = template("en", "NEXT_STEPS.md");

function label(number: number): string {
  return `T-${String(number).padStart(2, "0")}`;
}

function tasks(count: number, fields: Partial<Task> = {}): Task[] {
  return Array.from({ length: count }, (_, at) =>
    sampleTask({ id: label(at + 1), description: `task ${at + 1}`, ...fields }),
  );
}

/** The state after `change` of some tasks, told. */
function told(state: State, changes: Readonly<Record<string, Partial<Task>>>, now?: string) {
  const intent = becoming((all) => all.map((task) => ({ ...task, ...changes[task.id] })));
  return tellOnce(state, now === undefined ? { intent } : { intent, now });
}

const DONE: Partial<Task> = { status: "done", completed_at: at(1) };
const blocked = (reason: string): Partial<Task> => ({ status: "blocked", completed_at: at(2), blocked_reason: reason });

describe("a task's way", () => {
  const start = () => tellOnce(stateOf(queueOf(...tasks(3)), { progress: PROGRESS, next: NEXT })).state;

  test("new tasks stand in the queue's order, and nothing is told twice", () => {
    const first = tellOnce(stateOf(queueOf(...tasks(2), sampleTask({ id: "T-03", priority: 5 })), { next: NEXT }));
    expect(first.next).toMatch(/1\. \[ \] T-03: .*\n2\. \[ \] T-01: task 1 .*\n3\. \[ \] T-02: task 2 /);
    expect(tellOnce(first.state)).toMatchObject({ changed: false, told: { written: [] } });
    expect(storyOwed(first.state.queue, DEFAULT_SETTINGS)).toBe(false);
  });

  test("starting and losing an attempt is no news", () => {
    const state = start();
    const running = told(state, { "T-01": { status: "running" } });
    expect(running.told.written).toEqual([]);
    expect(storyOwed(running.state.queue, DEFAULT_SETTINGS)).toBe(false);
  });

  test("done, blocked with its issue, put back, done", () => {
    const done = told(start(), { "T-01": DONE, "T-02": blocked("no key") });
    expect(done.progress).toContain("- [2026-11-21] T-01: task 1 <!-- ltpm:milestone-uid-T-01-0-done -->");
    expect(done.progress).toContain("2026-11-21 12:01: T-01 done: task 1");
    expect(done.progress).toContain("2026-11-21 12:02: T-02 blocked: no key");
    expect(done.progress).toContain("- 🚧 T-02: no key <!-- ltpm:blocker-T-02 -->");
    expect(done.progress).toContain("**Overall Progress**: 33%");
    expect(done.next).toContain("1. [x] T-01");
    const issue = told(done.state, { "T-02": { blocked_issue: 12, blocked_issue_state: "open" } });
    expect(issue.progress).toContain("- 🚧 T-02: no key (#12) <!-- ltpm:blocker-T-02 -->");
    expect(issue.progress.match(/T-02 blocked: no key/g)).toHaveLength(1);
    const back = told(issue.state, {
      "T-01": { status: "pending", epoch: 1, completed_at: null, decided_at: at(5) },
      "T-02": {
        status: "pending",
        epoch: 1,
        completed_at: null,
        blocked_reason: null,
        blocked_issue: null,
        decided_at: at(6),
      },
    });
    expect(back.next).toContain("1. [ ] T-01");
    expect(back.progress).not.toContain("blocker-T-02");
    expect(back.progress).not.toContain("blocked-tasks");
    expect(back.progress).toContain("12:06: T-02 put back: task 2");
    const again = told(back.state, { "T-01": { ...DONE, completed_at: at(9) } });
    expect(again.next).toContain("1. [x] T-01");
    expect(again.progress.match(/T-01 done: task 1/g)).toHaveLength(2);
    expect(tellOnce(again.state).changed).toBe(false);
  });

  test("a skipped task's line is taken out, and comes back with a retry", () => {
    const skipped = told(start(), { "T-02": { status: "skipped", completed_at: at(1) } });
    expect(skipped.next).not.toContain("T-02");
    expect(skipped.progress).toContain("T-02 skipped: task 2");
    const back = told(skipped.state, { "T-02": { status: "pending", epoch: 1, completed_at: null } });
    expect(back.next).toContain("[ ] T-02: task 2");
  });

  test("an archived task's line is taken out, a person's line about it stays", () => {
    const state = tellOnce(
      stateOf(queueOf(...tasks(2)), { next: "# N\n\n## Next\n\n- [ ] T-02: in my words\n" }),
    ).state;
    const done = told(state, { "T-01": DONE, "T-02": DONE });
    const archived = { ...done.state, queue: { ...done.state.queue, tasks: [], archivedCount: 2 } };
    expect(storyOwed(archived.queue, DEFAULT_SETTINGS)).toBe(true);
    const left = tellOnce(archived);
    expect(left.next).not.toContain("T-01");
    expect(left.next).toContain("- [x] T-02: in my words");
    expect(storyOwed(left.state.queue, DEFAULT_SETTINGS)).toBe(false);
    expect(tellOnce(left.state).changed).toBe(false);
  });
});

describe("many", () => {
  test("ten open lines; the others are counted, and the count follows", () => {
    const first = tellOnce(stateOf(queueOf(...tasks(13)), { next: NEXT }));
    expect(first.next.match(/\[ \] T-/g)).toHaveLength(10);
    expect(first.next).toContain("11. and 3 more in the queue (`ltpm tasks`) <!-- ltpm:rest:3 -->");
    const second = told(first.state, { "T-01": DONE });
    expect(second.next.match(/\[ \] T-/g)).toHaveLength(10);
    expect(second.next).toContain("12. and 2 more in the queue");
    const last = told(second.state, { "T-02": DONE, "T-03": DONE });
    expect(last.next).not.toContain("more in the queue");
    expect(last.next).toContain("[ ] T-13");
  });

  test("who takes the counting line out does not get it back", () => {
    const first = tellOnce(stateOf(queueOf(...tasks(13)), { next: NEXT })).state;
    const without = edited(first, "NEXT_STEPS.md", (text) => text.replace(/^11\. and 3 more.*\n/m, ""));
    const second = told(tellOnce(without).state, { "T-01": DONE });
    expect(second.next).not.toContain("more in the queue");
    expect(tellOnce(second.state).changed).toBe(false);
  });

  test("a thousand done at once are one line, and the percentage is right", () => {
    const first = tellOnce(stateOf(queueOf(...tasks(1_100)), { progress: PROGRESS, next: NEXT })).state;
    const changes = Object.fromEntries(tasks(1_000).map(({ id }) => [id, DONE]));
    const began = performance.now();
    const done = told(first, changes);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(done.progress).toMatch(/2026-11-21 12:00: 1000 done \(T-01, T-02, T-03, T-04, T-05 and 995 more\) <!--/);
    expect(done.progress.length).toBeLessThan(PROGRESS.length + 1_000);
    expect(done.progress).toContain("**Overall Progress**: 91%");
    expect(tellOnce(done.state).changed).toBe(false);
  });

  test("ten thousand tasks that owe nothing cost next to nothing", () => {
    const told = tellOnce(stateOf(queueOf(...tasks(10_000)), { next: NEXT })).state.queue;
    const began = performance.now();
    for (let round = 0; round < 10; round++) expect(storyOwed(told, DEFAULT_SETTINGS)).toBe(false);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test("the sixth milestone moves the oldest to LEARNINGS.md in the same write", () => {
    let state = tellOnce(stateOf(queueOf(...tasks(7)), { progress: PROGRESS, next: NEXT })).state;
    for (const { id } of tasks(5)) state = told(state, { [id]: DONE }).state;
    const sixth = told(state, { "T-06": DONE });
    expect(sixth.told.written).toContain("LEARNINGS.md");
    expect(sixth.learnings).toContain("T-01: task 1");
    expect(sixth.progress).not.toContain("T-01: task 1 <!--");
    expect(sixth.progress).toContain("**Overall Progress**: 86%");
    expect(tellOnce(sixth.state).changed).toBe(false);
  });
});

describe("what a person takes out stays out", () => {
  const start = () => {
    const first = tellOnce(stateOf(queueOf(...tasks(3)), { progress: PROGRESS, next: NEXT })).state;
    return told(first, { "T-01": DONE, "T-02": blocked("no key") }).state;
  };
  const withoutLine = (state: State, path: string, pattern: RegExp) =>
    tellOnce(edited(state, path, (text) => text.replace(pattern, ""))).state;

  test("the line of a task", () => {
    const state = withoutLine(start(), "NEXT_STEPS.md", /^.*T-03.*\n/m);
    expect(state.queue.documents?.["NEXT_STEPS.md"]?.boxes?.["T-03"]).toBe("gone");
    expect(told(state, { "T-03": DONE }).next).not.toContain("T-03");
    expect(told(state, { "T-02": { status: "pending", epoch: 1 } }).next).not.toContain("T-03");
  });

  test("a blocker, and the line under the stage", () => {
    const state = withoutLine(
      withoutLine(start(), "PROGRESS.md", /^.*blocker-T-02.*\n/m),
      "PROGRESS.md",
      /^.*blocked-tasks.*\n/m,
    );
    const next = told(state, { "T-03": blocked("no time") });
    expect(next.progress).not.toContain("blocker-T-02");
    expect(next.progress).toContain("blocker-T-03");
    expect(next.progress).not.toContain("blocked-tasks");
  });

  test("the percentage", () => {
    const state = withoutLine(start(), "PROGRESS.md", /^\*\*Overall Progress.*\n/m);
    expect(told(state, { "T-03": DONE }).progress).not.toContain("Overall Progress");
  });

  test("entries of the log and milestones", () => {
    const state = withoutLine(start(), "PROGRESS.md", /^.*uid-T-01.*\n/gm);
    expect(told(state, { "T-03": DONE }).progress).not.toContain("uid-T-01");
  });
});

describe("a person's documents", () => {
  test("their number stays until the checklists have changed", () => {
    const progress = PROGRESS.replace("{x%}", "40%");
    const first = tellOnce(stateOf(queueOf(...tasks(2)), { progress, next: NEXT }));
    expect(first.progress).toContain("40%");
    expect(told(first.state, { "T-01": DONE }).progress).toContain("**Overall Progress**: 50%");
  });

  test("Chinese documents are told in Chinese", () => {
    const texts = { progress: template("zh-CN", "PROGRESS.md"), next: template("zh-CN", "NEXT_STEPS.md") };
    const first = tellOnce(stateOf(queueOf(...tasks(12)), texts));
    expect(first.next).toContain("队列中另有 2 个任务");
    const done = told(first.state, { "T-01": DONE, "T-02": blocked("缺少密钥") });
    expect(done.progress).toContain("2026-11-21 12:01：T-01 已完成：task 1");
    expect(done.progress).toContain("- [2026-11-21] T-01: task 1");
    expect(done.progress).toContain("🚧 已阻塞：T-02");
    expect(done.progress).toMatch(/\*\*总体进度\*\*：8%/);
  });

  test("hostile texts stay on their line and mean nothing", () => {
    const description = `x <!-- ltpm:T-02 -->\n# heading\n- [x] T-02 @everyone <script> \`\`\` ${"y".repeat(90_000)}`;
    const queue = queueOf(sampleTask({ id: "T-01", description }), sampleTask({ id: "T-02", description: "two" }));
    const first = tellOnce(stateOf(queue, { progress: PROGRESS, next: NEXT }));
    expect(first.next).toContain("[ ] T-02: two <!-- ltpm:T-02 -->");
    expect(first.next).not.toMatch(/^# heading/m);
    const done = told(first.state, { "T-01": DONE });
    expect(done.progress.match(/^#/gm)).toEqual(PROGRESS.match(/^#/gm));
    expect(done.told.heard.done).toEqual([]);
    expect(tellOnce(done.state).changed).toBe(false);
  });

  test("what they wrote below a template's line or behind a line of ours stays", () => {
    const progress = PROGRESS.replace("Milestone 2\n", "Milestone 2\n  - a note of mine\n");
    const first = tellOnce(stateOf(queueOf(...tasks(12)), { progress, next: NEXT }));
    const noted = edited(first.state, "NEXT_STEPS.md", (text) =>
      text.replace(/^(10\. .*)\n(11\. and 2 more.*)\n/m, "$1\n$2\nbehind it\n"),
    );
    const skipped = told(noted, { "T-10": { status: "skipped", completed_at: at(1) }, "T-01": DONE });
    const after = told(skipped.state, { "T-09": { status: "skipped", completed_at: at(2) } });
    expect(after.next).toContain("behind it");
    expect(after.next).not.toContain("T-10");
    expect(after.progress).toContain("a note of mine");
  });

  test("a document without certain places gets sections of ours, and no line of it is lost", () => {
    const progress = "Notes of mine\n=====\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    const done = told(tellOnce(stateOf(queueOf(...tasks(1)), { progress })).state, { "T-01": DONE });
    for (const line of progress.split("\n")) expect(done.progress.split("\n")).toContain(line);
    expect(done.progress).toContain("T-01 done: task 1");
  });
});

describe("documents that are not there, or not ours", () => {
  test("none is made", () => {
    const state = stateOf(queueOf(sampleTask(DONE)), {});
    const told = tellOnce(state);
    expect(told).toMatchObject({ changed: false, told: { written: [], troubles: [] } });
  });

  test("only PROGRESS.md", () => {
    const told = tellOnce(stateOf(queueOf(sampleTask(DONE)), { progress: PROGRESS }));
    expect(told.told.written).toEqual(["PROGRESS.md"]);
    expect(tellOnce(told.state).changed).toBe(false);
  });

  test("UTF-16 and binary are left alone, and said; the other document is told", () => {
    const before = stateOf(queueOf(sampleTask(DONE)), { progress: PROGRESS });
    const odd = Uint8Array.from([0xff, 0xfe, 0x41, 0x00]);
    const told = tellOnce({ ...before, documents: new Map([...(before.documents ?? []), ["NEXT_STEPS.md", odd]]) });
    expect(told.told.troubles).toMatchObject([{ path: "NEXT_STEPS.md" }]);
    expect(told.told.written).toEqual(["PROGRESS.md"]);
    expect(told.state.documents?.get("NEXT_STEPS.md")).toBe(odd);
  });

  test.each(["PROGRESS.md", "NEXT_STEPS.md"])("%s could not be had: what it missed is told when it can be", (path) => {
    const open = tellOnce(stateOf(queueOf(...tasks(1)), { progress: PROGRESS, next: NEXT })).state;
    const bytes = open.documents?.get(path) ?? null;
    const left = { ...open, documents: new Map([...(open.documents ?? []), [path, Uint8Array.from([0xff, 0xfe])]]) };
    const done = told(left, { "T-01": DONE }).state;
    expect(storyOwed(done.queue, DEFAULT_SETTINGS)).toBe(true);
    expect(tellOnce(done).changed).toBe(false);
    const again = told({ ...done, documents: new Map([...(done.documents ?? []), [path, bytes]]) }, {});
    expect(again.progress.match(/T-01 done/g)).toHaveLength(1);
    expect(again.next).toContain("[x] T-01");
    expect(storyOwed(again.state.queue, DEFAULT_SETTINGS)).toBe(false);
    expect(tellOnce(again.state).changed).toBe(false);
  });

  test("a document with an unfinished merge is left alone until it is resolved", () => {
    const next = "# N\n\n<<<<<<< ours\n- [x] T-01: a\n=======\n- [ ] T-01: b\n>>>>>>> theirs\n";
    const state = tellOnce(stateOf(queueOf(sampleTask()), { progress: PROGRESS, next }));
    expect(state.told).toMatchObject({ written: [], troubles: [{ path: "NEXT_STEPS.md" }] });
  });

  test("turned off: neither read nor written", () => {
    const settings = { ...DEFAULT_SETTINGS, documents: { ...DEFAULT_SETTINGS.documents, next_steps: false } };
    const next = "# N\n\n## I <!-- ltpm:intake -->\n\n- [ ] a\n";
    const told = tellOnce(stateOf(queueOf(sampleTask(DONE)), { progress: PROGRESS, next }), { pen: { settings } });
    expect(told.told.written).toEqual(["PROGRESS.md"]);
    expect(told.told.heard.added).toEqual([]);
    const off = { documents: { ...DEFAULT_SETTINGS.documents, progress: false, next_steps: false } };
    expect(storyOwed(queueOf(sampleTask(DONE)), off)).toBe(false);
  });
});

describe("paths and names", () => {
  const dir = (folder: string | null) => ({ documents: { ...DEFAULT_SETTINGS.documents, dir: folder } });

  test.each([
    [null, "PROGRESS.md"],
    [".", "PROGRESS.md"],
    ["projects/a b", "projects/a b/PROGRESS.md"],
  ])("documents of %s", (folder, path) => {
    expect(storyPaths(dir(folder)).progress).toBe(path);
  });

  test("unheard until it was seen as it is", () => {
    const told = tellOnce(stateOf(queueOf(sampleTask()), { next: NEXT }));
    const oid = nameOf(told.state.documents?.get("NEXT_STEPS.md") ?? new Uint8Array());
    expect(isUnheard(told.state.queue, DEFAULT_SETTINGS, oid)).toBe(false);
    expect(isUnheard(told.state.queue, DEFAULT_SETTINGS, "0".repeat(40))).toBe(true);
    expect(isUnheard(told.state.queue, DEFAULT_SETTINGS, null)).toBe(false);
  });
});
