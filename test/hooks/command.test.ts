import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "../e2e/project.ts";
import { folder, refs, repositoryAt, tidyUp, write } from "../history/arrange.ts";
import { answerOf, ltpm } from "../history/command-line.ts";
import { LEFTHOOKS, PRE_COMMITS, SIMPLES } from "../history/hook-files.ts";
import { GIT_ENV, runGit } from "../stores/local-store.ts";
import { commit, SAVES } from "./hooked.ts";

tidyUp();

function script(root: string, path: string, text = "#!/bin/sh\n:\n"): void {
  write(root, path, text);
  chmodSync(join(root, path), 0o755);
}

/** What is there before us → whom `install` says that it joined, and where. */
const GROUNDS: [string, (root: string) => void, string[]][] = [
  ["nothing", () => {}, []],
  ["a hand-written hook", (root) => script(root, ".git/hooks/post-merge"), ["hand_written .git/hooks/post-merge"]],
  [
    "a hook in another language",
    (root) => script(root, ".git/hooks/post-commit", "#!/usr/bin/env node\n"),
    ["hand_written .git/hooks/post-commit.ltpm-kept"],
  ],
  ["pre-commit", (root) => script(root, ".git/hooks/post-commit", PRE_COMMITS), ["pre-commit .git/hooks"]],
  ["simple-git-hooks", (root) => script(root, ".git/hooks/post-commit", SIMPLES), ["simple-git-hooks .git/hooks"]],
  ["lefthook", (root) => script(root, ".git/hooks/post-commit", LEFTHOOKS), ["lefthook lefthook-local.yml"]],
  [
    "a directory of the project's own",
    (root) => {
      runGit(root, "config", "core.hooksPath", "tools/hooks");
      script(root, "tools/hooks/post-commit");
    },
    ["hand_written tools/hooks/post-commit", "hooks_path tools/hooks"],
  ],
];

