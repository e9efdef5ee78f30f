/** A run that is killed at its n-th request, and the runs after it: what must have come of everything in the end. */
import { expect } from "vitest";
import { taskMarker } from "../../../src/messages/github/markers.ts";
import { commentCreated } from "../../github/events/payloads.ts";
import type { ActionResult, ActionRun } from "../../github/run-action.ts";
import { AGENTS, BOT, expectSaidOnce, expectSound, MINUTE, openStage, QUEUE_FILE, type Stage } from "./stage.ts";
import { checkout } from "./workflow.ts";

/** `before`: the request is not carried out any more. `after`: it is, and its answer reaches nobody. */
export interface Kill {
  readonly at: number;
  readonly when: "before" | "after";
}

export interface Scene {
  readonly stage: Stage;
  /** The run that is going to be killed. */
  start(more: Partial<ActionRun>): Promise<ActionResult>;
}

/** Something that a run does, and how to see that all of it came to pass. */
export interface Story {
  open(): Promise<Scene>;
  /** What somebody sees who looks at the repository afterwards. */
  seen(stage: Stage): unknown;
}

const idle = ({ outputs }: ActionResult) => outputs.heartbeat === "HEARTBEAT_OK";

/** Runs until nothing is left to do. Claims of dead runs end after ten minutes. */
async function healed(stage: Stage): Promise<void> {
  for (let n = 0; n < 6; n++) {
    const { plan, settle } = await stage.workflow();
    expect([plan.code, settle?.code ?? 0]).toEqual([0, 0]);
    expectSound(stage);
    expectSaidOnce(stage);
    if (idle(plan) && n > 0) return;
    stage.pass(11 * MINUTE);
  }
  throw new Error("runs do not come to rest");
}

/** What a story comes to without a fault, and the requests it takes. */
export async function undisturbed(story: Story): Promise<{ seen: unknown; kills: Kill[] }> {
  const { stage, start } = await story.open();
  const from = stage.github.requests.length;
  const done = await start({});
  expect(done.code).toBe(0);
  const requests = stage.github.requests.slice(from);
  const kills = requests.flatMap(({ method, writes, path }, at): Kill[] => {
    const changes = writes || (method === "POST" && path.endsWith("/git-receive-pack"));
    return changes
      ? [
          { at, when: "before" },
          { at, when: "after" },
        ]
      : [{ at, when: "before" }];
  });
  await healed(stage);
  const seen = story.seen(stage);
  expect(stage.github.violations).toEqual([]);
  await stage.github.close();
  return { seen, kills };
}

/** Kills the story's run, and checks what the runs after it make of it. */
export async function killed(story: Story, kill: Kill, wanted: unknown): Promise<void> {
  const { stage, start } = await story.open();
  const { github } = stage;
  let end = () => {};
  const never = new Promise<void>(() => {});
  const act = () => {
    end();
    return never;
  };
  const what =
    kill.when === "before" ? ({ kind: "meanwhile", act } as const) : ({ kind: "hold_answer", until: act } as const);
  github.fault({ on: {}, what, after: kill.at });
  const died = await start({
    started: (now) => {
      end = now;
    },
  });
  expect(died.code).toBeNull();
  github.calm();
  for (const { id, status } of github.runs()) {
    if (status === "in_progress") github.setRun(id, { status: "completed", conclusion: "cancelled" });
  }
  await healed(stage);
  expect(differences(story.seen(stage), wanted)).toEqual([]);
  expect(github.violations).toEqual([]);
  await github.close();
}

/** The lines that only one of them has. */
function differences(seen: unknown, wanted: unknown): string[] {
  const lines = (value: unknown) => JSON.stringify(value, null, 1).split("\n");
  const [is, should] = [lines(seen), lines(wanted)];
  const [more, less] = [is.filter((line) => !should.includes(line)), should.filter((line) => !is.includes(line))];
  const moved = JSON.stringify(seen) === JSON.stringify(wanted) ? [] : ["not the same"];
  return [...more.map((line) => `+ ${line.trim()}`), ...less.map((line) => `- ${line.trim()}`), ...moved];
}

