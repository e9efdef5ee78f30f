import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runGit } from "../stores/local-store.ts";
import { folder, refs, repositoryAt, tidyUp, usersState, write } from "./arrange.ts";
import { answerOf, ltpm } from "./command-line.ts";

tidyUp();

const NAME = /^PROGRESS\.md\.auto-save\.\d{8}-\d{6}(-\d+)?$/;

/** A repository with a project at its root, one below `projects/`, and files that are none of ours. */
function project(): string {
  const root = repositoryAt();
  write(root, "PROGRESS.md", "one\n");
  write(root, "MISSION.md", "why\n");
  write(root, "projects/site/NEXT_STEPS.md", "- [ ] a\n");
  write(root, "src/PROGRESS.txt", "no document");
  return root;
}

function read(root: string, path = "PROGRESS.md"): string {
  return readFileSync(join(root, path), "utf8");
}

interface Listed {
  readonly name: string;
  readonly document: string;
  readonly kind: string;
  readonly differs: boolean;
}

async function saves(root: string, ...words: string[]): Promise<Listed[]> {
  return (await answerOf(root, ["history", ...words])).saves;
}

describe("backup", () => {
  test("keeps every document as it is now, once; what is the user's stays as it was", async () => {
    const root = project();
    const before = usersState(root);
    const { saved } = await answerOf(root, ["backup"]);
    expect(saved.map((one: { document: string; new: boolean }) => [one.document, one.new])).toEqual([
      ["MISSION.md", true],
      ["PROGRESS.md", true],
      ["projects/site/NEXT_STEPS.md", true],
    ]);
    expect((await answerOf(root, ["backup"])).saved.every((one: { new: boolean }) => !one.new)).toBe(true);
    expect(usersState(root)).toEqual(before);
    expect((await ltpm(root, ["backup"])).out).toContain("PROGRESS.md is saved already: PROGRESS.md.auto-save.");
  });

  test.each([
    ["by its path from the root", ".", "projects/site/NEXT_STEPS.md", "projects/site/NEXT_STEPS.md"],
    ["by its path from here", "projects/site", "NEXT_STEPS.md", "projects/site/NEXT_STEPS.md"],
    ["by a way up", "projects/site", "../../PROGRESS.md", "PROGRESS.md"],
    ["by its name, where only one place has it", ".", "NEXT_STEPS.md", "projects/site/NEXT_STEPS.md"],
    ["in another case, where only one is meant", ".", "progress.MD", "PROGRESS.md"],
  ])("a document %s", async (_, from, said, document) => {
    const root = project();
    expect((await answerOf(root, ["backup", said], { cwd: join(root, from) })).saved).toMatchObject([{ document }]);
  });

  test.each([
    ["a file that is no document", "src/PROGRESS.txt", "is none of the project's documents"],
    ["what lies outside", "../PROGRESS.md.x", "is none of the project's documents"],
    ["the repository itself", ".", "is none of the project's documents"],
    ["git's own files", ".git/config", "is none of the project's documents"],
    ["a document that is not there", "projects/site/PROGRESS.md", "there is no projects/site/PROGRESS.md here"],
    ["an escape sequence", "\u001b[31mx", "x is none of"],
  ])("refuses %s", async (_, said, words) => {
    const root = project();
    const printed = await ltpm(root, ["backup", said]);
    expect([printed.code, printed.out, refs(root)]).toEqual([1, "", []]);
    expect(printed.err).toContain(words);
    expect(printed.err).not.toContain("\u001b");
  });

  test("says that it is turned off, and where there is nothing to keep", async () => {
    const root = project();
    write(root, ".ltpm/config.json", '{"backup": {"enabled": false}}');
    expect(await ltpm(root, ["backup"])).toMatchObject({ code: 1, out: "" });
    expect((await ltpm(repositoryAt(), ["backup"])).err).toContain("there is no document here to save");
  });

  test("into a folder as files too, when the settings say so", async () => {
    const root = project();
    write(root, ".ltpm/config.json", '{"backup": {"max_count": 2, "directory": "./kept/"}}');
    const { saved } = await answerOf(root, ["backup", "PROGRESS.md"]);
    expect(read(root, `kept/${saved[0].name}`)).toBe("one\n");
  });
});

