/** Runs, workflows, pull requests, labels and issues as the dispatcher uses them, against a server that keeps state. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createComment, listCommentsSince, react, reactToIssue } from "../../src/github/comments.ts";
import { createIssue, findByMarker, listIssuesSince, updateIssue } from "../../src/github/issues.ts";
import { ensureLabel } from "../../src/github/labels.ts";
import { createPull, findPull, mergeBranch } from "../../src/github/pulls.ts";
import { disableWorkflow, dispatchWorkflow, enableWorkflow, runStatus } from "../../src/github/runs.ts";
import type { GitHubClient, Repo } from "../../src/github/types.ts";
import { type GitHubDouble, type GitHubOptions, READ_TOKEN, startGitHub } from "../github/double.ts";
import { clientOf } from "../stores/api-store.ts";

let hub: GitHubDouble;
let client: GitHubClient;
let repo: Repo;

const WORKFLOW = "on:\n  workflow_dispatch:\n    inputs:\n      message: { type: string }\njobs: {}\n";

async function begin(options: GitHubOptions = {}): Promise<void> {
  await hub?.close();
  hub = await startGitHub(options);
  hub.seedFiles("main", { "README.md": "x\n", ".github/workflows/ltpm.yml": WORKFLOW });
  hub.seedFile("main", "README.md", "y\n");
  client = clientOf(hub, { pace: 0 });
  repo = { owner: hub.owner, name: hub.name };
}
beforeEach(() => begin());
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

describe("a run", () => {
  test.each([
    [{ status: "queued" }, { kind: "running", status: "queued", attempt: 1 }],
    [
      { status: "in_progress", attempt: 3 },
      { kind: "running", status: "in_progress", attempt: 3 },
    ],
    [{ status: "waiting" }, { kind: "running", status: "waiting", attempt: 1 }],
    [
      { status: "completed", conclusion: "success" },
      { kind: "completed", conclusion: "success", attempt: 1 },
    ],
    [
      { status: "completed", conclusion: "cancelled" },
      { kind: "completed", conclusion: "cancelled", attempt: 1 },
    ],
  ] as const)("%j", async (run, standing) => {
    expect(await runStatus(client, repo, hub.run(run).id)).toEqual(standing);
  });

  test("that was deleted is gone; one that nobody can tell of is unknown, never gone", async () => {
    const { id } = hub.run();
    for (const what of [
      { kind: "status", status: 500 },
      { kind: "status", status: 403, message: "Resource not accessible by integration" },
      { kind: "primary_limit", resetIn: 9_999 },
      { kind: "reset" },
      { kind: "garbage" },
    ] as const) {
      hub.fault({ on: {}, what, times: 4 });
      expect((await runStatus(client, repo, id)).kind).toBe("unknown");
      hub.calm();
    }
    hub.deleteRun(id);
    expect(await runStatus(client, repo, id)).toEqual({ kind: "gone" });
  });
});

describe("a dispatch", () => {
  test("says which run it made", async () => {
    const run = await dispatchWorkflow(client, repo, ".github/workflows/ltpm.yml", "main", { message: "go on" });
    expect([run.id, run.url]).toEqual([hub.runs()[0]?.id, expect.stringContaining(String(run.id))]);
    expect(hub.runs()[0]?.inputs).toEqual({ message: "go on" });
  });

  test("to a server that does not know the newer field is made once", async () => {
    hub.takeViolations();
    await begin({ ghes: true });
    const run = await dispatchWorkflow(client, repo, "ltpm.yml", "main");
    expect([run, hub.runs()]).toEqual([{ id: null, url: null }, [expect.anything()]]);
    hub.takeViolations();
  });

  test("whose answer was lost is not made again; one that is refused says why", async () => {
    hub.fault({ on: { path: /dispatches$/ }, what: { kind: "lost_answer" } });
    await expect(dispatchWorkflow(client, repo, "ltpm.yml", "main")).rejects.toMatchObject({ code: "ambiguous" });
    expect(hub.runs()).toHaveLength(1);
    const reader = clientOf(hub, { token: READ_TOKEN });
    await expect(dispatchWorkflow(reader, repo, "ltpm.yml", "main")).rejects.toThrow(/`actions: write`/);
    await expect(dispatchWorkflow(client, repo, "none.yml", "main")).rejects.toMatchObject({ code: "not_found" });
  });

  test("a workflow is switched off and on, also twice", async () => {
    const path = ".github/workflows/ltpm.yml";
    for (const _ of [1, 2]) await disableWorkflow(client, repo, path);
    expect(hub.workflowState(path)).toBe("disabled_manually");
    for (const _ of [1, 2]) await enableWorkflow(client, repo, "ltpm.yml");
    expect(hub.workflowState(path)).toBe("active");
  });
});

describe("a pull request", () => {
  const pull = { head: "ltpm/T-01-abc", base: "main", title: "T-01", body: "done" };
  const branch = async () => {
    const params = { owner: repo.owner, repo: repo.name, ref: `refs/heads/${pull.head}`, sha: hub.head("main") };
    await client.rest("POST /repos/{owner}/{repo}/git/refs", params, () => null);
    hub.seedFile(pull.head, "new.txt", "new\n");
  };

  test("is opened once, however often it is asked for and whatever is lost", async () => {
    await branch();
    hub.fault({ on: { method: "POST", path: /pulls$/ }, what: { kind: "lost_answer" } });
    const opened = await createPull(client, repo, pull);
    expect(opened).toMatchObject({
      state: "open",
      merged: false,
      head: pull.head,
      base: "main",
      sha: hub.head(pull.head),
    });
    expect((await createPull(client, repo, pull)).number).toBe(opened.number);
    expect((await findPull(client, repo, pull.head))?.number).toBe(opened.number);
    expect(await findPull(client, repo, "other")).toBeNull();
    expect(hub.pulls()).toHaveLength(1);
  });

  test("that Actions may not open names the setting", async () => {
    await branch();
    hub.settings({ actionsMayOpenPulls: false });
    await expect(createPull(client, repo, pull)).rejects.toThrow(
      /Allow GitHub Actions to create and approve pull requests/,
    );
  });

  test("a branch is merged without one: once, nothing, conflict", async () => {
    await branch();
    const merge = { base: "main", head: pull.head, message: "Merge T-01" };
    hub.fault({ on: { path: /merges$/ }, what: { kind: "reset" } });
    expect(await mergeBranch(client, repo, merge)).toEqual({ kind: "merged", sha: hub.head("main") });
    expect(hub.readFile("main", "new.txt")).toBe("new\n");
    expect(await mergeBranch(client, repo, merge)).toEqual({ kind: "nothing" });
    hub.seedFile("main", "new.txt", "ours\n");
    hub.seedFile(pull.head, "new.txt", "theirs\n");
    expect((await mergeBranch(client, repo, merge)).kind).toBe("conflict");
    hub.protect("main");
    hub.seedFile(pull.head, "new.txt", "ours\n");
    await expect(mergeBranch(client, repo, merge)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("issues", () => {
  test("are found by label and marker, the newest first, closed ones too, pull requests never", async () => {
    const marker = "<!-- ltpm:task:u1 -->";
    expect(await ensureLabel(client, repo, { name: "ltpm", color: "ededed", description: "" })).toBe("created");
    expect(await ensureLabel(client, repo, { name: "ltpm", color: "000000", description: "" })).toBe("existed");
    expect(await findByMarker(client, repo, "ltpm", marker)).toBeNull();
    const old = await createIssue(client, repo, { title: "old", body: `x\n${marker}`, labels: ["ltpm"] });
    const mine = await createIssue(client, repo, { title: "new", body: marker, labels: ["ltpm"] });
    hub.openIssue({ by: "ann", title: "copy", body: marker });
    expect((await findByMarker(client, repo, "ltpm", marker))?.number).toBe(mine.number);
    await updateIssue(client, repo, mine.number, { state: "closed", state_reason: "completed" });
    expect((await findByMarker(client, repo, "ltpm", marker))?.state).toBe("closed");
    expect((await findByMarker(client, repo, "ltpm", marker, "open"))?.number).toBe(old.number);
  });

  test("and comments since a moment, with their authors", async () => {
    const moment = new Date(Date.now() - 5_000).toISOString();
    hub.person("helper[bot]", "none", "Bot");
    const { number } = hub.openIssue({ by: "ann", title: "one", body: null, labels: ["bug"] });
    const { id } = hub.comment(number, "helper[bot]", "beep");
    await createComment(client, repo, number, "yes");
    for (const _ of [1, 2]) await react(client, repo, id, "eyes");
    await reactToIssue(client, repo, number, "rocket");
    expect(await listIssuesSince(client, repo, moment)).toMatchObject([
      {
        number,
        title: "one",
        body: "",
        state: "open",
        labels: ["bug"],
        author: { login: "ann", type: "User" },
        pull: false,
      },
    ]);
    const comments = await listCommentsSince(client, repo, moment);
    expect(comments.map(({ issue, author, body }) => [issue, author.login, author.type, body])).toEqual([
      [number, "helper[bot]", "Bot", "beep"],
      [number, "github-actions[bot]", "Bot", "yes"],
    ]);
    expect(hub.reactions(id).map(({ content }) => content)).toEqual(["eyes"]);
    expect(hub.reactions(number, "issue").map(({ content }) => content)).toEqual(["rocket"]);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect([await listCommentsSince(client, repo, later), await listIssuesSince(client, repo, later)]).toEqual([
      [],
      [],
    ]);
  });
});
