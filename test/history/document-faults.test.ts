import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { documentFiles } from "../../src/history/auto-save/document-files.ts";
import { bundle } from "../bundle.ts";
import { runGit } from "../stores/local-store.ts";
import { folder, open, repositoryAt, tidyUp, write } from "./arrange.ts";
import { texts } from "./saving.ts";

tidyUp();

const PATHS = ["PROGRESS.md", "NEXT_STEPS.md", "new/folder/MISSION.md"];
let program = "";
beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, "document-writer.ts"), folder(), "writer");
});

function repository(): string {
  const root = repositoryAt();
  for (const path of PATHS.slice(0, 2)) write(root, path, "0\n");
  return root;
}

function drive(root: string, what: string, step = ""): { signal: string | null; lines: string[]; stderr: string } {
  // The switch by which faulty-fs puts itself in between.
  const env = { ...process.env, LTPM_TEST_FAULT: "none:0" };
  const ran = spawnSync(process.execPath, [program, root, what, step], { env, encoding: "utf8" });
  return { signal: ran.signal, lines: ran.stdout.trim().split("\n").filter(Boolean), stderr: ran.stderr };
}

test.each(["ENOSPC", "EROFS"])(
  "%s at every single step: all documents or none, an error or done, nothing left beside",
  (what) => {
    const root = repository();
    const { lines, stderr } = drive(root, what);
    expect(stderr).toBe("");
    const rounds = lines.map((line) => JSON.parse(line));
    expect(rounds.length).toBeGreaterThan(20);
    for (const { n, said, before, after, leftovers } of rounds) {
      const all = PATHS.map(() => `${n}`);
      expect({ n, said, after }).toEqual({ n, said, after: said === "done" ? all : before });
      // A read-only disk does not take away either.
      if (what === "ENOSPC") expect({ n, leftovers }).toEqual({ n, leftovers: [] });
      expect(["done", "not_written", "not_saved"]).toContain(said);
    }
    expect(rounds.map(({ said }) => said)).toEqual(expect.arrayContaining(["done", "not_written", "not_saved"]));
    expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  },
);

test("kill -9: each document is whole, old or new; what is replaced is kept; the next write is not hindered", async () => {
  const steps = Number(/after (\d+) steps/.exec(drive(repository(), "kill", "100000").lines[0] ?? "")?.[1]);
  expect(steps).toBeGreaterThan(20);
  const tried = Array.from({ length: 10 }, (_, n) => Math.ceil(((n + 1) * steps) / 10));
  for (const step of tried) {
    const root = repository();
    expect([step, drive(root, "kill", String(step)).signal]).toEqual([step, "SIGKILL"]);
    const held = PATHS.map((path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null));
    expect([null, "1\n"]).toContain(held[2]);
    const place = await open(root);
    for (const text of held.slice(0, 2)) {
      expect(["0\n", "1\n"]).toContain(text);
      if (text === "1\n") expect(texts(place)).toEqual(["0\n", "0\n"]);
    }
    const files = documentFiles(place, { enabled: true, max_count: 5, directory: "." });
    const next = new Map(PATHS.map((path) => [path, Buffer.from("2\n")]));
    expect(await files.write(next, files.read(PATHS), "2026-01-01T01:00:00Z")).toBe(true);
    const beside = (readdirSync(root, { recursive: true }) as string[]).filter((name) => name.endsWith(".ltpm-new"));
    expect([PATHS.map((path) => readFileSync(join(root, path), "utf8")), beside]).toEqual([["2\n", "2\n", "2\n"], []]);
  }
});
