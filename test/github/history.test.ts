import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, askGraphql, at } from "./ask.ts";
import { base64, commitOnBranch } from "./commit-on-branch.ts";
import { type GitHubDouble, startGitHub } from "./double.ts";
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

describe("one history, by every way", () => {
  it("what GraphQL commits, git fetches; what git pushes, GraphQL reads", async () => {
    const additions = [{ path: "docs/b.md", contents: base64("B\n") }];
    const done = await commitOnBranch(github, "main", first, { additions, deletions: [{ path: "docs/a.md" }] });
    const oid = at(done.data, "createCommitOnBranch", "commit", "oid");
    expect(oid).toBe(github.head("main"));
    await git("clone", "--quiet", github.gitUrl(), "clone");
    expect((await git("-C", "clone", "rev-parse", "HEAD")).out.trim()).toBe(oid);
    expect((await git("-C", "clone", "ls-files")).out).toBe("README.md\ndocs/b.md\n");
    expect((await git("-C", "clone", "log", "-1", "--format=%an|%B")).out.trim()).toBe(
      "github-actions[bot]|Cycle\n\nLtpm-Op: 1",
    );
    expect((await git("-C", "clone", "fsck", "--strict")).code).toBe(0);
    writeFileSync(join(folder, "clone", "README.md"), "pushed\n");
    await git("-C", "clone", "commit", "--quiet", "-am", "By hand");
    expect((await git("-C", "clone", "push", "--quiet", "origin", "main")).code).toBe(0);
    const { data } = await askGraphql(
      github,
      `{ repository(owner: "octo", name: "project") {
        nameWithOwner viewerPermission
        defaultBranchRef { name target { ... on Commit { oid history(first: 2) { totalCount nodes { message } } } } }
        object(expression: "main:README.md") { ... on Blob { oid text isTruncated isBinary byteSize } }
        none: object(expression: "main:none") { id }
        gone: ref(qualifiedName: "refs/heads/ltpm-state") { name }
      } rateLimit { remaining } }`,
    );
    expect(data).toMatchObject({
      repository: {
        nameWithOwner: "octo/project",
        viewerPermission: "WRITE",
        defaultBranchRef: {
          name: "main",
          target: { oid: github.head("main"), history: { totalCount: 3, nodes: [{ message: "By hand\n" }, {}] } },
        },
        object: { text: "pushed\n", isTruncated: false, isBinary: false, byteSize: 7 },
        none: null,
        gone: null,
      },
    });
  });

  it("an orphan commit by the Git Data API is a branch that git clones", async () => {
    const blob = await ask(github, "POST /{repo}/git/blobs", { body: { content: base64("{}\n"), encoding: "base64" } });
    const entry = { path: ".ltpm/task-queue.json", mode: "100644", type: "blob", sha: at(blob.body, "sha") };
    const tree = await ask(github, "POST /{repo}/git/trees", { body: { tree: [entry] } });
    const made = await ask(github, "POST /{repo}/git/commits", {
      body: { message: "State begins", tree: at(tree.body, "sha"), parents: [] },
    });
    const ref = { ref: "refs/heads/ltpm-state", sha: at(made.body, "sha") };
    const created = await ask(github, "POST /{repo}/git/refs", { body: ref });
    const again = await ask(github, "POST /{repo}/git/refs", { body: ref });
    expect([created.status, again.status, at(again.body, "message")]).toEqual([201, 422, "Reference already exists"]);
    await git("clone", "--quiet", "--branch", "ltpm-state", github.gitUrl(), "state");
    expect(readFileSync(join(folder, "state", ".ltpm/task-queue.json"), "utf8")).toBe("{}\n");
    expect(github.log("ltpm-state")).toMatchObject([{ message: "State begins", parents: [] }]);
  });

  it("a large file is cut in GraphQL and whole as a raw blob", async () => {
    const text = `${"é".repeat(300_000)}end`;
    github.seedFile("ltpm-state", "queue.json", text);
    const { data } = await askGraphql(
      github,
      `{ repository(owner: "octo", name: "project") { object(expression: "ltpm-state:queue.json") {
        ... on Blob { oid text isTruncated byteSize } } } }`,
    );
    const blob = at(data, "repository", "object");
    expect(blob).toMatchObject({ isTruncated: true, byteSize: 600_003, text: "é".repeat(256_000) });
    const headers = { accept: "application/vnd.github.raw+json" };
    const raw = await ask(github, `GET /{repo}/git/blobs/${at(blob, "oid")}`, { headers });
    expect(raw.body).toBe(text);
    expect((await ask(github, "GET /{repo}/contents/queue.json?ref=ltpm-state", { headers })).body).toBe(text);
  });

  it("pushes and commits by the API race for the branch, and none is lost", async () => {
    await git("clone", "--quiet", github.gitUrl(), "clone");
    const byApi = async (): Promise<number> => {
      let landed = 0;
      for (let n = 0; n < 12; n++) {
        const { errors } = await commitOnBranch(github, "main", github.head("main") ?? "", {
          additions: [{ path: `api/${n}`, contents: "" }],
        });
        if (errors.length === 0) landed++;
      }
      return landed;
    };
    const byGit = async (): Promise<number> => {
      let landed = 0;
      for (let n = 0; n < 4; n++) {
        await git("-C", "clone", "pull", "--quiet", "--rebase");
        await git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", `git ${n}`);
        if ((await git("-C", "clone", "push", "--quiet", "origin", "main")).code === 0) landed++;
      }
      return landed;
    };
    const [api] = await Promise.all([byApi(), byGit()]);
    await git("-C", "clone", "pull", "--quiet", "--rebase");
    expect((await git("-C", "clone", "push", "--quiet", "origin", "main")).code).toBe(0);
    const messages = github.log("main").map(({ message }) => message.split("\n")[0]);
    expect(messages.filter((message) => message === "Cycle")).toHaveLength(api);
    expect(messages.filter((message) => message?.startsWith("git "))).toHaveLength(4);
  });

  it("the contents and merges APIs commit there as well", async () => {
    const put = await ask(github, "PUT /{repo}/contents/docs/a.md", {
      body: {
        message: "Edit",
        content: base64("A2\n"),
        sha: at((await ask(github, "GET /{repo}/contents/docs/a.md")).body, "sha"),
      },
    });
    const stale = await ask(github, "PUT /{repo}/contents/docs/a.md", {
      body: { message: "Edit", content: "", sha: "0".repeat(40) },
    });
    expect([put.status, stale.status, github.readFile("main", "docs/a.md")]).toEqual([200, 409, "A2\n"]);
    await ask(github, "POST /{repo}/git/refs", { body: { ref: "refs/heads/work", sha: first } });
    github.seedFile("work", "docs/b.md", "B\n");
    const merge = { body: { base: "main", head: "work", commit_message: "Land" } };
    const merged = [await ask(github, "POST /{repo}/merges", merge), await ask(github, "POST /{repo}/merges", merge)];
    expect(merged.map(({ status }) => status)).toEqual([201, 204]);
    expect(github.files("main")).toEqual(["README.md", "docs/a.md", "docs/b.md"]);
    github.seedFile("work", "docs/a.md", "other\n");
    const conflict = await ask(github, "POST /{repo}/merges", merge);
    expect([conflict.status, at(conflict.body, "message")]).toEqual([409, "Merge conflict"]);
  });

  it("a ref moves forward only, unless forced", async () => {
    const second = github.seedFile("main", "README.md", "2\n");
    const back = { body: { sha: first } };
    const refused = await ask(github, "PATCH /{repo}/git/refs/heads/main", back);
    expect([refused.status, at(refused.body, "message")]).toEqual([422, "Update is not a fast forward"]);
    expect(github.head("main")).toBe(second);
    await ask(github, "PATCH /{repo}/git/refs/heads/main", { body: { sha: first, force: true } });
    expect(github.head("main")).toBe(first);
  });
});
