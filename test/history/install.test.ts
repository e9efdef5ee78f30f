import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hooksStatus, installHooks, uninstallHooks } from "../../src/history/install/install.ts";
import { gitWith, PROGRAMS, SETTINGS } from "../hooks/hooked.ts";
import { runGit } from "../stores/local-store.ts";
import { folder, open, refs, repositoryAt, tidyUp, write } from "./arrange.ts";
import { HUSKYS, LEFTHOOKS, PRE_COMMITS, SIMPLES } from "./hook-files.ts";

tidyUp();

async function install(root: string, dryRun = false) {
  return installHooks(await open(root), PROGRAMS, SETTINGS, { now: new Date().toISOString(), dryRun });
}

async function uninstall(root: string) {
  return uninstallHooks(await open(root));
}

async function status(root: string) {
  return hooksStatus(await open(root), PROGRAMS, SETTINGS);
}

/** Everything that lies in the repository but git's own bookkeeping: bytes, permissions, links. */
function picture(root: string, dir = ""): Record<string, string> {
  const entries = readdirSync(join(root, dir), { withFileTypes: true });
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const path = join(dir, entry.name);
      if (/^\.git\/(?:objects|refs|logs|index|ltpm$|COMMIT_EDITMSG)/.test(path)) return [];
      if (entry.isDirectory()) return [[`${path}/`, ""], ...Object.entries(picture(root, path))];
      const mode = (lstatSync(join(root, path)).mode & 0o777).toString(8);
      const what = entry.isSymbolicLink()
        ? `-> ${readlinkSync(join(root, path))}`
        : readFileSync(join(root, path), "latin1");
      return [[path, `${mode} ${what}`]];
    }),
  );
}

function script(root: string, path: string, text: string | Uint8Array, mode = 0o755): void {
  write(root, path, text);
  chmodSync(join(root, path), mode);
}

/** Commits a changed document; how many saves that made, and what the hooks printed. */
function commitDocument(root: string): { saves: number; said: string } {
  const before = refs(root, "refs/ltpm/saves/").length;
  write(root, "PROGRESS.md", `state ${before} ${Math.random()}\n`);
  runGit(root, "add", "PROGRESS.md");
  const { said } = gitWith(root, {}, "-c", "advice.ignoredHook=false", "commit", "--quiet", "--message", "work");
  return { saves: refs(root, "refs/ltpm/saves/").length - before, said };
}

const HI = "#!/bin/sh\necho hi\n";

const GROUNDS: [string, (root: string) => void, string][] = [
  ["nothing", () => {}, ""],
  ["no hooks directory at all", (root) => rmSync(join(root, ".git/hooks"), { recursive: true, force: true }), ""],
  [
    "a hand-written hook that ends early",
    (root) => script(root, ".git/hooks/post-commit", `${HI}exit 3\necho never`),
    "hi\n",
  ],
  ["a hook under set -eu", (root) => script(root, ".git/hooks/post-commit", "#!/bin/bash\nset -eu\necho hi\n"), "hi\n"],
  [
    "a hook in another language",
    (root) => script(root, ".git/hooks/post-commit", "#!/usr/bin/env node\nconsole.log('hi', process.argv.length)\n"),
    "hi 2\n",
  ],
  ["a hook that is turned off", (root) => script(root, ".git/hooks/post-commit", HI, 0o644), ""],
  [
    "a hook that is a link",
    (root) => {
      script(root, "scripts/commit-hook", HI);
      mkdirSync(join(root, ".git/hooks"), { recursive: true });
      symlinkSync("../../scripts/commit-hook", join(root, ".git/hooks/post-commit"));
    },
    "hi\n",
  ],
  [
    "bytes that are no text",
    (root) =>
      script(
        root,
        ".git/hooks/post-commit",
        Buffer.concat([Buffer.from(`${HI}# `), Buffer.from([0xff, 0xfe, 0x0d, 0x0a])]),
      ),
    "hi\n",
  ],
  ["pre-commit", (root) => script(root, ".git/hooks/post-commit", PRE_COMMITS), ""],
  [
    "pre-commit over an older hook",
    (root) => {
      script(root, ".git/hooks/post-commit", PRE_COMMITS);
      script(root, ".git/hooks/post-commit.legacy", HI);
    },
    "hi\n",
  ],
  ["simple-git-hooks", (root) => script(root, ".git/hooks/post-commit", SIMPLES), "hi\n"],
  [
    "husky 9",
    (root) => {
      runGit(root, "config", "core.hooksPath", ".husky/_");
      write(root, ".husky/_/.gitignore", "*");
      script(root, ".husky/_/h", HUSKYS);
      for (const event of ["post-commit", "post-merge", "post-checkout", "post-rewrite"]) {
        script(root, `.husky/_/${event}`, '#!/usr/bin/env sh\n. "$(dirname "$0")/h"');
      }
      write(root, ".husky/post-commit", "echo hi\n");
    },
    "hi\n",
  ],
  [
    "a directory of the project's own",
    (root) => {
      runGit(root, "config", "core.hooksPath", "tools/git hooks");
      script(root, "tools/git hooks/post-commit", HI);
    },
    "hi\n",
  ],
];

