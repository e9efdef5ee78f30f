import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { moveRefFile } from "../../src/git/move-ref.ts";
import { historyOf, isAncestor, moveRef, readBlobs, readCommit, readRef, readTree } from "../../src/git/plumbing.ts";
import { findRepository, type Repository } from "../../src/git/repository.ts";
import { GitError } from "../../src/git/run.ts";
import { newRepository, runGit } from "../stores/local-store.ts";

const REF = "refs/ltpm/state";
let root = "";
let place: Repository;
let beside = "";
let [a, b, c] = ["", "", ""];

beforeEach(async () => {
  root = newRepository();
  place = await findRepository(root, {});
  beside = join(root, ".git/ltpm/ref-new");
  mkdirSync(dirname(beside));
  const commits = ["a", "b", "c"].map((name) => {
    writeFileSync(join(root, name), name);
    runGit(root, "add", name);
    runGit(root, "commit", "--quiet", "--message", name);
    return runGit(root, "rev-parse", "HEAD").trim();
  });
  [a = "", b = "", c = ""] = commits;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The ref as git sees it; "" when there is none. */
function ref(): string {
  return runGit(root, "for-each-ref", "--format=%(objectname)", REF).trim();
}

type Move = (to: string, from: string | null) => Promise<string>;
const ways: [string, Move][] = [
  ["by files", async (to, from) => moveRefFile(place, REF, to, from, beside)],
  ["by git", async (to, from) => (await moveRef(place, REF, to, from)).kind],
];

describe.each(ways)("a ref moved %s", (_, move) => {
  test("is made, moved on, and not moved from what it no longer is", async () => {
    expect([await move(a, b), ref()]).toEqual(["moved", ""]);
    expect([await move(a, null), ref()]).toEqual(["landed", a]);
    expect([await move(b, null), ref()]).toEqual(["moved", a]);
    expect([await move(b, a), ref()]).toEqual(["landed", b]);
    expect([await move(c, a), ref()]).toEqual(["moved", b]);
    expect(existsSync(join(root, ".git", `${REF}.lock`))).toBe(false);
  });

  test("is found when it was packed, and unpacked by the move", async () => {
    await move(a, null);
    runGit(root, "pack-refs", "--all", "--prune");
    expect(existsSync(join(root, ".git", REF))).toBe(false);
    expect(readRef(place, REF)).toBe(a);
    expect([await move(c, b), ref()]).toEqual(["moved", a]);
    expect([await move(b, a), ref(), readRef(place, REF)]).toEqual(["landed", b, b]);
  });
});

describe("locks on the ref", () => {
  test("one that a killed process of ours left is known and taken away at once", () => {
    moveRefFile(place, REF, a, null, beside);
    writeFileSync(beside, `${b}\n`);
    linkSync(beside, join(root, ".git", `${REF}.lock`));
    expect([moveRefFile(place, REF, c, a, beside), ref()]).toEqual(["landed", c]);
    expect([existsSync(beside), existsSync(join(root, ".git", `${REF}.lock`))]).toEqual([false, false]);
  });

  test("somebody else's is left to git, which takes one away that lies still", async () => {
    moveRefFile(place, REF, a, null, beside);
    const lock = join(root, ".git", `${REF}.lock`);
    writeFileSync(lock, "");
    expect([moveRefFile(place, REF, b, a, beside), ref(), existsSync(lock)]).toEqual(["ask", a, true]);
    expect([(await moveRef(place, REF, b, a)).kind, ref(), existsSync(lock)]).toEqual(["landed", b, false]);
  });

  test("one that keeps changing belongs to somebody who lives, and stays", async () => {
    moveRefFile(place, REF, a, null, beside);
    const lock = join(root, ".git", `${REF}.lock`);
    let n = 0;
    const living = setInterval(() => writeFileSync(lock, String(n++)), 20);
    writeFileSync(lock, "");
    try {
      const moved = await moveRef(place, REF, b, a);
      expect(moved.kind).toBe("failed");
      expect(moved.kind === "failed" && moved.reason).toMatch(/update-ref failed: .*state\.lock/);
      expect([ref(), existsSync(lock)]).toEqual([a, true]);
    } finally {
      clearInterval(living);
    }
  });
});

describe("not so plain", () => {
  test("a ref with a reflog, a symbolic ref and a directory in its place are left to git", async () => {
    runGit(root, "update-ref", "--create-reflog", REF, a);
    expect(moveRefFile(place, REF, b, a, beside)).toBe("ask");
    expect((await moveRef(place, REF, b, a)).kind).toBe("landed");
    expect(
      readFileSync(join(root, ".git/logs", REF), "utf8")
        .trim()
        .split("\n"),
    ).toHaveLength(2);
    expect(moveRefFile({ ...place, allReflogs: true }, "refs/ltpm/other", a, null, beside)).toBe("ask");
    runGit(root, "symbolic-ref", "refs/ltpm/sym", "refs/heads/main");
    expect(moveRefFile(place, "refs/ltpm/sym", b, c, beside)).toBe("ask");
    expect(readRef(place, "refs/ltpm/sym")).toBe(c);
    runGit(root, "update-ref", "refs/ltpm/dir/x", a);
    expect(moveRefFile(place, "refs/ltpm/dir", a, null, beside)).toBe("ask");
    expect((await moveRef(place, "refs/ltpm/dir", a, null)).kind).toBe("failed");
  });

  test("when refs are not files, git is asked for all of it", async () => {
    const other: Repository = { ...place, refFiles: false };
    expect(readRef(other, REF)).toBeNull();
    expect(moveRefFile(other, REF, a, null, beside)).toBe("ask");
    expect((await moveRef(other, REF, a, null)).kind).toBe("landed");
    expect(readRef(other, REF)).toBe(a);
  });

  test("a move that somebody has built upon already counts as landed", async () => {
    runGit(root, "update-ref", REF, c);
    expect((await moveRef(place, REF, b, a)).kind).toBe("landed");
    expect(isAncestor(place, c, b)).toBe(false);
  });
});

describe("objects that only git has", () => {
  test("commits, trees and blobs are read from packs, several blobs at once", () => {
    runGit(root, "gc", "--quiet", "--prune=now");
    const commit = readCommit(place, c);
    expect([commit.parents, commit.message]).toEqual([[b], "c\n"]);
    const entries = readTree(place, commit.tree);
    expect(entries.map(({ name, mode }) => [name, mode])).toEqual([
      ["a", "100644"],
      ["b", "100644"],
      ["c", "100644"],
    ]);
    expect(
      readBlobs(
        place,
        [...entries, ...entries.slice(0, 1)].map(({ oid }) => oid),
      ),
    ).toEqual(["a", "b", "c", "a"]);
  });

  test("one that is missing is an error that names it", () => {
    const missing = "1234567890".repeat(4);
    expect(() => readBlobs(place, [missing])).toThrow(missing);
    expect(() => readCommit(place, missing)).toThrow(GitError);
    expect(() => readTree(place, missing)).toThrow(GitError);
  });

  test("a history names the blobs each commit brought, whatever the configuration says about log", () => {
    runGit(root, "config", "log.showRoot", "false");
    runGit(root, "config", "log.follow", "true");
    runGit(root, "config", "log.decorate", "full");
    const steps = historyOf(place, c);
    expect(steps.map(({ commit, blobs }) => [commit, blobs.map(({ path }) => path)]).slice(0, 3)).toEqual([
      [c, ["c"]],
      [b, ["b"]],
      [a, ["a"]],
    ]);
    expect(historyOf(place, c, "b").map(({ commit, parents }) => [commit, parents])).toEqual([[b, [a]]]);
  });
});
