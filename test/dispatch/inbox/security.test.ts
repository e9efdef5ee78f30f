/** The statements of security.md that are decided here, each under its number, with its negatives. */
import { describe, expect, test } from "vitest";
import { cycleIntent } from "../../../src/dispatch/cycle.ts";
import type { Person } from "../../../src/dispatch/inbox/types.ts";
import { wants } from "../../../src/dispatch/inbox/wants.ts";
import { intake } from "../../../src/intake/intake.ts";
import { at, HOST, NOW, sampleSettings, sampleTask } from "../sample.ts";
import { ANN, apply, BOT, comment, issue, known, OURSELVES, onGitHub, RICK, UNA } from "./mail.ts";

const BLOCKED = sampleTask({ id: "T-02", status: "blocked", completed_at: at(-30), blocked_reason: "no key" });
const WORLD = known(sampleTask({ id: "T-01" }), BLOCKED);
const LOGIN_ONLY: Person = { login: "helper[bot]", type: "User", standing: "writer" };

describe("security 6: only the comment's author counts, with write permission; an error of the API refuses and explains", () => {
  test.each([
    ["a writer", ANN, "pending"],
    ["a reader", RICK, "blocked"],
    ["triage is not write", { ...RICK, role: "triage" }, "blocked"],
    ["an error of the API", UNA, "blocked"],
  ])("%s", (_name, author, status) => {
    const after = apply(WORLD, [comment("retry T-02", { author })]);
    expect(after.task("T-02")?.status).toBe(status);
    expect(after.replies).toHaveLength(1);
  });

  test("the issue's author lends nothing to the one who comments", () => {
    const after = apply(WORLD, [comment("retry T-02", { author: RICK, issue_author: "ann" })]);
    expect(after.task("T-02")?.status).toBe("blocked");
  });

  test("the refusal names the reason, the role, and nothing of what was written", () => {
    const secret = "add task: publish the zebra file";
    expect(apply(WORLD, [comment(secret, { author: UNA })]).text).toContain("the API answered 502");
    expect(apply(WORLD, [comment(secret, { author: RICK })]).text).not.toContain("zebra");
  });

  test("an issue counts by who labelled it, and a stranger's label takes nothing in", () => {
    expect(apply(WORLD, [issue("labeled", { author: RICK, actor: ANN })]).result.added).toEqual(["T-03"]);
    expect(apply(WORLD, [issue("labeled", { author: RICK, actor: RICK })]).result).toMatchObject({
      added: [],
      refused: 1,
    });
    expect(apply(WORLD, [issue("opened", { author: RICK, actor: RICK, labels: ["ltpm"] })]).result.added).toEqual([]);
  });

  test("another label set by a writer does not take in what a stranger's template labelled", () => {
    const event = issue("labeled", { author: RICK, actor: ANN, labels: ["ltpm", "bug"], label: "bug" });
    expect(apply(WORLD, [event]).state).toBe(WORLD);
  });

  test("a stranger's text from a list is not taken in: it may have been changed since it was labelled", () => {
    expect(apply(WORLD, [issue("listed", { author: RICK, actor: ANN })]).state).toBe(WORLD);
  });

  test("orders in a stranger's text are not obeyed, though a writer labelled it", () => {
    const body = "- fix the login page\n- update the docs\n\nretry T-02";
    const after = apply(WORLD, [issue("labeled", { author: RICK, actor: ANN, body })]);
    expect(after.result.added).toEqual(["T-03", "T-04"]);
    expect(after.task("T-02")?.status).toBe("blocked");
  });
});