describe.each(GROUNDS)("where there is %s", (_, arrange, says) => {
  test("hooks are joined, do their work and the old one's, once and no twice; and leave no trace", async () => {
    const root = repositoryAt();
    arrange(root);
    const before = picture(root);
    const dry = await install(root, true);
    expect([picture(root), dry.changed]).toEqual([before, false]);
    const done = await install(root);
    expect(done.steps).toEqual(dry.steps);
    expect(commitDocument(root)).toEqual({ saves: 1, said: says });
    const joined = picture(root);
    expect(await status(root)).toMatchObject({ whole: true, program: "current" });
    expect(await install(root)).toMatchObject({ changed: false, steps: [] });
    expect(picture(root)).toEqual(joined);
    expect(await uninstall(root)).toMatchObject({ changed: true });
    rmSync(join(root, "PROGRESS.md"));
    expect(picture(root)).toEqual(before);
    expect(existsSync(join(root, ".git/ltpm/hooks"))).toBe(false);
    expect(await uninstall(root)).toMatchObject({ changed: false, steps: [] });
    write(root, "PROGRESS.md", "");
    expect(commitDocument(root)).toEqual({ saves: 0, said: says });
  });
});

describe("lefthook", () => {
  test("is joined in its local configuration where it has the event, and beside it elsewhere", async () => {
    const root = repositoryAt();
    write(root, "lefthook.yml", "post-commit:\n  commands:\n    hi:\n      run: echo hi\n");
    script(root, ".git/hooks/post-commit", LEFTHOOKS);
    write(root, "lefthook-local.yml", "no_tty: true\n");
    const before = picture(root);
    await install(root);
    expect(readFileSync(join(root, ".git/hooks/post-commit"), "utf8")).toBe(LEFTHOOKS);
    expect(readFileSync(join(root, "lefthook-local.yml"), "utf8")).toMatch(
      /^# >>> ltpm.*post-commit:\n.*no_tty: true\n$/s,
    );
    expect(await status(root)).toMatchObject({ manager: "lefthook", whole: true });
    expect((await install(root)).changed).toBe(false);
    await uninstall(root);
    expect(picture(root)).toEqual(before);
  });

  test("a local configuration that has the event itself is left to a person", async () => {
    const root = repositoryAt();
    script(root, ".git/hooks/post-commit", LEFTHOOKS);
    write(root, "lefthook-local.yml", "post-commit:\n  jobs: []\n");
    const { notes } = await install(root);
    expect(notes).toEqual([{ code: "lefthook_by_hand", path: join(root, "lefthook-local.yml") }]);
    expect(await status(root)).toMatchObject({
      whole: false,
      events: { "post-commit": "missing", "post-merge": "installed" },
    });
  });
});

