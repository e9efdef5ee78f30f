import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { beginLoose, readLoose, writeLoose } from "../../src/git/loose.ts";
import {
  commitMessage,
  decodeCommit,
  decodeTree,
  encodeCommit,
  encodeTree,
  FILE_MODE,
  framed,
  nameOf,
  TREE_MODE,
} from "../../src/git/objects.ts";
import { findRepository } from "../../src/git/repository.ts";
import { GIT_ENV, newRepository, runGit } from "../stores/local-store.ts";

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function repository(...init: string[]): string {
  const dir = newRepository(...init);
  made.push(dir);
  return dir;
}

describe.each(["sha1", "sha256"] as const)("objects of a %s repository", (format) => {
  test("git reads what we write, finds nothing wrong with it, and names it the same", async () => {
    const root = repository(`--object-format=${format}`);
    const place = await findRepository(root, {});
    const text = Buffer.from("zażółć\n\0binary too");
    const blob = writeLoose(place, "blob", text);
    const inner = writeLoose(place, "tree", encodeTree([{ mode: FILE_MODE, name: "2026-01.json", oid: blob }]));
    const entries = [
      { mode: FILE_MODE, name: "task-queue.json", oid: blob },
      { mode: TREE_MODE, name: "archive", oid: inner },
      { mode: FILE_MODE, name: "archive.old", oid: blob },
      { mode: FILE_MODE, name: "archive-b", oid: blob },
    ];
    const tree = writeLoose(place, "tree", encodeTree(entries));
    const message = commitMessage("ltpm: add T-01", "op-1");
    const commit = writeLoose(place, "commit", encodeCommit({ tree, parents: [], seconds: 1_700_000_000, message }));
    expect(runGit(root, "fsck", "--strict", "--no-dangling", commit)).toBe("");
    expect(runGit(root, "log", "-1", "--format=%an <%ae> %ct%n%B", commit).trim()).toBe(
      "LTPM <ltpm@localhost> 1700000000\nltpm: add T-01\n\nLtpm-Op: op-1",
    );
    expect(runGit(root, "ls-tree", "-r", "--name-only", commit).trim().split("\n")).toEqual([
      "archive-b",
      "archive.old",
      "archive/2026-01.json",
      "task-queue.json",
    ]);
    const named = execFileSync("git", ["hash-object", "--stdin"], { cwd: root, env: GIT_ENV, input: text }).toString();
    expect(named.trim()).toBe(blob);
    expect(readLoose(place, blob)).toEqual({ type: "blob", bytes: text });
    const read = decodeTree(format, readLoose(place, tree)?.bytes ?? Buffer.alloc(0));
    expect(read.map((entry) => entry.name)).toEqual(["archive-b", "archive.old", "archive", "task-queue.json"]);
    expect(new Set(read)).toEqual(new Set(entries));
    const said = decodeCommit(readLoose(place, commit)?.bytes ?? Buffer.alloc(0));
    expect(said).toEqual({ tree, parents: [], seconds: 1_700_000_000, message });
  });

  test("an object that is there is not written again, and nothing unfinished stays", async () => {
    const root = repository(`--object-format=${format}`);
    const place = await findRepository(root, {});
    const oid = writeLoose(place, "blob", Buffer.from("once"));
    const dir = join(root, ".git/objects", oid.slice(0, 2));
    const before = statSync(join(dir, oid.slice(2)));
    expect(writeLoose(place, "blob", Buffer.from("once"))).toBe(oid);
    const after = statSync(join(dir, oid.slice(2)));
    expect([after.ino, after.mode & 0o777]).toEqual([before.ino, 0o444]);
    // The repository's own first commit may lie in the same folder: its name depends on the clock.
    expect(readdirSync(dir).filter((name) => name.startsWith("tmp_obj_"))).toEqual([]);
    expect(readdirSync(dir)).toContain(oid.slice(2));
  });
});

test.each([0, 1, 255, 3_992, 3_993, 4_100, 65_536, 300_000])(
  "git reads a text of %i bytes that is stored meanwhile",
  async (size) => {
    const root = repository("--object-format=sha1");
    const place = await findRepository(root, {});
    const text = "é1\n".repeat(size).slice(0, size);
    const twice = [beginLoose(place, framed("blob", text)), beginLoose(place, framed("blob", text))];
    expect(await Promise.all(twice.map(({ stored }) => stored))).toEqual([true, true]);
    const oid = twice[0]?.oid ?? "";
    expect(runGit(root, "cat-file", "blob", oid)).toBe(text);
    expect(readLoose(place, oid)?.bytes.toString()).toBe(text);
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  },
);

test("in a shared repository the group may read objects and write their directory", async () => {
  const root = repository("--shared=0660");
  const oid = writeLoose(await findRepository(root, {}), "blob", Buffer.from("ours"));
  const dir = join(root, ".git/objects", oid.slice(0, 2));
  expect(statSync(join(dir, oid.slice(2))).mode & 0o770).toBe(0o440);
  expect(statSync(dir).mode & 0o2070).toBe(0o2070);
});

test("what is missing, packed or damaged is no loose object", async () => {
  const root = repository();
  const place = await findRepository(root, {});
  expect(readLoose(place, "0".repeat(40))).toBeNull();
  const oid = writeLoose(place, "blob", Buffer.from("x".repeat(1000)));
  runGit(root, "update-ref", "refs/keep", oid);
  runGit(root, "gc", "--quiet", "--prune=now");
  expect(readLoose(place, oid)).toBeNull();
  const torn = writeLoose(place, "blob", Buffer.from("y".repeat(1000)));
  const path = join(root, ".git/objects", torn.slice(0, 2), torn.slice(2));
  const bytes = readFileSync(path);
  for (const broken of [bytes.subarray(0, 10), Buffer.alloc(0), deflateSync("blob 9\0short")]) {
    rmSync(path);
    writeFileSync(path, broken);
    expect(readLoose(place, torn)).toBeNull();
  }
});

test("no subject and no operation can forge a line of the message", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (subject, op) => {
      const lines = commitMessage(subject, op).split(/[\n\r\u2028\u2029]/u);
      expect(lines).toHaveLength(4);
      expect(lines[0]).not.toBe("");
      expect(lines[2]).toMatch(/^Ltpm-Op: [\w.:/@+-]*$/);
    }),
  );
});

test("trees and commits come back as they went in", () => {
  const oid = fc.constantFrom(nameOf("sha1", "blob", Buffer.from("a")), nameOf("sha1", "blob", Buffer.from("b")));
  const name = fc.stringMatching(/^[a-zA-Z0-9 é._-]{1,20}$/);
  const entry = fc.record({ mode: fc.constantFrom(FILE_MODE, TREE_MODE), name, oid });
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: (e) => e.name }), (entries) => {
      expect(new Set(decodeTree("sha1", encodeTree(entries)))).toEqual(new Set(entries));
    }),
  );
  const message = fc.string({ unit: "grapheme" });
  const commit = fc.record({ tree: oid, parents: fc.array(oid), seconds: fc.nat(), message });
  fc.assert(
    fc.property(commit, (said) => {
      expect(decodeCommit(encodeCommit(said))).toEqual(said);
    }),
  );
});
