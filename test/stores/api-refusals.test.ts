/** What the API store refuses to read, and what the server refuses to take: said with what to change. */
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QueueFault } from "../../src/queue/faults.ts";
import type { ApiStore } from "../../src/stores/api.ts";
import { type GitHubDouble, READ_TOKEN } from "../github/double.ts";
import { clientOf, type OpenedHub, openHub, startHub } from "./api-store.ts";
import { addIntent } from "./contract.ts";

let hub: GitHubDouble;
let opened: OpenedHub;
let store: ApiStore;

beforeEach(async () => {
  hub = await startHub();
  opened = openHub(hub);
  store = opened.store;
});
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

const QUEUE = ".ltpm/task-queue.json";
const labels = async (from: ApiStore = store) => (await from.read()).state.queue.tasks.map((task) => task.id);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "--git-dir", hub.gitDir, ...args], {
    encoding: "utf8",
  });

describe("what people put into the files is checked", () => {
  test.each([
    ["broken", '{ "tasks": [', "not_json"],
    ["a conflict", '{\n<<<<<<< HEAD\n"tasks": []\n=======\n>>>>>>> x\n}', "conflict_markers"],
    ["of a newer program", '{ "version": 99, "lastId": null, "tasks": [] }', "newer_version"],
    ["no text", "\0\0", "not_text"],
  ] as const)("%s", async (_, text, code) => {
    await store.transact(addIntent("a"));
    hub.seedFile("main", QUEUE, text);
    for (const work of [store.read(), store.transact(addIntent("b")), openHub(hub).store.read()]) {
      const error = await work.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(QueueFault);
      const { fault } = error instanceof QueueFault ? error : { fault: null };
      expect([fault?.code, fault?.file]).toEqual([code, `octo/project/main:${QUEUE}`]);
    }
    expect(hub.readFile("main", QUEUE)).toBe(text);
  });

  test("an edit by hand is taken, an old form is read", async () => {
    hub.seedFile("main", QUEUE, '{ "lastId": "T-07", "tasks": [{ "id": "T-07", "description": "by hand" }] }');
    expect(await labels()).toEqual(["T-07"]);
    expect((await store.transact(addIntent("b"))).result).toBe("T-08");
  });

  test("a fault in the archive is named, and harms only who asks for it", async () => {
    await store.transact(addIntent("a"));
    hub.seedFile("main", ".ltpm/archive/2026-01.json", "[");
    await expect(store.read({ archive: true })).rejects.toThrow("octo/project/main:.ltpm/archive/2026-01.json:1:");
    expect(await labels()).toEqual(["T-01"]);
  });

  test.each([
    ["README.md", "README.md on octo/project/main"],
    ["a/README.md", "a/README.md on octo/project/main"],
  ])("a directory that something else occupies: %s", async (dir, words) => {
    hub.seedFile("main", "a/README.md", "x\n");
    await expect(openHub(hub, { dir }).store.transact(addIntent("b"))).rejects.toMatchObject({
      code: "not_written",
      message: expect.stringContaining(words),
    });
    expect(hub.readFile("main", "README.md")).toBe("read me\n");
  });

  test("a link in the queue's place", async () => {
    const link = execFileSync("git", ["--git-dir", hub.gitDir, "hash-object", "-w", "--stdin"], {
      input: "x",
      encoding: "utf8",
    });
    const tree = (entries: string) =>
      execFileSync("git", ["--git-dir", hub.gitDir, "mktree"], { input: entries, encoding: "utf8" }).trim();
    const inner = tree(`120000 blob ${link.trim()}\ttask-queue.json\n`);
    const root = tree(`040000 tree ${inner}\t.ltpm\n`);
    git("update-ref", "refs/heads/main", git("commit-tree", "-m", "link", "-p", hub.head("main") ?? "", root).trim());
    await expect(store.read()).rejects.toMatchObject({
      code: "not_written",
      message: expect.stringContaining("a symbolic link"),
    });
  });

  test.each(["a b", "-x", "a..b", "a:b", ".a", "a.lock", "", "@{-1}", "a\nb"])("the branch %j", (branch) => {
    expect(() => openHub(hub, { branch })).toThrow(expect.objectContaining({ code: "no_state_branch" }));
  });

  test.each(["../x", "/x", "", ".", "a/../b", ".git/x"])("the directory %j", (dir) => {
    expect(() => openHub(hub, { dir })).toThrow(expect.objectContaining({ code: "not_written" }));
  });
});

describe("what the server does not let us do names what to change", () => {
  test.each(["ruleset", "classic"] as const)("a protected branch: %s", async (kind) => {
    hub.protect("main", { kind });
    const before = hub.head("main");
    await expect(store.transact(addIntent("a"))).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(/octo\/project\/main.*through a pull request.*bypass list.*state_branch/s),
    });
    expect(hub.head("main")).toBe(before);
    hub.unprotect("main");
    expect((await store.transact(addIntent("a"))).result).toBe("T-01");
  });

  test("a token that may only read", async () => {
    const reader = openHub(hub, { token: READ_TOKEN });
    expect((await reader.store.read()).version).toBe("");
    await expect(reader.store.transact(addIntent("a"))).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("add `contents: write` to the `permissions:` of the workflow's job"),
    });
    await expect(openHub(hub, { token: READ_TOKEN, branch: "ltpm-state" }).store.createBranch()).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("`contents: write`"),
    });
  });

  test("a token that may not even read, one that is not known", async () => {
    hub.token("ghs_noContents0000000000000000000000000", {
      actor: "github-actions[bot]",
      permissions: { issues: "write" },
    });
    await expect(openHub(hub, { token: "ghs_noContents0000000000000000000000000" }).store.read()).rejects.toMatchObject(
      {
        code: "refused",
        message: expect.stringContaining("`contents: read`"),
      },
    );
    const unknown = "ghs_unknownToken0000000000000000000000";
    const error = await openHub(hub, { token: unknown })
      .store.read()
      .catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: "refused",
      message: expect.stringContaining("the token is wrong or has expired"),
    });
    expect(`${error}`).not.toContain(unknown);
  });

  test("a rate limit that ends too late: said with its time, and nothing was changed", async () => {
    await store.transact(addIntent("a"));
    hub.setRateLimit(0);
    await expect(store.transact(addIntent("b"))).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/rate limit holds mutation LtpmCommit back until \d\d:\d\d:\d\d UTC/),
    });
    hub.setRateLimit(1_000);
    expect((await store.transact(addIntent("b"))).result).toBe("T-02");
  });

  test("nobody there", async () => {
    const client = clientOf(hub, { apiUrl: "http://127.0.0.1:9", graphqlUrl: "http://127.0.0.1:9/graphql" });
    const alone = openHub(hub, { client });
    await expect(alone.store.transact(addIntent("a"))).rejects.toMatchObject({ code: "unreachable" });
  });
});