describe("install", () => {
  test.each(GROUNDS)("beside %s: says whom it joined, and is whole", async (_, arrange, joined) => {
    const root = repositoryAt();
    arrange(root);
    const dry = await answerOf(root, ["hooks", "install", "--dry-run"]);
    expect([dry.changed, existsSync(join(root, ".git/ltpm/hooks/run.sh"))]).toEqual([false, false]);
    const done = await answerOf(root, ["hooks", "install"]);
    const known = (one: { kind: string; path: string }) => `${one.kind} ${one.path}`;
    expect([done.whole, done.changed, dry.steps]).toEqual([true, true, done.steps]);
    // Kept aside, the hook has its new name only afterwards.
    expect((await answerOf(root, ["hooks", "install"])).joined.map(known)).toEqual(joined);
    write(root, "PROGRESS.md", "one\n");
    commit(root);
    // lefthook's own program, which would run our lines, is not here.
    expect(refs(root, SAVES)).toHaveLength(done.joined[0]?.kind === "lefthook" ? 0 : 1);
    expect(await ltpm(root, ["hooks", "uninstall"])).toMatchObject({ code: 0, err: "" });
    expect((await ltpm(root, ["hooks", "uninstall"])).out).toBe("No hooks of ltpm are here; nothing was changed.\n");
  });

  test("tells what a person has to do, in words, and ends with 1 where hooks cannot be whole", async () => {
    const [root, shared] = [repositoryAt(), folder()];
    runGit(root, "config", "core.hooksPath", shared);
    const outside = await ltpm(root, ["hooks", "install"]);
    expect([outside.code, outside.out]).toEqual([1, expect.stringContaining("git config --local core.hooksPath")]);
    expect(existsSync(join(root, ".git/ltpm/hooks"))).toBe(false);
    expect((await ltpm(root, ["hooks", "install", "--dry-run"])).code).toBe(1);
    const taken = repositoryAt();
    script(taken, ".git/hooks/post-commit", "#!/usr/bin/env node\n");
    script(taken, ".git/hooks/post-commit.ltpm-kept", "whose?");
    const half = await ltpm(taken, ["hooks", "install"]);
    expect([half.code, half.out]).toEqual([1, expect.stringContaining("is in the way")]);
    expect((await ltpm(taken, ["hooks", "status"])).out).toMatch(/✖ post-commit +missing\n✔ post-merge +installed/);
  });

  test("leaves our refs out of pushes to a mirror; doctor warns of one, --fix mends it and hooks that are not whole", async () => {
    const root = repositoryAt();
    runGit(root, "remote", "add", "--mirror=push", "copy", "https://example.org/copy.git");
    const codes = async (...more: string[]) =>
      (await answerOf(root, ["doctor", ...more])).findings
        .map((one: { code: string; repaired: boolean }) => `${one.code} ${one.repaired}`)
        .filter((one: string) => /mirror|hooks|save/.test(one));
    expect(await codes()).toEqual(["mirror_remote false"]);
    expect((await ltpm(root, ["hooks", "install"])).out).toContain("Pushes to copy, which mirrors");
    expect((await ltpm(root, ["hooks", "install"])).out).toContain("everything was in place");
    expect(await codes()).toEqual([]);
    rmSync(join(root, ".git/hooks/post-merge"));
    runGit(root, "config", "--unset-all", "remote.copy.push");
    write(root, ".git/ltpm/hooks/failed", "20260101-000000 post-commit git mktree\n");
    expect(await codes("--fix")).toEqual(["mirror_remote true", "hooks_not_whole true", "hooks_failed false"]);
    expect(await codes()).toEqual(["hooks_failed false"]);
    expect((await ltpm(root, ["hooks", "status"])).out).toContain("hooks could not record (1 in all)");
  });

  test("doctor says how to mirror by hand without our refs, where there is something to send and somewhere to", async () => {
    const root = repositoryAt();
    const notes = async () =>
      (await answerOf(root, ["doctor"])).findings
        .filter(({ code }: { code: string }) => code === "mirror_by_hand")
        .map((one: { level: string; remedy: string }) => `${one.level} ${one.remedy}`);
    write(root, "PROGRESS.md", "# Progress\n");
    await ltpm(root, ["backup"]);
    expect(await notes()).toEqual([]);
    const hub = folder();
    runGit(hub, "init", "--bare", "--quiet");
    runGit(root, "remote", "add", "hub", hub);
    const [note] = await notes();
    expect(note).toMatch(/^note /);
    const [, ...specs] =
      /git push REMOTE (.*)`/
        .exec(note)?.[1]
        ?.split("'")
        .filter((part) => part.trim() !== "") ?? [];
    expect(specs).toEqual(["^refs/ltpm/*"]);
    commit(root);
    runGit(root, "push", "--quiet", "hub", "+refs/*:refs/*", ...specs);
    expect(runGit(hub, "for-each-ref", "refs/ltpm")).toBe("");
    expect(runGit(hub, "for-each-ref", "refs/heads")).not.toBe("");
  });

  test("init_project tells hooks that are there of its documents", async () => {
    const root = repositoryAt();
    await ltpm(root, ["hooks", "install"]);
    for (const [name, dir] of [
      ["Boats", "boats"],
      ["Cars", "cars"],
    ] as const) {
      expect((await ltpm(root, ["init_project", name])).code).toBe(0);
      expect((await ltpm(root, ["hooks", "status"])).code).toBe(0);
      commit(root);
      expect(refs(root, `${SAVES}main/projects%2F${dir}%2FPROGRESS.md/`)).toHaveLength(1);
    }
    expect(readFileSync(join(root, ".git/ltpm/hooks/settings.sh"), "utf8")).toContain(
      "='./projects/boats/PROGRESS.md'",
    );
  });

  test.each([false, true])(
    "uninstall leaves git's settings as they were before install; after init (%s) it merges on",
    async (init) => {
      const root = repositoryAt();
      if (init) await ltpm(root, ["init", "--yes"]);
      const settings = () =>
        [".git/config", ".git/info/attributes"].map((name) =>
          existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : null,
        );
      const before = settings();
      await ltpm(root, ["hooks", "install"]);
      expect(settings()[0]).toContain('[merge "ltpm"]');
      await ltpm(root, ["hooks", "uninstall"]);
      expect(settings()).toEqual(before);
    },
  );

  test("init --remove leaves nothing: neither hooks nor guards nor refs, a stale lock or not", async () => {
    const root = repositoryAt();
    runGit(root, "remote", "add", "--mirror=push", "copy", "https://example.org/copy.git");
    const before = readFileSync(join(root, ".git/config"), "utf8");
    await ltpm(root, ["init", "--yes", "--hooks"]);
    commit(root);
    expect(refs(root, SAVES).length).toBeGreaterThan(2);
    expect((await ltpm(root, ["init", "--remove"])).code).toBe(0);
    expect(readFileSync(join(root, ".git/config"), "utf8")).toBe(before);
    expect([existsSync(join(root, ".git/refs/ltpm")), existsSync(join(root, ".git/ltpm"))]).toEqual([false, false]);
    expect([refs(root, "refs/ltpm/"), runGit(root, "status", "--porcelain")]).toEqual([[], ""]);
    await ltpm(root, ["init", "--yes", "--hooks"]);
    commit(root);
    const [stuck = "", ...others] = refs(root, SAVES);
    write(root, `.git/${stuck}.lock`, "");
    expect(others.length).toBeGreaterThan(0);
    expect((await ltpm(root, ["init", "--remove"])).code).toBe(1);
    expect(refs(root, "refs/ltpm/")).toEqual([stuck]);
    rmSync(join(root, `.git/${stuck}.lock`));
    expect((await ltpm(root, ["init", "--remove"])).code).toBe(0);
    expect(refs(root, "refs/ltpm/")).toEqual([]);
  });

  test.each([[["hooks"]], [["hooks", "update"]], [["hooks", "install", "x"]], [["hooks", "status", "--dry-run"]]])(
    "%s is wrong usage",
    async (args) => {
      expect(await ltpm(repositoryAt(), args)).toMatchObject({ code: 2, out: "" });
    },
  );

  test("documents that settings name or that projects bring are known to the hooks; none of other files", async () => {
    const root = repositoryAt();
    write(root, ".ltpm/config.json", '{"documents": {"dir": "my docs"}, "backup": {"max_count": 3}}');
    write(root, "projects/site/MISSION.md", "why\n");
    await ltpm(root, ["hooks", "install"]);
    for (const path of ["my docs/PROGRESS.md", "projects/site/MISSION.md", "MEMORY.md", "HEARTBEAT.md", "README.md"])
      write(root, path, `text of ${path}\n`);
    commit(root);
    expect(refs(root, SAVES).map((ref) => decodeURIComponent(ref.split("/")[4] ?? ""))).toEqual([
      "HEARTBEAT.md",
      "MEMORY.md",
      "my docs/PROGRESS.md",
      "projects/site/MISSION.md",
    ]);
  });
});

describe("husky 9, the real one", () => {
  const PACKAGE = fileURLToPath(new URL("../../node_modules/husky", import.meta.url));

  /** `npm install` runs it as the project's `prepare`. */
  async function prepare(root: string): Promise<void> {
    const said = await run(process.execPath, [join(PACKAGE, "bin.js")], { ...GIT_ENV }, { cwd: root });
    expect(said).toEqual({ code: 0, out: "", err: "" });
  }

  function changed(root: string, text: string): number {
    const before = refs(root, SAVES).length;
    write(root, "PROGRESS.md", text);
    runGit(root, "add", "--all");
    runGit(root, "commit", "--quiet", "--message=work");
    return refs(root, SAVES).length - before;
  }

  test("its prepare keeps our lines, ours keep its hooks; another work tree without its folder is named", async () => {
    const root = repositoryAt();
    write(root, "package.json", '{"scripts": {"prepare": "husky"}}');
    write(root, ".gitignore", "node_modules\n");
    mkdirSync(join(root, "node_modules"));
    symlinkSync(PACKAGE, join(root, "node_modules/husky"));
    await prepare(root);
    writeFileSync(join(root, ".husky/post-commit"), "echo from husky >>.git/heard\n");
    const done = await answerOf(root, ["hooks", "install"]);
    expect(done).toMatchObject({
      whole: true,
      joined: [{ kind: "husky", path: ".husky" }],
      notes: [{ code: "to_commit" }],
    });
    expect(changed(root, "one\n")).toBe(1);
    const ours = readFileSync(join(root, ".husky/post-commit"), "utf8");
    await prepare(root);
    expect(readFileSync(join(root, ".husky/post-commit"), "utf8")).toBe(ours);
    expect(changed(root, "two\n")).toBe(1);
    expect(readFileSync(join(root, ".git/heard"), "utf8")).toBe("from husky\nfrom husky\n");
    const tree = join(folder(), "side");
    runGit(root, "worktree", "add", "--quiet", "--detach", tree);
    const { notes } = await answerOf(root, ["hooks", "status"]);
    expect(notes).toContainEqual(
      expect.objectContaining({ code: "not_in_every_work_tree", path: join(tree, ".husky/_") }),
    );
    expect(changed(tree, "silent\n")).toBe(0);
    await prepare(tree);
    expect(changed(tree, "heard\n")).toBe(1);
    await ltpm(root, ["hooks", "uninstall"]);
    expect(readFileSync(join(root, ".husky/post-commit"), "utf8")).toBe("echo from husky >>.git/heard\n");
    expect(changed(root, "three\n")).toBe(0);
  });
});
