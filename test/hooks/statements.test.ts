/**
 * What has to be true of hooks and history, and the test that proves it. Times are measured by `npm run bench` (bench/hook-rows.mjs), as ratios
 * to commits without hooks and to the least plumbing; here stands what does not depend on the machine.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Statement → file below test/ → how the test's name begins. */
const STATEMENTS: [string, string, string][] = [
  ["1 nothing due: no process is started", "hooks/quiet", "nothing due: no program is started at all"],
  ["2 due: plumbing only, independent of files", "hooks/quiet", "something due: a date and four of git's"],
  ["3 Node is never started", "hooks/quiet", "nothing due: no program is started at all"],
  ["3 works without Node on PATH", "hooks/quiet", "a client with a window starts git"],
  ["4 index, HEAD, branches, status untouched", "hooks/saves", "index, HEAD, work tree, stash and reflogs"],
  ["5 a foreign index.lock neither blocks nor is touched", "hooks/quiet", "a lock on the index is neither waited for"],
  ["6 linked work trees", "hooks/places", "a linked work tree of any name"],
  ["6 submodules", "hooks/places", "a submodule's documents are saved in the submodule"],
  ["6 sha256, detached, unborn, sparse", "hooks/places", "in sha256 repositories, on a detached HEAD"],
  ["6 partial clones", "hooks/places", "in a partial clone"],
  ["6 bare repositories", "hooks/places", "a push to a bare repository"],
  ["6 paths with spaces, quotes, non-ASCII", "hooks/saves", "several documents in one commit"],
  ["6 a repository at such a path", "hooks/quiet", "a client with a window starts git"],
  ["7 a rebase makes one save", "hooks/places", "a rebase: one save, at its end"],
  [
    "7 a rebase makes one record, a bisect at most one",
    "hooks/syncs",
    "once in a rebase, and at most once in a bisect",
  ],
  ["7 fifty commits", "soak/hooks-rebase", "a rebase of fifty commits"],
  ["8 author and date are not the user's", "hooks/saves", "as a commit by nobody of the user's"],
  ["9 bytes as they are", "hooks/saves", "bytes as they are, whatever the attributes say"],
  ["10 the same content makes no new ref", "hooks/saves", "once: not when nothing changed"],
  ["11 forty hooks at once", "hooks/quiet", "40 at once after one change"],
  ["12 kill -9", "hooks/killed", "kill -9 at some moments of a hook"],
  ["12 kill -9 at a hundred moments", "soak/hooks-killed", "kill -9 at a hundred moments of a hook"],
  ["13 six within a second, by commands", "history/auto-save", "six within one second"],
  ["13 six within a second, by hooks", "hooks/saves", "six within a second"],
  ["14 gc loses none", "history/auto-save", "gc --prune=now loses none"],
  ["14 nor does removing a work tree", "hooks/places", "a linked work tree of any name"],
  ["15 read-only, full disk", "hooks/quiet", "a read-only repository and a full disk"],
  ["15 a limit on file sizes", "hooks/quiet", "a limit on the size of files"],
  ["16 a hook always ends with 0", "hooks/quiet", "whatever stands in its way, git switch"],
  ["17 every shell there is", "hooks/quiet", "saves, skips what is held, skips when nothing is due"],
  ["17 every shell there is, records", "hooks/syncs", "%s records once"],
  ["18 nobody waits for a child of ours", "hooks/quiet", "who waits for the output of a commit"],
  ["19 joins, is idempotent, leaves no trace", "history/install", "hooks are joined, do their work"],
  ["19 the real husky", "hooks/command", "its prepare keeps our lines"],
  ["19 a work tree without hooks is named", "history/install", "simple-git-hooks writes its hooks anew"],
  ["20 a mirror does not take our refs", "history/remotes", "a mirror takes our refs along"],
  ["20 doctor warns, and mends", "hooks/command", "leaves our refs out of pushes to a mirror"],
  ["21 another repository's environment", "hooks/places", "an environment left over from another repository"],
  ["22 atomic saves are seen, one watch a folder", "history/watch/tree", "through atomic saves, one after the other"],
  ["22 one watch a folder", "history/watch/tree", "one watch a folder, however many files"],
  ["22 stash and reset --hard are noticed", "history/watch/command", "keeps what stash and reset overwrite"],
  ["never recurses, no hook hears of our refs", "hooks/places", "the user's own reference-transaction hook"],
  ["LTPM_HOOKS=0 turns them off", "hooks/quiet", "LTPM_HOOKS=0 turns it off"],
  ["what fails is told by the status", "hooks/quiet", "what fails is written down for the status"],
];

test.each(STATEMENTS)("%s (test/%s.test.ts)", (_, file, name) => {
  const text = readFileSync(new URL(`../${file}.test.ts`, import.meta.url), "utf8");
  expect(text).toContain(`"${name}`);
});