describe("what a person should know", () => {
  test("a hooks directory that serves other repositories too is not touched", async () => {
    const [root, shared] = [repositoryAt(), folder()];
    runGit(root, "config", "core.hooksPath", shared);
    const done = await install(root);
    expect([done.steps, done.notes, readdirSync(shared), existsSync(join(root, ".git/ltpm"))]).toEqual([
      [],
      [{ code: "outside", path: shared }],
      [],
      false,
    ]);
    expect(await status(root)).toMatchObject({
      whole: false,
      program: "missing",
      hooksPath: { scope: "local", value: shared },
    });
  });

  test("simple-git-hooks writes its hooks anew; hooks in the tree want to be committed, and are missing in other work trees until then", async () => {
    const simple = repositoryAt();
    script(simple, ".git/hooks/post-commit", SIMPLES);
    write(simple, "package.json", '{"simple-git-hooks": {}}');
    expect((await install(simple)).notes).toEqual([
      { code: "rewritten_by_simple_git_hooks", path: join(simple, ".git/hooks") },
    ]);
    const root = repositoryAt();
    runGit(root, "config", "core.hooksPath", "hooks");
    script(root, "hooks/pre-push", HI);
    const other = join(folder(), "other");
    runGit(root, "worktree", "add", "--quiet", "--detach", other);
    expect((await install(root)).notes).toEqual([
      { code: "to_commit", path: join(root, "hooks") },
      { code: "not_in_every_work_tree", path: join(other, "hooks") },
    ]);
  });

  test("a name that is needed to keep a hook aside and is taken: nothing is overwritten", async () => {
    const root = repositoryAt();
    script(root, ".git/hooks/post-commit", "#!/usr/bin/env node\n");
    script(root, ".git/hooks/post-commit.ltpm-kept", "whose?");
    const { notes } = await install(root);
    expect(notes).toEqual([{ code: "kept_in_the_way", path: join(root, ".git/hooks/post-commit.ltpm-kept") }]);
    expect(readFileSync(join(root, ".git/hooks/post-commit"), "utf8")).toBe("#!/usr/bin/env node\n");
  });

  test("husky that npm has not set up yet: git's own directory now, husky's from then on", async () => {
    const root = repositoryAt();
    write(root, "package.json", '{"scripts": {"prepare": "husky && ltpm hooks install"}}');
    write(root, ".husky/pre-push", "true\n");
    await install(root);
    expect(commitDocument(root).saves).toBe(1);
    runGit(root, "config", "core.hooksPath", ".husky/_");
    script(root, ".husky/_/h", HUSKYS);
    script(root, ".husky/_/post-commit", '#!/usr/bin/env sh\n. "$(dirname "$0")/h"');
    expect((await install(root)).changed).toBe(false);
    expect(commitDocument(root).saves).toBe(1);
    expect(await status(root)).toMatchObject({ manager: "husky", whole: true });
  });
});

describe("the status", () => {
  test("sees what is missing, old or turned off, and installing mends it", async () => {
    const root = repositoryAt();
    expect(await status(root)).toMatchObject({
      whole: false,
      program: "missing",
      events: { "post-commit": "missing" },
    });
    await install(root);
    const hooks = join(root, ".git/hooks");
    rmSync(join(hooks, "post-merge"));
    chmodSync(join(hooks, "post-rewrite"), 0o644);
    script(
      root,
      ".git/hooks/post-checkout",
      readFileSync(join(hooks, "post-checkout"), "utf8").replace("ltpm_word=", "ltpm_word=old"),
    );
    write(root, ".git/ltpm/hooks/run.sh", "# old\n");
    expect(await status(root)).toMatchObject({
      whole: false,
      program: "outdated",
      events: {
        "post-commit": "installed",
        "post-merge": "missing",
        "post-rewrite": "off",
        "post-checkout": "outdated",
      },
    });
    await install(root);
    expect(await status(root)).toMatchObject({ whole: true });
  });

  test("a linked work tree and a submodule share their repository's hooks", async () => {
    const root = repositoryAt();
    await install(root);
    const other = join(folder(), "other tree");
    runGit(root, "worktree", "add", "--quiet", "--detach", other);
    expect(await status(other)).toMatchObject({ whole: true, hooksDir: join(root, ".git/hooks") });
    expect(commitDocument(other).saves).toBe(1);
    const outer = repositoryAt();
    runGit(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", root, "sub");
    await install(join(outer, "sub"));
    expect([commitDocument(join(outer, "sub")).saves, (await status(outer)).whole]).toEqual([1, false]);
    await uninstall(other);
    expect(existsSync(join(root, ".git/hooks/post-commit"))).toBe(false);
    expect(commitDocument(other).saves).toBe(0);
  });
});
