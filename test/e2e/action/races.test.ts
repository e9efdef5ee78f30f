/** Several runs at the same moment: real processes of the built Action against one repository. */
import { afterEach, expect, test } from "vitest";
import { taskMarker } from "../../../src/messages/github/markers.ts";
import { commentCreated, dispatched, issueLabeled, issueOpened, scheduled } from "../../github/events/payloads.ts";
import type { ActionResult } from "../../github/run-action.ts";
import { AGENTS, answersTo, expectSaidOnce, expectSound, MINUTE, openStage, reactionsTo, type Stage } from "./stage.ts";
import { checkout } from "./workflow.ts";

let stage: Stage;
afterEach(async () => {
  expect(stage.github.violations).toEqual([]);
  await stage.github.close();
});

const codes = (runs: readonly ActionResult[]) => runs.map(({ code, annotations }) => [code, errors(annotations)]);
const errors = (annotations: ActionResult["annotations"]) =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : []));
const tokensOf = (run: ActionResult): string[] =>
  JSON.parse(run.outputs.attempts || "[]").map(({ token }: { token: string }) => token);

const GREEN = [0, []];

test("ten commands within a second and four runs at the same time: each is applied once and answered once", async () => {
  stage = await openStage({
    tasks: Array.from({ length: 7 }, (_, at) => ({ status: "blocked", ...(at < 4 ? { blocked_issue: at + 1 } : {}) })),
    config: { agents: AGENTS, task_runner: { max_concurrent: 3 } },
  });
  const { github } = stage;
  for (const n of [1, 2, 3, 4]) {
    const body = `Blocked.\n\n${taskMarker(`u-T-0${n}`)}`;
    github.openIssue({ by: "github-actions[bot]", title: `T-0${n}`, body, labels: ["ltpm-blocked"] });
  }
  const { number: talk } = github.openIssue({ by: "maintainer", title: "Talk" });
  const words = [
    "skip T-01",
    "skip T-02",
    "retry T-03",
    "retry T-04",
    "mark T-05 done",
    "mark T-06 done",
    "cancel T-07",
  ];
  const asked = [...words, "add task: write a.md", "add task: write b.md", "show tasks"];
  const comments = asked.map((text) => github.comment(talk, "maintainer", text));
  const events = [comments[0], comments[3], comments[7], comments[9]].flatMap((one) =>
    one ? [commentCreated(github, one)] : [],
  );
  const runs = await Promise.all(events.map((event) => stage.plan(event)));
  expect(codes(runs)).toEqual([GREEN, GREEN, GREEN, GREEN]);
  expectSound(stage);
  // What a run left to another that had claimed it is done by now; nothing is left for one more.
  const last = await stage.plan();
  expect(last.code).toBe(0);
  expectSound(stage);

  expect(comments.map(({ id }) => answersTo(stage, id).length)).toEqual(comments.map(() => 1));
  expect(comments.map(({ id }) => reactionsTo(stage, id))).toEqual(comments.map(() => ["eyes", "rocket"]));
  expect(stage.said(talk)).toHaveLength(10);
  expect([1, 2, 3, 4].map((issue) => [github.issue(issue).state, stage.said(issue).length])).toEqual(
    [1, 2, 3, 4].map(() => ["closed", 1]),
  );
  expectSaidOnce(stage);
  const { tasks, outbox = [], lastId } = stage.queue();
  expect(outbox).toEqual([]);
  expect(lastId).toBe("T-09");
  const byId = Object.fromEntries(tasks.map(({ id, status }) => [id, status]));
  expect(byId).toMatchObject({
    "T-01": "skipped",
    "T-02": "skipped",
    "T-05": "done",
    "T-06": "done",
    "T-07": "skipped",
  });
  // Three run (two put back, one new), each handed out by one run only.
  const handed = runs.flatMap(tokensOf);
  const reserved = tasks.flatMap(({ session }) => (session ? [session.token] : []));
  expect(handed.toSorted()).toEqual(reserved.toSorted());
  expect(handed).toHaveLength(3);
});

test("two dispatchers at once, six tasks, two slots: no task starts twice", async () => {
  stage = await openStage({
    tasks: Array.from({ length: 6 }, () => ({ status: "pending" })),
    config: { agents: AGENTS, task_runner: { max_concurrent: 2 } },
  });
  const runs = await Promise.all([stage.plan(), stage.plan()]);
  expect(codes(runs)).toEqual([GREEN, GREEN]);
  expectSound(stage, 2);
  const running = stage.queue().tasks.filter(({ status }) => status === "running");
  expect(running).toHaveLength(2);
  expect(runs.flatMap(tokensOf).toSorted()).toEqual(running.map(({ session }) => session?.token).toSorted());
});

