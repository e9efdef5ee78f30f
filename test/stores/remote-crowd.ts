/** Many clients as processes against one repository: how they are started, and what must be true when they are done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { brokenInvariants } from "../../src/queue/invariants.ts";
import { parseLabel } from "../../src/queue/label.ts";
import { bundle } from "../bundle.ts";
import type { Fault } from "../e2e/git-server.ts";
import { type Running, start } from "./local-driver.ts";
import { localGit, openFar, startFar } from "./remote-store.ts";

/** Bundles the remote driver into a new directory, as the CLI is bundled; gives the path and a way to remove it. */
export async function bundleRemoteDriver(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-driver-"));
  const source = fileURLToPath(new URL("remote-driver.ts", import.meta.url));
  return { path: await bundle(source, dir, "driver"), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** One acknowledged operation. */
export interface Told {
  readonly kind: "add" | "reserve" | "skip" | "retry";
  readonly name: string;
  readonly result: string | readonly { readonly kind: string; readonly id: string }[];
  readonly version: string;
  readonly changed: boolean;
}

export function toldBy(lines: readonly string[]): Told[] {
  return lines.map((line): Told => JSON.parse(line));
}

export function startDriver(driver: string, root: string, client: string, ...words: string[]): Running {
  const env = { LTPM_TEST_PATIENCE: "240000" };
  return start([process.execPath, driver, root, "main", client, ...words], env);
}

/** A server on which something breaks every few requests: answers are lost, it is busy, connections end. */
const TROUBLES: readonly Fault[] = [
  { on: "push", after: 3, times: 2, what: { kind: "drop_answer" } },
  { on: "push", after: 4, times: 1, what: { kind: "drop_answer" } },
  { on: "push", after: 5, what: { kind: "status", status: 503 } },
  { on: "push", after: 3, times: 2, what: { kind: "reset" } },
  { on: "push", after: 2, what: { kind: "delay", before: 300 } },
  { on: "fetch", after: 9, what: { kind: "status", status: 429 } },
  { on: "fetch_refs", after: 7, what: { kind: "reset" } },
];

/**
 * Starts `clients` clones that do `operations` each at the same time, and checks everything that must hold then;
 * `hostile`: on a server with troubles.
 */
export async function crowd(driver: string, clients: number, operations: number, hostile = false): Promise<void> {
  const far = await startFar();
  try {
    const roots = await Promise.all(Array.from({ length: clients }, () => far.clone()));
    for (let n = 0; hostile && n < operations; n++) for (const trouble of TROUBLES) far.server.inject(trouble);
    const ran = await Promise.all(
      roots.map((root, n) => startDriver(driver, root, `c${n}`, "work", String(operations)).ended),
    );
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(ran.map(() => [0, ""]));
    const told = ran.flatMap(({ lines }) => toldBy(lines));
    expect(told).toHaveLength(clients * operations);
    landedOnce(far.bare, told);
    far.server.calm();
    const { store } = await openFar(roots[0] ?? "");
    const { queue, archive } = (await store.read({ archive: true })).state;
    expect(brokenInvariants(queue, archive, 1_000)).toEqual([]);
    const labels = new Map(queue.tasks.map((task) => [task.uid, task.id]));
    const added = told.filter(({ kind }) => kind === "add");
    expect(queue.tasks).toHaveLength(added.length);
    for (const { name, result } of added) expect([name, labels.get(`uid-${name}`)]).toEqual([name, result]);
    expect(parseLabel(queue.lastId ?? "")).toBe(added.length);
    startedOnce(told);
  } finally {
    await far.close();
  }
}

/** Every change is one commit, that one commit is in the history once, and nothing is there that nobody was told of. */
function landedOnce(bare: string, told: readonly Told[]): void {
  const history = localGit(bare, "log", "--format=%H %(trailers:key=Ltpm-Op,valueonly,separator=%x2C)", "main");
  const landed = history.split("\n").flatMap((line) => {
    const [commit = "", op = ""] = line.split(" ");
    return op === "" ? [] : [`${commit} ${op}`];
  });
  const changes = told.filter(({ changed }) => changed).map(({ version, name }) => `${version} op-${name}`);
  expect(landed.sort()).toEqual(changes.sort());
}

/** No task was reserved twice in the same epoch: a retry in between makes a new one. */
function startedOnce(told: readonly Told[]): void {
  const reserved = told.flatMap(({ kind, result }) => (kind === "reserve" && result !== "" ? [String(result)] : []));
  expect(reserved.length).toBeGreaterThan(0);
  expect(new Set(reserved).size).toBe(reserved.length);
}
