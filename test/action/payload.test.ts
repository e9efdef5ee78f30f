import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { readEvent } from "../../src/action/payload.ts";
import { example, examples, type Payload } from "./stage.ts";

const event = (name: string, payload: unknown) => readEvent(name, payload).event;

describe("GitHub's own examples", () => {
  test("a comment", () => {
    expect(event("issue_comment", example("issue_comment", "created"))).toEqual({
      kind: "issue_comment",
      id: 492700400,
      issue: 1,
      on_pull_request: false,
      issue_author: "Codertocat",
      author: { login: "Codertocat", type: "User" },
      body: "You are totally right! I'll get this fixed right away.",
      created_at: "2019-05-15T15:20:21Z",
      updated_at: "2019-05-15T15:20:21Z",
      url: "https://github.com/Codertocat/Hello-World/issues/1#issuecomment-492700400",
    });
  });

  test("a comment on a pull request", () => {
    const url = "https://api.github.com/repos/Codertocat/Hello-World/pulls/1";
    const payload = example("issue_comment", "created", { "issue.pull_request": { url } });
    expect(event("issue_comment", payload)).toMatchObject({ on_pull_request: true });
  });

  test("the default branch", () => {
    expect(readEvent("issue_comment", example("issue_comment", "created")).default_branch).toBe("master");
  });

  test("an issue that is opened, labelled, edited, reopened", () => {
    const read = (action: string, changes = {}) => event("issues", example("issues", action, changes));
    expect(read("opened")).toMatchObject({
      kind: "issues",
      action: "opened",
      number: 1,
      title: "Spelling error in the README file",
      body: "It looks like you accidently spelled 'commit' with two 't's.",
      previous_body: null,
      labels: ["bug"],
      label: null,
      state: "open",
      author: { login: "Codertocat", type: "User" },
      actor: { login: "Codertocat", type: "User" },
      at: "2019-05-15T15:20:18Z",
    });
    expect(read("labeled", { label: { name: "ltpm" } })).toMatchObject({ action: "labeled", label: "ltpm" });
    expect(read("edited", { changes: { body: { from: "before" } } })).toMatchObject({ previous_body: "before" });
    expect(read("edited", { changes: { title: { from: "before" } } })).toMatchObject({ previous_body: null });
    expect(read("reopened")).toMatchObject({ action: "reopened", label: null });
  });

  test("pushes of branches and tags", () => {
    expect(examples("push").map((payload) => event("push", payload))).toMatchObject([
      { branch: null, deleted: false, own: false, paths: null },
      { branch: null, deleted: true, head: null, own: false, paths: null },
      { branch: null, deleted: true },
      { branch: null, deleted: true },
      { branch: "master", deleted: false, own: false, paths: ["README.md"] },
      { branch: "master", deleted: false, own: false, paths: ["README.md"] },
      { branch: null, deleted: true },
    ]);
  });

  test("a run by hand", () => {
    const [payload] = examples("workflow_dispatch");
    const by = (inputs: unknown) => event("workflow_dispatch", { ...payload, inputs });
    expect(by({})).toEqual({ kind: "workflow_dispatch", sender: { login: "octocat", type: "User" }, message: null });
    expect(by(null)).toMatchObject({ message: null });
    expect(by({ message: "  \n" })).toMatchObject({ message: null });
    expect(by({ message: "retry T-02\n", other: 1 })).toMatchObject({ message: "retry T-02\n" });
  });

  test("a dispatch from outside", () => {
    const payload = example("repository_dispatch", "on-demand-test", { action: "TASK_RUNNER_DISPATCH" });
    expect(event("repository_dispatch", payload)).toMatchObject({
      kind: "repository_dispatch",
      sender: { login: "Codertocat" },
    });
  });

  test("every example of ours is read or refused in one sentence", () => {
    for (const name of ["issue_comment", "issues", "push", "workflow_dispatch", "repository_dispatch"]) {
      for (const payload of examples(name)) {
        try {
          expect(event(name, payload).kind).toBe(name);
        } catch (error) {
          expect(error).toMatchObject({ name: "ActionProblem", code: "refused_event" });
        }
      }
    }
  });
});

/** There is no example of a closed issue: made by hand, and held against GitHub's schema. */
function closed(reason: string | null): Payload {
  return example("issues", "reopened", {
    action: "closed",
    "issue.state": "closed",
    "issue.state_reason": reason,
    "issue.closed_at": "2026-11-21T10:00:00Z",
    "issue.active_lock_reason": null,
  });
}

describe("a closed issue", () => {
  test("is what GitHub's schema says", () => {
    const path = createRequire(import.meta.url).resolve("@octokit/webhooks-schemas");
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(JSON.parse(readFileSync(path, "utf8")), "webhooks");
    const fits = ajv.compile({ $ref: "webhooks#/definitions/issues$closed" });
    expect(fits(closed("completed")), JSON.stringify(fits.errors)).toBe(true);
  });

  test.each(["completed", "not_planned", "duplicate", null])("with the reason %s", (reason) => {
    expect(event("issues", closed(reason))).toMatchObject({
      action: "closed",
      state: "closed",
      state_reason: reason,
      at: "2026-11-21T10:00:00Z",
    });
  });
});

