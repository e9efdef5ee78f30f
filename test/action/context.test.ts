import { describe, expect, test } from "vitest";
import { readContext } from "../../src/action/context.ts";
import { environment, type Variables } from "./stage.ts";

const SCHEDULE = { schedule: "17 * * * *", workflow: ".github/workflows/ltpm.yml" };
const context = (more: Variables = {}) => readContext(environment("schedule", SCHEDULE, more));

describe("where it runs", () => {
  test("repository, run and workflow", () => {
    const more = {
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_WORKFLOW_REF: "Codertocat/Hello-World/.github/workflows/ltpm.yml@refs/heads/main",
      GITHUB_REF: "refs/heads/main",
      GITHUB_SHA: "0".repeat(40),
      GITHUB_WORKSPACE: "/w",
      RUNNER_TEMP: "/t",
    };
    expect(context(more)).toMatchObject({
      repo: { owner: "Codertocat", name: "Hello-World" },
      run: { id: "4711", attempt: 2, url: "https://github.com/Codertocat/Hello-World/actions/runs/4711/attempts/2" },
      workflow: "ltpm.yml",
      ref: "refs/heads/main",
      sha: "0".repeat(40),
      workspace: "/w",
      temp: "/t",
      event: { kind: "schedule", cron: "17 * * * *" },
    });
  });

  test("a runner that says no more than it must", () => {
    expect(context({ GITHUB_RUN_ATTEMPT: undefined })).toMatchObject({
      default_branch: null,
      run: { attempt: 1, url: "https://github.com/Codertocat/Hello-World/actions/runs/4711" },
      workflow: null,
      ref: null,
      sha: null,
    });
  });

  const addresses: [given: Variables, server: string, api: string, graphql: string][] = [
    [{}, "https://github.com", "https://api.github.com", "https://api.github.com/graphql"],
    [
      { GITHUB_SERVER_URL: "https://ghe.example" },
      "https://ghe.example",
      "https://ghe.example/api/v3",
      "https://ghe.example/api/graphql",
    ],
    [
      { GITHUB_SERVER_URL: "https://ghe.example/", GITHUB_API_URL: "https://api.ghe.example/" },
      "https://ghe.example",
      "https://api.ghe.example",
      "https://api.ghe.example/graphql",
    ],
    [
      { GITHUB_API_URL: "http://127.0.0.1:8080/api/v3", GITHUB_GRAPHQL_URL: "http://127.0.0.1:8080/api/graphql" },
      "https://github.com",
      "http://127.0.0.1:8080/api/v3",
      "http://127.0.0.1:8080/api/graphql",
    ],
  ];
  test.each(addresses)("addresses of %j", (given, server, api, graphql) => {
    expect(context(given).urls).toEqual({ server, api, graphql });
  });
});

describe("what is missing or wrong is said in one sentence", () => {
  const refusals: [what: Variables, code: string, words: RegExp][] = [
    [{ GITHUB_EVENT_NAME: undefined }, "no_runner", /^GITHUB_EVENT_NAME is not set\. .* `ltpm` command$/],
    [{ GITHUB_REPOSITORY: undefined }, "no_repository", /^GITHUB_REPOSITORY is not set\./],
    [{ GITHUB_REPOSITORY: "hello" }, "no_repository", /not of the form owner\/name/],
    [{ GITHUB_REPOSITORY: "a/.." }, "no_repository", /not of the form owner\/name/],
    [{ GITHUB_REPOSITORY: "a/b/c" }, "no_repository", /not of the form owner\/name/],
    [{ GITHUB_REPOSITORY: "a/b?x=1" }, "no_repository", /not of the form owner\/name/],
    [{ GITHUB_RUN_ID: undefined }, "no_runner", /^GITHUB_RUN_ID is not set\./],
    [{ GITHUB_RUN_ID: "12; rm" }, "no_runner", /^GITHUB_RUN_ID is not a number\./],
    [
      { GITHUB_EVENT_PATH: undefined },
      "no_payload",
      /^GITHUB_EVENT_PATH is not set: the schedule event has no payload/,
    ],
    [{ GITHUB_EVENT_PATH: "/nowhere/event.json" }, "no_payload", /cannot be read \(GITHUB_EVENT_PATH\)/],
    [{ GITHUB_API_URL: "file:///etc/passwd" }, "no_runner", /^GITHUB_API_URL is not the address of a server/],
    [{ GITHUB_API_URL: "https://user:pw@ghe.example" }, "no_runner", /^GITHUB_API_URL is not the address/],
    [{ GITHUB_SERVER_URL: "ghe.example" }, "no_runner", /^GITHUB_SERVER_URL is not the address/],
  ];
  test.each(refusals)("%j", (what, code, words) => {
    expect(() => context(what)).toThrow(
      expect.objectContaining({ name: "ActionProblem", code, message: expect.stringMatching(words) }),
    );
  });

  const payloads: [payload: string, code: string, words: RegExp][] = [
    ["", "no_payload", /is not JSON/],
    ["{", "no_payload", /is not JSON/],
    ["null", "wrong_payload", /^The payload of the schedule event is no object\./],
    ['"text"', "wrong_payload", /^The payload of the schedule event is no object\./],
    ['{"schedule": 5}', "wrong_payload", /^The payload of the schedule event has no usable `schedule`\./],
  ];
  test.each(payloads)("payload %j", (payload, code, words) => {
    expect(() => readContext(environment("schedule", payload))).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) }),
    );
  });
});
