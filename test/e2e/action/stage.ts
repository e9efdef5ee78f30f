/** A repository with a queue in a given state, and runs of the Action whose clock a test moves together with the double's. */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { brokenInvariants } from "../../../src/queue/invariants.ts";
import { parseQueue } from "../../../src/queue/parse.ts";
import type { Queue, Task } from "../../../src/queue/schema.ts";
import { type GitHubDouble, startGitHub } from "../../github/double.ts";
import type { ActionEvent } from "../../github/events/event.ts";
import { scheduled } from "../../github/events/payloads.ts";
import type { ActionResult, ActionRun } from "../../github/run-action.ts";
import { job, runWorkflow, type WorkflowResult, type WorkflowRun } from "./workflow.ts";

const CLOCK = fileURLToPath(new URL("runner-clock.cjs", import.meta.url));

export const BOT = "github-actions[bot]";
export const QUEUE_FILE = ".ltpm/task-queue.json";
export const MINUTE = 60_000;
/** Waits of a run are so many times shorter than they are on GitHub. */
const HASTE = 40;

export type TaskSeed = Partial<Task> & Pick<Task, "status">;

export interface StageOptions {
  readonly tasks?: readonly TaskSeed[];
  readonly queue?: Partial<Queue>;
  /** The queue file, in place of tasks. */
  readonly text?: string;
  readonly config?: object;
  readonly files?: Readonly<Record<string, string>>;
  /** The double's clock stands still unless it is moved. Then what is seeded is the same, commit by commit. */
  readonly still?: number;
}

export interface Stage {
  readonly github: GitHubDouble;
  /** Lets time pass, in milliseconds, for the double and for every run that starts afterwards. */
  pass(milliseconds: number): void;
  now(): number;
  /** The plan job, by default of the schedule. */
  plan(event?: ActionEvent, more?: Partial<ActionRun>): Promise<ActionResult>;
  /** The settle job of a run. */
  settle(more: Partial<ActionRun>): Promise<ActionResult>;
  /** A whole run, with everything it starts. */
  workflow(more?: Partial<WorkflowRun>): Promise<WorkflowResult>;
  queue(): Queue;
  task(id: string): Task | undefined;
  /** What our side has said on an issue, by itself. */
  said(issue: number): string[];
}

/** A task as the queue holds it; `at` counts from 0. */
function seeded(seed: TaskSeed, at: number, moment: string): object {
  const ended = seed.status === "done" || seed.status === "blocked" || seed.status === "skipped";
  const id = `T-${String(at + 1).padStart(2, "0")}`;
  return {
    id,
    uid: `u-${id}`,
    description: `Task number ${at + 1}`,
    goal: null,
    added_at: moment,
    task_type: "unknown",
    retries: 0,
    maxRetries: 3,
    subagent_session: null,
    started_at: null,
    completed_at: ended ? moment : null,
    deliverable: null,
    deliverable_path: null,
    strategies_tried: [],
    blocked_reason: seed.status === "blocked" ? "something is missing" : null,
    user_action_required: seed.status === "blocked" ? "1. Add it." : null,
    ...(seed.status === "done" ? { verification: "somebody looked" } : {}),
    ...seed,
  };
}

/** A queue file whose tasks were all added an hour ago, in a project that has been on GitHub for as long. */
export function queueText(now: number, tasks: readonly TaskSeed[], more: Partial<Queue> = {}): string {
  const moment = new Date(now - 60 * MINUTE).toISOString();
  const last = tasks.length === 0 ? null : `T-${String(tasks.length).padStart(2, "0")}`;
  const github = { comments_since: moment, seen: [], issues_since: moment, schedule: "on" };
  const all = tasks.map((seed, at) => seeded(seed, at, moment));
  return `${JSON.stringify({ version: 1, lastId: last, tasks: all, archivedCount: 0, updated_at: moment, github, ...more }, null, 2)}\n`;
}

const CONFIG = { runner: "github", state_branch: "ltpm-state", land: "branch" };

