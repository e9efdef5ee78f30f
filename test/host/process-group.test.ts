import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { killRemains, processesWith, signal, signalGroup } from "../../src/host/process-group.ts";

const mark = (value: string) =>
  ({ env: { PATH: process.env.PATH ?? "", MARK: value }, detached: true, stdio: "ignore" }) as const;

describe("processes that carry a mark", () => {
  test("are found by the whole value only, wherever they went", async () => {
    const value = `m${process.pid}a`;
    const child = spawn("setsid", ["sleep", "20"], mark(value));
    const longer = spawn("sleep", ["20"], mark(`${value}b`));
    await expect.poll(() => processesWith("MARK", value).length, { timeout: 5_000 }).toBe(1);
    expect(processesWith("MARK", value.slice(0, -1))).toEqual([]);
    expect(processesWith("ARK", value)).toEqual([]);
    killRemains(null, "MARK", value);
    expect(processesWith("MARK", value)).toEqual([]);
    expect(processesWith("MARK", `${value}b`)).toEqual([longer.pid]);
    longer.kill("SIGKILL");
    child.kill("SIGKILL");
  });

  test("are killed although they go on forking", async () => {
    const value = `m${process.pid}f`;
    spawn("sh", ["-c", "for i in 1 2 3; do setsid sh -c 'while :; do sleep 0.001 & done' & done; wait"], mark(value));
    await expect.poll(() => processesWith("MARK", value).length, { timeout: 5_000 }).toBeGreaterThan(3);
    killRemains(null, "MARK", value);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(processesWith("MARK", value)).toEqual([]);
  });
});

test("signals to nobody are answered, and never go to every process", () => {
  expect(signal(2 ** 22 + 1, "SIGTERM")).toBe(false);
  for (const group of [0, 1, -1, 2 ** 22 + 1]) expect(signalGroup(group, "SIGTERM")).toBe(false);
});
