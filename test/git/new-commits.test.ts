import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { newCommits } from "../../src/git/new-commits.ts";
import { findRepository } from "../../src/git/repository.ts";

function place() {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "ltpm commits-")));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const env = { ...process.env, HOME: dir, GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
      cwd: dir,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  git("init", "-q", "-b", "main");
  const commit = (message: string, ...more: string[]) => {
    git("commit", "-q", "--allow-empty", "--cleanup=verbatim", ...more, "-m", message);
    return git("rev-parse", "HEAD");
  };
  return { dir, git, commit };
}

describe("commits that came since somebody looked", () => {
  test("none on a branch without a commit, none at the first look, none when nothing came", async () => {
    const { dir, commit } = place();
    const repository = await findRepository(dir);
    expect(newCommits(repository, [])).toEqual({ head: null, commits: [] });
    const first = commit("One");
    expect(newCommits(repository, [])).toEqual({ head: first, commits: [] });
    expect(newCommits(repository, ["0".repeat(40), first])).toEqual({ head: first, commits: [] });
  });

  test("the newest first, messages whole, with their parents and the author's date", async () => {
    const { dir, git, commit } = place();
    const repository = await findRepository(dir);
    const base = commit("Base");
    const one = commit("One\n\nline 1\n\n\tline 2\n\nTask: T-07\n", "--date=2001-02-03T04:05:06Z");
    git("switch", "-q", "-c", "side", base);
    const side = commit("\u4fa7\u679d", "--date=2001-02-03T04:05:07Z");
    git("merge", "-q", "--no-ff", "-m", "Merge", one);
    const { head, commits } = newCommits(repository, [base]);
    expect(head).toBe(git("rev-parse", "HEAD"));
    expect(commits.map(({ oid }) => oid)[0]).toBe(head);
    const byOid = new Map(commits.map((seen) => [seen.oid, seen]));
    expect(byOid.get(head ?? "")?.parents).toEqual([side, one]);
    const message = "One\n\nline 1\n\n\tline 2\n\nTask: T-07\n";
    expect(byOid.get(one)).toEqual({ oid: one, parents: [base], written: "981173106", message });
    expect(byOid.get(side)?.message.trim()).toBe("\u4fa7\u679d");
    expect(commits).toHaveLength(3);
  });

  test("a detached HEAD, packed refs, and a head that git no longer has", async () => {
    const { dir, git, commit } = place();
    const repository = await findRepository(dir);
    const base = commit("Base");
    const next = commit("Next");
    git("pack-refs", "--all");
    expect(newCommits(repository, [base, "1".repeat(40), "--all"]).commits.map(({ oid }) => oid)).toEqual([next]);
    git("switch", "-q", "--detach", base);
    expect(newCommits(repository, [next])).toEqual({ head: base, commits: [] });
  });
});