describe("history", () => {
  test("lists by the source's names, newest first, as many as are kept, and which differs from now", async () => {
    const root = project();
    for (let n = 0; n < 7; n++) {
      write(root, "PROGRESS.md", `state ${n}\n`);
      await ltpm(root, ["backup", "PROGRESS.md"]);
    }
    const listed = await saves(root);
    expect(listed.map(({ differs, kind }) => [differs, kind])).toEqual([
      [false, "auto"],
      ...Array.from({ length: 4 }, () => [true, "auto"]),
    ]);
    expect(listed.every(({ name }) => NAME.test(name))).toBe(true);
    const { out } = await ltpm(root, ["history", "PROGRESS.md"]);
    const [first, newest = ""] = out.split("\n");
    expect([first, newest]).toEqual(["PROGRESS.md", expect.stringMatching(/just now +saved +as it is now$/)]);
    expect((await ltpm(root, ["history"], { env: { LANG: "zh_CN.UTF-8", LC_ALL: "" } })).out).toContain("刚刚");
    expect((await ltpm(root, ["history", "MISSION.md"])).out).toContain("No earlier state of MISSION.md is kept yet");
  });

  test("shows a save byte by byte, safely on a screen, and what differs from now", async () => {
    const root = project();
    const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x41]);
    write(root, "PROGRESS.md", bytes);
    const name = (await answerOf(root, ["backup", "PROGRESS.md"])).saved[0].name;
    expect((await ltpm(root, ["history", "--show", name])).bytes.equals(bytes)).toBe(true);
    expect((await ltpm(root, ["history", "--show", `./${name}`], { screen: true })).out).not.toContain("\u001b");
    write(root, "PROGRESS.md", "a\nold\n");
    const text = (await answerOf(root, ["backup", "PROGRESS.md"])).saved[0].name;
    write(root, "PROGRESS.md", "a\nnew\u001b[31m\n");
    const plain = await ltpm(root, ["history", "--diff", text]);
    expect(plain.out).toBe(`--- ${text}\n+++ PROGRESS.md\n@@ -1,2 +1,2 @@\n a\n-old\n+new\u001b[31m\n`);
    const screen = (await ltpm(root, ["history", "--diff", text], { screen: true })).out;
    expect(screen).toContain("\u001b[31m-old\u001b[39m\n\u001b[32m+new\u001b[39m");
    rmSync(join(root, "PROGRESS.md"));
    expect((await ltpm(root, ["history", "--diff", text])).out).toContain("-old");
  });

  test("a save of another work tree is listed as such, and found by its name", async () => {
    const root = project();
    runGit(root, "add", ".");
    runGit(root, "commit", "--quiet", "--message=all");
    const tree = join(folder(), "side");
    runGit(root, "worktree", "add", "--quiet", "--detach", tree);
    write(tree, "PROGRESS.md", "in side\n");
    const name = (await answerOf(tree, ["backup", "PROGRESS.md"])).saved[0].name;
    expect((await ltpm(root, ["history"])).out).toContain("in the work tree w-side");
    expect((await ltpm(root, ["restore", "--latest"])).code).toBe(1);
    expect((await ltpm(root, ["restore", name])).code).toBe(0);
    expect(read(root)).toBe("in side\n");
  });

  test("one of the same name in another work tree is named by its ref", async () => {
    const root = project();
    runGit(root, "add", ".");
    runGit(root, "commit", "--quiet", "--message=all");
    const tree = join(folder(), "side");
    runGit(root, "worktree", "add", "--quiet", "--detach", tree);
    write(tree, "PROGRESS.md", "in side\n");
    await answerOf(tree, ["backup", "PROGRESS.md"]);
    const [side] = (await answerOf(tree, ["history", "PROGRESS.md"])).saves;
    // As if this work tree had been saved within the same second.
    const ref = side.ref
      .replace("/w-side/", "/main/")
      .replace(/[0-9a-f]{40}$/, runGit(root, "rev-parse", "HEAD:PROGRESS.md").trim());
    runGit(root, "update-ref", ref, side.ref);
    expect((await ltpm(root, ["restore", side.ref])).code).toBe(0);
    expect(read(root)).toBe("in side\n");
  });

  test("--push sends saves to a remote on purpose, and only to one that there is", async () => {
    const root = project();
    const remote = join(folder(), "there.git");
    runGit(root, "init", "--quiet", "--bare", remote);
    runGit(root, "remote", "add", "origin", remote);
    expect((await ltpm(root, ["history", "--push"])).out).toContain("nothing to send");
    await ltpm(root, ["backup"]);
    expect(await answerOf(root, ["history", "--push"])).toMatchObject({ remote: "origin", pushed: 3 });
    expect(refs(remote)).toEqual(refs(root));
    expect(await answerOf(root, ["history", "--push", "origin"])).toMatchObject({ pushed: 3 });
    for (const name of ["elsewhere", "--upload-pack=touch x"]) {
      expect(await ltpm(root, ["history", "--push", "--", name])).toMatchObject({ code: 1, out: "" });
    }
    rmSync(remote, { recursive: true });
    expect((await ltpm(root, ["history", "--push"])).err).toContain("the history could not be sent to origin");
  });
});

