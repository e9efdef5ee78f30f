import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";

/** design.md, The house: an import goes to the same level or an earlier one. */
const LEVELS: Record<string, number> = {
  queue: 0,
  intake: 0,
  triad: 0,
  messages: 0,
  state: 1,
  dispatch: 2,
  verify: 2,
  config: 3,
  git: 3,
  host: 3,
  github: 3,
  stores: 3,
  executors: 3,
  history: 3,
  action: 4,
  cli: 4,
};
/** Rooms of decisions: no I/O, no processes, no clients. */
const PURE = new Set(["queue", "intake", "triad", "messages", "state", "dispatch", "verify"]);
const FORBIDDEN_IN_PURE =
  /^(node:(fs|child_process|net|http|https|os|worker_threads|readline|timers)(\/|$)|simple-git|@actions\/|@octokit\/)/;

const root = new URL("../src", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(root, name));

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from\s+|import\(\s*|import\s+)"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function roomOf(file: string): string {
  const parts = relative(root, file).split(sep);
  return parts.length > 1 ? (parts[0] ?? "") : "cli";
}

function edges(): { file: string; from: string; to: string }[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith("."))
      .map((name) => join(dirname(file), name))
      .filter((path) => path.startsWith(root))
      .map((path) => ({ file: relative(root, file), from: roomOf(file), to: roomOf(path) })),
  );
}

describe("the house", () => {
  test("every file lies in a room of the plan", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !(roomOf(file) in LEVELS)).map((file) => relative(root, file))).toEqual([]);
  });

  test("imports go to the same level or an earlier one", () => {
    const wrong = edges().filter(({ from, to }) => (LEVELS[to] ?? 9) > (LEVELS[from] ?? -1));
    expect(wrong).toEqual([]);
  });

  test("rooms do not import each other in a circle", () => {
    const graph = new Map<string, Set<string>>();
    for (const { from, to } of edges()) if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
    const reaches = (start: string, seen = new Set<string>()): Set<string> => {
      for (const next of graph.get(start) ?? []) if (!seen.has(next)) reaches(next, seen.add(next));
      return seen;
    };
    expect([...graph.keys()].filter((room) => reaches(room).has(room))).toEqual([]);
  });

  test("pure rooms do no I/O", () => {
    const wrong = files
      .filter((file) => PURE.has(roomOf(file)))
      .flatMap((file) => importsOf(file).map((name) => ({ file: relative(root, file), name })))
      .filter(({ name }) => FORBIDDEN_IN_PURE.test(name));
    expect(wrong).toEqual([]);
  });

  test("no file is over 300 lines", () => {
    const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 301);
    expect(long.map((file) => relative(root, file))).toEqual([]);
  });
});