test("four runs that add, dispatch and open the first dashboard at once: unique labels, one dashboard", async () => {
  stage = await openStage({ config: { agents: AGENTS, task_runner: { max_concurrent: 2 } } });
  const { github } = stage;
  const message = (name: string) =>
    dispatched(github, { message: [1, 2, 3].map((n) => `- write ${name}${n}.md`).join("\n") });
  const runs = await Promise.all([
    stage.plan(message("a"), { inputs: { message: "- write a1.md\n- write a2.md\n- write a3.md" } }),
    stage.plan(message("b"), { inputs: { message: "- write b1.md\n- write b2.md\n- write b3.md" } }),
    stage.plan(scheduled(github)),
    stage.plan(scheduled(github)),
  ]);
  expect(codes(runs)).toEqual([GREEN, GREEN, GREEN, GREEN]);
  expectSound(stage, 2);
  stage.pass(11 * MINUTE);
  expect((await stage.plan()).code).toBe(0);
  expectSound(stage, 2);
  const { tasks, outbox = [] } = stage.queue();
  expect(tasks.map(({ id }) => id)).toEqual(["T-01", "T-02", "T-03", "T-04", "T-05", "T-06"]);
  expect(new Set(tasks.map(({ description }) => description)).size).toBe(6);
  expect(outbox).toEqual([]);
  expect(github.issues().filter(({ labels }) => labels.includes("ltpm-dashboard"))).toHaveLength(1);
  expectSaidOnce(stage);
  const running = tasks.flatMap(({ session }) => (session ? [session.token] : []));
  expect(runs.flatMap(tokensOf).toSorted()).toEqual(running.toSorted());
});

test("an issue opened with the label brings two events at once: it is taken in once and answered once", async () => {
  stage = await openStage({ config: { agents: AGENTS }, tasks: [] });
  const { github } = stage;
  const body = "- write a.md\n- write b.md\n- write c.md";
  const { number } = github.openIssue({ by: "maintainer", title: "Three", body, labels: ["ltpm"] });
  const events = [issueOpened(github, number), issueLabeled(github, number, "ltpm", "maintainer"), scheduled(github)];
  const runs = await Promise.all(events.map((event) => stage.plan(event)));
  expect(codes(runs)).toEqual([GREEN, GREEN, GREEN]);
  expect(stage.queue().tasks.map(({ id }) => id)).toEqual(["T-01", "T-02", "T-03"]);
  stage.pass(11 * MINUTE);
  expect((await stage.plan()).code).toBe(0);
  expect(stage.said(number)).toHaveLength(1);
  expectSound(stage, 2);
  expectSaidOnce(stage);
});

test.each([/\/pulls$/, /createCommit/])(
  "a plan that runs while a settle job waits (%s): one pull request, one report",
  async (at) => {
    stage = await openStage({ config: { agents: AGENTS }, tasks: TWO });
    const { github } = stage;
    const { run, base, artifacts } = await stage.workflow({ without: ["settle"] });
    github.setRun(run, { status: "in_progress", conclusion: null });
    const beside: ActionResult[] = [];
    const until = async () => {
      beside.push(await stage.plan());
    };
    const on = at.source === "createCommit" ? { field: "createCommitOnBranch" } : { method: "GET", path: at };
    github.fault({ on, what: { kind: "hold_answer", until } });
    const workspace = checkout(github, base);
    const settled = await stage.settle({ runId: run, workspace, inputs: { job: "settle", artifacts } });
    expect(codes([settled, ...beside])).toEqual([GREEN, GREEN]);
    github.setRun(run, { status: "completed", conclusion: "success" });
    stage.pass(11 * MINUTE);
    expect((await stage.plan()).code).toBe(0);
    expect(stage.queue().tasks.map(({ status }) => status)).toEqual(["done", "blocked"]);
    expect(stage.task("T-01")?.references?.filter(({ kind }) => kind === "pull_request")).toHaveLength(1);
    expect(github.pulls()).toHaveLength(1);
    expect(github.issues().filter(({ labels }) => labels.includes("ltpm-blocked"))).toHaveLength(1);
    expect(stage.queue().outbox ?? []).toEqual([]);
    expectSound(stage, 2);
    expectSaidOnce(stage);
  },
);

const TWO = [
  { status: "pending", description: "write poem.md" },
  { status: "pending", description: "find the word" },
] as const;
