import { describe, expect, test } from "vitest";
import { needsArchive } from "../../../src/dispatch/inbox/comments.ts";
import { commentsSince, issuesSince, unseen } from "../../../src/dispatch/inbox/cursor.ts";
import { wants } from "../../../src/dispatch/inbox/wants.ts";
import type { GitHubRecord } from "../../../src/queue/schema.ts";
import type { State } from "../../../src/state/state.ts";
import { at, NOW, sampleTask, stateOf } from "../sample.ts";
import { ANN, apply, BOT, comment, issue, known, onGitHub, short } from "./mail.ts";

const WEEK = 7 * 24 * 60;

function withRecord(fields: Partial<GitHubRecord>): State {
  const state = known(sampleTask({ id: "T-01", status: "blocked", completed_at: at(-60), blocked_reason: "x" }));
  const github = { comments_since: at(-60), seen: [], issues_since: at(-60), ...fields };
  return { ...state, queue: { ...state.queue, github } };
}

describe("whether a comment is for us", () => {
  test.each([
    ["retry T-99", true],
    ["show tasks", true],
    ["add task: fix it", true],
    ["/ltpm anything at all?", true],
    ["／ltpm", true],
    ["> hello\n\n/ltpm ?", true],
    ["@ltpm fix the login page", true],
    ["I need to look at this", false],
    ["> /ltpm ?", false],
    ["    /ltpm ?", false],
    ["```\n/ltpm ?\n```", false],
    ["/ltpmx", false],
    ["HEARTBEAT: task-runner dispatcher check", false],
    ["", false],
    [`retry T-02\n${"x".repeat(100_001)}`, false],
  ])("%j: %s", (body, wanted) => expect(wants({ body, author: ANN })).toBe(wanted));
});

describe("the first cycle", () => {
  test("after a run that died once it had begun the queue, listens from a little before that", () => {
    const queue = { lastId: null, tasks: [], archivedCount: 0, updated_at: at(-30) };
    expect([commentsSince(queue, NOW), issuesSince(queue, NOW)]).toEqual([at(-40), at(-40)]);
    // A queue with tasks in it lived elsewhere before.
    const moved = { ...queue, tasks: [sampleTask({ id: "T-01" })] };
    expect([commentsSince(moved, NOW), issuesSince(moved, NOW)]).toEqual([null, null]);
  });

  test("starts clean: nothing written before is looked at, and it is told that we are here", () => {
    const old = Array.from({ length: 300 }, (_, n) => comment("retry T-01", { created_at: onGitHub(-60 - n) }));
    const state = stateOf(sampleTask({ id: "T-01" }));
    expect([commentsSince(state.queue, NOW), issuesSince(state.queue, NOW)]).toEqual([null, null]);
    const after = apply(state, [...old, issue("listed", { at: onGitHub(-60) })], {
      comments_until: at(-1),
      issues_until: at(-1),
    });
    expect(after.state.queue.github).toEqual({ comments_since: at(-11), seen: [], issues_since: at(-11) });
    expect(after.outbox.map(short)).toEqual(["first_run"]);
    expect(after.state.queue.tasks).toEqual(state.queue.tasks);
  });

  test("the comment that started it counts", () => {
    const state = stateOf(sampleTask({ id: "T-01" }));
    const after = apply(state, [comment("skip T-01", { id: 9, created_at: onGitHub(-1) })], { comments_until: NOW });
    expect(after.statuses).toEqual(["T-01 skipped"]);
    expect(after.state.queue.github).toMatchObject({ comments_since: at(-10), seen: [9] });
    expect(apply(after.state, []).state).toBe(after.state);
  });
});

