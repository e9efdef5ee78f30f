import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reactEyes } from "../../src/github/deliver/eyes.ts";
import { type ReplyPart, reactionFor, replyText } from "../../src/messages/github/replies.ts";
import { voiceIn } from "../../src/messages/github/voice.ts";
import type { Notice } from "../../src/queue/schema.ts";
import type { Fault, GitHubDouble } from "../github/double.ts";
import { aTask } from "../messages/a-task.ts";
import { aNotice, Project } from "./project.ts";

let github: GitHubDouble;
let project: Project;
let issue: number;

beforeEach(async () => {
  project = await Project.start();
  github = project.github;
  issue = github.openIssue({ by: "octo", title: "Talk" }).number;
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

function aReply(comment: number | null, change: Partial<Notice> = {}): Notice {
  const parts: ReplyPart[] = [{ kind: "changed", op: "retry", id: "T-02", stopped: false }];
  const text = replyText(voiceIn("en"), parts);
  return aNotice("reply", {
    id: `reply:comment-${comment}`,
    issue,
    comment,
    text,
    reaction: reactionFor(parts),
    ...change,
  });
}

const said = (on = issue) => github.comments(on).filter(({ author }) => author === "github-actions[bot]");
const reactions = (comment: number) => github.reactions(comment).map(({ content }) => content);

describe("replies", () => {
  test("👀 at once, then one reply and 🚀", async () => {
    const { id } = github.comment(issue, "maintainer", "retry T-02");
    const repo = { owner: github.owner, name: github.name };
    expect(
      await reactEyes(project.client(), repo, [
        { issue, comment: id },
        { issue, comment: null },
      ]),
    ).toBe(2);
    project.owe(aReply(id));
    github.tally();
    await project.run();
    expect(github.tally()).toEqual({ requests: 2, writes: 2 });
    expect(reactions(id)).toEqual(["eyes", "rocket"]);
    expect(said().map(({ body }) => body.split("\n")[0])).toEqual([
      "🔁 T-02 is pending again — its retries start from 0.",
    ]);
    expect(github.reactions(issue, "issue").map(({ content }) => content)).toEqual(["eyes"]);
  });

  test("a refusal gets 😕", async () => {
    const { id } = github.comment(issue, "octo", "retry T-02");
    const parts: ReplyPart[] = [{ kind: "no_permission", role: "read" }];
    project.owe(aReply(id, { text: replyText(voiceIn("en"), parts), reaction: reactionFor(parts) }));
    await project.run();
    expect(reactions(id)).toEqual(["confused"]);
    expect(said()[0]?.body).toContain('yours is "read". Nothing was changed.');
  });

  test("killed between any two requests: one reply, one reaction", async () => {
    const { id } = github.comment(issue, "maintainer", "retry T-02");
    project.owe(aReply(id), aReply(null));
    await project.runKilledEverywhere();
    expect(said()).toHaveLength(2);
    expect(reactions(id)).toEqual(["rocket"]);
  });

  test("ten replies and four runs at once: ten replies", async () => {
    for (let at = 0; at < 10; at += 1) project.owe(aReply(github.comment(issue, "maintainer", `retry T-0${at}`).id));
    const run = () => project.run();
    await project.run({ meanwhile: () => Promise.all([run(), run(), run()]) });
    expect(said()).toHaveLength(10);
    expect(new Set(said().map(({ body }) => body)).size).toBe(10);
  });

  test("another run while a reply is on its way: one reply", async () => {
    project.owe(aReply(null));
    const other = async () => void (await project.run());
    const fault = github.fault({
      on: { method: "POST", path: /\/comments$/ },
      what: { kind: "meanwhile", act: other },
    });
    await project.run();
    expect(fault.met).toBe(1);
    expect(said()).toHaveLength(1);
  });

  test("the text of the state is made safe again before it is posted", async () => {
    const text = "thanks @octo, fixes #1 <!-- ltpm:task:u1 --> hunter2";
    project.owe(aReply(null, { text }));
    await project.run();
    expect(said()[0]?.body).toMatch(
      /^thanks @&#8203;octo, fixes #&#8203;1 {2}\[redacted\]\n\n<!-- ltpm:reply:comment-null -->$/,
    );
  });

  test("longer than GitHub takes: a short text instead, not a piece of it", async () => {
    project.owe(aReply(null, { text: "word ".repeat(15_000) }));
    await project.run();
    expect(said()[0]?.body).toContain("too long for a comment");
  });

  test.each<[string, () => void]>([
    ["a locked conversation", () => void github.editIssue(issue, "maintainer", { locked: true })],
    ["a deleted issue", () => github.deleteIssue(issue)],
  ])("%s: told in the log once, owed no longer", async (_name, act) => {
    project.owe(aReply(github.comment(issue, "maintainer", "retry T-02").id));
    act();
    const { troubles, denied } = await project.run();
    expect(troubles).toHaveLength(1);
    expect(denied).toBeNull();
    expect(project.queue.outbox).toEqual([]);
  });

  test("a deleted comment still gets its reply, on the issue", async () => {
    const { id } = github.comment(issue, "maintainer", "retry T-02");
    github.deleteComment(id);
    project.owe(aReply(id));
    expect((await project.run()).left).toBe(0);
    expect(said()).toHaveLength(1);
  });

  test.each<Fault>([{ kind: "lost_answer" }, { kind: "truncated" }, { kind: "late_status", status: 502 }])(
    "an answer that says nothing ($kind): one reply in the end",
    async (what) => {
      project.owe(aReply(null));
      github.fault({ on: { method: "POST", path: /\/comments$/ }, what });
      expect((await project.run()).unsure).toHaveLength(1);
      project.later(3_600_000);
      await project.run();
      expect(said()).toHaveLength(1);
      expect(project.queue.outbox).toEqual([]);
    },
  );

  test("perhaps sent, and then the issue was deleted: owed no longer", async () => {
    project.owe(aReply(null));
    github.fault({ on: { method: "POST", path: /\/comments$/ }, what: { kind: "lost_answer" } });
    await project.run();
    github.deleteIssue(issue);
    expect(await project.run()).toMatchObject({ left: 0, denied: null });
  });

  test("security 19: a server that is down is not asked for each of a hundred notices", async () => {
    for (let at = 0; at < 100; at += 1) project.owe(aReply(null, { id: `reply:${at}` }));
    github.fault({ on: {}, what: { kind: "status", status: 503 }, times: Number.POSITIVE_INFINITY });
    github.tally();
    const { left, troubles } = await project.run();
    expect([left, troubles.length]).toEqual([100, 3]);
    expect(github.tally().requests).toBeLessThan(20);
  });

  test("nothing is begun near the end of a claim", async () => {
    project.owe(aReply(null), aReply(null, { id: "reply:2" }));
    const { left } = await project.run({ meanwhile: async () => project.later(14 * 60_000 + 1) });
    expect(left).toBe(2);
    expect(said()).toEqual([]);
  });
});

describe("the first run", () => {
  const FIRST = aNotice("first_run", { id: "first_run" });
  const WORDS =
    "⚙️ Task Runner initialized. Heartbeat dispatcher registered in HEARTBEAT.md. Backup schedule registered (cron `17 * * * *`, UTC). Your tasks will execute automatically.";

  test("is told along with the first reply, once, wherever the run is killed", async () => {
    project.owe(FIRST, aReply(null), aReply(null, { id: "reply:2" }));
    await project.runKilledEverywhere();
    expect(said().filter(({ body }) => body.includes(WORDS))).toHaveLength(1);
    expect(said()).toHaveLength(2);
  });

  test("without a reply and without an issue of ours: in the job summary", async () => {
    project.owe(FIRST);
    expect(await project.run()).toMatchObject({ said: [WORDS], left: 0, troubles: [] });
    expect(said()).toEqual([]);
  });
});

describe("reports on the issue that tasks came from", () => {
  beforeEach(() => {
    const done = (uid: string, id: string) =>
      aTask({
        id,
        uid,
        status: "done",
        deliverable: `Made ${id}`,
        completed_at: project.at,
        source: { kind: "issue", issue },
      });
    project.queue = { ...project.queue, tasks: [done("a", "T-01"), done("b", "T-02")] };
    for (const uid of ["a", "b"]) project.owe(aNotice("report", { id: `report:${uid}:0:done`, uid, issue }));
  });

  test("one comment for all that ended, then the issue is closed", async () => {
    project.owe(aNotice("close_issue", { id: "close_issue:issue-1", issue, why: "all_done" }));
    github.tally();
    await project.run();
    expect(github.tally().writes).toBe(2);
    expect(said()[0]?.body).toContain("✅ T-01 done — Made T-01\n\n✅ T-02 done — Made T-02");
    expect(github.issue(issue)).toMatchObject({ state: "closed", stateReason: "completed" });
  });

  test("killed between any two requests: one comment each time something is new, closed in the end", async () => {
    project.owe(aNotice("close_issue", { id: "close_issue:issue-1", issue, why: "all_done" }));
    await project.runKilledEverywhere();
    expect(said().filter(({ body }) => body.includes("Made T-01"))).toHaveLength(1);
    expect(github.issue(issue).state).toBe("closed");
  });

  test("only what was not reported before is reported", async () => {
    github.fault({ on: { method: "POST", path: /\/comments$/ }, what: { kind: "lost_answer" } });
    await project.run();
    project.owe(aNotice("report", { id: "report:a:1:done", uid: "a", issue }));
    await project.run();
    expect(said().map(({ body }) => body.match(/report:\w+:\d:done/g))).toEqual([
      ["report:a:0:done", "report:b:0:done"],
      ["report:a:1:done"],
    ]);
  });

  test("blocked: with the number of the issue that says what to do", async () => {
    project.block("b");
    project.owe(aNotice("report", { id: "report:b:0:blocked", uid: "b", issue }));
    await project.run();
    const number = project.task("b").blocked_issue;
    expect(said()[0]?.body).toContain(`🚫 T-02 blocked — the folder docs is missing\nWhat to do for T-02: #${number}`);
  });

  test("locked: told once, and closed all the same", async () => {
    github.editIssue(issue, "maintainer", { locked: true });
    project.owe(aNotice("close_issue", { id: "close_issue:issue-1", issue, why: "all_done" }));
    const { troubles } = await project.run();
    expect(troubles).toHaveLength(1);
    expect(github.issue(issue).state).toBe("closed");
    expect(project.queue.outbox).toEqual([]);
  });
});

describe("all tasks are blocked", () => {
  const ALL = aNotice("all_blocked", { id: "all_blocked:1:x" });

  test("said once, on the issue of the task that blocked last, with the issues to look at", async () => {
    project.block("u1");
    project.block("u2");
    project.owe(ALL);
    await project.runKilledEverywhere();
    const [first, second] = ["u1", "u2"].map((uid) => project.task(uid).blocked_issue ?? 0);
    expect(github.comments(first)).toEqual([]);
    expect(github.comments(second).map(({ body }) => body)).toEqual([
      `All tasks are blocked. Review unblock instructions above.\n\n- #${first} T-01: Write the report\n- #${second} T-02: Write the report\n\n<!-- ltpm:all_blocked:1:x -->`,
    ]);
  });

  test("something runs again: there is nothing to say", async () => {
    project.block("u1");
    await project.run();
    project.move("u1", { status: "pending", epoch: 1 });
    project.owe(ALL);
    await project.run();
    expect(github.comments().filter(({ body }) => body.includes("All tasks"))).toEqual([]);
    expect(project.queue.outbox).toEqual([]);
  });
});
