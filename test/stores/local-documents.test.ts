/** Documents of the work tree in a local transaction: what goes wrong with them never costs the queue its change. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localWordLines } from "../../src/cli/store-words.ts";
import { findRepository } from "../../src/git/repository.ts";
import { type DocumentFiles, documentFiles } from "../../src/history/auto-save/document-files.ts";
import { HistoryError } from "../../src/history/history-error.ts";
import { messagesIn } from "../../src/messages/catalog.ts";
import type { Intent } from "../../src/state/store.ts";
import { localStore } from "../../src/stores/local.ts";
import type { StoreWord } from "../../src/stores/words.ts";
import { addIntent } from "./contract.ts";
import { bundleDriver, run } from "./local-driver.ts";
import { newDirectory, newRepository, openStore, runGit, tasksIn } from "./local-store.ts";

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

const BACKUP = { enabled: true, max_count: 5, directory: "." };
const PROGRESS = "PROGRESS.md";

/** A store whose documents are what `around` makes of the real ones. */
async function opened(around: (files: DocumentFiles, root: string) => DocumentFiles | undefined = (files) => files) {
  const root = newRepository();
  made.push(root);
  const repository = await findRepository(root, {});
  const words: StoreWord[] = [];
  const files = around(documentFiles(repository, BACKUP), root);
  const store = localStore({
    ...{ repository, dir: ".ltpm", maxRetries: 3 },
    clock: { now: () => "2026-03-01T10:00:00.000Z" },
    say: (word) => words.push(word),
    ...(files && { documents: () => Promise.resolve(files) }),
  });
  const text = (path = PROGRESS) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null);
  return { root, store, words, text };
}

/** Adds a task and a line in each document, once; `seen` gets what it was given. */
function tell(
  name: string,
  paths: readonly string[] = [PROGRESS],
  seen: (string | null | undefined)[][] = [],
): Intent<string> {
  const add = addIntent(name);
  return {
    ...add,
    documents: paths,
    apply: (state, now) => {
      seen.push(paths.map((path) => show(state.documents?.get(path))));
      const { state: next = state, result } = add.apply(state, now);
      const line = `- ${name}\n`;
      const told = paths.map((path): [string, Buffer] => {
        const text = show(state.documents?.get(path)) ?? "";
        return [path, Buffer.from(text.includes(line) ? text : text + line)];
      });
      return { state: { ...next, documents: new Map(told) }, result };
    },
  };
}

function show(bytes: Uint8Array | null | undefined): string | null | undefined {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : bytes;
}

function refuse(code: "not_saved" | "not_written"): () => Promise<boolean> {
  return () => Promise.reject(new HistoryError(code, "the disk is full"));
}

describe("documents that cannot be had", () => {
  test.each(["not_saved", "not_written"] as const)(
    "%s: the queue's change lands without them, and that is said once",
    async (code) => {
      const { root, store, words, text } = await opened((files) => ({ ...files, write: refuse(code) }));
      writeFileSync(join(root, PROGRESS), "old\n");
      const seen: (string | null | undefined)[][] = [];
      const done = await store.transact(tell("a", [PROGRESS, "NEXT_STEPS.md"], seen));
      expect([done.result, text(), await tasksIn(store)]).toEqual(["T-01", "old\n", { "T-01": "do a" }]);
      // Applied again without any: an intent that tells must not believe that it told.
      expect(seen).toEqual([
        ["old\n", null],
        [undefined, undefined],
      ]);
      expect([...(done.state.documents ?? [])]).toEqual([]);
      const files = [PROGRESS, "NEXT_STEPS.md"];
      expect(words).toEqual([{ kind: "documents_left", files, reason: "the disk is full" }]);
    },
  );

  test("what is no document of ours counts as none and is never written; the others are", async () => {
    const { root, store, words, text } = await opened();
    mkdirSync(join(root, PROGRESS));
    const away = newDirectory();
    made.push(away);
    writeFileSync(join(away, "MISSION.md"), "not yours\n");
    symlinkSync(away, join(root, "away"));
    const seen: (string | null | undefined)[][] = [];
    const paths = [PROGRESS, "away/MISSION.md", "NEXT_STEPS.md"];
    const done = await store.transact(tell("a", paths, seen));
    expect([done.result, seen, text("NEXT_STEPS.md")]).toEqual(["T-01", [[null, null, null]], "- a\n"]);
    expect([readdirSync(join(root, PROGRESS)), text("away/MISSION.md")]).toEqual([[], "not yours\n"]);
    expect([...(done.state.documents ?? [])].map(([path, bytes]) => [path, show(bytes)])).toEqual([
      [PROGRESS, null],
      ["away/MISSION.md", null],
      ["NEXT_STEPS.md", "- a\n"],
    ]);
    expect(words.map((word) => word.kind === "documents_left" && word.files)).toEqual([
      [PROGRESS],
      ["away/MISSION.md"],
    ]);
    expect((await store.read({ documents: paths })).state.documents?.get(PROGRESS)).toBeNull();
  });

  test("a store without documents: all count as none, what tells is told so", async () => {
    const { store, words, text } = await opened(() => undefined);
    expect((await store.transact(tell("a"))).result).toBe("T-01");
    expect([text(), words.map((word) => word.kind)]).toEqual([null, ["documents_left"]]);
  });

  test("somebody who never stops changing one does not stop the queue", async () => {
    let n = 0;
    const { store, words, text } = await opened((files, root) => ({
      ...files,
      write: (...args) => {
        writeFileSync(join(root, PROGRESS), `theirs ${++n}\n`);
        return files.write(...args);
      },
    }));
    expect((await store.transact(tell("a"))).result).toBe("T-01");
    expect([text(), words]).toEqual([
      `theirs ${n}\n`,
      [{ kind: "documents_left", files: [PROGRESS], reason: "somebody keeps changing them" }],
    ]);
  });

  test("the word, in both languages", () => {
    const word: StoreWord = { kind: "documents_left", files: ["a.md", "b\u0007.md"], reason: "the disk is full" };
    expect([messagesIn("en"), messagesIn("zh-CN")].map((messages) => localWordLines(messages, word))).toEqual([
      ["The queue goes on without a.md, b.md: the disk is full."],
      ["队列照常继续\uff0c但未更新 a.md、b.md\uff1athe disk is full。"],
    ]);
  });
});

