/** The issue of a blocked task, from the template to the last word, and what people do to it: with the built Action. */
import { expect, test } from "vitest";
import type { Task } from "../../../src/queue/schema.ts";
import { BOT, inProject, type Project, tried } from "../../e2e/action/project.ts";
import { PERSON_TOKEN } from "../../github/double.ts";
import { commentCreated, dispatched, issueClosed, issueReopened } from "../../github/events/payloads.ts";

/** Blocked tasks whose issues are still owed. */
function owed(count: number, over: Partial<Task> = {}) {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const at = new Date(Date.now() - 60_000).toISOString();
  return {
    tasks: numbers.map(() => ({ status: "blocked" as const, ...over })),
    queue: {
      outbox: numbers.map((number) => ({
        ...{ id: `blocked:uid-${number}:token-1`, kind: "blocked", uid: `uid-${number}`, owed_at: at },
      })),
    },
  };
}

/** A started project whose blocked tasks have their issues: T-01 has #2, and so on. */
async function withIssues(count: number, act: (project: Project) => Promise<void>): Promise<void> {
  await inProject(owed(count), async (project) => {
    expect((await project.plan()).code).toBe(0);
    expect(project.queue().tasks.map(({ blocked_issue }) => blocked_issue)).toEqual(
      Array.from({ length: count }, (_, at) => at + 2),
    );
    await act(project);
  });
}

