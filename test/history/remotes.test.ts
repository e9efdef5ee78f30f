import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guardMirror, historyRefspecs, mirrorRemotes, unguardMirrors } from "../../src/history/remotes.ts";
import { gitWith } from "../hooks/hooked.ts";
import { runGit } from "../stores/local-store.ts";
import { folder, open, refs, repositoryAt, tidyUp } from "./arrange.ts";
import { save } from "./saving.ts";

tidyUp();

async function withRemote(...add: string[]) {
  const [root, remote] = [repositoryAt(), join(folder(), "there.git")];
  runGit(root, "init", "--quiet", "--bare", remote);
  runGit(root, "remote", "add", ...add, "copy.it", remote);
  const place = await open(root);
  await save(place, "secret plan", 0);
  return { root, remote, place };
}

test("a mirror takes our refs along; guarded it does not, and sends all else", async () => {
  const { root, remote, place } = await withRemote("--mirror=push");
  expect(mirrorRemotes(place)).toEqual([{ name: "copy.it", guarded: false }]);
  runGit(root, "push", "--quiet", "copy.it");
  expect(refs(remote)).toHaveLength(1);
  expect([guardMirror(place, "copy.it"), guardMirror(place, "copy.it")]).toEqual([true, false]);
  expect(mirrorRemotes(place)).toEqual([{ name: "copy.it", guarded: true }]);
  runGit(remote, "update-ref", "-d", refs(remote)[0] ?? "");
  runGit(root, "tag", "v1");
  for (const args of [
    ["push", "copy.it"],
    ["push", "--mirror", "copy.it"],
  ]) {
    const pushed = gitWith(root, {}, ...args);
    expect([pushed.code, refs(remote), refs(remote, "refs/tags/")]).toEqual([0, [], ["refs/tags/v1"]]);
  }
  runGit(root, "tag", "--delete", "v1");
  runGit(root, "push", "--quiet", "copy.it");
  expect(refs(remote, "refs/tags/")).toEqual([]);
});

test.each([
  ["nothing", []],
  ["what somebody wants pushed", ["refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"]],
  ["everything, by hand", ["+refs/*:refs/*"]],
])("the guard goes again beside %s: git's settings are byte for byte as before", async (_, push) => {
  const { root, place } = await withRemote("--mirror=push");
  for (const refspec of push) runGit(root, "config", "--add", "remote.copy.it.push", refspec);
  runGit(root, "config", "user.name", "Me");
  const before = readFileSync(join(root, ".git/config"));
  guardMirror(place, "copy.it");
  unguardMirrors(place);
  expect(readFileSync(join(root, ".git/config"))).toEqual(before);
  unguardMirrors(place);
  expect(readFileSync(join(root, ".git/config"))).toEqual(before);
});

test("other remotes are none, and get saves and records only when asked", async () => {
  const { root, remote, place } = await withRemote();
  runGit(root, "push", "--quiet", "copy.it", "main");
  expect([mirrorRemotes(place), refs(remote)]).toEqual([[], []]);
  runGit(root, "push", "--quiet", "copy.it", ...historyRefspecs());
  expect(refs(remote)).toEqual(refs(root));
});
