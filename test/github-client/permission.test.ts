/** Who may give orders: by role, by what a role of one's own is built on, and never by guessing. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { permissionOf } from "../../src/github/permission.ts";
import type { GitHubClient, Repo } from "../../src/github/types.ts";
import { type GitHubDouble, startGitHub } from "../github/double.ts";
import { clientOf } from "../stores/api-store.ts";

let hub: GitHubDouble;
let repo: Repo;

beforeEach(async () => {
  hub = await startGitHub();
  repo = { owner: hub.owner, name: hub.name };
});
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

describe("asked of the server", () => {
  test.each([
    ["admin", "approved"],
    ["maintain", "approved"],
    ["write", "approved"],
    ["triage", "rejected"],
    ["read", "rejected"],
    ["none", "rejected"],
  ] as const)("the role %s: %s", async (role, status) => {
    hub.person("ann", role);
    const permission = await permissionOf(clientOf(hub), repo, "ann");
    expect(permission).toMatchObject({ status, role });
    expect(permission.reason).toBe(
      status === "approved" ? "" : `needs write access to this repository and has ${role}`,
    );
  });

  test("nobody of that name", async () => {
    expect((await permissionOf(clientOf(hub), repo, "nobody-at-all")).status).toBe("rejected");
  });

  test.each([
    ["500", { kind: "status", status: 500 }],
    ["404 with other words", { kind: "status", status: 404, message: "Not Found" }],
    ["403", { kind: "status", status: 403, message: "Resource not accessible by integration" }],
    ["a limit", { kind: "primary_limit", resetIn: 9_999 }],
    ["garbage", { kind: "garbage" }],
  ] as const)("%s: unknown, with the reason", async (_, what) => {
    hub.person("ann", "admin");
    hub.fault({ on: { path: /permission$/ }, what, times: Number.POSITIVE_INFINITY });
    const permission = await permissionOf(clientOf(hub), repo, "ann");
    expect([permission.status, permission.role]).toEqual(["unknown", ""]);
    expect(permission.reason).toContain("/collaborators/ann/permission");
  });

  test.each(["", "..", "a/b", "ann?x", "ann#", "ann permission", "a".repeat(200), "[bot]", "x[bot][bot]", "añn"])(
    "%j is no account, and nobody is asked",
    async (login) => {
      expect((await permissionOf(clientOf(hub), repo, login)).status).toBe("rejected");
      expect(hub.requests).toEqual([]);
    },
  );
});

describe("an answer, as organizations and other servers give it", () => {
  const answering = (data: unknown): GitHubClient => ({
    ...{ pages: () => Promise.reject(new Error()), graphql: () => Promise.reject(new Error()) },
    ...{ requests: 0, writes: 0, serverDate: () => null },
    rest: async (_route, _params, shape) => shape(data),
  });
  const user = (permissions: Record<string, boolean>) => ({ login: "ann", permissions });

  test.each<readonly [string, unknown, string, string]>([
    [
      "a role of its own on write",
      { permission: "write", role_name: "deployer", user: user({ push: true }) },
      "approved",
      "deployer",
    ],
    [
      "a role of its own on triage",
      { permission: "read", role_name: "helper", user: user({ push: false }) },
      "rejected",
      "helper",
    ],
    [
      "a role of its own, by what it may",
      { role_name: "security", user: user({ push: true }) },
      "approved",
      "security",
    ],
    [
      "a role that only sounds like one",
      { permission: "read", role_name: "writer", user: user({ push: false }) },
      "rejected",
      "writer",
    ],
    [
      "a role that says less than its user may",
      { permission: "read", role_name: "read", user: user({ push: true }) },
      "rejected",
      "read",
    ],
    ["no role", { permission: "write", user: null }, "approved", "write"],
    ["no role, reader", { permission: "read" }, "rejected", "read"],
    ["nothing", {}, "unknown", ""],
    ["a role and nothing else", { role_name: "deployer" }, "unknown", "deployer"],
  ])("%s", async (_, data, status, role) => {
    expect(await permissionOf(answering(data), { owner: "o", name: "n" }, "ann")).toMatchObject({ status, role });
  });

  test("that is none", async () => {
    expect((await permissionOf(answering("x"), { owner: "o", name: "n" }, "ann")).status).toBe("unknown");
  });
});
