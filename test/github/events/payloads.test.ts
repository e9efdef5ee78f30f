import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { afterAll, beforeAll, expect, it } from "vitest";
import { at } from "../ask.ts";
import { type GitHubDouble, startGitHub } from "../double.ts";
import type { ActionEvent } from "./event.ts";
import * as payloads from "./payloads.ts";

let github: GitHubDouble;
// One validator for all tests: the schemas are large, and most of their compilation is shared.
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
(typeof formats === "function" ? formats : formats.default)(ajv);

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve("@octokit/webhooks-schemas");
  ajv.addSchema(JSON.parse(readFileSync(file, "utf8")), "webhooks");
  github = await startGitHub();
  github.person("zoe", "write");
  github.seedFile("main", "README.md", "1\n");
  github.seedFile("main", "NEXT_STEPS.md", "- [ ] x\n");
  github.openIssue({ by: "zoe", title: "Do it", body: "- [ ] a", labels: ["ltpm"] });
});

afterAll(() => github.close());

const cases: [string, string, () => ActionEvent, readonly [readonly (string | number)[], unknown][]][] = [
  [
    "a comment",
    "issue_comment$created",
    () => payloads.commentCreated(github, github.comment(1, "zoe", "retry T-02")),
    [
      [["comment", "body"], "retry T-02"],
      [["comment", "user", "login"], "zoe"],
      [["comment", "author_association"], "COLLABORATOR"],
      [["issue", "number"], 1],
      [["repository", "full_name"], "octo/project"],
      [["sender", "login"], "zoe"],
    ],
  ],
  [
    "an edited comment",
    "issue_comment$edited",
    () => payloads.commentEdited(github, github.comment(1, "zoe", "new"), "old", "zoe"),
    [[["changes", "body", "from"], "old"]],
  ],
  ["an opened issue", "issues$opened", () => payloads.issueOpened(github, 1), [[["issue", "title"], "Do it"]]],
  [
    "a labeled issue",
    "issues$labeled",
    () => payloads.issueLabeled(github, 1, "ltpm", "zoe"),
    [
      [["label", "name"], "ltpm"],
      [["issue", "labels", 0, "name"], "ltpm"],
    ],
  ],
  [
    "an edited issue",
    "issues$edited",
    () => payloads.issueEdited(github, 1, "zoe", { body: "before" }),
    [
      [["changes", "body", "from"], "before"],
      [["issue", "body"], "- [ ] a"],
    ],
  ],
  [
    "a closed issue",
    "issues$closed",
    () => {
      github.editIssue(1, "zoe", { state: "closed" });
      return payloads.issueClosed(github, 1, "zoe");
    },
    [
      [["action"], "closed"],
      [["issue", "state"], "closed"],
      [["issue", "state_reason"], "completed"],
    ],
  ],
  [
    "a reopened issue",
    "issues$reopened",
    () => {
      github.editIssue(1, "zoe", { state: "open" });
      return payloads.issueReopened(github, 1, "zoe");
    },
    [
      [["issue", "state"], "open"],
      [["issue", "closed_at"], null],
    ],
  ],
  [
    "a push",
    "push$event",
    () => payloads.pushed(github, { actor: "zoe" }),
    [
      [["ref"], "refs/heads/main"],
      [["commits", 0, "added", 0], "NEXT_STEPS.md"],
      [["pusher", "name"], "zoe"],
    ],
  ],
  [
    "a dispatch",
    "workflow_dispatch$event",
    () => payloads.dispatched(github, { message: "add task: x" }),
    [[["inputs", "message"], "add task: x"]],
  ],
  [
    "a repository dispatch",
    "repository_dispatch$event",
    () => payloads.repositoryDispatched(github, "TASK_RUNNER_DISPATCH", { message: "go" }),
    [
      [["action"], "TASK_RUNNER_DISPATCH"],
      [["client_payload", "message"], "go"],
    ],
  ],
];

it.each(cases)("%s is as GitHub's schema %s says, with the double's values", (_, schema, make, expected) => {
  const { payload } = make();
  const validate =
    ajv.getSchema(`webhooks#/definitions/${schema}`) ?? ajv.compile({ $ref: `webhooks#/definitions/${schema}` });
  expect(validate(payload) ? [] : validate.errors).toEqual([]);
  for (const [path, value] of expected) expect(at(payload, ...path)).toEqual(value);
});

it("a schedule says when and where", () => {
  const { name, payload } = payloads.scheduled(github);
  expect(name).toBe("schedule");
  expect(payload).toMatchObject({ schedule: "17 * * * *", repository: { full_name: "octo/project" } });
  expect(payload.sender).toBeUndefined();
});
