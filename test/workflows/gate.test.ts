/** What starts a job and what does not: the `if:` of the templates, evaluated by GitHub's own evaluator. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../src/intake/intake.ts";
import { type Contexts, type Plain, runs } from "./evaluate.ts";
import { dispatcherJob } from "./installed.ts";

const PLAN = dispatcherJob("plan").if ?? "";

function on(event: string, payload: { readonly [key: string]: Plain } = {}, more: Contexts = {}): boolean {
  return runs(PLAN, { github: { event_name: event, event: payload, ref_name: "main", ...more } });
}

interface Says {
  readonly association?: string;
  readonly type?: string;
}

function comment(body: string, { association = "MEMBER", type = "User" }: Says = {}): boolean {
  return on("issue_comment", {
    action: "created",
    comment: { body, author_association: association, user: { login: "ann", type } },
    issue: { number: 1, labels: [] },
  });
}

const KNOWN = new Set(Array.from({ length: 60 }, (_, index) => `T-${String(index + 1).padStart(2, "0")}`));
const heard = (text: string) => intake({ text, source: "issue_comment" }, KNOWN);

/** Things people say below issues and pull requests every day. */
const TALK = `LGTM
Thanks!
Done.
Done in 5f3a2b1.
Done, thanks for the review!
Fixed in #45
Merging once CI is green.
I need to look at this
I need a second pair of eyes on this
Can you fix this?
can you do X?
Could you add a test for the empty case?
Please add this to the README as well.
nit: typo
I'd skip the flaky test for now
Let's skip this for 2.0.
Maybe we should retry the upload when it times out?
The retry logic looks right, but the timeout of 30 s is short.
Marking this as ready for review.
Mark, what do you think?
Let me cancel the old deployment first.
+1
👍
What's the status?
Any update on this?
This is blocked by #12
Closing as duplicate of #3.
@dependabot rebase
/rebase
/cc @octocat
I opened #77 for the follow-up.
We discussed this offline, the client-side check stays.
The built-in formatter does that already, so this can be skipped.
It's done on the server-side, see src/first-test.ts
Status update: two of five endpoints are migrated.
The second commit does too much; can we split it?
> retry the job

Not sure that helps.
Which version of Node is this?
Not yet, I'm waiting for the token.
This should go to the backlog.
Why not use a queue here?
This task is bigger than I thought.
请看一下这个 PR
已完成
我觉得可以跳过这个测试
谢谢，合并了
LGTM，等 CI 通过就合并
これはいいですね`.split(/\n(?!\n|Not sure)/);

describe("an ordinary comment starts no job", () => {
  test.each(TALK)("%j", (body) => {
    expect(comment(body)).toBe(false);
  });

  test.each([
    ["a stranger's command", "retry T-02", { association: "NONE" }],
    ["a first-timer's command", "/ltpm delete everything", { association: "FIRST_TIME_CONTRIBUTOR" }],
    ["a bot's command", "retry T-02", { type: "Bot" }],
    ["our own reply", "<!-- ltpm:n1 -->\nReply `retry T-02` once ready.", {}],
  ] satisfies [string, string, Says][])("nor does %s", (_, body, says) => {
    expect(comment(body, says)).toBe(false);
  });
});

/** Every text that the intake's own tests know, as far as it is an order in a comment. */
const ORDERS = [
  ...new Set(
    readFileSync(new URL("../intake/utterances.jsonl", import.meta.url), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line): { text: string } => JSON.parse(line))
      .map(({ text }) => text),
  ),
].filter((text) => heard(text).mode === "INTAKE");

describe("an order starts one", () => {
  test("every order among the intake's utterances", () => {
    expect(ORDERS.length).toBeGreaterThan(250);
    expect(ORDERS.filter((text) => !comment(text))).toEqual([]);
  });

  test.each(["OWNER", "MEMBER", "COLLABORATOR", "CONTRIBUTOR"])("of somebody whom GitHub calls %s", (association) => {
    expect(comment("retry T-02", { association })).toBe(true);
  });

  const label = fc.constantFrom(
    "T-02",
    "t-2",
    "T-13",
    "T02",
    "t 2",
    "#T-02",
    "`T-02`",
    "T–02",
    "T‑02",
    "Ｔ－０２",
    "T-０２",
  );
  const english = fc.constantFrom(
    "retry ",
    "Retry ",
    "/retry ",
    "skip ",
    "cancel ",
    "done ",
    "show ",
    "mark done ",
    "retry task ",
  );
  const chinese = fc.constantFrom("重试 ", "跳过 ", "取消 ", "完成 ", "请重试 ", "/重试 ");
  const before = fc.constantFrom(
    "",
    "/ltpm ",
    "@ltpm ",
    "please ",
    "- ",
    "1. ",
    "**",
    "Thanks!\n\n",
    "> done?\n\n",
    "修好了。\n",
  );
  const after = fc.constantFrom("", ".", " please", ", T-03 and T-5", " because the key is set", "\nThanks!", "，谢谢");
  test("verbs, labels and what stands around them, in any combination that the intake takes", () => {
    let taken = 0;
    const parts = fc.tuple(before, fc.oneof(english, chinese), label, after);
    fc.assert(
      fc.property(parts, (all) => {
        const text = all.join("");
        if (heard(text).mode !== "INTAKE") return;
        taken++;
        expect(comment(text), text).toBe(true);
      }),
      { numRuns: 1500, seed: 7 },
    );
    expect(taken).toBeGreaterThan(500);
  });
});

