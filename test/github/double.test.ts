import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, askGraphql, at } from "./ask.ts";
import { type GitHubDouble, PERSON_TOKEN, READ_TOKEN, startGitHub, WORKFLOW_TOKEN } from "./double.ts";

let github: GitHubDouble;
let now = Date.parse("2026-11-21T10:00:00.000Z");

beforeEach(async () => {
  now = Date.parse("2026-11-21T10:00:00.000Z");
  github = await startGitHub({ clock: () => now });
  github.seedFile("main", "README.md", "hello\n");
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

describe("a request that GitHub's description does not have", () => {
  const wrong: [string, string, unknown, string][] = [
    ["an unknown route", "GET /{repo}/isues", undefined, "no such operation"],
    ["an unknown query parameter", "GET /{repo}/issues?states=open", undefined, "query.states is unknown"],
    ["a query value that is none", "GET /{repo}/issues?state=done", undefined, "query.state"],
    ["an unknown body field", "POST /{repo}/issues", { titel: "x", title: "y" }, "additional properties"],
    ["a missing body field", "POST /{repo}/issues", { body: "x" }, "required property 'title'"],
    ["a missing body", "POST /{repo}/issues", undefined, "body is missing"],
    ["a value of the wrong type", "POST /{repo}/issues", { title: "x", labels: "a" }, "must be array"],
    ["an unknown reaction", "POST /{repo}/issues/1/reactions", { content: "tada" }, "must be equal to one of"],
    ["an unknown reason", "PATCH /{repo}/issues/1", { state: "closed", state_reason: "done" }, "state_reason"],
    ["a body where none belongs", "PUT /{repo}/actions/workflows/1/enable", { x: 1 }, "takes none"],
    ["what the double does not do", "GET /{repo}/issues?mentioned=octo", undefined, "the double ignores"],
  ];

  it.each(wrong)("%s is a violation", async (_, route, body, words) => {
    github.openIssue({ by: "octo", title: "One" });
    const { status } = await ask(github, route, { body });
    expect(github.takeViolations().join("\n")).toContain(words);
    if (!words.includes("ignores")) expect([404, 422]).toContain(status);
  });

  it.each([
    ["an unknown field", '{ repository(owner: "octo", name: "project") { nmae } }', "Cannot query field"],
    ["a missing argument", '{ repository(owner: "octo") { name } }', 'argument "name"'],
    ["no GraphQL", "query {", "Syntax Error"],
    [
      "what the double does not know",
      '{ repository(owner: "octo", name: "project") { stargazerCount } }',
      "does not know",
    ],
  ])("GraphQL: %s is a violation", async (_, query, words) => {
    const { errors } = await askGraphql(github, query);
    expect(errors).toHaveLength(1);
    expect(github.takeViolations().join("\n")).toContain(words);
  });
});

describe("who may do what", () => {
  it.each([
    ["reads with a token that may read", READ_TOKEN, "GET /{repo}/issues", undefined, 200],
    ["writes with a token that may read", READ_TOKEN, "POST /{repo}/issues", { title: "x" }, 403],
    ["writes with a token that may write", WORKFLOW_TOKEN, "POST /{repo}/issues", { title: "x" }, 201],
    ["reads the protection as a workflow", WORKFLOW_TOKEN, "GET /{repo}/branches/main/protection", undefined, 403],
    ["reads the protection as an administrator", PERSON_TOKEN, "GET /{repo}/branches/main/protection", undefined, 404],
    ["a wrong token", "ghs_wrong", "GET /{repo}", undefined, 401],
    ["no token", null, "GET /{repo}", undefined, 401],
    ["another repository", WORKFLOW_TOKEN, "GET /repos/octo/other", undefined, 404],
  ])("%s", async (_, token, route, body, status) => {
    expect((await ask(github, route, { token, body })).status).toBe(status);
  });

  it("names the permission that is missing", async () => {
    const { body, headers } = await ask(github, "POST /{repo}/git/refs", {
      token: READ_TOKEN,
      body: { ref: "refs/heads/x", sha: github.head("main") },
    });
    expect(at(body, "message")).toBe("Resource not accessible by integration");
    expect(headers.get("x-accepted-github-permissions")).toBe("contents=write");
  });

  it.each([
    ["admin", "admin", "admin"],
    ["maintain", "write", "maintain"],
    ["write", "write", "write"],
    ["triage", "read", "triage"],
    ["read", "read", "read"],
    ["none", "none", "none"],
  ] as const)("shows the role %s", async (role, permission, name) => {
    github.person("Zoe", role);
    const { body } = await ask(github, "GET /{repo}/collaborators/zoe/permission");
    expect(body).toMatchObject({ permission, role_name: name, user: { login: "Zoe" } });
  });

  it("knows nobody it was not told of", async () => {
    const { status, body } = await ask(github, "GET /{repo}/collaborators/nobody/permission");
    expect([status, at(body, "message")]).toEqual([404, "nobody is not a user"]);
  });
});

describe("state", () => {
  it("one client reads what another wrote, dated by the clock", async () => {
    const made = await ask(github, "POST /{repo}/issues", {
      body: { title: "Blocked", body: "why", labels: ["ltpm"] },
    });
    now += 60_000;
    const commented = await ask(github, "POST /{repo}/issues/1/comments", {
      body: { body: "retry T-02" },
      token: PERSON_TOKEN,
    });
    const seen = await ask(github, "GET /{repo}/issues/1", { token: READ_TOKEN });
    expect(seen.body).toMatchObject({
      id: at(made.body, "id"),
      number: 1,
      user: { login: "github-actions[bot]", type: "Bot" },
      labels: [{ name: "ltpm" }],
      comments: 1,
      created_at: "2026-11-21T10:00:00Z",
      updated_at: "2026-11-21T10:01:00Z",
    });
    expect(github.comments(1)).toMatchObject([
      { id: at(commented.body, "id"), author: "maintainer", body: "retry T-02" },
    ]);
  });

  it("closing, reopening and relabelling are seen", async () => {
    github.openIssue({ by: "octo", title: "One", labels: ["a"] });
    await ask(github, "PATCH /{repo}/issues/1", {
      body: { state: "closed", state_reason: "not_planned", labels: ["b"] },
    });
    expect(github.issue(1)).toMatchObject({ state: "closed", stateReason: "not_planned", labels: ["b"] });
    github.editIssue(1, "octo", { state: "open" });
    expect((await ask(github, "GET /{repo}/issues/1")).body).toMatchObject({ state: "open", state_reason: "reopened" });
  });

  it("comments since a moment are those changed since, the oldest id first", async () => {
    github.openIssue({ by: "octo", title: "One" });
    const first = github.comment(1, "octo", "one");
    now += 10_000;
    const second = github.comment(1, "octo", "two");
    now += 10_000;
    github.editComment(first.id, "one, edited");
    const { body } = await ask(github, "GET /{repo}/issues/comments?since=2026-11-21T10:00:10Z");
    expect(Array.isArray(body) ? body.map((one) => at(one, "id")) : body).toEqual([first.id, second.id]);
    expect(at(body, 0, "updated_at")).toBe("2026-11-21T10:00:20Z");
  });

  it("pages are linked by the repository's number, and a client that follows the links sees everything once", async () => {
    github.openIssue({ by: "octo", title: "One" });
    for (let n = 0; n < 151; n++) github.comment(1, "octo", `comment ${n}`);
    const bodies: unknown[] = [];
    let next: string | undefined = "/{repo}/issues/comments?per_page=50";
    while (next !== undefined) {
      const page = await ask(github, `GET ${next}`);
      bodies.push(...(Array.isArray(page.body) ? page.body.map((one) => at(one, "body")) : []));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      if (next !== undefined) expect(next).toContain("/repositories/");
    }
    expect(bodies).toEqual(Array.from({ length: 151 }, (_, n) => `comment ${n}`));
    expect(github.count({ path: /comments$/ })).toBe(4);
  });

  it("a reaction is given once, and a locked issue takes none from a workflow", async () => {
    github.openIssue({ by: "octo", title: "One" });
    const { id } = github.comment(1, "octo", "retry T-01");
    const route = `POST /{repo}/issues/comments/${id}/reactions`;
    const given = [
      await ask(github, route, { body: { content: "eyes" } }),
      await ask(github, route, { body: { content: "eyes" } }),
    ];
    expect(given.map(({ status }) => status)).toEqual([201, 200]);
    expect(github.reactions(id)).toMatchObject([{ content: "eyes", author: "github-actions[bot]" }]);
    await ask(github, "PUT /{repo}/issues/1/lock", { body: { lock_reason: "spam" } });
    const locked = await ask(github, "POST /{repo}/issues/1/comments", { body: { body: "done" } });
    expect([locked.status, at(locked.body, "message")]).toEqual([
      403,
      "Unable to create comment because issue is locked.",
    ]);
  });

  it.each([
    ["deleted", 410, () => github.deleteIssue(1)],
    ["switched off", 410, () => github.settings({ issues: false })],
    ["archived", 403, () => github.settings({ archived: true })],
  ])("an issue that is %s takes no comment or new issue: %i", async (what, status, act) => {
    github.openIssue({ by: "octo", title: "One" });
    act();
    const route = what === "deleted" ? "POST /{repo}/issues/1/comments" : "POST /{repo}/issues";
    const body = what === "deleted" ? { body: "x" } : { title: "x" };
    expect((await ask(github, route, { body })).status).toBe(status);
  });

  it("a body over the limit is refused in GitHub's words", async () => {
    const { status, body } = await ask(github, "POST /{repo}/issues", {
      body: { title: "x", body: "y".repeat(65_537) },
    });
    expect(status).toBe(422);
    expect(at(body, "errors", 0, "message")).toBe("body is too long (maximum is 65536 characters)");
  });

  it("labels: made once, found whatever the case, put on and taken off", async () => {
    const made = await ask(github, "POST /{repo}/labels", { body: { name: "ltpm", color: "ff0000" } });
    const again = await ask(github, "POST /{repo}/labels", { body: { name: "LTPM" } });
    expect([made.status, again.status, at(again.body, "errors", 0, "code")]).toEqual([201, 422, "already_exists"]);
    github.openIssue({ by: "octo", title: "One" });
    await ask(github, "POST /{repo}/issues/1/labels", { body: { labels: ["LTPM", "blocked"] } });
    expect(github.issue(1).labels).toEqual(["ltpm", "blocked"]);
    await ask(github, "DELETE /{repo}/issues/1/labels/ltpm");
    expect(github.issue(1).labels).toEqual(["blocked"]);
    const listed = await ask(github, "GET /{repo}/issues?labels=blocked&state=all&sort=updated&direction=asc");
    expect(at(listed.body, 0, "number")).toBe(1);
  });

  it("an answer one already has is 304", async () => {
    const first = await ask(github, "GET /{repo}/labels");
    const second = await ask(github, "GET /{repo}/labels", {
      headers: { "if-none-match": first.headers.get("etag") ?? "" },
    });
    expect([first.status, second.status]).toEqual([200, 304]);
  });

  it("GraphQL shows the same issues and comments, with logins as GraphQL has them", async () => {
    github.openIssue({ by: "octo", title: "One", labels: ["ltpm"] });
    github.comment(1, "octo", "retry T-01");
    await ask(github, "POST /{repo}/issues/1/comments", { body: { body: "done" } });
    github.editIssue(1, "octo", { state: "closed" });
    const { data, errors } = await askGraphql(
      github,
      `{ repository(owner: "octo", name: "project") {
        issue(number: 1) {
          number title state stateReason author { login __typename } labels(first: 5) { nodes { name } }
          comments(last: 1) { totalCount nodes { databaseId body author { login __typename } createdAt lastEditedAt } }
          reactionGroups { content }
        }
        open: issues(first: 1, states: [OPEN]) { totalCount }
        closed: issues(first: 1, labels: ["LTPM"], filterBy: { since: "2026-11-21T10:00:00Z" }) { nodes { number } pageInfo { hasNextPage } }
      } viewer { login } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      repository: {
        issue: {
          state: "CLOSED",
          stateReason: "COMPLETED",
          author: { login: "octo", __typename: "User" },
          labels: { nodes: [{ name: "ltpm" }] },
          comments: {
            totalCount: 2,
            nodes: [{ body: "done", author: { login: "github-actions", __typename: "Bot" } }],
          },
        },
        open: { totalCount: 0 },
        closed: { nodes: [{ number: 1 }], pageInfo: { hasNextPage: false } },
      },
      viewer: { login: "github-actions" },
    });
  });

  it.each([
    ["issues { totalCount }", "MISSING_PAGINATION_BOUNDARIES"],
    ["issues(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"],
    ["issue(number: 7) { title }", "NOT_FOUND"],
  ])("GraphQL refuses %s with %s", async (field, type) => {
    const { errors } = await askGraphql(github, `{ repository(owner: "octo", name: "project") { ${field} } }`);
    expect(errors).toMatchObject([{ type }]);
  });
});

it("the API is not asked of the web site", async () => {
  expect((await ask(github, `GET ${github.serverUrl}/repos/octo/project`)).status).toBe(404);
  expect(github.takeViolations()).toEqual(["GET /repos/octo/project: asked of the web site, not of the API"]);
});
