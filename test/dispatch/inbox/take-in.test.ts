import { describe, expect, test } from "vitest";
import type { SeenIssue } from "../../../src/dispatch/inbox/types.ts";
import { at, NOW, sampleTask } from "../sample.ts";
import { ANN, apply, BOT, inbox, issue, known, onGitHub, RICK, short, UNA } from "./mail.ts";

const LIST = "Some things:\n\n- fix the login page\n- update the docs";

describe("issues that are taken in", () => {
  const rows: [name: string, event: SeenIssue, tasks: string[]][] = [
    ["labelled by a writer", issue("labeled"), ["Login is broken"]],
    ["labelled in other letters", issue("labeled", { label: "LTPM", labels: ["LTPM"] }), ["Login is broken"]],
    ["a list in it", issue("labeled", { body: LIST }), ["fix the login page", "update the docs"]],
    ["CRLF", issue("labeled", { body: LIST.replaceAll("\n", "\r\n") }), ["fix the login page", "update the docs"]],
    ["opened with the label", issue("opened", { labels: ["bug", "ltpm"] }), ["Login is broken"]],
    ["found in a list", issue("listed"), ["Login is broken"]],
    [
      "opened with a trigger in its title",
      issue("opened", { title: "add task: fix the login page" }),
      ["fix the login page"],
    ],
    [
      "opened with a trigger in its text",
      issue("opened", { body: "/ltpm fix the login page" }),
      ["fix the login page"],
    ],
    ["a stranger's, labelled by a writer", issue("labeled", { author: RICK }), ["Login is broken"]],
  ];
  test.each(rows)("%s", (_name, event, tasks) => {
    const after = apply(known(), [event]);
    expect(after.state.queue.tasks.map(({ description }) => description)).toEqual(tasks);
    expect(after.state.queue.github?.taken).toEqual([12]);
    expect(after.replies.map(short)).toEqual(["reply #12 rocket"]);
    expect(after.task("T-01")).toMatchObject({
      added_at: NOW,
      source: { url: "https://github.example/o/r/issues/12", actor: "ann", event: "issue:12", issue: 12 },
      dedupe_key: "issue:12",
    });
  });

  test("orders in a writer's issue are obeyed", () => {
    const state = known(sampleTask({ id: "T-01" }));
    const after = apply(state, [issue("labeled", { body: "skip T-01\n\nadd task: fix the login page" })]);
    expect(after.task("T-01")?.status).toBe("skipped");
  });

  test("what would start anyway is told at once; what waits, too", () => {
    expect(apply(known(), [issue("labeled")]).text).toBe("Added T-01: Login is broken. Starting now...");
  });
});

