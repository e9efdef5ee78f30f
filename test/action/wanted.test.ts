import { describe, expect, test } from "vitest";
import { type Inputs, readInputs } from "../../src/action/inputs.ts";
import { readEvent } from "../../src/action/payload.ts";
import { nothingToDo } from "../../src/action/wanted.ts";
import { example, examples, type Payload } from "./stage.ts";

const inputs = (bots = ""): Inputs => readInputs({ INPUT_TOKEN: "ghs_x", INPUT_BOTS: bots });
const decided = (name: string, payload: Payload, bots?: string) =>
  nothingToDo(readEvent(name, payload).event, inputs(bots));
const comment = (body: string, changes: Payload = {}, bots?: string) =>
  decided("issue_comment", example("issue_comment", "created", { "comment.body": body, ...changes }), bots);

describe("comments that are no business of ours end without a request", () => {
  const ordinary = [
    "You are totally right! I'll get this fixed right away.",
    "I think we should retry T-02 some day",
    "> retry T-02\n\nWhy would we?",
    "```\nretry T-02\n```",
    "don't retry T-02",
    "milestone: the parser is done",
    "@ltpm what's the progress?",
    "",
    "Done!",
    "<!-- ltpm:reply:9 -->\nretry T-02",
    "<!--LTPM:dashboard-->",
  ];
  test.each(ordinary)("%j", (body) => {
    expect(comment(body)).toMatch(/^The comment .*\.$/);
  });

  const wanted = [
    "retry T-02",
    "/ltpm retry T-02",
    "skip T-99, T-3",
    "@ltpm add task: fix the docs",
    "重试 T-02",
    "mark T-02 done",
    "/ltpm show tasks",
    "/ltpm milestone: the parser is done",
    "@ltpm 进度 80%",
  ];
  test.each(wanted)("%j is looked at", (body) => {
    expect(comment(body)).toBeNull();
  });
});

describe("security 7: bots are heard by exact name only", () => {
  const table: [login: string, type: string, bots: string, heard: boolean][] = [
    ["octocat", "User", "", true],
    ["renovate[bot]", "Bot", "", false],
    ["renovate[bot]", "User", "", false],
    ["hubot", "Bot", "", false],
    ["renovate[bot]", "Bot", "hubot,renovate[bot]", true],
    ["Renovate[bot]", "Bot", "renovate[bot]", false],
    ["evil-renovate[bot]", "Bot", "renovate[bot]", false],
    ["renovate[bot]", "Bot", "renovate", false],
    ["github-actions[bot]", "Bot", "renovate[bot]", false],
  ];
  test.each(table)("%s (%s), bots: %j: %s", (login, type, bots, heard) => {
    const by = { login, type };
    expect(comment("retry T-02", { "comment.user": by }, bots) === null).toBe(heard);
    expect(
      decided("issues", example("issues", "labeled", { sender: by, label: { name: "ltpm" } }), bots) === null,
    ).toBe(heard);
  });

  test("who set the event off is no matter, who wrote the comment is", () => {
    expect(comment("retry T-02", { sender: { login: "renovate[bot]", type: "Bot" } })).toBeNull();
  });
});

describe("issues", () => {
  const DASHBOARD = "<!-- ltpm:dashboard -->\n- [x] retry";
  const table: [action: string, changes: Payload, wanted: boolean][] = [
    ["opened", {}, false],
    ["opened", { "issue.labels": [{ name: "ltpm" }] }, true],
    ["opened", { "issue.labels": [{ name: "LTPM" }] }, true],
    ["opened", { "issue.labels": [{ name: "ltpmx" }] }, false],
    ["opened", { "issue.title": "/ltpm fix the docs" }, true],
    ["opened", { "issue.body": "add task: fix the docs" }, true],
    ["labeled", {}, false],
    ["labeled", { label: { name: "ltpm" } }, true],
    ["labeled", { label: { name: "bug" }, "issue.labels": [{ name: "ltpm" }] }, false],
    ["edited", { "issue.labels": [{ name: "ltpm" }] }, false],
    ["edited", { "issue.body": DASHBOARD }, true],
    ["edited", { "issue.body": "gone", changes: { body: { from: DASHBOARD } } }, true],
    ["reopened", {}, false],
    ["reopened", { "issue.body": "<!-- ltpm:task:abc -->" }, true],
    ["reopened", { "issue.body": null, "issue.labels": ["ltpm"] }, true],
    ["reopened", { "issue.labels": ["ltpm: blocked"] }, true],
    ["reopened", { action: "closed", "issue.body": "<!-- ltpm:task:abc -->" }, true],
    ["reopened", { action: "closed" }, false],
  ];
  test.each(table)("%s %j: %s", (action, changes, wanted) => {
    expect(decided("issues", example("issues", action, changes)) === null).toBe(wanted);
  });
});

describe("pushes", () => {
  const branch = { ref: "refs/heads/main", deleted: false, commits: [], head_commit: { id: "1", message: "Fix" } };
  const table: [what: string, changes: Payload, wanted: boolean][] = [
    ["a person's commit", {}, true],
    ["our own commit", { head_commit: { id: "1", message: "ltpm: add T-04\n\nLtpm-Op: x" } }, false],
    ["a tag", { ref: "refs/tags/v1" }, false],
    ["a deleted branch", { deleted: true, head_commit: null }, false],
  ];
  test.each(table)("%s", (_what, changes, wanted) => {
    expect(decided("push", { ...branch, ...changes }) === null).toBe(wanted);
  });
});

test("what was asked for by hand or by the clock is always looked at", () => {
  expect(decided("schedule", {})).toBeNull();
  expect(decided("workflow_dispatch", examples("workflow_dispatch")[0] ?? {})).toBeNull();
  expect(decided("repository_dispatch", { action: "TASK_RUNNER_DISPATCH" })).toBeNull();
});
