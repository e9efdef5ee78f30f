import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { LockBusy, withLock } from "../../src/host/lock.ts";
import { markOf, ownMark } from "../../src/host/process.ts";

function lockPath(): string {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-lock-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "landing.lock");
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

  const dead = { ...ownMark(), host: hostname(), nonce: "0123456789abcdef", start: "0" };
  test.each([
    ["of a dead process", dead, 0],
    ["of an earlier start of the machine", { ...dead, boot: "x" }, 0],
    ["of a machine nobody can ask, after half a minute", { ...dead, host: "elsewhere", boot: "x" }, 60_000],
    ["that holds nonsense, after half a minute", "{", 60_000],
  ])("%s is taken over by exactly one of many", async (_, holder, age) => {
    const path = lockPath();
    writeFileSync(path, typeof holder === "string" ? holder : JSON.stringify(holder));
    const since = new Date(Date.now() - age);
    utimesSync(path, since, since);
    expect(await most(path, 12)).toBe(1);
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test("of a dead process, whose successor died too, is taken over at once", async () => {
    const path = lockPath();
    writeFileSync(path, JSON.stringify(dead));
    writeFileSync(`${path}.after-${dead.nonce}`, JSON.stringify({ ...dead, nonce: "fedcba9876543210" }));
    expect(await withLock(path, 1_000, () => readdirSync(dirname(path)))).toEqual(["landing.lock"]);
  });

  test("of a living process is waited for, then given up on", async () => {
    const path = lockPath();
    const child = spawn("sleep", ["20"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    writeFileSync(path, JSON.stringify({ ...markOf(child.pid ?? 0), host: hostname(), nonce: "0123456789abcdef" }));
    await expect(withLock(path, 100, () => 1)).rejects.toThrow(LockBusy);
    expect(existsSync(path)).toBe(true);
  });
});
