import { describe, expect, test } from "vitest";
import type { CycleInput } from "../../../src/dispatch/cycle.ts";
import type { Inbox } from "../../../src/dispatch/inbox/types.ts";
import { cycleWithInbox, type InboxCycleOptions } from "../../../src/dispatch/inbox/with-cycle.ts";
import type { Settings } from "../../../src/dispatch/settings.ts";
import { brokenInvariants } from "../../../src/queue/invariants.ts";
import type { Task } from "../../../src/queue/schema.ts";
import { controlIntent } from "../../../src/state/intents.ts";
import type { State } from "../../../src/state/state.ts";
import { ended, fails, runs, seen } from "../one-cycle.ts";
import { at, HOST, NOW, sampleAttempt, sampleSettings, sampleTask } from "../sample.ts";
import { comment, inbox, issue, known, onGitHub, short } from "./mail.ts";

interface Given extends Partial<Omit<CycleInput, "settings">>, InboxCycleOptions {
  readonly settings?: Partial<Settings>;
  readonly inbox?: Inbox;
}

function cycle(state: State, given: Given = {}) {
  const { settings, inbox: mail = inbox([]), archive = false, claimMs, ...input } = given;
  const intent = cycleWithInbox(
    mail,
    {
      op: "op-1",
      observations: [],
      draws: { tokens: ["fresh-token-0", "fresh-token-1"], fractions: [0.5] },
      settings: sampleSettings(settings),
      host: HOST,
      archived: () => undefined,
      archive,
      ...input,
    },
    claimMs === undefined ? {} : { claimMs },
  );
  const applied = intent.apply(state, NOW);
  const after = applied.state ?? state;
  expect(brokenInvariants(after.queue, after.archive, 9)).toEqual([]);
  const subject = typeof intent.subject === "string" ? intent.subject : intent.subject(applied.result);
  const outbox = (after.queue.outbox ?? []).map(short);
  return { ...applied, after, subject, outbox, task: (id: string) => after.queue.tasks.find((task) => task.id === id) };
}

const TRIED = { retries: 3, maxRetries: 3, strategies_tried: [sampleAttempt("run")] };
const from = (issueNumber: number) => ({ source: { kind: "issue", issue: issueNumber } });
const stuck = (id: string, fields: Partial<Task> = {}) =>
  sampleTask({ id, status: "blocked", completed_at: at(-30), blocked_reason: "no key", ...fields });
const finished = (id: string, fields: Partial<Task> = {}) =>
  sampleTask({ id, status: "done", completed_at: at(-30), verification: "passed", ...fields });

/** A state in which these issues were taken in. */
function taken(numbers: number[], ...tasks: Task[]): State {
  const state = known(...tasks);
  const github = { comments_since: at(-60), seen: [], issues_since: at(-60), taken: numbers };
  return { ...state, queue: { ...state.queue, github } };
}

describe("people's words and the cycle in one commit", () => {
  test("a retry by comment starts in the same cycle, and one commit says so", () => {
    const mail = inbox([comment("retry T-01", { id: 5 })], { comments_until: NOW, issues_until: NOW });
    const { task, subject, outbox, result, after } = cycle(known(stuck("T-01")), { inbox: mail });
    expect(task("T-01")).toMatchObject({ status: "running", epoch: 1, session: { token: "fresh-token-0" } });
    expect(subject).toBe("ltpm: retry T-01, T-01 started");
    expect(outbox).toEqual(["reply #7 to 5 rocket"]);
    expect(result).toMatchObject({ idle: false, inbox: { changed: [{ id: "T-01", operation: "retry" }] } });
    expect(after.queue.github).toMatchObject({ comments_since: at(-10), issues_since: at(-10), seen: [5] });
  });

  test("an issue that is taken in starts, too", () => {
    const mail = inbox([issue("labeled", { title: "Run `npm test`" })]);
    const { task, subject } = cycle(known(), { inbox: mail, settings: { inline_commands: "writers" } });
    expect(task("T-01")?.status).toBe("running");
    expect(subject).toBe("ltpm: add T-01, T-01 started");
  });

  test("nothing new, nothing to do: no commit", () => {
    const state = known(finished("T-01", { completed_at: at(-5) }));
    const mail = inbox([comment("LGTM")], { comments_until: NOW });
    const { state: written, result, subject } = cycle(state, { inbox: mail });
    expect(written).toBeUndefined();
    expect([result.idle, subject]).toEqual([true, "ltpm: cycle"]);
  });

  test("a comment that is only answered is work all the same", () => {
    const { result } = cycle(known(), { inbox: inbox([comment("show tasks")]) });
    expect(result.idle).toBe(false);
  });

  test("what is owed is claimed for the run, when that is wanted", () => {
    const { after } = cycle(known(), { inbox: inbox([comment("show tasks")], { run: "9.1" }), claimMs: 60_000 });
    expect(after.queue.outbox?.map(({ claim }) => claim)).toEqual([{ by: "9.1", until: at(1) }]);
  });

  test("the archive is read when either of both needs it", () => {
    const input: CycleInput = {
      op: "o",
      observations: [],
      draws: { tokens: [], fractions: [] },
      settings: sampleSettings(),
      host: HOST,
      archived: () => undefined,
      archive: false,
    };
    const read = (archive: boolean, wish?: boolean) =>
      cycleWithInbox(inbox([]), { ...input, archive }, wish === undefined ? {} : { archive: wish }).archive;
    expect([read(false), read(true), read(false, true), read(true, false)]).toEqual([false, true, true, true]);
  });
});

