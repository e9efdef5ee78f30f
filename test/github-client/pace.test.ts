import { expect, test } from "vitest";
import { atMost, pacer } from "../../src/github/pace.ts";
import { LimitPatience } from "../../src/github/patience.ts";

test("writes keep their distance, from the last one and from each other", async () => {
  let clock = 0;
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    clock += milliseconds;
  };
  const pace = pacer(1_000, () => clock, sleep);
  await pace.next();
  clock += 300;
  await pace.next();
  clock += 5_000;
  await pace.next();
  expect(slept).toEqual([700]);
});

test("those who ask at the same time go one after the other", async () => {
  const slept: number[] = [];
  const pace = pacer(
    1_000,
    () => 0,
    async (milliseconds) => void slept.push(milliseconds),
  );
  await Promise.all([pace.next(), pace.next(), pace.next()]);
  expect(slept).toEqual([1_000, 2_000]);
});

test("at most so many at a time, in the order they came, whatever becomes of each", async () => {
  const run = atMost(3);
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const works = Array.from({ length: 8 }, (_, n) =>
    run(async () => {
      begun.push(n);
      await new Promise<void>((end) => ends.push(end));
      if (n % 2 === 1) throw new Error(`${n}`);
      return n;
    }).catch((error: Error) => error.message),
  );
  const seen: number[] = [];
  for (let n = 0; n < 8; n++) {
    await expect.poll(() => ends.length).toBeGreaterThan(n);
    seen.push(begun.length - n);
    ends[n]?.();
  }
  expect(await Promise.all(works)).toEqual([0, "1", 2, "3", 4, "5", 6, "7"]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(Math.max(...seen)).toBe(3);
});

test("limits are waited for while there is patience, and no call for ever", async () => {
  const slept: number[] = [];
  const said: string[] = [];
  const patience = new LimitPatience(
    100_000,
    async (milliseconds) => void slept.push(milliseconds),
    (line) => said.push(line),
  );
  expect(await patience.wait(60, 0)).toBe(true);
  expect(await patience.wait(41, 0)).toBe(false);
  expect(await patience.wait(1, 3)).toBe(false);
  expect(await patience.wait(40, 2)).toBe(true);
  expect(await patience.wait(1, 0)).toBe(false);
  expect([slept, said.length]).toEqual([[60_000, 40_000], 2]);
});