/** Closes an issue as a person does on the site, with the reason that the button there gives. */
async function close({ github }: Project, number: number, reason: string, token = PERSON_TOKEN): Promise<void> {
  const answer = await fetch(`${github.apiUrl}/repos/${github.owner}/${github.name}/issues/${number}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ state: "closed", state_reason: reason }),
  });
  expect(answer.status).toBe(200);
}

/** What we said there about its own task. */
function words(project: Project, issue: number): string[] {
  return project.answers(issue).filter((text) => !text.includes("ltpm:all_blocked"));
}

const TEMPLATE = `🚫 T-01 blocked after 2 attempts

What was tried:
- write: it did not work
- write: no such key

Why it's blocked: no key

To unblock:
1. Add the key
2. Say so

Reply "retry T-01" once ready.

<!-- ltpm:task:uid-1 -->`;

test.concurrent("the issue is the template, with label and marker; it is found again, never opened twice", async () => {
  const over = {
    strategies_tried: [tried(1), tried(2, "no such key")],
    user_action_required: "1. Add the key\n2. Say so",
  };
  await inProject(owed(1, over), async (project) => {
    const { github } = project;
    await project.plan();
    expect(github.issue(2)).toMatchObject({
      ...{ title: "🚫 T-01 blocked after 2 attempts: task number 1", body: TEMPLATE },
      ...{ labels: ["ltpm-blocked"], author: BOT, state: "open" },
    });
    expect(project.task("T-01")).toMatchObject({ blocked_issue: 2, blocked_issue_state: "open" });
    // Owed once more, as after a crash before the receipt, and with the number forgotten: found by label and marker.
    const { tasks, ...queue } = project.queue();
    const forgetful = tasks.map((task) => ({ ...task, blocked_issue: null, blocked_issue_state: "asked" }));
    const outbox = [{ id: "blocked:uid-1:token-2", kind: "blocked", uid: "uid-1", owed_at: new Date().toISOString() }];
    github.seedFile("ltpm-state", ".ltpm/task-queue.json", JSON.stringify({ ...queue, tasks: forgetful, outbox }));
    await project.plan();
    expect(github.issues()).toHaveLength(2);
    expect(project.task("T-01").blocked_issue).toBe(2);
  });
});

test.concurrent("blocked again after a retry: the same issue, opened again and brought up to date", async () => {
  const AGENT = `const fs = require("fs"); fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({
    outcome: "blocked", blocked_reason: fs.readFileSync("why.txt", "utf8"), user_action_required: "Change why.txt" }));`;
  const files = { "agent.cjs": AGENT, "why.txt": "the first reason" };
  await inProject({ files }, async (project) => {
    const { github } = project;
    await project.run(dispatched(github, { message: "- write the poem in poem.md" }));
    const number = project.task("T-01").blocked_issue ?? 0;
    expect(github.issue(number).body).toContain("Why it's blocked: the first reason");
    github.seedFile("main", "why.txt", "another reason");
    const word = github.comment(number, "maintainer", "retry T-01");
    await project.run(commentCreated(github, word));
    expect(github.issue(number)).toMatchObject({
      ...{ state: "open", body: expect.stringContaining("Why it's blocked: another reason") },
    });
    expect(github.issues()).toHaveLength(2);
  });
});

test.concurrent("it is closed with a word when its task is done, retried, skipped or cancelled by a comment", async () => {
  await withIssues(4, async (project) => {
    const { github } = project;
    const orders = "mark T-01 done\nretry T-02\nskip T-03\ncancel T-04";
    expect((await project.hear("maintainer", orders)).result.code).toBe(0);
    const ends = [2, 3, 4, 5].map((number) => {
      const { state, stateReason } = github.issue(number);
      return [state, stateReason, words(project, number).length];
    });
    expect(ends).toEqual([
      ...[
        ["closed", "completed", 1],
        ["closed", "completed", 1],
        ["closed", "not_planned", 1],
        ["closed", "not_planned", 1],
      ],
    ]);
    expect(project.answers(3)[0]).toMatch(/T-02 .*\n\nThis issue is closed\./);
    const after = github.comments().length;
    await project.plan();
    expect(github.comments()).toHaveLength(after);
  });
});

test.concurrent("closed by hand as completed it is a retry, as not planned a skip; with an event and without", async () => {
  await withIssues(4, async (project) => {
    const { github } = project;
    await close(project, 2, "completed");
    await project.plan(issueClosed(github, 2, "maintainer"));
    expect(project.statuses()["T-01"]).toBe("running");
    await close(project, 3, "not_planned");
    await project.plan(issueClosed(github, 3, "maintainer"));
    expect(project.statuses()["T-02"]).toBe("skipped");
    await close(project, 4, "completed");
    await close(project, 5, "not_planned");
    await project.plan();
    expect(project.statuses()).toMatchObject({ "T-03": "running", "T-04": "skipped" });
    expect([2, 3, 4, 5].map((number) => github.issue(number).state)).toEqual(["closed", "closed", "closed", "closed"]);
    expect([2, 3, 4, 5].map((number) => words(project, number).length)).toEqual([1, 1, 1, 1]);
  });
});

test.concurrent("closed by somebody without write permission nothing happens but a word", async () => {
  await withIssues(2, async (project) => {
    const { github } = project;
    github.person("tom", "triage");
    github.editIssue(2, "tom", { state: "closed" });
    await project.plan(issueClosed(github, 2, "tom"));
    github.editIssue(3, "tom", { state: "closed" });
    await project.plan();
    expect(project.statuses()).toEqual({ "T-01": "blocked", "T-02": "blocked" });
    expect(project.answers(2)).toEqual([expect.stringContaining('yours is "triage"')]);
    expect(words(project, 3)).toEqual([expect.stringContaining('yours is "triage"')]);
    // Nor is anybody told twice.
    await project.plan(issueClosed(github, 2, "tom"));
    expect(project.answers(2)).toHaveLength(1);
  });
});

test.concurrent("opened again by hand: what was skipped is tried again, what runs is held", async () => {
  await withIssues(2, async (project) => {
    const { github } = project;
    await project.hear("maintainer", "skip T-01\nretry T-02");
    expect(project.statuses()).toEqual({ "T-01": "skipped", "T-02": "running" });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (const number of [2, 3]) {
      github.editIssue(number, "maintainer", { state: "open" });
      await project.plan(issueReopened(github, number, "maintainer"));
    }
    expect(project.statuses()).toEqual({ "T-01": "running", "T-02": "blocked" });
    expect(project.task("T-02").blocked_reason).toBe("its issue was opened again by hand");
    expect([github.issue(2).state, github.issue(3).state]).toEqual(["closed", "open"]);
    github.person("tom", "triage");
    github.editIssue(2, "tom", { state: "open" });
    await project.plan(issueReopened(github, 2, "tom"));
    expect(project.statuses()["T-01"]).toBe("running");
  });
});

test.concurrent("a deleted issue holds nothing up, and the next block opens a new one", async () => {
  await withIssues(2, async (project) => {
    const { github } = project;
    github.deleteIssue(2);
    const { result } = await project.hear("maintainer", "retry T-01");
    expect([result.code, project.statuses()["T-01"]]).toEqual([0, "running"]);
    expect(project.answers(1)).toHaveLength(1);
    github.deleteIssue(3);
    const outbox = [{ id: "blocked:uid-2:x", kind: "blocked", uid: "uid-2", owed_at: new Date().toISOString() }];
    github.seedFile("ltpm-state", ".ltpm/task-queue.json", JSON.stringify({ ...project.queue(), outbox }));
    await project.plan();
    expect(project.task("T-02").blocked_issue).toBe(4);
    expect(github.issue(4).state).toBe("open");
  });
});

test.concurrent("a locked issue is closed with the word in its own text; a locked talk gets its work done", async () => {
  await withIssues(2, async (project) => {
    const { github } = project;
    for (const number of [1, 2]) github.editIssue(number, "maintainer", { locked: true });
    const { result, comment } = await project.hear("maintainer", "skip T-01");
    expect(result.code).toBe(0);
    expect(project.statuses()["T-01"]).toBe("skipped");
    expect(github.issue(2)).toMatchObject({ state: "closed", body: expect.stringContaining("This issue is closed.") });
    expect(project.answers(1)).toEqual([]);
    expect(project.queue().outbox ?? []).toEqual([]);
    expect(comment.author).toBe("maintainer");
  });
});

test.concurrent("that all tasks are blocked is said once, on the last of their issues", async () => {
  await withIssues(2, async (project) => {
    expect(project.answers(3)).toEqual([expect.stringContaining("All tasks are blocked")]);
    expect(project.answers(2)).toEqual([]);
    for (let again = 0; again < 2; again++) await project.plan();
    expect(project.answers(3)).toHaveLength(1);
  });
});

test.concurrent("tasks of an issue report there, and it is closed when all are finished", async () => {
  const source = { kind: "issue", issue: 1, actor: "maintainer", event: "issue:1" };
  const { tasks, queue } = owed(3, { source });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const github = { comments_since: since, seen: [], issues_since: since, taken: [1], schedule: "on" };
  await inProject({ tasks, queue: { ...queue, github } }, async (project) => {
    await project.plan();
    const [report] = project.answers(1);
    for (const text of ["T-01 blocked", "T-02 blocked", "#2", "#3"]) expect(report).toContain(text);
    expect(project.answers(1)).toHaveLength(1);
    const other = project.github.openIssue({ by: "maintainer", title: "Elsewhere" }).number;
    await project.hear("maintainer", "mark T-01 done\nskip T-02", other);
    expect(project.github.issue(1).state).toBe("open");
    await project.hear("maintainer", "mark T-03 done", other);
    expect(project.github.issue(1)).toMatchObject({ state: "closed", stateReason: "completed" });
    expect(project.answers(1).join("\n")).toContain("T-03");
    const all = project.github.comments().length;
    await project.plan();
    expect(project.github.comments()).toHaveLength(all);
  });
});