describe("security 7: bots are refused unless listed by their exact name, and never answered", () => {
  const rows: [name: string, author: Person, bots: string[], status: string][] = [
    ["a bot", BOT, [], "blocked"],
    ["a bot by its name only", LOGIN_ONLY, [], "blocked"],
    ["any name that ends in [bot]", BOT, ["[bot]"], "blocked"],
    ["a star", BOT, ["*"], "blocked"],
    ["a name without its ending", BOT, ["renovate"], "blocked"],
    ["a name in other letters", BOT, ["Renovate[bot]"], "blocked"],
    ["its exact name", BOT, ["renovate[bot]"], "pending"],
  ];
  test.each(rows)("%s", (_name, author, bots, status) => {
    const after = apply(WORLD, [comment("retry T-02", { author })], { bots });
    expect(after.task("T-02")?.status).toBe(status);
    expect(after.replies).toEqual([]);
  });

  test("no permission is asked for, and nothing is written, for a bot that is not listed", () => {
    const one = comment("retry T-02", { author: BOT });
    expect(wants(one)).toBe(false);
    expect(wants(one, ["renovate[bot]"])).toBe(true);
    expect(apply(WORLD, [one]).state).toBe(WORLD);
  });

  test("a bot's labels, issues and closings count for nothing", () => {
    const own = known({ ...BLOCKED, blocked_issue: 31 });
    const closed = issue("closed", { number: 31, author: OURSELVES, actor: BOT, closed_at: onGitHub(-1) });
    for (const event of [
      issue("labeled", { actor: BOT }),
      issue("opened", { author: BOT, labels: ["ltpm"] }),
      closed,
    ]) {
      expect(apply(own, [event]).state).toBe(own);
    }
  });

  test("what a listed bot adds reports nowhere", () => {
    const after = apply(WORLD, [comment("add task: fix the login page", { author: BOT })], { bots: [BOT.login] });
    expect(after.task("T-03")?.source).toEqual(expect.not.objectContaining({ issue: expect.anything() }));
    expect(after.replies).toEqual([]);
  });
});

describe("security 8: our marker, quotes, code, prose and edits never trigger anything", () => {
  const rows: [name: string, body: string][] = [
    ["our marker", "<!-- ltpm:reply:comment-5 -->\nretry T-02"],
    ["our marker below", "retry T-02\n\n<!-- ltpm:task:abc -->"],
    ["our marker in a call", "/ltpm ?\n\n<!-- ltpm:reply:comment-5 -->"],
    ["our marker in other letters", "retry T-02\n<!--LTPM:x-->"],
    ["a quoted line", "> retry T-02"],
    ["a quoted line with an answer", "> retry T-02\n\nNo, please don't."],
    ["a quote in a quote", "> > retry T-02\n> no"],
    ["a reply by mail", "Sounds good.\n\nOn Fri, 20 Nov 2026, Ann wrote:\n> retry T-02\n> skip T-01"],
    ["inline code", "`retry T-02`"],
    ["inline code with two backticks", "``retry T-02``"],
    ["a fence", "```\nretry T-02\n```"],
    ["a fence with a language", "```sh\nretry T-02\n```"],
    ["a fence of tildes", "~~~\nretry T-02\n~~~"],
    ["a fence that is left open", "```\nretry T-02"],
    ["a fence in a list", "- like this:\n  ```\n  retry T-02\n  ```"],
    ["an indented block", "Example:\n\n    retry T-02"],
    ["HTML code", "<code>retry T-02</code>"],
    ["HTML pre", "<pre>\nretry T-02\n</pre>"],
    ["an HTML comment", "<!-- retry T-02 -->"],
    ["an HTML comment of many lines", "Hello\n<!--\nretry T-02\n-->"],
    ["prose", "I think we should retry T-02"],
    ["a negation", "don't retry T-02"],
    ["a negation in Chinese", "不要重试 T-02"],
    ["a condition", "retry T-02 if the build is green"],
    ["a question", "retry T-02?"],
    ["a mention of the words", "To put it back, reply:\nretry T-02"],
    ["in the middle of a sentence", "You can\nretry T-02"],
    ["a box to tick", "- [ ] retry T-02"],
    ["a box in a comment that looks like the dashboard's", "- [x] <!-- ltpm:box:retry:uid-T-02:0 -->retry T-02"],
    ["another word with our name", "@ltpm-bot retry everything"],
    ["an addition in the middle", "Thanks!\n\nadd task: fix the login page"],
    ["an addition in a quote", "> add task: fix the login page"],
  ];
  test.each(rows)("%s", (_name, body) => {
    for (const text of [body, body.replaceAll("\n", "\r\n")]) expect(apply(WORLD, [comment(text)]).state).toBe(WORLD);
  });

  test("the same order in plain text counts, so the rows above can fail", () => {
    for (const body of ["retry T-02", "> retry T-01\n\nretry T-02", "`T-01` is fine.\r\n\r\nretry T-02\r\n"]) {
      expect(apply(WORLD, [comment(body)]).task("T-02")?.status).toBe("pending");
    }
  });

  test("edited comments, and edited issues that are not the dashboard", () => {
    const edited = comment("retry T-02", { updated_at: onGitHub(-1) });
    expect(apply(WORLD, [edited]).state.queue.tasks).toBe(WORLD.queue.tasks);
    const box = "- [x] <!-- ltpm:box:retry:uid-T-02:0 -->retry T-02";
    const event = issue("edited", { body: box, previous_body: box.replace("x", " ") });
    expect(apply(WORLD, [event]).state).toBe(WORLD);
  });

  test("our own issues are never taken in", () => {
    const body = "T-02 is blocked.\n\n<!-- ltpm:task:uid-T-02 -->";
    expect(apply(WORLD, [issue("labeled", { body })]).state).toBe(WORLD);
  });
});

