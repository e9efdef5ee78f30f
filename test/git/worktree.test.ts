import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isKept, keepWork } from "../../src/git/keep-work.ts";
import { addWorktree, branchOf, removeWorktree } from "../../src/git/worktree.ts";

function place() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-tree-")));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  const repo = join(base, "project");
  mkdirSync(repo);
  const env = { ...process.env, HOME: base, GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: repo, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  git("init", "-q", "-b", "main");
  git("config", "user.name", "A Person");
  git("config", "user.email", "person@example.com");
  writeFileSync(join(repo, "a.txt"), "a\n");
  writeFileSync(join(repo, ".gitignore"), "*.log\n");
  git("add", "-A");
  git("commit", "-q", "-m", "First");
  const make = async (name: string, needs: string[] = []) => {
    const path = join(base, "trees", name);
    const made = await addWorktree({ from: repo, path, branch: `ltpm/${name}`, needs });
    return { made, path, branch: `ltpm/${name}` };
  };
  return { base, repo, git, make };
}

async function made(p: ReturnType<typeof place>, name: string) {
  const { made: result, path, branch } = await p.make(name);
  if (result.kind !== "made") throw new Error(result.reason);
  return { path, branch, base: result.base, gitDir: result.gitDir, message: `T-01: ${name}\n` };
}

describe("adding", () => {
  test("starts at HEAD, on a branch of its own, and does not look at what is not committed", async () => {
    const p = place();
    writeFileSync(join(p.repo, "a.txt"), "being edited\n");
    const one = await made(p, "one");
    expect(one.base).toBe(p.git("rev-parse", "HEAD"));
    expect(await branchOf(one.path)).toBe("ltpm/one");
    expect(p.git("-C", one.path, "status", "--porcelain")).toBe("");
    expect(p.git("show", "ltpm/one:a.txt")).toBe("a");
  });

  test("runs no hook", async () => {
    const p = place();
    writeFileSync(join(p.repo, ".git/hooks/post-checkout"), `#!/bin/sh\ntouch '${p.base}/ran'\n`);
    chmodSync(join(p.repo, ".git/hooks/post-checkout"), 0o755);
    await made(p, "one");
    expect(existsSync(join(p.base, "ran"))).toBe(false);
  });

  test("works ten times at once", async () => {
    const p = place();
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => p.make(`t${i}`)));
    expect(all.map((one) => (one.made.kind === "fault" ? one.made.reason : one.made.kind))).toEqual(
      Array(10).fill("made"),
    );
    expect(p.git("worktree", "list").split("\n")).toHaveLength(11);
  });

  test("from a detached HEAD has no branch to go back to", async () => {
    const p = place();
    p.git("checkout", "-q", "--detach");
    expect((await p.make("one")).made).toMatchObject({ kind: "made", onto: null });
  });

  test("takes each need once, branches as well as commits, and those HEAD holds not at all", async () => {
    const p = place();
    const one = await made(p, "one");
    writeFileSync(join(one.path, "one.txt"), "1\n");
    const kept = await keepWork(one);
    const before = p.git("rev-parse", "HEAD");
    const two = await p.make("two", ["main", before, kept.commit ?? "", "ltpm/one"]);
    expect(two.made).toMatchObject({ kind: "made", base: kept.commit });
  });

  test("that cannot be done is a fault in words and leaves nothing", async () => {
    const p = place();
    await made(p, "one");
    writeFileSync(join(p.base, "file"), "");
    const orders = [
      { path: join(p.base, "file"), branch: "ltpm/two" },
      { path: join(p.base, "file/below"), branch: "ltpm/two" },
      { path: join(p.base, "fresh"), branch: "ltpm/one" },
      { path: join(p.base, "fresh"), branch: "not a..name" },
    ];
    for (const order of orders) {
      const answer = await addWorktree({ from: p.repo, needs: [], ...order });
      expect(answer).toMatchObject({ kind: "fault", code: "worktree_failed" });
    }
    expect(existsSync(join(p.base, "fresh"))).toBe(false);
    expect(p.git("for-each-ref", "--format=%(refname:short)", "refs/heads/ltpm")).toBe("ltpm/one");
    expect(existsSync(join(p.base, "file"))).toBe(true);
  });

  test("with a name that looks like an option is no option", async () => {
    const p = place();
    const answer = await addWorktree({ from: p.repo, path: join(p.base, "x"), branch: "--force", needs: ["--all"] });
    expect(answer.kind).toBe("fault");
  });
});

describe("keeping", () => {
  test("nothing is no commit, and ignored files are nothing", async () => {
    const p = place();
    const one = await made(p, "one");
    writeFileSync(join(one.path, "out.log"), "x\n");
    expect(await keepWork(one)).toEqual({ commit: null, changed: [], unmerged: [], nested: [], problems: [] });
  });

  test("twice gives the same, and tells which paths it holds", async () => {
    const p = place();
    const one = await made(p, "one");
    mkdirSync(join(one.path, "dir"));
    writeFileSync(join(one.path, "dir/ö.txt"), "x\n");
    writeFileSync(join(one.path, "out.log"), "x\n");
    const kept = await keepWork(one);
    expect(await keepWork(one)).toEqual(kept);
    const held = await Promise.all(
      ["dir/ö.txt", "dir", "out.log", "none", "*"].map((path) => isKept(p.repo, kept.commit ?? "", path)),
    );
    expect(held).toEqual([true, true, false, false, false]);
  });

  test("throws in words when the repository's side of the tree is gone", async () => {
    const p = place();
    const one = await made(p, "one");
    rmSync(one.gitDir, { recursive: true });
    await expect(keepWork(one)).rejects.toThrow(/could not be kept/);
  });
});

describe("removing", () => {
  test("takes tree and branch away, also when they are locked, dirty or gone; any number of times", async () => {
    const p = place();
    const one = await made(p, "one");
    p.git("worktree", "lock", one.path);
    writeFileSync(join(one.path, "dirty"), "x\n");
    for (let i = 0; i < 2; i++) await removeWorktree(p.repo, one.path, one.branch);
    const two = await made(p, "two");
    rmSync(two.path, { recursive: true });
    await removeWorktree(p.repo, two.path);
    expect(p.git("worktree", "list").split("\n")).toHaveLength(1);
    expect(p.git("for-each-ref", "--format=%(refname:short)", "refs/heads/ltpm")).toBe("ltpm/two");
  });
});

test("a change of the same length, in the second in which the tree was made, is kept", async () => {
  const p = place();
  // All that git can go by is then the time of its index.
  p.git("config", "core.trustctime", "false");
  const order = await made(p, "quick");
  const [file, index] = [join(order.path, "a.txt"), join(order.gitDir, "index")];
  const then = new Date(Date.now() - 60_000);
  utimesSync(file, then, then);
  execFileSync("git", ["update-index", "--refresh"], { cwd: order.path });
  utimesSync(index, then, then);
  writeFileSync(file, "b\n");
  utimesSync(file, then, then);
  expect((await keepWork(order)).changed).toEqual(["a.txt"]);
});