const issue = (labels: readonly string[]) => ({ number: 1, labels: labels.map((name) => ({ name })) });

describe("other events", () => {
  const rows: [what: string, starts: boolean, seen: boolean][] = [
    ["the daily run", true, on("schedule")],
    ["a run by hand", true, on("workflow_dispatch", { inputs: { message: "" } })],
    ["a call from outside", true, on("repository_dispatch", { action: "TASK_RUNNER_DISPATCH" })],
    [
      "an issue opened with our label",
      true,
      on("issues", { action: "opened", issue: issue(["ltpm"]), sender: { type: "User" } }),
    ],
    [
      "any other issue opened",
      false,
      on("issues", { action: "opened", issue: issue(["bug"]), sender: { type: "User" } }),
    ],
    [
      "our label put on an issue",
      true,
      on("issues", { action: "labeled", label: { name: "ltpm" }, issue: issue(["ltpm"]), sender: { type: "User" } }),
    ],
    [
      "another label put on our issue",
      false,
      on("issues", {
        action: "labeled",
        label: { name: "bug" },
        issue: issue(["ltpm", "bug"]),
        sender: { type: "User" },
      }),
    ],
    [
      "a box ticked on the dashboard",
      true,
      on("issues", { action: "edited", issue: issue(["ltpm-dashboard"]), sender: { type: "User" } }),
    ],
    [
      "the text of a task's issue edited",
      false,
      on("issues", { action: "edited", issue: issue(["ltpm"]), sender: { type: "User" } }),
    ],
    [
      "a blocked task's issue closed by hand",
      true,
      on("issues", { action: "closed", issue: issue(["ltpm-blocked"]), sender: { type: "User" } }),
    ],
    [
      "the same by ourselves",
      false,
      on("issues", { action: "closed", issue: issue(["ltpm"]), sender: { type: "Bot" } }),
    ],
    ["any other issue edited", false, on("issues", { action: "edited", issue: issue([]), sender: { type: "User" } })],
    [
      "the queue edited by hand",
      true,
      on("push", { repository: { default_branch: "main" }, head_commit: { message: "Edit" } }),
    ],
    [
      "the same on another branch",
      false,
      on("push", { repository: { default_branch: "main" }, head_commit: { message: "Edit" } }, { ref_name: "topic" }),
    ],
    [
      "our own commit",
      false,
      on("push", {
        repository: { default_branch: "main" },
        head_commit: { message: "ltpm: add T-04\n\nLtpm-Op: abc" },
      }),
    ],
  ];
  test.each(rows)("%s: %s", (_, starts, seen) => {
    expect(seen).toBe(starts);
  });
});

describe("the jobs behind it", () => {
  const planned = (attempts: string, verify = "[]"): Contexts => ({
    needs: { plan: { outputs: { attempts, verify } } },
  });
  const some = '[{"id":"T-01"}]';
  const rows: [job: string, contexts: Contexts, status: { failed?: boolean; cancelled?: boolean }, starts: boolean][] =
    [
      ["attempt", planned(some), {}, true],
      ["attempt", planned("[]"), {}, false],
      ["attempt", planned(""), {}, false],
      ["attempt", planned(some), { cancelled: true }, false],
      ["verify", planned(some, some), {}, true],
      ["verify", planned(some, some), { failed: true }, true],
      ["verify", planned(some), {}, false],
      ["verify", planned(some, some), { cancelled: true }, false],
      ["settle", planned(some), {}, true],
      ["settle", planned(some), { failed: true }, true],
      ["settle", planned(some), { cancelled: true }, true],
      ["settle", planned("[]"), {}, false],
      ["settle", planned(""), { failed: true }, false],
    ];
  test.each(rows)("%s after %j, %j: %s", (job, contexts, status, starts) => {
    expect(runs(dispatcherJob(job).if ?? "", contexts, status)).toBe(starts);
  });
});
