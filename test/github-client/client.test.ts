/** The client against a server that keeps state: repeated where that is safe, never where it is not; bounded, counted, silent about secrets. */
import { inspect } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GitHubError, type GitHubErrorCode, openClient } from "../../src/github/client.ts";
import { createComment, listCommentsOf, listCommentsSince } from "../../src/github/comments.ts";
import { createIssue, getIssue, updateIssue } from "../../src/github/issues.ts";
import type { ClientOptions, GitHubClient, Repo } from "../../src/github/types.ts";
import { type Fault, type GitHubDouble, startGitHub, WORKFLOW_TOKEN } from "../github/double.ts";

let hub: GitHubDouble;
let repo: Repo;
let slept: number[];
let said: string[];

// The first answer of a server takes its time, and a time limit is tried below.
beforeAll(async () => {
  hub = await startGitHub();
  await getIssue(open(), { owner: hub.owner, name: hub.name }, 1);
  await hub.close();
});
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

type Row = readonly [string, Fault, { readonly done: boolean; readonly write: GitHubErrorCode | null }];
/** `done`: the server did it all the same; `write`: what a write that must not be repeated says, null: it was repeated and went well. */
const FAULTS: readonly Row[] = [
  ["500", { kind: "status", status: 500 }, { done: false, write: "ambiguous" }],
  ["502 with the work done", { kind: "late_status", status: 502 }, { done: true, write: "ambiguous" }],
  [
    "503 with Retry-After",
    { kind: "status", status: 503, headers: { "retry-after": "2" } },
    { done: false, write: "ambiguous" },
  ],
  ["a broken connection", { kind: "reset" }, { done: false, write: "ambiguous" }],
  ["a lost answer", { kind: "lost_answer" }, { done: true, write: "ambiguous" }],
  ["half an answer", { kind: "truncated" }, { done: true, write: "ambiguous" }],
  ["no answer ever", { kind: "never" }, { done: false, write: "ambiguous" }],
  ["a page of HTML", { kind: "garbage" }, { done: false, write: "ambiguous" }],
  ["the secondary limit", { kind: "secondary_limit", retryAfter: 4 }, { done: false, write: null }],
  ["the secondary limit, 429", { kind: "secondary_limit", retryAfter: 4, status: 429 }, { done: false, write: null }],
  ["the primary limit", { kind: "primary_limit", resetIn: 5 }, { done: false, write: null }],
  [
    "403 with Retry-After",
    { kind: "status", status: 403, headers: { "retry-after": "3" } },
    { done: false, write: null },
  ],
  ["429", { kind: "status", status: 429 }, { done: false, write: null }],
];

describe.each(FAULTS)("%s", (_, what, { done, write }) => {
  const on = { path: "/repos/octo/project/issues/1/comments" };
  const how = what.kind === "never" ? { timeout: 300 } : {};

  test("at a read: repeated", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.comment(1, "ann", "hello");
    const { met } = hub.fault({ on, what });
    expect((await listCommentsOf(open(how), repo, 1)).map(({ body }) => body)).toEqual(["hello"]);
    expect(hub.count(on)).toBe(2);
    expect(met).toBe(0);
    expect(slept.length).toBeGreaterThan(0);
  });

  test("at a write that must not happen twice", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.fault({ on, what });
    const client = open(how);
    const work = createComment(client, repo, 1, "hello");
    if (write === null) expect((await work).issue).toBe(1);
    else expect((await failing(work)).code).toBe(write);
    expect(hub.comments(1)).toHaveLength(write === null || done ? 1 : 0);
    expect([hub.count(on), client.writes]).toEqual([write === null ? 2 : 1, 1]);
  });

  test("at a write that may happen twice: repeated", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.fault({ on: { path: "/repos/octo/project/issues/1" }, what });
    expect((await updateIssue(open(how), repo, 1, { title: "two" })).title).toBe("two");
    expect(hub.issue(1).title).toBe("two");
  });

  test("at a read, for good: bounded, and said", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.fault({ on, what, times: Number.POSITIVE_INFINITY });
    const error = await failing(listCommentsOf(open(how), repo, 1));
    expect(["unavailable", "rate_limited"]).toContain(error.code);
    expect(error.message).toContain("GET /repos/octo/project/issues/1/comments");
    expect(hub.count(on)).toBeLessThanOrEqual(5);
  });
});

