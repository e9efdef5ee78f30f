import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesOf, isWhole } from "../../src/history/auto-save/bytes.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { pruneSaves } from "../../src/history/auto-save/save.ts";
import { worktreeKey } from "../../src/history/ref-path.ts";
import { runGit } from "../stores/local-store.ts";
import { at, folder, open, refs, repositoryAt, tidyUp, usersState, write } from "./arrange.ts";
import { DOC, save, texts } from "./saving.ts";

tidyUp();

describe("a state is kept", () => {
  test("also where one who was killed within this second left a lock on its name", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "one", 0);
    const [ref = ""] = refs(root);
    runGit(root, "update-ref", "-d", ref);
    write(root, `.git/${ref}.lock`, "");
    expect(await save(place, "one", 0)).toMatchObject({ kind: "saved" });
    expect([texts(place), refs(root)]).toEqual([["one"], [ref.replace(".0001.", ".0002.")]]);
  });

  test("as a commit on a ref of its own; index, work tree, HEAD, stash and reflog are as they were", async () => {
    const root = repositoryAt();
    write(root, DOC, "one");
    runGit(root, "add", DOC);
    write(root, DOC, "two");
    runGit(root, "stash", "push", "--quiet", "--keep-index");
    write(root, "half", "staged");
    runGit(root, "add", "half");
    write(root, "half", "staged and more");
    runGit(root, "config", "core.logAllRefUpdates", "always");
    const before = usersState(root);
    const place = await open(root);
    const saved = await save(place, "one", 0);
    expect(saved).toMatchObject({
      kind: "saved",
      save: { name: "PROGRESS.md.auto-save.20240315-100000", document: DOC },
    });
    expect(usersState(root)).toEqual(before);
    const [ref = ""] = refs(root, "refs/ltpm/saves/");
    expect(runGit(root, "cat-file", "-p", `${ref}:${DOC}`)).toBe("one");
    expect(runGit(root, "log", "--format=%an <%ae> %aI|%s|%P", ref).trim()).toMatch(
      /^LTPM <ltpm@localhost> 2024-03-15T10:00:00(\+00:00|Z)\|auto-save PROGRESS.md\|$/,
    );
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });

  test("exactly: line ends, filters, bytes that are no text, packed or not", async () => {
    const root = repositoryAt();
    write(root, ".gitattributes", "*.md text eol=lf ident\n");
    const place = await open(root);
    const bytes = Buffer.concat([Buffer.from("a\r\nb $Id$\r\n"), Buffer.from([0xff, 0xfe, 0, 0x80])]);
    await save(place, bytes, 0);
    for (const pack of [false, true]) {
      if (pack) runGit(root, "gc", "--quiet", "--prune=now");
      const [one] = listSaves(place);
      if (one === undefined) throw new Error("no save");
      expect(bytesOf(place, one).equals(bytes)).toBe(true);
    }
  });

  test.each([
    "docs/PROGRESS.md",
    "мой проект/进度 é.md",
    "-dash.md",
    "a\tb\nc'\"$x`.md",
    ".hidden/.lock",
    `${"deep/".repeat(40)}${"长".repeat(60)}.md`,
  ])("for a document called %j", async (document) => {
    const root = repositoryAt();
    const place = await open(root);
    await save(place, "x", 0, { document });
    expect(listSaves(place, { document })).toHaveLength(1);
    expect(listSaves(place)[0]?.name).toBe(`${document}.auto-save.20240315-100000`);
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });

  test("six within one second: the five newest stay, in their order", async () => {
    const root = repositoryAt();
    const place = await open(root);
    for (const text of ["1", "2", "3", "4", "5", "6"]) await save(place, text, 0);
    expect(texts(place)).toEqual(["6", "5", "4", "3", "2"]);
    expect(listSaves(place)[0]?.name).toBe("PROGRESS.md.auto-save.20240315-100000-6");
  });

  test("not again when the newest save holds it; again, as the newest, when an older one does", async () => {
    const root = repositoryAt();
    const place = await open(root);
    expect([(await save(place, "a", 0)).kind, (await save(place, "a", 9)).kind]).toEqual(["saved", "held"]);
    await save(place, "b", 10);
    await save(place, "a", 11);
    expect(texts(place)).toEqual(["a", "b"]);
  });

  test("each document and each work tree has its own count", async () => {
    const root = repositoryAt();
    const other = join(folder(), "side tree");
    runGit(root, "worktree", "add", "--quiet", "-b", "side", other);
    const [main, side] = [await open(root), await open(other)];
    for (const n of [1, 2, 3]) {
      await save(main, `m${n}`, n, { keep: 2 });
      await save(side, `s${n}`, n, { keep: 2 });
      await save(main, `n${n}`, n, { keep: 2, document: "NEXT_STEPS.md" });
    }
    const shown = (filter: object) => listSaves(main, filter).map((one) => bytesOf(main, one).toString());
    expect(shown({ worktree: worktreeKey(main), document: DOC })).toEqual(["m3", "m2"]);
    expect(shown({ worktree: worktreeKey(side) })).toEqual(["s3", "s2"]);
    expect(shown({ document: "NEXT_STEPS.md" })).toEqual(["n3", "n2"]);
    runGit(root, "worktree", "remove", other);
    expect(shown({ worktree: worktreeKey(side) })).toEqual(["s3", "s2"]);
  });

  test("0 turns it off, but not for what a conflict or a restore would lose", async () => {
    const place = await open(repositoryAt());
    expect((await save(place, "a", 0, { keep: 0 })).kind).toBe("off");
    expect((await save(place, "b", 0, { keep: 0, kind: "conflict" })).kind).toBe("saved");
    expect(texts(place)).toEqual(["b"]);
  });

  test("in sha256 repositories, on unborn branches, in submodules, with a detached HEAD", async () => {
    const sha256 = repositoryAt("--object-format=sha256");
    const unborn = folder();
    runGit(unborn, "init", "--quiet");
    const [inner, outer] = [repositoryAt(), repositoryAt()];
    runGit(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub");
    const detached = repositoryAt();
    runGit(detached, "checkout", "--quiet", "--detach");
    for (const root of [sha256, unborn, join(outer, "sub"), detached]) {
      const place = await open(root);
      await save(place, "here", 0);
      expect([texts(place), refs(root, "refs/ltpm/saves/").length]).toEqual([["here"], 1]);
    }
    expect(refs(outer)).toEqual([]);
  });

  test("40 at once of one state: one save; of 40 states: none is lost, all are whole", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await Promise.all(Array.from({ length: 40 }, () => save(place, "same", 0)));
    expect(refs(root, "refs/ltpm/saves/")).toHaveLength(1);
    await Promise.all(Array.from({ length: 40 }, (_, n) => save(place, `state ${n}`, 1, { keep: 50 })));
    expect(new Set(texts(place)).size).toBe(41);
    expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  });
});

