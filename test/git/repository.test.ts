import { chmodSync, chownSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findRepository, type Repository, sharedMode } from "../../src/git/repository.ts";
import { StoreError } from "../../src/state/store.ts";
import { newDirectory, newRepository, runGit } from "../stores/local-store.ts";

const made: string[] = [];
beforeAll(() => {
  process.env.GIT_CONFIG_GLOBAL = "/dev/null";
  process.env.GIT_CONFIG_NOSYSTEM = "1";
});
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function repository(...init: string[]): string {
  const dir = newRepository(...init);
  made.push(dir);
  return dir;
}

function directory(): string {
  const dir = newDirectory();
  made.push(dir);
  return dir;
}

/** What git itself says, to compare with. */
function asGit(dir: string): Pick<Repository, "root" | "gitDir" | "commonDir"> {
  const args = ["rev-parse", "--path-format=absolute", "--show-toplevel", "--git-dir", "--git-common-dir"];
  const [root = "", gitDir = "", commonDir = ""] = runGit(dir, ...args).split("\n");
  return { root, gitDir, commonDir };
}

async function refusal(dir: string, env: Record<string, string> = {}): Promise<string> {
  const error = await findRepository(dir, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${String(error)}`);
  expect(error.code).toBe("no_repository");
  return error.message;
}

describe("a repository is found as git finds it", () => {
  test("from its root and from a directory deep inside", async () => {
    const root = repository();
    mkdirSync(join(root, "a/b"), { recursive: true });
    for (const dir of [root, join(root, "a/b")]) expect(await findRepository(dir, {})).toMatchObject(asGit(dir));
    expect(await findRepository(root, {})).toMatchObject({ linked: false, objectFormat: "sha1", refFiles: true });
  });

  test("a linked work tree shares the common directory", async () => {
    const root = repository();
    const other = join(directory(), "other tree");
    runGit(root, "worktree", "add", "--quiet", "-b", "side", other);
    const found = await findRepository(other, {});
    expect(found).toMatchObject({ ...asGit(other), root: other, linked: true, commonDir: join(root, ".git") });
  });

  test("a submodule and a repository with a separate git directory", async () => {
    const [inner, outer] = [repository(), repository()];
    runGit(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub");
    expect(await findRepository(join(outer, "sub"), {})).toMatchObject(asGit(join(outer, "sub")));
    const apart = directory();
    runGit(apart, "init", "--quiet", "--separate-git-dir", join(apart, "elsewhere.git"), join(apart, "tree"));
    expect(await findRepository(join(apart, "tree"), {})).toMatchObject(asGit(join(apart, "tree")));
  });

  test("`.git` as a symbolic link", async () => {
    const [root, linked] = [repository(), directory()];
    symlinkSync(join(root, ".git"), join(linked, ".git"));
    expect((await findRepository(linked, {})).commonDir).toBe(join(linked, ".git"));
  });

  test("object format, kind of refs, reflogs and sharing come from the configuration", async () => {
    const sha256 = repository("--object-format=sha256");
    expect(await findRepository(sha256, {})).toMatchObject({ objectFormat: "sha256" });
    const shared = repository("--shared=group");
    runGit(shared, "config", "core.logAllRefUpdates", "always");
    expect(await findRepository(shared, {})).toMatchObject({ shared: 0o660, allReflogs: true });
    writeFileSync(
      join(shared, ".git/config"),
      "[core]\n\tsharedRepository = 0640 ; ours\n[extensions]\n refStorage = reftable\n",
    );
    expect(await findRepository(shared, {})).toMatchObject({ shared: 0o640, refFiles: false, allReflogs: false });
  });
});

describe("a surrounding git", () => {
  test("GIT_DIR left by a hook of another repository does not lead there", async () => {
    const [here, other] = [repository(), repository()];
    const env = { GIT_DIR: join(other, ".git"), GIT_INDEX_FILE: join(other, ".git/index") };
    expect((await findRepository(here, env)).commonDir).toBe(join(here, ".git"));
  });

  test("GIT_DIR with GIT_WORK_TREE is meant, and so is GIT_DIR where there is no other repository", async () => {
    const [other, tree] = [repository(), directory()];
    const both = await findRepository(tree, { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: tree });
    expect(both).toMatchObject({ root: tree, gitDir: join(other, ".git") });
    const alone = await findRepository(tree, { GIT_DIR: join(other, ".git") });
    expect(alone).toMatchObject({ root: tree, commonDir: join(other, ".git") });
  });

  test("GIT_CEILING_DIRECTORIES holds", async () => {
    const root = repository();
    const inside = join(root, "a");
    mkdirSync(inside);
    expect(await refusal(inside, { GIT_CEILING_DIRECTORIES: root })).toContain("git init");
  });
});

describe("what is no work tree of ours is refused in one sentence that says what to do", () => {
  test("no repository at all", async () => {
    expect(await refusal(directory())).toBe("this is not a Git repository: run `git init` first");
  });

  test("a bare repository, and the inside of `.git`", async () => {
    const bare = directory();
    runGit(bare, "init", "--quiet", "--bare");
    const root = repository();
    for (const dir of [bare, join(root, ".git"), join(root, ".git/refs")]) {
      expect(await refusal(dir)).toMatch(/^this is a bare repository or the inside of one: run ltpm in a work tree/);
    }
  });

  test("somebody else's", async () => {
    const root = repository();
    const told = /^this repository belongs to another user: if you trust it, run `git config --global --add safe.dir/;
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    try {
      expect(await refusal(root, { GIT_DISCOVERY_ACROSS_FILESYSTEM: "1" })).toMatch(told);
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
    // Only root can give a directory away, so that the owner is really looked at before git is asked.
    if (process.geteuid?.() !== 0) return;
    chownSync(root, 12_345, 12_345);
    expect(await refusal(root)).toMatch(told);
  });

  test("a broken `.git` file", async () => {
    const dir = directory();
    writeFileSync(join(dir, ".git"), "nonsense\n");
    expect(await refusal(dir)).toMatch(/^git does not accept this repository: /);
  });
});

test("permissions in a shared repository are those git would give", () => {
  const cases: [number, number, boolean, number][] = [
    [0, 0o644, false, 0o644],
    [0o660, 0o600, false, 0o660],
    [0o660, 0o444, false, 0o444],
    [0o660, 0o400, false, 0o440],
    [0o664, 0o600, false, 0o664],
    [0o660, 0o700, true, 0o2770],
    [0o664, 0o755, true, 0o2775],
  ];
  for (const [shared, mode, isDirectory, expected] of cases) {
    expect(sharedMode({ shared }, mode, isDirectory).toString(8)).toBe(expected.toString(8));
  }
});

test("and are given to directories", () => {
  const dir = directory();
  chmodSync(dir, sharedMode({ shared: 0o660 }, 0o700, true));
  expect(statSync(dir).mode & 0o7777).toBe(0o2770);
});
