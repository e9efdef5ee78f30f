import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookAt, readProject } from "../../src/github/project.ts";
import type { Task } from "../../src/queue/schema.ts";
import { serialiseQueue } from "../../src/queue/write.ts";
import type { ApiStore } from "../../src/stores/api.ts";
import { type GitHubDouble, WORKFLOW_TOKEN } from "../github/double.ts";
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

/** A sound queue of at least so many bytes. */
function largeQueue(bytes: number): string {
  const tasks = Array.from({ length: 100 }, (_, index): Task => {
    const id = `T-${String(index + 1).padStart(2, "0")}`;
    const text = { description: `do ${index} ${'长\\"\n'.repeat(bytes / 100 / 6)}`, task_type: "unknown" };
    const open = { status: "pending", retries: 0, maxRetries: 3, strategies_tried: [] } as const;
    return {
      ...text,
      ...open,
      id,
      uid: `uid-${index}`,
      goal: "",
      added_at: "2026-03-01T10:00:00.000Z",
    } as unknown as Task;
  });
  return serialiseQueue({ lastId: "T-100", tasks, archivedCount: 0 });
}

describe("what it asks", () => {
  test("one call for a change when the head is known, two with the look before", async () => {
    hub.tally();
    await store.transact(addIntent("a"));
    expect(hub.tally()).toEqual({ requests: 3, writes: 1 });
    await store.transact(addIntent("b"));
    expect(hub.tally()).toEqual({ requests: 1, writes: 1 });
    await store.read();
    expect(hub.tally()).toEqual({ requests: 1, writes: 0 });
    expect(opened.client.writes).toBe(2);
  });

  test("what the run's first query saw counts as a look: a run with nothing to do asks once", async () => {
    await store.transact(addIntent("a"));
    hub.seedFile("main", ".ltpm/config.json", '{"runner": "github"}\n');
    const client = clientOf(hub);
    hub.tally();
    const project = await readProject(client, { owner: hub.owner, name: hub.name });
    const first = lookAt(project, null, ".ltpm");
    const begun = openHub(hub, { first }).store;
    expect([project.config, project.tools, project.home?.head]).toEqual([
      '{"runner": "github"}\n',
      null,
      hub.head("main"),
    ]);
    expect(await labels(begun)).toEqual(["T-01"]);
    const idle = await begun.transact({ subject: "ltpm: idle", op: "op-idle", apply: () => ({ result: 7 }) });
    expect([idle.result, idle.changed, idle.version]).toEqual([7, false, hub.head("main")]);
    expect(hub.tally()).toEqual({ requests: 1, writes: 0 });
    expect((await begun.transact(addIntent("b"))).result).toBe("T-02");
    expect(hub.tally()).toEqual({ requests: 1, writes: 1 });
    expect(await labels(begun)).toEqual(["T-01", "T-02"]);
    expect(hub.tally()).toEqual({ requests: 1, writes: 0 });
  });

  test("the first look at a state branch, at another directory, at a branch that is not there", async () => {
    const client = clientOf(hub);
    const repo = { owner: hub.owner, name: hub.name };
    await openHub(hub, { branch: "ltpm-state" }).store.createBranch();
    const project = await readProject(client, repo);
    expect(lookAt(project, "ltpm-state", "./.ltpm/")?.head).toBe(hub.head("ltpm-state"));
    expect(lookAt(project, "main", ".ltpm")?.queue).toBeNull();
    expect(lookAt(project, null, "tasks")).toBeNull();
    expect(lookAt(project, "other", ".ltpm")).toBeNull();
    expect((await readProject(client, repo, { stateBranch: "other" })).state).toBeNull();
  });

  test("a stale first look is replayed", async () => {
    await store.transact(addIntent("a"));
    const project = await readProject(clientOf(hub), { owner: hub.owner, name: hub.name });
    await store.transact(addIntent("b"));
    const late = openHub(hub, { first: lookAt(project, null, ".ltpm") }).store;
    expect((await late.transact(addIntent("c"))).result).toBe("T-03");
  });
});

describe("sizes", () => {
  test("a queue of 6 MB, which GraphQL cuts off, is read and written", { timeout: 60_000 }, async () => {
    const text = largeQueue(6_000_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(6_000_000);
    hub.seedFile("main", QUEUE, text);
    expect((await store.read()).state.queue.tasks).toHaveLength(100);
    expect((await store.transact(addIntent("a"))).result).toBe("T-101");
    const fresh = openHub(hub).store;
    expect((await fresh.read()).state.queue.tasks).toHaveLength(101);
    const descriptions = (json: string) => JSON.parse(json).tasks.map((task: Task) => task.description);
    expect(descriptions(hub.readFile("main", QUEUE) ?? "").slice(0, 100)).toEqual(descriptions(text));
  });

  test.each([511_000, 512_000, 513_000])("about %i bytes", async (bytes) => {
    const text = largeQueue(bytes).padEnd(bytes, " ");
    hub.seedFile("main", QUEUE, text);
    const queue = (await store.read()).state.queue;
    expect(queue.tasks[99]?.description).toBe(JSON.parse(text).tasks[99].description);
  });

  test("a month of the archive that GraphQL cuts off", async () => {
    hub.seedFile("main", QUEUE, '{"lastId": "T-100", "tasks": []}');
    hub.seedFile("main", ".ltpm/archive/2026-01.json", largeQueue(700_000));
    const { archive } = (await store.read({ archive: true })).state;
    expect(archive.get("2026-01")?.tasks).toHaveLength(100);
  });
});

test("a GitHub Enterprise Server is asked at its own addresses only", async () => {
  const ghes = await startHub({ ghes: true });
  try {
    expect(ghes.apiUrl).toMatch(/\/api\/v3$/);
    const state = openHub(ghes, { branch: "ltpm-state", token: WORKFLOW_TOKEN }).store;
    await state.createBranch();
    ghes.fault({
      on: { field: "createCommitOnBranch" },
      what: { kind: "graphql_error", type: "RATE_LIMITED", message: "limit" },
    });
    await expect(state.transact(addIntent("a"))).rejects.toMatchObject({ code: "unreachable" });
    expect((await state.transact(addIntent("a"))).result).toBe("T-01");
    expect(ghes.takeViolations()).toEqual([]);
  } finally {
    await ghes.close();
  }
});