describe("security 9: the grammar is closed, and no reply repeats what was written", () => {
  const rows: [body: string][] = [
    ["/ltpm"],
    ["/ltpm ???"],
    ["/ltpm what is zebra doing?"],
    ["retry T-99\nzebra"],
    ["skip T-99 because of zebra"],
    ["mark T-01 done, zebra"],
    ["show tasks\n\nzebra @everyone"],
  ];
  test.each(rows)("%j", (body) => {
    const { text, replies } = apply(WORLD, [comment(body)]);
    expect(replies).toHaveLength(1);
    expect(text).not.toContain("zebra");
    expect(text).not.toContain("@");
  });

  test("ids are written as we write them, however they were typed", () => {
    expect(apply(WORLD, [comment("retry t–00099")]).text).toContain("T-99");
    expect(apply(WORLD, [comment("重试 Ｔ－０２")]).task("T-02")?.status).toBe("pending");
  });

  test("no reply is itself a command, and none of its lines is", () => {
    const bodies = [
      "retry T-02",
      "skip T-01",
      "cancel T-01",
      "mark T-01 done",
      "retry T-99",
      "show tasks",
      "/ltpm",
      "add task: retry T-02",
      "/ltpm\n- retry T-02 today\n- skip T-01 tomorrow",
      "add task: show tasks",
    ];
    for (const author of [ANN, RICK, UNA]) {
      for (const body of bodies) {
        const { text } = apply(WORLD, [comment(body, { author })]);
        for (const part of [text, ...text.split("\n")]) {
          const read = intake({ text: part, source: "issue_comment" }, new Set(["T-01", "T-02"]));
          expect([part, read.commands, read.tasks]).toEqual([part, [], []]);
        }
      }
    }
  });
});

describe("security 12: text from GitHub is data; it never becomes a command, and changes no task that is there", () => {
  const settings = sampleSettings();
  const start = (state: ReturnType<typeof apply>["state"], inline_commands: "local" | "writers" | "never") =>
    cycleIntent({
      op: "op",
      observations: [],
      draws: { tokens: ["token-aaaa", "token-bbbb"], fractions: [0.5] },
      settings: { ...settings, inline_commands },
      host: HOST,
      archived: () => undefined,
      archive: false,
    }).apply(state, NOW);

  test.each([
    ["local", "blocked", "inline_not_allowed"],
    ["never", "blocked", "inline_not_allowed"],
    ["writers", "running", undefined],
  ] as const)("a command in a writer's comment, with inline_commands %s", (policy, status, code) => {
    const after = apply(known(), [comment("add task: run `rm -rf build`")], { settings: { inline_commands: policy } });
    expect(after.text.includes("commands in comments and issues are not run")).toBe(policy !== "writers");
    const { state } = start(after.state, policy);
    expect(state?.queue.tasks[0]).toMatchObject({ status, ...(code ? { blocked_code: code } : {}) });
  });

  test("a stranger's text that a writer labelled runs no command, not even where writers may", () => {
    const event = issue("labeled", { author: RICK, actor: ANN, title: "Run `rm -rf build`" });
    const { state } = start(apply(known(), [event]).state, "writers");
    expect(state?.queue.tasks[0]).toMatchObject({ status: "blocked", blocked_code: "inline_not_allowed" });
  });

  test("nothing in a comment edits the words, checks or order of a task", () => {
    const bodies = [
      "/ltpm edit T-01 --accept command:evil",
      "T-01: run `evil`",
      "retry T-02 with `evil`",
      "add task: T-01",
    ];
    for (const body of bodies) {
      const { state } = apply(WORLD, [comment(body)]);
      const facts = state.queue.tasks
        .slice(0, 2)
        .map(({ description, acceptance, priority, details, task_type, maxRetries }) => ({
          description,
          acceptance,
          priority,
          details,
          task_type,
          maxRetries,
        }));
      const before = WORLD.queue.tasks.map(({ description, acceptance, priority, details, task_type, maxRetries }) => ({
        description,
        acceptance,
        priority,
        details,
        task_type,
        maxRetries,
      }));
      expect(facts).toEqual(before);
    }
  });
});
