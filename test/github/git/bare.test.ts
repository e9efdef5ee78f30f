import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { changesOf, commitTo } from "../world/history.ts";
import { createWorld } from "../world/world.ts";
import { readCommit } from "./commits.ts";
import { openObjects } from "./objects.ts";
import { allFiles } from "./trees.ts";

function world() {
  const rest = { private: true, ghes: false, graphql: true, tokens: {} };
  return createWorld({ owner: "octo", name: "project", now: () => 1_800_000_000_000, ...rest });
}

const path = fc
  .array(fc.constantFrom("a", "b", "a.b", "a-b", "ü", "x0"), { minLength: 1, maxLength: 3 })
  .map((p) => p.join("/"));
const change = fc.record({ path, content: fc.option(fc.string({ maxLength: 5 }), { nil: null }) });

/** A file takes the place of a folder and the other way round, as in a tree. */
function put(model: Map<string, string>, at: string, content: string | null): void {
  if (content === null) {
    for (const key of [...model.keys()]) if (key === at || key.startsWith(`${at}/`)) model.delete(key);
    return;
  }
  for (const key of [...model.keys()]) if (key.startsWith(`${at}/`) || at.startsWith(`${key}/`)) model.delete(key);
  model.set(at, content);
}

it("whatever is committed, one change at a time, stands there afterwards, and git finds nothing wrong with it", () => {
  const here = world();
  const model = new Map<string, string>();
  let head: string | null = null;
  fc.assert(
    fc.property(change, (one) => {
      put(model, one.path, one.content);
      const order = { changes: changesOf(here, { [one.path]: one.content }), message: "x", by: "octo" };
      head = commitTo(here, "main", head, order);
      const files = [...here.git.files(head ?? "")].map(([name, { oid }]) => [name, here.git.blob(oid)?.toString()]);
      expect(Object.fromEntries(files)).toEqual(Object.fromEntries(model));
    }),
    { numRuns: 200, endOnFailure: true },
  );
  // What fsck has to say comes with the failure.
  const git = (...args: string[]) => {
    const { stdout, stderr } = spawnSync("git", args, { cwd: here.git.dir, encoding: "utf8" });
    return stdout + stderr;
  };
  expect(git("fsck", "--strict", "--no-dangling", "--no-progress")).toBe("");
  const listed = git("ls-tree", "-rz", "--name-only", "main").split("\0").filter(Boolean);
  expect(listed.sort()).toEqual([...model.keys()].sort());
  here.git.remove();
});

it("the empty tree is there as any other", () => {
  const here = world();
  commitTo(here, "main", null, { changes: new Map(), message: "nothing yet", by: "octo" });
  const { stdout, stderr } = spawnSync("git", ["fsck", "--strict"], { cwd: here.git.dir, encoding: "utf8" });
  expect(stdout + stderr).not.toContain("missing");
  here.git.remove();
});

it("what git has packed is read all the same, and a reference moves only from where it was", () => {
  const here = world();
  const order = { changes: changesOf(here, { a: "1" }), message: "one", by: "octo" };
  const first = commitTo(here, "main", null, order) ?? "";
  const second = commitTo(here, "main", first, { ...order, message: "two" }) ?? "";
  expect(commitTo(here, "main", first, { ...order, message: "three" })).toBeNull();
  execFileSync("git", ["gc", "--quiet", "--prune=now"], { cwd: here.git.dir });
  execFileSync("git", ["pack-refs", "--all"], { cwd: here.git.dir });
  const objects = openObjects(here.git.dir);
  expect(readCommit(objects, second)).toMatchObject({ message: "two", parents: [first] });
  expect([...allFiles(objects, readCommit(objects, first)?.tree ?? "").keys()]).toEqual(["a"]);
  expect(here.git.refs.list("refs/heads/")).toEqual([{ name: "refs/heads/main", oid: second }]);
  expect(here.git.isAncestor(first, second)).toBe(true);
  expect(here.git.isAncestor(second, first)).toBe(false);
  here.git.remove();
});
