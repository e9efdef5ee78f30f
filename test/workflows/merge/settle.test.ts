/** Conflicts that git left in a clone without a driver. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { settleConflicts } from "../../../src/cli/merge/settle.ts";
import { DEFAULT_SETTINGS } from "../../../src/config/defaults.ts";
import { findRepository } from "../../../src/git/repository.ts";
import { serialiseQueue } from "../../../src/queue/write.ts";
import { queue, task } from "../../queue/samples.ts";
import { openStore } from "../../stores/local-store.ts";
import { branchOff, newRepository, type TestRepository } from "./repository.ts";

const BASE = "# P\n\n- a\n\n## Notes\n\nwords\n";
const added = (item: string) => BASE.replace("- a\n", `- a\n- ${item}\n`);
const BOTH = BASE.replace("- a\n", "- a\n- b\n- c\n");
const DOC = "PROGRESS.md";

async function settle({ root }: TestRepository, runner: "local" | "github" = "local") {
  const project = {
    repository: await findRepository(root, {}),
    settings: { ...DEFAULT_SETTINGS, runner },
    clock: { now: () => "2026-03-01T10:00:00.000Z" },
    language: "en" as const,
  };
  return settleConflicts(project);
}

function conflict(ours: string | null = added("b"), theirs: string | null = added("c")): TestRepository {
  const repository = newRepository();
  branchOff(repository, DOC, BASE, ours, theirs);
  expect(repository.try("merge", "side")).toBe(1);
  return repository;
}

const isUnmerged = (repository: TestRepository) => repository.git("ls-files", "--unmerged") !== "";
const saves = (repository: TestRepository) =>
  repository.git("for-each-ref", "--format=%(refname)", "refs/ltpm/").split("\n").filter(Boolean);

describe("a document", () => {
  test("is merged, both originals kept, git told, and nothing is left to do", async () => {
    const repository = conflict();
    expect(await settle(repository)).toEqual([{ kind: "merged", file: DOC, added: true, reason: null }]);
    expect([repository.read(DOC), isUnmerged(repository)]).toEqual([BOTH, false]);
    const kept = saves(repository).map((ref) => repository.git("show", `${ref}:${DOC}`));
    expect(kept).toEqual(expect.arrayContaining([added("b"), added("c")]));
    expect(await settle(repository)).toEqual([]);
  });

  test("with a part that a person has resolved and written on: that stays", async () => {
    const repository = conflict(added("b").replace("words", "my words"), added("c").replace("words", "your words"));
    const text = "# P\n\n- a\n- by hand\n\n## Notes\n\n<<<<<<< HEAD\nmy words\n=======\nyour words\n>>>>>>> side\n";
    repository.write(DOC, text);
    expect(await settle(repository)).toMatchObject([{ kind: "merged", added: true }]);
    expect(repository.read(DOC)).toBe("# P\n\n- a\n- by hand\n\n## Notes\n\nmy words\n\nyour words\n");
  });

  test("that a person has resolved by hand is theirs, until it is what we would have made", async () => {
    const repository = conflict();
    repository.write(DOC, "# mine alone\n");
    expect(await settle(repository)).toEqual([]);
    expect([repository.read(DOC), isUnmerged(repository)]).toEqual(["# mine alone\n", true]);
    repository.write(DOC, BOTH);
    expect(await settle(repository)).toMatchObject([{ kind: "merged", added: true }]);
  });

  test("with markers that somebody committed: merged, the index is not ours to touch then", async () => {
    const repository = conflict();
    repository.commit("by mistake");
    expect(await settle(repository)).toEqual([{ kind: "merged", file: DOC, added: false, reason: null }]);
    expect([repository.read(DOC), repository.git("status", "--porcelain")]).toEqual([BOTH, ` M ${DOC}\n`]);
  });

  test.each<[string, (repository: TestRepository) => void, RegExp]>([
    [
      "markers that do not close",
      (repository) => repository.write(DOC, repository.read(DOC).replace(/^>{7} .*\n/m, "")),
      /do not close/,
    ],
    [
      "bytes that are no text",
      (repository) => repository.write(DOC, Buffer.concat([Buffer.from(repository.read(DOC)), Buffer.from([0])])),
      /NUL/,
    ],
  ])("%s: left as it is, with the reason", async (_name, spoil, why) => {
    const repository = conflict();
    spoil(repository);
    const before = repository.read(DOC);
    expect(await settle(repository)).toMatchObject([{ kind: "left", file: DOC, why: expect.stringMatching(why) }]);
    expect([repository.read(DOC), isUnmerged(repository)]).toEqual([before, true]);
  });

  test.each<["ours" | "theirs", string | null, string | null, RegExp]>([
    ["ours", null, added("c"), /this branch deleted it/],
    ["theirs", added("b"), null, /side that comes in deleted it/],
  ])("deleted by %s and changed by the other: a person decides", async (_side, ours, theirs, why) => {
    const repository = conflict(ours, theirs);
    expect(await settle(repository)).toMatchObject([{ kind: "left", why: expect.stringMatching(why) }]);
    expect(isUnmerged(repository)).toBe(true);
  });

  test("while another git holds the index: merged, with the reason why git does not know; known with the next call", async () => {
    const repository = conflict();
    const lock = join(repository.root, ".git/index.lock");
    writeFileSync(lock, "");
    expect(await settle(repository)).toMatchObject([
      { kind: "merged", added: false, reason: expect.stringMatching(/index\.lock/) },
    ]);
    expect(repository.read(DOC)).toBe(BOTH);
    rmSync(lock);
    expect(await settle(repository)).toMatchObject([{ kind: "merged", added: true }]);
  });

  test("nothing is asked of git where no merge is under way and nothing is marked", async () => {
    const repository = newRepository();
    repository.write(DOC, BASE);
    expect(await settle(repository)).toEqual([]);
  });
});

test("a queue file in which git left one side and no markers is merged from the index", async () => {
  const text = (...uids: string[]) => serialiseQueue(queue(...uids.map((uid, n) => task(`T-0${n + 1}`, { uid }))));
  const repository = newRepository();
  repository.write(".gitattributes", "*.json -merge\n");
  mkdirSync(join(repository.root, ".ltpm"));
  branchOff(repository, ".ltpm/task-queue.json", text("a"), text("a", "b"), text("a", "c"));
  expect(repository.try("merge", "side")).toBe(1);
  expect(repository.read(".ltpm/task-queue.json")).toBe(text("a", "b"));
  for (const runner of ["local", "github"] as const) {
    expect(await settle(repository, runner)).toEqual(
      runner === "local" ? [{ kind: "merged", file: ".ltpm/task-queue.json", added: true, reason: null }] : [],
    );
  }
  const uids = JSON.parse(repository.read(".ltpm/task-queue.json")).tasks.map(({ uid }: { uid: string }) => uid);
  expect(uids).toEqual(["a", "b", "c"]);
});

test("a queue file with markers is merged by the store; the file and both its sides stay in the state's history", async () => {
  const text = (...uids: string[]) => serialiseQueue(queue(...uids.map((uid, n) => task(`T-0${n + 1}`, { uid }))));
  const repository = newRepository();
  mkdirSync(join(repository.root, ".ltpm"));
  branchOff(repository, ".ltpm/task-queue.json", text("a"), text("a", "b"), text("a", "c"));
  expect(repository.try("merge", "side")).toBe(1);
  const found = repository.read(".ltpm/task-queue.json");
  const { store, words } = await openStore(repository.root);
  expect((await store.read()).state.queue.tasks.map(({ uid, id }) => `${uid} ${id}`)).toEqual([
    "a T-01",
    "b T-02",
    "c T-03",
  ]);
  expect(words).toContainEqual({ kind: "conflict_merged", file: ".ltpm/task-queue.json", added: true, reason: null });
  expect([isUnmerged(repository), repository.read(".ltpm/task-queue.json").includes("<<<<<<<")]).toEqual([
    false,
    false,
  ]);
  const past = repository.git("log", "--format=%H", "refs/ltpm/state").trim().split("\n");
  const files = past.map((commit) => repository.git("show", `${commit}:task-queue.json`));
  expect(files).toEqual(expect.arrayContaining([found, text("a", "b"), text("a", "c")]));
});
