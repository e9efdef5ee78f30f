import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, at } from "./ask.ts";
import { base64, commitOnBranch } from "./commit-on-branch.ts";
import { type GitHubDouble, READ_TOKEN, startGitHub } from "./double.ts";
import { gitIn } from "./git/as-client.ts";

let github: GitHubDouble;
let folder: string;
let git: ReturnType<typeof gitIn>;
let first: string;

beforeEach(async () => {
  github = await startGitHub();
  folder = mkdtempSync(join(tmpdir(), "ltpm-double-test-"));
  git = gitIn(folder);
  first = github.seedFiles("main", { "README.md": "hello\n", "docs/a.md": "A\n" });
});

afterEach(async () => {
  await github.close();
  rmSync(folder, { recursive: true, force: true });
  expect(github.violations).toEqual([]);
});

describe("createCommitOnBranch refuses", () => {
  const change = { additions: [{ path: "x", contents: base64("x") }] };

  it("a head that is not the head any more, with HTTP 200 and STALE_DATA", async () => {
    github.seedFile("main", "README.md", "2\n");
    const { data, errors } = await commitOnBranch(github, "main", first, change);
    expect(data).toEqual({ createCommitOnBranch: null });
    const message = `Expected branch to point to "${first}" but it did not. Pull and try again.`;
    expect(errors).toMatchObject([{ type: "STALE_DATA", path: ["createCommitOnBranch"], message }]);
  });

  it("all but one of twenty commits over the same head", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => commitOnBranch(github, "main", first, change)));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter(({ errors }) => errors[0]?.type === "STALE_DATA")).toHaveLength(19);
    expect(github.log("main")).toHaveLength(2);
  });

  it.each([
    ["a missing branch", "none", change, "NOT_FOUND", /refs\/heads\/none/],
    [
      "the deletion of what is not there",
      "main",
      { deletions: [{ path: "none" }] },
      "UNPROCESSABLE",
      /requested for deletion/,
    ],
    [
      "a workflow file",
      "main",
      { additions: [{ path: ".github/workflows/x.yml", contents: "" }] },
      "FORBIDDEN",
      /not accessible/,
    ],
    ["what is not Base64", "main", { additions: [{ path: "x", contents: "?" }] }, "UNPROCESSABLE", /Base64/],
  ])("%s", async (_, branch, files, type, message) => {
    const { errors } = await commitOnBranch(github, branch, first, files);
    expect(errors).toMatchObject([{ type, message: expect.stringMatching(message) }]);
    expect(github.head("main")).toBe(first);
  });

  it("a token that may only read", async () => {
    const { errors } = await commitOnBranch(github, "main", first, change, READ_TOKEN);
    expect(errors).toMatchObject([{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]);
  });
});

describe("a protected branch", () => {
  const rules = "Repository rule violations found\n\nChanges must be made through a pull request.\n\n";
  const classic = "Changes must be made through a pull request.";

  it.each([
    [
      "ruleset",
      "UNPROCESSABLE",
      rules,
      /GH013: Repository rule violations found for refs\/heads\/main/,
      "push declined due to repository rule violations",
    ],
    [
      "classic",
      "BRANCH_PROTECTION_RULE_VIOLATION",
      classic,
      /GH006: Protected branch update failed/,
      "protected branch hook declined",
    ],
  ] as const)("by %s refuses every way in", async (kind, type, message, said, reason) => {
    github.protect("main", { kind });
    const { errors } = await commitOnBranch(github, "main", first, { additions: [{ path: "x", contents: "" }] });
    expect(errors).toMatchObject([{ type, message }]);
    await git("clone", "--quiet", github.gitUrl(), "clone");
    await git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "x");
    const pushed = await git("-C", "clone", "push", "--porcelain", "origin", "main");
    expect(pushed.code).toBe(1);
    expect(pushed.err).toMatch(said);
    expect(pushed.out).toContain(`[remote rejected] (${reason})`);
    const sha = github.seedFile("other", "x", "x");
    const moved = await ask(github, "PATCH /{repo}/git/refs/heads/main", { body: { sha, force: true } });
    expect([moved.status, at(moved.body, "message")]).toEqual([422, message]);
    expect(github.head("main")).toBe(first);
    const listed = await ask(github, "GET /{repo}/rules/branches/main");
    expect(at(listed.body, 0, "type")).toBe(kind === "ruleset" ? "pull_request" : undefined);
    expect((await ask(github, "GET /{repo}/branches/main")).body).toMatchObject({ protected: true });
  });

  it("takes new branches beside it, and changes through a pull request", async () => {
    github.protect("main");
    await git("clone", "--quiet", github.gitUrl(), "clone");
    await git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "work");
    expect((await git("-C", "clone", "push", "--quiet", "origin", "HEAD:refs/heads/ltpm/T-01-x")).code).toBe(0);
    const body = { title: "T-01", head: "ltpm/T-01-x", base: "main", body: "work" };
    const opened = await ask(github, "POST /{repo}/pulls", { body });
    expect([opened.status, at(opened.body, "number")]).toEqual([201, 1]);
    const again = await ask(github, "POST /{repo}/pulls", { body });
    expect(at(again.body, "errors", 0, "message")).toBe("A pull request already exists for octo:ltpm/T-01-x.");
    const found = await ask(github, "GET /{repo}/pulls?head=octo:ltpm/T-01-x&state=all");
    expect(at(found.body, 0, "number")).toBe(1);
    const merged = await ask(github, "PUT /{repo}/pulls/1/merge", { body: { merge_method: "merge" } });
    expect([merged.status, at(merged.body, "sha")]).toEqual([200, github.head("main")]);
    expect(github.pulls()).toMatchObject([{ state: "closed", pull: { merged: github.head("main") } }]);
    github.settings({ actionsMayOpenPulls: false });
    expect((await ask(github, "POST /{repo}/pulls", { body })).status).toBe(403);
  });
});

describe("git over HTTP", () => {
  it.each([
    ["no token", null, /could not read Username/],
    ["a wrong token", "ghs_wrong", /Authentication failed/],
  ])("with %s reads nothing of a private repository", async (_, token, words) => {
    const { code, err } = await git("ls-remote", github.gitUrl(token));
    expect(code).toBe(128);
    expect(err).toMatch(words);
  });

  it("pushes nothing with a token that may only read, and no workflow file with a workflow's token", async () => {
    await git("clone", "--quiet", github.gitUrl(READ_TOKEN), "clone");
    await git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "x");
    const denied = await git("-C", "clone", "push", "origin", "main");
    expect(denied.err).toMatch(/Permission to octo\/project.git denied to github-actions\[bot\]/);
    await git("clone", "--quiet", github.gitUrl(), "writer");
    await git(
      "-C",
      "writer",
      "update-index",
      "--add",
      "--cacheinfo",
      `100644,${blobOfNothing},.github/workflows/x.yml`,
    );
    await git("-C", "writer", "hash-object", "-w", "-t", "blob", "/dev/null");
    await git("-C", "writer", "commit", "--quiet", "-m", "workflow");
    const refused = await git("-C", "writer", "push", "--porcelain", "origin", "HEAD:refs/heads/evil");
    expect(refused.out).toContain(
      "[remote rejected] (refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission)",
    );
    expect(github.branches()).toEqual(["main"]);
  });

  it("serves a public repository to everybody", async () => {
    const open = await startGitHub({ private: false });
    open.seedFile("main", "a", "a");
    expect((await git("ls-remote", open.gitUrl(null))).out).toContain("refs/heads/main");
    await open.close();
  });
});

const blobOfNothing = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