describe("writes", () => {
  test("that people are notified of keep their distance; others and reads do not", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    const client = open();
    await Promise.all(["a", "b", "c"].map((body) => createComment(client, repo, 1, body)));
    expect(slept).toHaveLength(2);
    for (const [index, wait] of slept.entries()) {
      expect(wait).toBeGreaterThan(1_000 * index + 800);
      expect(wait).toBeLessThanOrEqual(1_000 * (index + 1));
    }
    slept.length = 0;
    for (const title of ["x", "y"]) await updateIssue(client, repo, 1, { title });
    await getIssue(client, repo, 1);
    expect(slept).toEqual([]);
  });

  test("are capped, but never the state's own", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    const client = open({ maxWrites: 2 });
    await createComment(client, repo, 1, "a");
    await updateIssue(client, repo, 1, { title: "x" });
    const error = await failing(createIssue(client, repo, { title: "t", body: "b" }));
    expect([error.code, error.message]).toEqual(["capped", expect.stringContaining("has made its 2 writes")]);
    expect((await getIssue(client, repo, 1))?.title).toBe("x");
    const params = { owner: repo.owner, repo: repo.name, name: "ltpm", color: "ededed", description: "" };
    await client.rest("POST /repos/{owner}/{repo}/labels", params, () => null, { vital: true });
    expect([client.writes, hub.labels(), hub.issues().length]).toEqual([3, ["ltpm"], 1]);
  });

  test("to a server that is not there were certainly not made", async () => {
    const client = open({ apiUrl: "http://127.0.0.1:9" });
    expect((await failing(createComment(client, repo, 1, "a"))).code).toBe("unavailable");
  });

  test("whose answer has another form may have been made", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    const odd = open().rest(
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
      { owner: "octo", repo: "project", issue_number: 1, body: "a" },
      () => {
        throw new Error("id: not a number");
      },
    );
    expect(await failing(odd)).toMatchObject({
      code: "ambiguous",
      message: expect.stringContaining("cannot be used: id: not a number"),
    });
  });
});

describe("answers", () => {
  test("of many pages, up to a bound", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    for (let n = 0; n < 250; n++) hub.comment(1, "ann", `c${n}`);
    const client = open({ timeout: 5_000 });
    const all = await listCommentsSince(client, repo, "2020-01-01T00:00:00Z");
    expect(all.map(({ body }) => body)).toEqual(Array.from({ length: 250 }, (_, n) => `c${n}`));
    expect(client.requests).toBe(3);
    expect(await listCommentsSince(client, repo, "2020-01-01T00:00:00Z", 150)).toHaveLength(150);
    expect(await listCommentsSince(client, repo, "2020-01-01T00:00:00Z", 20)).toHaveLength(20);
    expect(client.requests).toBe(6);
  });

  test("tell the server's clock", async () => {
    hub.setSkew(600_000);
    const client = open();
    expect(client.serverDate()).toBeNull();
    await getIssue(client, repo, 1);
    expect(Math.abs((client.serverDate() ?? 0) - Date.now() - 600_000)).toBeLessThan(5_000);
  });

  test("that are not there, deleted, or locked", async () => {
    hub.openIssue({ by: "ann", title: "one" });
    hub.openIssue({ by: "ann", title: "two" });
    hub.deleteIssue(1);
    hub.editIssue(2, "ann", { locked: true });
    expect([await getIssue(open(), repo, 1), await getIssue(open(), repo, 77)]).toEqual([null, null]);
    expect((await getIssue(open(), repo, 2))?.locked).toBe(true);
    hub.settings({ issues: false });
    const off = await failing(createIssue(open(), repo, { title: "t", body: "b" }));
    expect([off.code, off.message]).toEqual(["gone", expect.stringContaining("switch issues on")]);
  });
});

describe("the token", () => {
  test.each<readonly [string, Fault | null]>([
    ["refused", null],
    ["lost", { kind: "lost_answer" }],
    ["broken by the server", { kind: "status", status: 500, message: `oh ${WORKFLOW_TOKEN}` }],
    ["echoed by the server", { kind: "status", status: 422, message: `${WORKFLOW_TOKEN} \u001b[31mis\u0000 wrong` }],
  ])("is in no error when a call is %s", async (_, what) => {
    if (what !== null) hub.fault({ on: {}, what });
    const error = await failing(createComment(open(), repo, 99, "a"));
    const everything = `${error.stack} ${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)}`;
    expect(everything).not.toContain(WORKFLOW_TOKEN);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  });

  test("goes to no other server, whatever an answer says", async () => {
    const other = await startGitHub();
    try {
      for (const link of [`<${other.apiUrl}/next>; rel="next"`, `<${hub.apiUrl}.evil.example/x>; rel="next"`]) {
        const client = open();
        hub.openIssue({ by: "ann", title: "one" });
        hub.fault({
          on: { path: "/repos/octo/project/issues/comments" },
          what: { kind: "status", status: 200, headers: { link } },
        });
        await client.pages(
          "GET /repos/{owner}/{repo}/issues/comments",
          { owner: "octo", repo: "project" },
          () => [1],
          500,
        );
        expect(client.requests).toBe(1);
      }
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each(["", "api.example.com", "ftp://x", "javascript:1"])(
    "is not sent anywhere with the address %j",
    (apiUrl) => {
      expect(() => open({ apiUrl })).toThrow(/is no address: give the addresses/);
    },
  );
});

test("what was answered is not asked twice: neither a yes nor a no", async () => {
  hub.openIssue({ by: "ann", title: "one" });
  const client = open();
  expect([await getIssue(client, repo, 1), await getIssue(client, repo, 2)]).toMatchObject([{ number: 1 }, null]);
  expect((await failing(updateIssue(client, repo, 2, { title: "x" }))).code).toBe("not_found");
  expect([client.requests, client.writes, hub.count()]).toEqual([3, 1, 3]);
});
