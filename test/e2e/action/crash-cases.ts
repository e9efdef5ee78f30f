/** A run that is killed at its n-th request, and the runs after it: what must have come of everything in the end. */
import { expect } from "vitest";
import { taskMarker } from "../../../src/messages/github/markers.ts";
import { commentCreated, issueOpened } from "../../github/events/payloads.ts";
import type { ActionResult, ActionRun } from "../../github/run-action.ts";
import { inLanes } from "./lanes.ts";
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
  seen(stage: Stage): string[];
}

const idle = ({ outputs }: ActionResult) => outputs.heartbeat === "HEARTBEAT_OK";

/** Runs until nothing is left to do. Claims of dead runs end after ten minutes. */
export async function healed(stage: Stage): Promise<void> {
  const course: string[] = [];
  for (let n = 0; n < 6; n++) {
    const { plan, settle } = await stage.workflow();
    expect([plan.code, settle?.code ?? 0, plan.stderr]).toEqual([0, 0, ""]);
    expectSound(stage);
    expectSaidOnce(stage);
    if (idle(plan) && n > 0) return;
    stage.pass(11 * MINUTE);
    course.push(`${plan.outputs.heartbeat} ${JSON.stringify({ ...stage.queue(), tasks: 0 })} ${plan.stdout}`);
  }
  throw new Error(`runs do not come to rest: ${course.join("\n")}`);
}

/** What a story comes to without a fault, and the requests it takes. */
export async function undisturbed(story: Story): Promise<{ seen: string[]; kills: Kill[] }> {
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
export async function killed(story: Story, kill: Kill, wanted: readonly string[]): Promise<void> {
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

/** What one of them has more often: `+` too much, `-` missing. */
export function differences(seen: readonly string[], wanted: readonly string[]): string[] {
  const less = [...wanted];
  const more = seen.filter((fact) => {
    const at = less.indexOf(fact);
    if (at >= 0) less.splice(at, 1);
    return at < 0;
  });
  return [...more.map((fact) => `+ ${fact}`), ...less.map((fact) => `- ${fact}`)];
}

/** Everything we have posted, a fact a line, by titles: numbers may differ. */
function posted({ github }: Stage): string[] {
  const marks = (text: string | null) => text?.match(/<!-- ltpm:(?!box:)[^>]*-->/g) ?? [];
  const facts = github.issues().flatMap(({ number, title, state, body, author }) => {
    const said = github.comments(number).filter((one) => one.author === BOT);
    const all = [...(author === BOT ? marks(body) : []), ...said.flatMap((one) => marks(one.body))];
    // Said once for each set of blocked tasks, on the issue that is there; and in the summary where there is none.
    const own = all.filter((mark) => !/ltpm:(?:all_blocked|first_run)/.test(mark));
    return [`issue ${title}: ${state}`, ...own.map((mark) => `issue ${title}: ${mark}`)];
  });
  const everywhere = github.comments().some(({ body }) => body.includes("<!-- ltpm:all_blocked"));
  const reactions = github.comments().flatMap(({ id, body }) => {
    return github.reactions(id).map(({ content }) => `reaction to "${body}": ${content}`);
  });
  const pulls = github.pulls().map(({ title, state }) => `pull request ${title}: ${state}`);
  return [...facts, ...pulls, ...reactions, `all blocked: ${everywhere ? "said" : "not said"}`];
}

function inQueue({ queue }: Stage): string[] {
  const { tasks, outbox = [] } = queue();
  const states = tasks.map(({ id, status, description, retries, blocked_issue_state, references = [] }) => {
    const kinds = references.map(({ kind }) => kind).join(" ");
    return `${id} ${description}: ${status}, ${retries} retries, issue ${blocked_issue_state ?? "none"}, ${kinds}`;
  });
  return [...states, ...outbox.map(({ id }) => `owed: ${id}`)];
}

/** The documents of the state's branch, a line a fact: moments and numbers of issues may differ. */
function inDocuments({ github }: Stage): string[] {
  return ["PROGRESS.md", "NEXT_STEPS.md"].flatMap((path) => {
    const lines = (github.readFile("ltpm-state", path) ?? "").split("\n").filter((line) => line !== "");
    return lines.map(
      (line) => `${path}: ${line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "…").replace(/\(?\[?#\d.*\)/, "…")}`,
    );
  });
}

/** What somebody sees who looks at the repository afterwards. */
const everything = (stage: Stage) => [...inQueue(stage), ...posted(stage), ...inDocuments(stage)];

const DOCUMENTS = {
  "PROGRESS.md":
    "# PROGRESS\n\n## Current Stage\n- **Overall Progress**: 10%\n\n## Recent Activity\n- 2026-01-01 10:00: began\n\n## Blockers\n",
  "NEXT_STEPS.md": "# NEXT_STEPS\n\n## Now\n- [ ] talk to Ada\n",
};

/** Three commands, of which one frees a task that blocks at once anew, and one adds a task that cannot be done either; told in documents. */
export const planStory: Story = {
  async open() {
    const stage = await openStage({
      tasks: [{ status: "blocked", blocked_issue: 1 }, { status: "blocked" }, { status: "pending" }],
    });
    const { github } = stage;
    github.seedFiles("ltpm-state", DOCUMENTS);
    const body = `Blocked.\n\n${taskMarker("u-T-01")}`;
    github.openIssue({ by: BOT, title: "T-01 blocked", body, labels: ["ltpm-blocked"] });
    const { number: talk } = github.openIssue({ by: "maintainer", title: "Talk" });
    const [first] = ["skip T-01", "mark T-02 done", "add task: write a.md"].map((text) =>
      github.comment(talk, "maintainer", text),
    );
    const start = (more: Partial<ActionRun>) => stage.plan(first && commentCreated(github, first), more);
    return { stage, start };
  },
  seen: everything,
};

/** The first run of a repository, set off by an issue whose two tasks cannot be done here. */
export const firstStory: Story = {
  async open() {
    const stage = await openStage();
    const { github } = stage;
    const body = "- write a.md\n- write b.md";
    const { number } = github.openIssue({ by: "maintainer", title: "Two things", body, labels: ["ltpm"] });
    const start = async (more: Partial<ActionRun>) => {
      const run = await stage.plan(issueOpened(github, number), more);
      // The next run is the hourly one, unless nobody ever heard of this one.
      if (github.head("ltpm-state") !== null) stage.pass(60 * MINUTE);
      return run;
    };
    return { stage, start };
  },
  seen: everything,
};

/** A run with two attempts, one done and one blocked, made once: every scene begins where its settle job does. */
export async function settleStory(land: "branch" | "merge" = "branch"): Promise<Story> {
  const more = { still: Date.now() - 1_000, config: { agents: AGENTS, land } };
  const stage = await openStage({ ...more, tasks: TWO });
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
    seen: everything,
  };
}

const TWO = [
  { status: "pending", description: "write poem.md" },
  { status: "pending", description: "find the word" },
] as const;

/** Kills the story's run at one in `stride` of its requests. */
export async function killedAtMany(story: Story, stride: number): Promise<void> {
  const { seen, kills } = await undisturbed(story);
  expect(kills.length).toBeGreaterThan(15);
  const some = kills.filter((_, at) => at % stride === 0);
  await inLanes(some, 2, (kill) => killed(story, kill, seen));
}
