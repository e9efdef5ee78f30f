/** Limits of the server: waited for as long as is allowed, said with their time else. */
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GitHubError, openClient } from "../../src/github/client.ts";
import { createIssue, getIssue } from "../../src/github/issues.ts";
import type { ClientOptions, GitHubClient, Repo } from "../../src/github/types.ts";
import { type GitHubDouble, startGitHub, WORKFLOW_TOKEN } from "../github/double.ts";

let hub: GitHubDouble;
let repo: Repo;
let slept: number[];
let said: string[];

beforeEach(async () => {
  hub = await startGitHub();
  hub.seedFile("main", "README.md", "read me\n");
  repo = { owner: hub.owner, name: hub.name };
  slept = [];
  said = [];
});
afterEach(async () => {
  hub.calm();
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

function open(given: Partial<ClientOptions> = {}): GitHubClient {
  return openClient({
    ...{ token: WORKFLOW_TOKEN, apiUrl: hub.apiUrl, graphqlUrl: hub.graphqlUrl, userAgent: "ltpm-test" },
    ...{ sleep: async (milliseconds: number) => void slept.push(Math.round(milliseconds)), timeout: 10_000 },
    ...{ say: (line: string) => void said.push(line), ...given },
  });
}

async function failing(work: Promise<unknown>): Promise<GitHubError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitHubError)) throw new Error(`no GitHubError: ${inspect(error)}`);
  return error;
}

describe("limits", () => {
  test("are waited for, and said", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.fault({ on: { method: "GET" }, what: { kind: "secondary_limit", retryAfter: 17 } });
    await getIssue(open(), repo, 1);
    expect([slept, said]).toEqual([[17_000], ["GitHub's rate limit: waiting 17 s"]]);
  });

  test("that end later than we may wait are said with their time", async () => {
    hub.fault({ on: {}, what: { kind: "secondary_limit", retryAfter: 90 }, times: 3 });
    const error = await failing(getIssue(open({ patience: 60_000 }), repo, 1));
    expect(error.code).toBe("rate_limited");
    const seconds = (Date.parse(error.until ?? "") - Date.now()) / 1_000;
    expect(Math.abs(seconds - 90)).toBeLessThan(5);
    expect(error.message).toMatch(
      /holds GET \/repos\/octo\/project\/issues\/1 back until \d\d:\d\d:\d\d UTC: try again/,
    );
    expect([slept, hub.count()]).toEqual([[], 1]);
  });

  test("for texts that come too fast is told as a wrong request", async () => {
    const message = "was submitted too quickly";
    hub.fault({ on: { method: "POST" }, what: { kind: "status", status: 422, message } });
    const error = await failing(createIssue(open({ patience: 1_000 }), repo, { title: "one", body: "" }));
    expect(error.code).toBe("rate_limited");
    expect(hub.issues()).toEqual([]);
  });

  test("of one run add up", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    const client = open({ patience: 60_000 });
    for (const _ of [1, 2]) {
      hub.fault({ on: {}, what: { kind: "secondary_limit", retryAfter: 25 } });
      await getIssue(client, repo, 1);
    }
    hub.fault({ on: {}, what: { kind: "secondary_limit", retryAfter: 25 } });
    expect((await failing(getIssue(client, repo, 1))).code).toBe("rate_limited");
    expect(slept).toEqual([25_000, 25_000]);
  });

  test("that hold back many calls at once cost their time once", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const client = open({ patience: 40_000, sleep: () => woken });
    hub.fault({ on: {}, what: { kind: "secondary_limit", retryAfter: 30 }, times: 3 });
    const all = Promise.all([1, 2, 3].map(() => getIssue(client, repo, 1)));
    await expect.poll(() => hub.count()).toBe(3);
    wake();
    expect((await all).map((issue) => issue?.title)).toEqual(["one", "one", "one"]);
  });
});
