/** Programs that are killed while they save. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { bytesOf } from "../../src/history/auto-save/bytes.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { pruneSaves } from "../../src/history/auto-save/save.ts";
import { bundle } from "../bundle.ts";
import { runGit } from "../stores/local-store.ts";
import { folder, open, repositoryAt } from "./arrange.ts";

/** Starts the saver, kills it so many milliseconds after its first word, and gives the last number it said. */
function killedSaver(program: string, root: string, start: number, ms: number): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, root, String(start)], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), ms);
      said += chunk;
    });
    child.on("close", () => done(Number(said.trim().split("\n").at(-1))));
  });
}

/**
 * Kills a program that saves, at so many moments: what was said to be saved is there and whole, and at most one more; no lock is in the way.
 */
export async function killSavers(rounds: number): Promise<void> {
  const program = await bundle(join(import.meta.dirname, "saver.ts"), folder(), "saver");
  const root = repositoryAt();
  const place = await open(root);
  let next = 0;
  for (let round = 0; round < rounds; round++) {
    const last = await killedSaver(program, root, next, (round * 17) % 40);
    const saves = listSaves(place);
    const held = saves.map((save) => bytesOf(place, save).toString());
    const numbers = held.map((text) => Number(/^state (\d+)\n/.exec(text)?.[1]));
    expect(held).toEqual(numbers.map((n) => `state ${n}\n`.repeat(500)));
    expect([last, last + 1]).toContain(numbers[0]);
    // One more than are kept: it was made, and those too many had not gone yet.
    expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) - at));
    expect([5, 6]).toContain(Math.max(5, saves.length));
    next = (numbers[0] ?? 0) + 1;
  }
  expect(next).toBeGreaterThan(rounds);
  expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  pruneSaves(place, 5, new Date().toISOString());
  expect(listSaves(place)).toHaveLength(5);
  expect(readdirSync(join(root, ".git")).filter((name) => name.endsWith(".lock"))).toEqual([]);
}