describe("saves survive and go", () => {
  test("gc --prune=now loses none; those dropped after packing are gone from packed-refs too", async () => {
    const root = repositoryAt();
    const place = await open(root);
    for (const n of [1, 2, 3, 4, 5]) await save(place, `state ${n}`, n);
    runGit(root, "gc", "--quiet", "--prune=now");
    expect(texts(place)).toEqual(["state 5", "state 4", "state 3", "state 2", "state 1"]);
    expect(listSaves(place).every((one) => isWhole(place, one))).toBe(true);
    await save(place, "state 6", 6);
    expect(texts(place)).toEqual(["state 6", "state 5", "state 4", "state 3", "state 2"]);
    expect(refs(root, "refs/ltpm/saves/")).toHaveLength(5);
  });

  test("a lock that a killed git left on one keeps no other, and goes when it is old", async () => {
    const root = repositoryAt();
    const place = await open(root);
    for (const n of [1, 2, 3, 4]) await save(place, `state ${n}`, n);
    runGit(root, "pack-refs", "--all");
    const [first = "", second = ""] = refs(root, "refs/ltpm/saves/");
    for (const ref of [first, second]) {
      mkdirSync(join(root, ".git", ref, ".."), { recursive: true });
      write(root, `.git/${ref}.lock`, "");
    }
    pruneSaves(place, 1, at(60));
    expect(refs(root, "refs/ltpm/saves/").length).toBe(3);
    for (const ref of [first, second]) utimesSync(join(root, ".git", `${ref}.lock`), 1, 1);
    pruneSaves(place, 1, at(60));
    pruneSaves(place, 1, at(60));
    expect(texts(place)).toEqual(["state 4"]);
  });

  test("one whose ref is damaged hides no other", async () => {
    const root = repositoryAt();
    const place = await open(root);
    for (const n of [1, 2]) await save(place, `state ${n}`, n);
    write(root, `.git/${refs(root, "refs/ltpm/saves/")[0]}`, "");
    expect(texts(place)).toEqual(["state 2"]);
  });

  test("what does not know our refs does not see them: branches, clone, push --all", async () => {
    const root = repositoryAt();
    await save(await open(root), "secret plan", 0);
    const [clone, remote] = [join(folder(), "clone"), join(folder(), "remote.git")];
    runGit(root, "clone", "--quiet", `file://${root}`, clone);
    runGit(root, "init", "--quiet", "--bare", remote);
    runGit(root, "push", "--quiet", "--all", remote);
    runGit(root, "push", "--quiet", "--tags", remote);
    expect([refs(clone), refs(remote), runGit(root, "branch", "-a").trim()]).toEqual([[], [], "* main"]);
    expect(runGit(root, "log", "--exclude=refs/ltpm/*", "--all", "--format=%s").trim()).toBe("first");
  });
});