/** Titles, states and hidden marks of everything we have posted; numbers may differ. */
function posted({ github }: Stage): unknown {
  const marks = (text: string | null) =>
    (text?.match(/<!-- ltpm:(?!box:)[^>]*-->/g) ?? []).map((mark) => mark.replace(/(all_blocked):.*/, "$1"));
  return github
    .issues()
    .map(({ number, title, state, body, author }) => {
      const said = github.comments(number).filter((one) => one.author === BOT);
      return [title, state, author === BOT ? marks(body) : [], said.flatMap((one) => marks(one.body)).toSorted()];
    })
    .toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
}

/** Three commands, of which one frees a task that blocks at once anew, and one adds a task that cannot be done either. */
export const planStory: Story = {
  async open() {
    const stage = await openStage({
      tasks: [{ status: "blocked", blocked_issue: 1 }, { status: "blocked" }, { status: "pending" }],
    });
    const { github } = stage;
    const body = `Blocked.\n\n${taskMarker("u-T-01")}`;
    github.openIssue({ by: BOT, title: "T-01 blocked", body, labels: ["ltpm-blocked"] });
    const { number: talk } = github.openIssue({ by: "maintainer", title: "Talk" });
    const [first] = ["skip T-01", "mark T-02 done", "add task: write a.md"].map((text) =>
      github.comment(talk, "maintainer", text),
    );
    const start = (more: Partial<ActionRun>) => stage.plan(first && commentCreated(github, first), more);
    return { stage, start };
  },
  seen(stage) {
    const { tasks, outbox = [] } = stage.queue();
    const reactions = stage.github.comments().map(({ id, body }) => {
      const kinds = stage.github.reactions(id).map(({ content }) => content);
      return body.startsWith("<!--") || kinds.length === 0 ? null : [body, kinds.toSorted()];
    });
    return {
      tasks: tasks.map(({ id, status, description, blocked_issue_state }) => [
        id,
        status,
        description,
        blocked_issue_state,
      ]),
      outbox,
      reactions: reactions.filter((one) => one !== null),
      posted: posted(stage),
    };
  },
};

/** A run with two attempts, one done and one blocked, made once: every scene begins where its settle job does. */
export async function settleStory(): Promise<Story> {
  const more = { still: Date.now() - 1_000, config: { agents: AGENTS } };
  const { stage } = { stage: await openStage({ ...more, tasks: TWO }) };
  const { github } = stage;
  const { run, base, artifacts, plan, attempts } = await stage.workflow({ without: ["settle"] });
  expect([plan.code, ...attempts.map(({ code }) => code)]).toEqual([0, 0, 0]);
  const text = github.readFile("ltpm-state", QUEUE_FILE) ?? "";
  const issues = github.issues();
  return {
    async open() {
      const again = await openStage({ ...more, text });
      expect(again.github.head("main")).toBe(base);
      for (const { author, title, body, labels } of issues) again.github.openIssue({ by: author, title, body, labels });
      again.github.run({ id: run, event: "schedule" });
      const workspace = checkout(again.github, base);
      const start = (extra: Partial<ActionRun>) =>
        again.settle({ runId: run, workspace, inputs: { job: "settle", artifacts }, ...extra });
      return { stage: again, start };
    },
    seen(one) {
      const { tasks, outbox = [] } = one.queue();
      return {
        tasks: tasks.map(({ id, status, retries, blocked_issue_state, references = [] }) => {
          return [id, status, retries, blocked_issue_state, references.map(({ kind }) => kind)];
        }),
        outbox,
        pulls: one.github.pulls().map(({ title, state }) => [title, state]),
        posted: posted(one),
      };
    },
  };
}

const TWO = [
  { status: "pending", description: "write poem.md" },
  { status: "pending", description: "find the word" },
] as const;