describe("restore", () => {
  test("--latest is the newest that differs, what was there is kept, and undo works twice", async () => {
    const root = project();
    await ltpm(root, ["backup"]);
    write(root, "PROGRESS.md", "two\n");
    const first = await answerOf(root, ["restore", "--latest"]);
    expect([first.document, first.changed, read(root)]).toEqual(["PROGRESS.md", true, "one\n"]);
    expect((await saves(root)).find(({ name }) => name === first.before)).toMatchObject({ kind: "restore" });
    for (const text of ["two\n", "one\n", "two\n"]) {
      expect((await ltpm(root, ["restore", "--latest"])).code).toBe(0);
      expect(read(root)).toBe(text);
    }
    expect(read(root, "MISSION.md")).toBe("why\n");
  });

  test("by name, of one document, from a folder below, also one that was deleted with its folder", async () => {
    const root = project();
    await ltpm(root, ["backup"]);
    rmSync(join(root, "projects"), { recursive: true });
    mkdirSync(join(root, "below"));
    const cwd = join(root, "below");
    const [one] = await saves(root, "projects/site/NEXT_STEPS.md");
    expect((await ltpm(root, ["restore", "--latest", "NEXT_STEPS.md"], { cwd })).code).toBe(0);
    expect(read(root, "projects/site/NEXT_STEPS.md")).toBe("- [ ] a\n");
    const again = await ltpm(root, ["restore", one?.name ?? ""], { cwd });
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("nothing was changed")]);
    expect((await ltpm(root, ["restore", "--latest", "NEXT_STEPS.md"], { cwd })).err).toContain("no save of");
  });

  test.each([
    ["nothing named", ["restore"], 2, "name a save, or ask for the newest"],
    ["too much named", ["restore", "--latest", "PROGRESS.md", "MISSION.md"], 2, "name a save"],
    ["a save that is not there", ["restore", "PROGRESS.md.auto-save.20200101-000000"], 1, "there is no save"],
    ["a path that leads out", ["restore", "../../etc/passwd"], 1, "there is no save"],
    ["no document", ["restore", "--latest", "src/x.ts"], 1, "is none of the project's documents"],
    ["both at once", ["history", "--show", "a", "--diff", "b"], 2, "exclude each other"],
  ])("refuses %s", async (_, args, code, words) => {
    const root = project();
    await ltpm(root, ["backup"]);
    const before = usersState(root);
    const printed = await ltpm(root, args);
    expect([printed.code, printed.out, usersState(root)]).toEqual([code, "", before]);
    expect(printed.err).toContain(words);
  });

  test("a document behind a link that leads out is neither kept nor written", async () => {
    const [root, other] = [project(), folder()];
    write(other, "PROGRESS.md", "secret");
    rmSync(join(root, "projects/site"), { recursive: true });
    symlinkSync(other, join(root, "projects/site"));
    const printed = await ltpm(root, ["backup", "projects/site/PROGRESS.md"]);
    expect([printed.code, refs(root)]).toEqual([1, []]);
    expect(printed.err).toContain("leads out of the work tree");
  });
});