describe("whose commits were pushed", () => {
  const OURS = "ltpm: add T-04\n\nLtpm-Op: abc123\n";
  const pushed = (...messages: string[]) => {
    const commits = messages.map((message) => ({ id: "1", message, added: [], removed: ["b"], modified: ["a"] }));
    return event("push", {
      ...example("push", undefined),
      ref: "refs/heads/main",
      deleted: false,
      head_commit: commits.at(-1) ?? null,
      commits,
    });
  };
  const table: [messages: string[], own: boolean][] = [
    [[OURS], true],
    [[OURS, OURS], true],
    [["ltpm: add T-04\n\nSigned-off-by: A <a@example>\nLtpm-Op: abc123"], true],
    [["ltpm: add T-04\n\nLtpm-Op: abc123\nSigned-off-by: A <a@example>"], true],
    [["Fix a typo"], false],
    [["Fix a typo", OURS], false],
    [[OURS, "Fix a typo"], false],
    [["Say that Ltpm-Op: x is our trailer"], false],
    [["Tell of trailers\n\nLtpm-Op: abc123\n\nand go on"], false],
    [[], false],
  ];
  test.each(table)("%j: %s", (messages, own) => {
    expect(pushed(...messages)).toMatchObject({ own });
  });

  test("paths are those of all commits, once", () => {
    expect(pushed("one", "two")).toMatchObject({ paths: ["b", "a"], branch: "main" });
  });
});

describe("security 4: what would run strangers' code with our rights is refused", () => {
  test.each(["pull_request_target", "workflow_run"])("%s", (name) => {
    expect(() => event(name, {})).toThrow(
      expect.objectContaining({ code: "refused_event", message: expect.stringMatching(/strangers sent in/) }),
    );
  });
});

describe("what LTPM does not act on is refused with what to write instead", () => {
  const table: [name: string, payload: Payload, words: RegExp][] = [
    [
      "pull_request",
      example("pull_request", "opened"),
      /^LTPM does not act on the event "pull_request": .*acts on schedule, /,
    ],
    ["release", {}, /"release"/],
    ["constructor", {}, /"constructor"/],
    [
      "issue_comment",
      example("issue_comment", "edited"),
      /issue_comment of type "edited"\. Write `types: \[created\]`/,
    ],
    ["issue_comment", example("issue_comment", "deleted"), /issue_comment of type "deleted"/],
    ["issue_comment", {}, /issue_comment of type \(none\)/],
    [
      "issues",
      example("issues", "assigned"),
      /issues of type "assigned"\. Write `types: \[opened, labeled, edited, closed, reopened\]`/,
    ],
    ["issues", example("issues", "unlabeled"), /issues of type "unlabeled"/],
    [
      "repository_dispatch",
      example("repository_dispatch", "on-demand-test"),
      /type "on-demand-test"\. Send event_type TASK_RUNNER_DISPATCH/,
    ],
    ["repository_dispatch", { action: "x\n::add-mask::y" }, /type "x ::add-mask::y"/],
  ];
  test.each(table)("%s", (name, payload, words) => {
    expect(() => event(name, payload)).toThrow(
      expect.objectContaining({ name: "ActionProblem", code: "refused_event", message: expect.stringMatching(words) }),
    );
  });
});

describe("payloads that GitHub does not send", () => {
  const comment = (changes: Payload) => ["issue_comment", example("issue_comment", "created", changes)] as const;
  const wrong: [event: string, payload: unknown, field: string][] = [
    [...comment({ comment: null }), "comment"],
    [...comment({ "comment.id": "1; DROP" }), "comment.id"],
    [...comment({ "comment.id": -1 }), "comment.id"],
    [...comment({ "comment.created_at": "soon" }), "comment.created_at"],
    [...comment({ "issue.number": 1.5 }), "issue.number"],
    [...comment({ "comment.user": { login: 5 } }), "comment.user.login"],
    ["issues", example("issues", "opened", { sender: null }), "sender"],
    ["issues", example("issues", "opened", { "issue.state": "ajar" }), "issue.state"],
    ["push", { ref: 1 }, "ref"],
    ["push", { ref: "refs/heads/main", commits: [{ added: [1] }] }, "commits.0.added.0"],
  ];
  test.each(wrong)("%s without a usable field %#", (name, payload, field) => {
    expect(() => event(name, payload)).toThrow(
      expect.objectContaining({ code: "wrong_payload", message: expect.stringContaining(`\`${field}\``) }),
    );
  });

  test("what may be missing is: a deleted account, an empty body", () => {
    const payload = example("issue_comment", "created", {
      "comment.user": null,
      "comment.body": null,
      "issue.user": null,
    });
    expect(event("issue_comment", payload)).toMatchObject({
      author: { login: "ghost" },
      body: "",
      issue_author: "ghost",
    });
    expect(event("issues", example("issues", "opened", { "issue.body": null }))).toMatchObject({ body: "" });
  });

  test("keys of a prototype are no fields", () => {
    const payload: unknown = JSON.parse('{"__proto__": {"schedule": "x"}, "constructor": {"name": 1}}');
    expect(event("schedule", payload)).toEqual({ kind: "schedule", cron: null });
  });
});
