import { afterEach, beforeEach, expect, it } from "vitest";
import { ask, askGraphql, at } from "./ask.ts";
import { type Fault, type GitHubDouble, startGitHub } from "./double.ts";

let github: GitHubDouble;
const now = Date.parse("2026-11-21T10:00:00.000Z");

beforeEach(async () => {
  github = await startGitHub({ clock: () => now });
  github.openIssue({ by: "octo", title: "One" });
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const ROUTE = "POST /{repo}/issues/1/comments";
const body = { body: "done" };

it.each<[string, Fault, number, Record<string, string>]>([
  ["a server that is not well", { kind: "status", status: 502 }, 502, {}],
  ["the secondary limit", { kind: "secondary_limit", retryAfter: 30 }, 403, { "retry-after": "30" }],
  ["the secondary limit as 429", { kind: "secondary_limit", retryAfter: 7, status: 429 }, 429, { "retry-after": "7" }],
  [
    "the primary limit",
    { kind: "primary_limit", resetIn: 90 },
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 90) },
  ],
  ["a 404", { kind: "status", status: 404 }, 404, {}],
  ["a 409", { kind: "status", status: 409, message: "is at x but expected y" }, 409, {}],
  ["a page of HTML", { kind: "garbage" }, 200, { "content-type": "text/html" }],
])("%s: nothing is done, once", async (_, what, status, headers) => {
  const fault = github.fault({ on: { method: "POST", path: /\/comments$/ }, what });
  const answer = await ask(github, ROUTE, { body });
  expect(answer.status).toBe(status);
  expect(Object.fromEntries(answer.headers)).toMatchObject(headers);
  expect(github.comments()).toEqual([]);
  expect((await ask(github, ROUTE, { body })).status).toBe(201);
  expect(fault.met).toBe(1);
  expect(github.requests.map((request) => [request.status, request.fault])).toEqual([
    [status, what.kind],
    [201, null],
  ]);
});

it.each<[string, Fault, number]>([
  ["a connection that breaks before", { kind: "reset" }, 0],
  ["an answer that is lost", { kind: "lost_answer" }, 1],
  ["an answer that is cut off", { kind: "truncated" }, 1],
])("%s: the client knows nothing, %i done", async (_, what, done) => {
  github.fault({ on: {}, what });
  await expect(ask(github, ROUTE, { body })).rejects.toThrow();
  expect(github.comments()).toHaveLength(done);
  expect(github.requests[0]?.status).toBe(0);
});

it("a gateway that gives up too late: done, and 504", async () => {
  github.fault({ on: {}, what: { kind: "late_status", status: 504 } });
  expect((await ask(github, ROUTE, { body })).status).toBe(504);
  expect(github.comments()).toHaveLength(1);
});

it("no answer at all, until calm", async () => {
  github.fault({ on: {}, what: { kind: "never" }, times: Number.POSITIVE_INFINITY });
  const asked = ask(github, ROUTE, { body }).catch(() => "broken");
  const first = await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve("nothing"), 100))]);
  expect(first).toBe("nothing");
  github.calm();
  expect(await asked).toBe("broken");
  expect((await ask(github, ROUTE, { body })).status).toBe(201);
});

it("something else happens first, later, and only where it is meant", async () => {
  github.fault({ on: { field: "repository" }, what: { kind: "graphql_error", type: "RATE_LIMITED", message: "slow" } });
  const meanwhile = { kind: "meanwhile", act: () => void github.comment(1, "octo", "first") } as const;
  github.fault({ on: { body: (sent) => at(sent, "body") === "done" }, what: meanwhile, after: 1 });
  await ask(github, ROUTE, { body });
  await ask(github, ROUTE, { body });
  expect(github.comments().map((comment) => comment.body)).toEqual(["done", "first", "done"]);
  const query = '{ repository(owner: "octo", name: "project") { name } }';
  expect((await askGraphql(github, query)).errors).toMatchObject([{ type: "RATE_LIMITED" }]);
  expect((await askGraphql(github, query)).data).toEqual({ repository: { name: "project" } });
  expect(github.count({ field: "repository" })).toBe(2);
  expect(github.tally()).toEqual({ requests: 4, writes: 2 });
  expect(github.tally()).toEqual({ requests: 0, writes: 0 });
});

it("the clock of the server may be ahead, and the hour's requests may be used up", async () => {
  github.setSkew(600_000);
  expect((await ask(github, "GET /{repo}")).headers.get("date")).toBe("Sat, 21 Nov 2026 10:10:00 GMT");
  github.setRateLimit(1);
  expect((await ask(github, "GET /{repo}")).headers.get("x-ratelimit-remaining")).toBe("0");
  expect((await ask(github, "GET /{repo}")).status).toBe(403);
  expect(at((await ask(github, "GET /rate_limit")).body, "rate", "remaining")).toBe(0);
});

it("without GraphQL there is none", async () => {
  const forge = await startGitHub({ graphql: false });
  await expect(askGraphql(forge, "{ viewer { login } }")).rejects.toThrow("404");
  await forge.close();
});
