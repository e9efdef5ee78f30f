import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesOf, diffOf } from "../../src/history/auto-save/bytes.ts";
import { documentFile, readDocument } from "../../src/history/auto-save/document-file.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { findSave, latestOther, restoreSave } from "../../src/history/auto-save/restore.ts";
import { pruneSaves } from "../../src/history/auto-save/save.ts";
import { runGit } from "../stores/local-store.ts";
import { at, folder, open, refs, repositoryAt, tidyUp, write } from "./arrange.ts";
import { codeOf, DOC, save, texts } from "./saving.ts";

tidyUp();

describe("going back", () => {
  test("--latest is the newest that differs from now, and going back can be taken back, again and again", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "a", 0);
    await save(place, "b", 1);
    write(root, DOC, "b");
    chmodSync(join(root, DOC), 0o640);
    expect(bytesOf(place, latestOther(place, DOC)).toString()).toBe("a");
    const order: string[] = [];
    for (const n of [2, 3, 4]) {
      await restoreSave(place, latestOther(place, DOC), { keep: 5, now: at(n) });
      order.push(readFileSync(join(root, DOC), "utf8"));
    }
    expect(order).toEqual(["a", "b", "a"]);
    expect(statSync(join(root, DOC)).mode & 0o777).toBe(0o640);
    expect(runGit(root, "status", "--porcelain").trim()).toBe("?? PROGRESS.md");
  });

  test("what was never saved is, before it is replaced, and stays for 30 days however many come", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "a", 0);
    write(root, DOC, "typed just now");
    const restored = await restoreSave(place, findSave(place, "PROGRESS.md.auto-save.20240315-100000"), {
      keep: 2,
      now: at(5),
    });
    expect(restored).toMatchObject({ changed: true, before: { kind: "saved", save: { kind: "restore" } } });
    for (const n of [6, 7, 8, 9]) await save(place, `later ${n}`, n, { keep: 2 });
    expect(texts(place)).toEqual(["later 9", "later 8", "typed just now"]);
    pruneSaves(place, 2, at(31 * 86_400));
    expect(texts(place)).toEqual(["later 9", "later 8"]);
  });

  test("a document that is gone comes back, its folder too; one that is the same is left alone", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "a", 0, { document: "docs/PROGRESS.md" });
    const found = findSave(place, "PROGRESS.md.auto-save.20240315-100000");
    expect(await restoreSave(place, found, { keep: 5, now: at(1) })).toMatchObject({ changed: true, before: null });
    expect(await restoreSave(place, found, { keep: 5, now: at(2) })).toMatchObject({ changed: false });
    expect(readDocument(place, "docs/PROGRESS.md")?.toString()).toBe("a");
  });

  test("a diff names the document, to the next save or to now", async () => {
    const root = repositoryAt();
    const place = await open(root);
    runGit(root, "config", "diff.noprefix", "true");
    await save(place, "one\ntwo\n", 0);
    await save(place, "one\n2\n", 1);
    const [newer, older] = listSaves(place);
    if (newer === undefined || older === undefined) throw new Error("no saves");
    expect(diffOf(place, older, newer)).toBe(`--- ${older.name}\n+++ ${newer.name}\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n`);
    expect(diffOf(place, newer, Buffer.from("one\n2\nnow\n"))).toBe(
      `--- ${newer.name}\n+++ PROGRESS.md\n@@ -1,2 +1,3 @@\n one\n 2\n+now\n`,
    );
    expect(diffOf(place, newer, Buffer.from("one\n2\n"))).toBe("");
    expect(diffOf(place, newer, Buffer.from([0, 1, 2]))).toContain("differ");
  });

  test("names that do not lead to one save are refused with what to do", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "a", 0, { document: "one/PROGRESS.md" });
    await save(place, "b", 0, { document: "two/PROGRESS.md" });
    expect(await codeOf(() => findSave(place, "PROGRESS.md.auto-save.20240315-100000"))).toBe("ambiguous_save");
    expect(findSave(place, "PROGRESS.md.auto-save.20240315-100000", "two/PROGRESS.md").document).toBe(
      "two/PROGRESS.md",
    );
    expect(await codeOf(() => findSave(place, "PROGRESS.md.auto-save.20240315-100001"))).toBe("no_such_save");
    expect(await codeOf(() => latestOther(place, DOC))).toBe("no_such_save");
  });

  test.each([
    ["above", "../PROGRESS.md"],
    ["absolute", "/etc/passwd"],
    ["inside .git", ".git/config"],
    ["the root", "."],
  ])("a document %s is refused", async (_, document) => {
    const place = await open(repositoryAt());
    expect(await codeOf(() => documentFile(place, document))).toBe("outside");
  });

  test("a link is followed inside the work tree, never out of it", async () => {
    const root = repositoryAt();
    const place = await open(root);
    const secret = join(folder(), "secret");
    write(secret, "../secret-file", "s");
    write(root, "docs/real.md", "r");
    symlinkSync("docs/real.md", join(root, DOC));
    symlinkSync(secret, join(root, "LEARNINGS.md"));
    symlinkSync(folder(), join(root, "away"));
    expect(documentFile(place, DOC)).toBe(join(root, "docs/real.md"));
    for (const document of ["LEARNINGS.md", "away/PROGRESS.md"]) {
      expect(await codeOf(() => readDocument(place, document))).toBe("outside");
    }
    expect(existsSync(secret)).toBe(false);
  });
});

describe("what cannot be written", () => {
  test("a full disk and a read-only one: one sentence, no ref, no leftover, and the document stays", async () => {
    const dir = folder();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=600k", "tmpfs", dir], { stdio: "ignore" });
    } catch {
      // Not every sandbox may mount: a file where the objects should go refuses as well.
      return refusedWithoutMount();
    }
    try {
      runGit(dir, "init", "--quiet", "--template=");
      const place = await open(dir);
      const noise = randomBytes(700_000);
      const full = await save(place, noise, 0).catch((error: unknown) => error);
      expect(full).toMatchObject({ code: "not_saved", message: expect.stringMatching(/PROGRESS\.md .*disk is full/) });
      expect(refs(dir)).toEqual([]);
      expect((await save(place, "small", 1)).kind).toBe("saved");
      write(dir, DOC, "typed");
      execFileSync("mount", ["-o", "remount,ro", dir]);
      const [one] = listSaves(place);
      if (one === undefined) throw new Error("no save");
      const refused = await restoreSave(place, one, { keep: 5, now: at(2) }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "not_saved", message: expect.stringMatching(/read-only/) });

      expect(readFileSync(join(dir, DOC), "utf8")).toBe("typed");
    } finally {
      execFileSync("umount", ["-l", dir]);
    }
  });

  async function refusedWithoutMount(): Promise<void> {
    const root = repositoryAt();
    rmSync(join(root, ".git/objects"), { recursive: true });
    write(root, ".git/objects", "in the way");
    expect(await codeOf(async () => save(await open(root), "x", 0))).toBe("not_saved");
  }
});
