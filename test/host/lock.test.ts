import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { LockBusy, withLock } from "../../src/host/lock.ts";
import { markOf, ownMark } from "../../src/host/process.ts";

function lockPath(): string {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-lock-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "lock");
}

/** How many were inside at most when `count` ask for the lock at once. */
async function most(path: string, count: number): Promise<number> {
  let [inside, peak] = [0, 0];
  const one = async () => {
    inside += 1;
    peak = Math.max(peak, inside);
    await sleep(2);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: count }, () => withLock(path, 10_000, one)));
  return peak;
}

describe("a lock", () => {
  test("lets one in at a time and is gone afterwards, also after a failure", async () => {
    const path = lockPath();
    expect(await most(path, 12)).toBe(1);
    await expect(withLock(path, 100, () => Promise.reject(new Error("own")))).rejects.toThrow("own");
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ["of a dead process", JSON.stringify({ ...ownMark(), start: "0" })],
    ["of an earlier start of the machine", JSON.stringify({ ...ownMark(), boot: "x" })],
    ["that holds nonsense", "{"],
  ])("%s is taken over by exactly one of many", async (_, text) => {
    const path = lockPath();
    writeFileSync(path, text);
    expect(await most(path, 12)).toBe(1);
  });

  test("whose breaker died too is broken after a while", async () => {
    const path = lockPath();
    writeFileSync(path, "{");
    writeFileSync(`${path}.break`, "");
    const old = new Date(Date.now() - 60_000);
    utimesSync(`${path}.break`, old, old);
    expect(await withLock(path, 5_000, () => 1)).toBe(1);
  });

  test("of a living process is waited for, then given up on", async () => {
    const path = lockPath();
    const child = spawn("sleep", ["20"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    writeFileSync(path, JSON.stringify(markOf(child.pid ?? 0)));
    await expect(withLock(path, 100, () => 1)).rejects.toThrow(LockBusy);
    expect(existsSync(path)).toBe(true);
  });
});