describe("the cursor", () => {
  test.each([
    ["an hour ago", -60, at(-60)],
    ["weeks ago: older comments would not count", -5 * WEEK, at(-WEEK)],
  ])("was %s", (_name, minutes, since) => {
    const { queue } = withRecord({ comments_since: at(minutes), issues_since: at(minutes) });
    expect([commentsSince(queue, NOW), issuesSince(queue, NOW)]).toEqual([since, since]);
  });

  test("moves when something is written anyway, ten minutes behind the list", () => {
    const after = apply(withRecord({}), [comment("retry T-01", { id: 9 })], {
      comments_until: at(-1),
      issues_until: NOW,
    });
    expect(after.state.queue.github).toEqual({ comments_since: at(-11), seen: [9], issues_since: at(-10) });
  });

  test("stays when nothing else is to be written: an idle cycle writes nothing", () => {
    const state = withRecord({});
    const talk = Array.from({ length: 49 }, () => comment("LGTM"));
    expect(apply(state, talk, { comments_until: NOW, issues_until: NOW }).state).toBe(state);
  });

  test.each([
    ["by the lists themselves", 50, {}],
    ["by what the lists were before they were sorted out", 0, { listed: 50 }],
  ])("moves by itself when the lists become long, %s", (_name, count, fields) => {
    const talk = Array.from({ length: count }, () => comment("LGTM"));
    const after = apply(withRecord({}), talk, { comments_until: NOW, ...fields });
    expect(after.state.queue.github?.comments_since).toBe(at(-10));
    expect(apply(after.state, talk, { comments_until: NOW, ...fields }).state).toBe(after.state);
  });

  test.each([
    ["never back", { comments_until: at(-300), issues_until: at(-300) }],
    ["not by a list that failed", { comments_until: "", issues_until: "" }],
    ["not by nonsense", { comments_until: "soon", issues_until: "" }],
  ])("%s", (_name, until) => {
    const after = apply(withRecord({}), [comment("retry T-01")], until);
    expect(after.state.queue.github).toMatchObject({ comments_since: at(-60), issues_since: at(-60) });
  });

  test("keeps the ids that it has not passed, and those of other runs", () => {
    const listed = [
      comment("retry T-01", { id: 10, created_at: onGitHub(-50) }),
      comment("retry T-01", { id: 20, created_at: onGitHub(-40) }),
      comment("retry T-01", { id: 30, created_at: onGitHub(-5) }),
    ];
    // 5: deleted, or older than the list; 25, 99: seen by runs that listed later.
    const state = withRecord({ seen: [5, 10, 25, 30, 99] });
    const after = apply(state, listed, { comments_until: NOW });
    expect(after.state.queue.github).toMatchObject({ comments_since: at(-10), seen: [25, 30, 99] });
    expect(after.replies).toHaveLength(1);
    // The comment behind the cursor is not taken for new, though its id is forgotten.
    expect(apply(after.state, listed, { comments_until: NOW }).state).toBe(after.state);
  });
});

describe("what is too old", () => {
  test.each([
    ["a minute under seven days", -WEEK + 1, "pending"],
    ["a minute over", -WEEK - 1, "blocked"],
  ])("%s", (_name, minutes, status) => {
    const state = withRecord({ comments_since: at(-2 * WEEK) });
    const after = apply(state, [comment("retry T-01", { created_at: onGitHub(minutes) })]);
    expect(after.task("T-01")?.status).toBe(status);
    if (status === "blocked") expect(after.state).toBe(state);
  });
});

describe("before anything is asked of GitHub", () => {
  test("only unseen comments that want something are left, of people and of listed bots", () => {
    const { queue } = withRecord({ seen: [2] });
    const comments = [
      comment("retry T-01", { id: 1 }),
      comment("retry T-01", { id: 2 }),
      comment("LGTM", { id: 3 }),
      comment("retry T-01", { id: 4, author: BOT }),
      comment("retry T-01", { id: 5, created_at: onGitHub(-61) }),
    ];
    expect(unseen(queue, comments, NOW).map(({ id }) => id)).toEqual([1]);
    expect(unseen(queue, comments, NOW, [BOT.login]).map(({ id }) => id)).toEqual([1, 4]);
    expect(unseen(stateOf().queue, comments, NOW).map(({ id }) => id)).toEqual([1, 2, 5]);
  });

  test.each([
    ["a label that the queue does not know", "retry T-77", 3, true],
    ["nothing in the archive", "retry T-77", 0, false],
    ["a known label", "retry T-01", 3, false],
    ["talk", "T-77 was fine", 3, false],
  ])("the archive is read for %s: %s", (_name, body, archivedCount, needed) => {
    const queue = { ...withRecord({}).queue, archivedCount };
    expect(needsArchive({ queue, comments: [comment(body)] })).toBe(needed);
    expect(needsArchive({ queue, comments: [], message: { text: body, login: "ann", at: NOW } })).toBe(needed);
    expect(needsArchive({ queue, comments: [], issues: [issue("labeled", { body })] })).toBe(needed);
    expect(needsArchive({ queue, comments: [], issues: [issue("opened", { body })] })).toBe(false);
  });
});