/** An agent that does what its task says, or is blocked by it. */
export const AGENT = `const fs = require("fs"); const task = fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8");
const file = /write (\\w+\\.md)/.exec(task)?.[1];
if (file) { fs.writeFileSync(file, "# Written\\n"); console.log("wrote " + file); }
else fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({ outcome: "blocked", blocked_reason: "a word is missing", user_action_required: "Say the word" }));`;
export const AGENTS = [{ name: "fake", preset: "plain", argv: ["node", "agent.cjs"] }];

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { still, tasks, config = {} } = options;
  let ahead = 0;
  const now = () => (still ?? Date.now()) + ahead;
  const github = await startGitHub({ clock: now });
  github.seedFiles("main", {
    "README.md": "# Project\n",
    "agent.cjs": AGENT,
    ".ltpm/config.json": JSON.stringify({ ...CONFIG, ...config }),
    ".github/workflows/ltpm.yml": "on: workflow_dispatch\n",
    ".github/workflows/ltpm-schedule.yml": "on:\n  schedule:\n    - cron: '17 * * * *'\n",
    ...options.files,
  });
  if (options.text !== undefined) github.seedFile("ltpm-state", QUEUE_FILE, options.text);
  else if (tasks !== undefined) github.seedFile("ltpm-state", QUEUE_FILE, queueText(now(), tasks, options.queue));
  const env = () => ({
    NODE_OPTIONS: `--require=${CLOCK}`,
    RUNNER_AHEAD_MS: String(ahead),
    RUNNER_HASTE: String(HASTE),
  });
  const queue = () => {
    const text = github.readFile("ltpm-state", QUEUE_FILE);
    if (text === null) throw new Error("there is no queue");
    return parseQueue(text, QUEUE_FILE, { now: new Date(now()).toISOString(), maxRetries: 3 });
  };
  const plan: Stage["plan"] = (event = scheduled(github), more = {}) =>
    job(github, event, { job: "plan", ...more, env: { ...env(), ...more.env } });
  return {
    github,
    now,
    pass(milliseconds) {
      ahead += milliseconds;
    },
    plan,
    settle: (more) => job(github, scheduled(github), { job: "settle", ...more, env: { ...env(), ...more.env } }),
    workflow: (more = {}) => runWorkflow({ github, event: scheduled(github), ...more, machine: env() }),
    queue,
    task: (id) => queue().tasks.find((one) => one.id === id),
    said: (issue) => github.comments(issue).flatMap(({ author, body }) => (author === BOT ? [body] : [])),
  };
}

/** What must hold of every state, whatever happened. */
export function expectSound(stage: Stage, maxConcurrent = 3): void {
  const queue = stage.queue();
  expect(brokenInvariants(queue, new Map(), maxConcurrent)).toEqual([]);
  const tokens = queue.tasks.flatMap(({ session }) => (session ? [session.token] : []));
  expect(new Set(tokens).size).toBe(tokens.length);
}

/** Nothing that was said was said twice: every hidden mark of a notice, and of a task's issue, stands in one place. */
export function expectSaidOnce({ github }: Stage): void {
  const texts = [
    ...github.comments().map(({ body }) => body),
    ...github.issues().map(({ body }) => body ?? ""),
    ...github.pulls().map(({ body }) => body ?? ""),
  ];
  const marks = texts.flatMap((text) => text.match(/<!-- ltpm:(?!box:)[^>]*-->/g) ?? []);
  expect(marks.filter((mark, at) => marks.indexOf(mark) !== at)).toEqual([]);
}

/** The comments of ours that answer this one. */
export function answersTo({ github }: Stage, comment: number): string[] {
  const mark = `ltpm:reply:comment-${comment} `;
  return github.comments().flatMap(({ body }) => (body.includes(mark) ? [body] : []));
}

export function reactionsTo({ github }: Stage, comment: number): string[] {
  return github
    .reactions(comment)
    .map(({ content }) => content)
    .sort();
}