describe("results are reported on the issue that a task came from", () => {
  test("done: a report; the last one: the issue is closed", () => {
    const state = taken([12], runs("T-01", from(12)), runs("T-02", from(12)));
    const first = cycle(state, { observations: [seen("T-01", ended("T-01"))] });
    expect(first.outbox).toEqual(["done", "report #12"]);
    const second = cycle(first.after, { observations: [seen("T-02", ended("T-02"))] });
    expect(second.outbox).toEqual(["done", "report #12", "done", "report #12", "close_issue #12 all_done"]);
  });

  test("blocked: a report behind the notice that opens the issue; nothing is closed", () => {
    const state = taken([12], runs("T-01", { ...from(12), ...TRIED }));
    const { outbox, after } = cycle(state, { observations: [seen("T-01", fails("T-01"))] });
    expect(outbox).toEqual(["blocked", "all_blocked", "report #12"]);
    expect(cycle(after).state).toBeUndefined();
  });

  test("skipped: no report, but the last one closes the issue", () => {
    const state = taken([12], finished("T-01", { ...from(12), reported: "0:done" }), stuck("T-02", from(12)));
    expect(cycle(state, { inbox: inbox([comment("skip T-02", { id: 5 })]) }).outbox).toEqual([
      "reply #7 to 5 rocket",
      "close_issue #12 all_done",
    ]);
  });

  test("an issue that was not taken in is never closed, whatever was asked for on it", () => {
    expect(cycle(known(finished("T-01", from(12)))).outbox).toEqual(["report #12"]);
  });

  test("however it got there: a laptop, a pull; once", () => {
    const state = taken([12], finished("T-01", from(12)));
    const { outbox, after } = cycle(state);
    expect(outbox).toEqual(["report #12", "close_issue #12 all_done"]);
    expect(cycle(after).state).toBeUndefined();
    const told = { ...after, queue: { ...after.queue, outbox: [] } };
    expect(cycle(told).state).toBeUndefined();
  });

  test("another life has another result", () => {
    const told = taken([12], finished("T-01", { ...from(12), reported: "0:done", epoch: 1 }));
    expect(cycle(told).outbox).toEqual(["report #12", "close_issue #12 all_done"]);
    const ids = cycle(told).after.queue.outbox?.map(({ id }) => id);
    expect(ids).toEqual(["report:uid-T-01:1:done", "close_issue:issue-12:uid-T-01:1:done"]);
  });

  test("a task is put back before the issue was closed: it stays open, and is closed in the end", () => {
    const owed = cycle(taken([12], finished("T-01", from(12)))).after;
    const mail = inbox([comment("retry T-01", { id: 5 })]);
    const again = cycle(owed, { inbox: mail, settings: { inline_commands: "writers" } });
    expect(again.outbox).toEqual(["reply #7 to 5 rocket"]);
    const token = "fresh-token-0";
    const done = cycle(again.after, { observations: [seen("T-01", ended("T-01", { token }), token)] });
    expect(done.outbox).toEqual(["reply #7 to 5 rocket", "done", "report #12", "close_issue #12 all_done"]);
  });

  test("nothing goes into the archive that is still to be reported", () => {
    const old = taken([12], finished("T-01", { ...from(12), completed_at: at(-30 * 24 * 60) }));
    const first = cycle(old, { archive: true });
    expect(first.after.queue.tasks).toHaveLength(1);
    const told = { ...first.after, queue: { ...first.after.queue, outbox: [] } };
    expect(cycle(told, { archive: true }).after.queue.tasks).toEqual([]);
  });

  test("tasks of no issue report nowhere", () => {
    const state = known(finished("T-01"), stuck("T-02", { source: { kind: "cli" } }));
    expect(cycle(state).outbox).toEqual(["all_blocked"]);
  });
});

describe("the issue of a blocked task is closed when the task is not blocked any more", () => {
  const open = { blocked_issue: 31, blocked_issue_state: "open" } as const;
  test.each([
    ["retry", "retried"],
    ["skip", "skipped"],
    ["cancel", "cancelled"],
    ["done", "done"],
  ] as const)("%s on a laptop: the next cycle owes it", (operation, why) => {
    const { state } = controlIntent([{ operation, id: "T-01" }], "op").apply(known(stuck("T-01", open)), NOW);
    expect(cycle(state ?? known()).outbox).toContain(`close_issue #31 ${why}`);
  });

  test("blocked and never opened: nothing", () => {
    const mail = inbox([comment("skip T-01", { created_at: onGitHub(-1), id: 5 })]);
    expect(cycle(known(stuck("T-01")), { inbox: mail }).outbox).toEqual(["reply #7 to 5 rocket"]);
  });
});