describe("issues that are not", () => {
  const rows: [name: string, event: SeenIssue][] = [
    ["opened without label and trigger", issue("opened", { body: LIST })],
    ["opened with an order only", issue("opened", { body: "retry T-01" })],
    ["labelled with something else", issue("labeled", { label: "bug" })],
    ["labelled, but nobody says with what", { ...issue("labeled"), label: "" }],
    ["closed meanwhile", issue("labeled", { state: "closed" })],
    ["by a bot", issue("opened", { author: BOT, actor: BOT, labels: ["ltpm"] })],
    ["edited", issue("edited", { labels: ["ltpm"], previous_body: "" })],
    ["reopened", issue("reopened", { labels: ["ltpm"] })],
    ["a list without the label", issue("listed", { labels: ["ltpm-blocked"] })],
    ["eight days ago", issue("labeled", { at: onGitHub(-8 * 24 * 60) })],
    ["a moment that nobody can read", issue("labeled", { at: "soon" })],
    ["longer than GitHub's texts can be", issue("labeled", { body: "x ".repeat(60_000) })],
  ];
  test.each(rows)("%s", (_name, event) => {
    const state = known();
    expect(apply(state, [event]).state).toBe(state);
  });

  test.each([
    ["a reader", RICK, 'yours is "read"'],
    ["an unknown permission", UNA, "could not be checked"],
  ])("%s is told so once, however many events come", (_name, actor, text) => {
    const labelled = issue("labeled", { author: actor, actor });
    const opened = issue("opened", { author: actor, actor, labels: ["ltpm"] });
    const first = apply(known(), [opened, labelled, issue("listed", { author: actor, actor })]);
    expect(first.replies.map(short)).toEqual(["reply #12 confused"]);
    expect(first.text).toContain(text);
    expect(apply(first.state, [opened, labelled]).state).toBe(first.state);
    expect(apply(first.state, [issue("labeled", { at: onGitHub(-1) })]).result.added).toEqual(["T-01"]);
  });

  test("nothing to do in it: said once; with a better text it is taken in", () => {
    const empty = issue("labeled", { title: "Thanks" });
    const first = apply(known(), [empty, issue("opened", { title: "Thanks", labels: ["ltpm"] })]);
    expect(first.text).toContain("No task and no command");
    expect(first.state.queue.github?.taken).toBeUndefined();
    expect(apply(first.state, [empty, issue("listed", { title: "Thanks" })]).state).toBe(first.state);
    expect(apply(first.state, [issue("labeled", { at: onGitHub(-1) })]).result.added).toEqual(["T-01"]);
  });
});

describe("once", () => {
  test("opened, labelled and listed are one issue; so they are in four runs", () => {
    const events = [issue("opened", { labels: ["ltpm"] }), issue("labeled"), issue("listed")];
    let after = apply(known(), events);
    const first = after.state;
    for (let run = 2; run <= 4; run += 1) after = apply(after.state, events, inbox([], { run: `${run}.1` }));
    expect(after.state).toBe(first);
    expect(after.statuses).toEqual(["T-01 pending"]);
    expect(after.outbox.filter(({ kind }) => kind === "reply")).toHaveLength(1);
  });

  test("a label that is taken off and put on again changes nothing, also when the tasks are in the archive", () => {
    const { state } = apply(known(), [issue("labeled")]);
    const archived = { ...state, queue: { ...state.queue, tasks: [], archivedCount: 1 } };
    expect(apply(archived, [issue("labeled", { at: onGitHub(-1), actor: ANN })]).state).toBe(archived);
  });

  test("the list of numbers is bounded; what fell out of it is not taken in again from a list", () => {
    const taken = Array.from({ length: 2000 }, (_, n) => 100 + n);
    const { queue } = known();
    const state = {
      queue: { ...queue, github: { comments_since: at(-60), issues_since: at(-60), seen: [], taken } },
      archive: new Map(),
    };
    expect(apply(state, [issue("listed", { number: 99 })]).state).toBe(state);
    const after = apply(state, [issue("labeled", { number: 5000 })]);
    expect(after.state.queue.github?.taken).toEqual([...taken.slice(1), 5000]);
  });
});

describe("the message of a run started by hand", () => {
  const message = { text: "fix the login page and update the docs", login: "ann", at: onGitHub(-1) };

  test("is taken in once, and answered in the log", () => {
    const after = apply(known(), [], { message, run: "77.1" });
    expect(after.state.queue.tasks.map(({ description }) => description)).toEqual([
      "fix the login page",
      "update the docs",
    ]);
    expect(after.task("T-01")?.source).toEqual({ kind: "workflow_dispatch", actor: "ann", event: "run:77" });
    expect(after.result.answer).toContain("Added 2 tasks");
    expect(after.replies).toEqual([]);
    expect(apply(after.state, [], { message, run: "77.2" }).state).toBe(after.state);
  });

  test.each([
    ["an order", "retry T-99", "There is no task T-99"],
    ["nothing in it", "Thanks", "No task and no command"],
  ])("%s", (_name, text, answer) => {
    expect(apply(known(), [], { message: { ...message, text } }).result.answer).toContain(answer);
  });
});