test("somebody else moves the ref after the documents were written: anew, and what is written once stays once", async () => {
  const { root, store, text } = await opened((files, at) => ({
    ...files,
    write: async (...args) => {
      const written = await files.write(...args);
      const now = runGit(at, "for-each-ref", "--format=%(objectname)", "refs/ltpm/state").trim();
      const other = runGit(at, "commit-tree", `${now}^{tree}`, "-p", now, "-m", "another machine").trim();
      if (runGit(at, "log", "--format=%s", "refs/ltpm/state").trim() === "ltpm: add T-01") {
        runGit(at, "update-ref", "refs/ltpm/state", other);
      }
      return written;
    },
  }));
  await store.transact(addIntent("first"));
  writeFileSync(join(root, PROGRESS), "old\n");
  const seen: (string | null | undefined)[][] = [];
  await store.transact(tell("a", [PROGRESS], seen));
  expect(seen).toEqual([["old\n"], ["old\n- a\n"]]);
  expect(text()).toBe("old\n- a\n");
  expect(await tasksIn(store)).toEqual({ "T-01": "do first", "T-02": "do a" });
});

describe("processes", () => {
  let driver = "";
  beforeAll(async () => {
    made.push(newDirectory());
    driver = await bundleDriver(made.at(-1) ?? "");
  });
  const drive = (root: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
    run([process.execPath, driver, root, ...args], env);

  test("6 at once: every task has its line", async () => {
    const root = newRepository();
    made.push(root);
    const names = ["1", "2", "3", "4", "5", "6"];
    const said = await Promise.all(names.map((name) => drive(root, ["tell", name])));
    expect(said.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, ""]));
    const lines = readFileSync(join(root, PROGRESS), "utf8").trim().split("\n");
    expect(lines.sort()).toEqual(names.map((name) => `- ${name}`));
    expect(Object.keys(await tasksIn((await openStore(root)).store))).toHaveLength(6);
  });

  test("kill -9 between the documents and the state: told once, by whoever comes next", async () => {
    const root = newRepository();
    made.push(root);
    writeFileSync(join(root, PROGRESS), "");
    const steps = join(root, ".git/steps");
    await drive(root, ["tell", "0"], { LTPM_TEST_FAULT: "none:0", LTPM_TEST_STEPS: steps });
    const count = Number(readFileSync(steps, "utf8"));
    let between = 0;
    for (let step = count; step > count - 16; step--) {
      const name = `at-${step}`;
      await drive(root, ["tell", name], { LTPM_TEST_FAULT: `kill:${step}` });
      const isTold = readFileSync(join(root, PROGRESS), "utf8").includes(`- ${name}\n`);
      const { store } = await openStore(root);
      const isThere = Object.values(await tasksIn(store)).includes(`do ${name}`);
      expect([step, isThere && !isTold]).toEqual([step, false]);
      if (isThere) continue;
      between += Number(isTold);
      expect((await drive(root, ["tell", name])).code).toBe(0);
      const lines = readFileSync(join(root, PROGRESS), "utf8").split("\n");
      expect(lines.filter((line) => line === `- ${name}`)).toEqual([`- ${name}`]);
      if (between > 0) break;
    }
    expect(between).toBeGreaterThan(0);
  });
});
