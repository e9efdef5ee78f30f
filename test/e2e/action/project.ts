/** A project with a queue, in a double of its own: for tests that take one step of the Action at a time. */
import { expect } from "vitest";
import { brokenInvariants } from "../../../src/queue/invariants.ts";
import { parseQueue } from "../../../src/queue/parse.ts";
import type { Queue, Task } from "../../../src/queue/schema.ts";
import { type CommentState, type GitHubDouble, type GitHubOptions, startGitHub } from "../../github/double.ts";
import type { ActionEvent } from "../../github/events/event.ts";
import { commentCreated, scheduled } from "../../github/events/payloads.ts";
import type { ActionResult, ActionRun } from "../../github/run-action.ts";
import { job, runWorkflow, type WorkflowResult, type WorkflowRun } from "./workflow.ts";

export const BOT = "github-actions[bot]";
const QUEUE_FILE = ".ltpm/task-queue.json";
const HOUR = 3_600_000;

export interface Start {
  readonly github?: GitHubOptions;
  /** Over the usual configuration; a text is written as it is, null: no file. */
  readonly config?: object | string | null;
  readonly tasks?: readonly Partial<Task>[];
  /** Over the usual queue; a text is written as it is, null: no file, and no state branch. */
  readonly queue?: object | string | null;
  /** On the default branch, besides. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where the queue lies. Default `ltpm-state`. */
  readonly branch?: string;
}

type More = Partial<Omit<ActionRun, "action" | "github" | "event">>;

/** An attempt that failed, as a record. */
export function tried(attempt: number, result = "it did not work") {
  const at = new Date(Date.now() - HOUR).toISOString();
  return {
    ...{ attempt, strategy: "write", tool: null, attempted_at: at, result, verification_failure: null },
    ...{ epoch: 0, ended_at: at, outcome: "failed" as const, token: `token-${attempt}` },
  };
}

const STATUS: Readonly<Record<string, Partial<Task>>> = {
  blocked: { blocked_reason: "no key", user_action_required: "1. Add the key", strategies_tried: [tried(1)] },
  done: { deliverable: "did it", verification: "looked at it" },
};

/** A task of the queue as the Action would have left it some time ago. */
export function aTask(number: number, over: Partial<Task> = {}): Task {
  const id = over.id ?? `T-${String(number).padStart(2, "0")}`;
  const at = new Date(Date.now() - HOUR).toISOString();
  const status = over.status ?? "pending";
  return {
    ...{ id, uid: `uid-${number}`, description: `task number ${number}`, goal: null, status, added_at: at },
    ...{ task_type: "file-creation", retries: 0, maxRetries: 3, subagent_session: null, started_at: null },
    ...{ completed_at: status === "pending" || status === "running" ? null : at, deliverable: null },
    ...{ deliverable_path: null, strategies_tried: [], blocked_reason: null, user_action_required: null },
    ...STATUS[status],
    ...over,
  };
}

export class Project {
  readonly github: GitHubDouble;
  readonly branch: string;

  constructor(github: GitHubDouble, branch: string) {
    this.github = github;
    this.branch = branch;
  }

  get queueText(): string | null {
    return this.github.readFile(this.branch, QUEUE_FILE);
  }

  queue(): Queue {
    return JSON.parse(this.queueText ?? "null");
  }

  task(id: string): Task {
    const found = this.queue().tasks.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id} in the queue`);
    return found;
  }

  /** Every task's status, by label. */
  statuses(): Record<string, string> {
    return Object.fromEntries(this.queue().tasks.map(({ id, status }) => [id, status]));
  }

  /** The job `plan`, without dashboard and schedule unless a test asks for them; nothing may leak in any of them. */
  async plan(event: ActionEvent = scheduled(this.github), { inputs, ...more }: More = {}): Promise<ActionResult> {
    const run = { job: "plan", ...more, inputs: { dashboard: "false", schedule: "", ...inputs } };
    const result = await job(this.github, event, run);
    expect(result.leaks).toEqual([]);
    return result;
  }

  /** Says it on an issue, and gives what the Action made of it. */
  async hear(who: string, body: string, issue = 1): Promise<{ comment: CommentState; result: ActionResult }> {
    const comment = this.github.comment(issue, who, body);
    return { comment, result: await this.plan(commentCreated(this.github, comment)) };
  }

  /** The whole workflow; nothing may leak in any of its jobs. */
  async run(event: ActionEvent, more: Partial<Omit<WorkflowRun, "github" | "event">> = {}): Promise<WorkflowResult> {
    const inputs = { dashboard: "false", schedule: "", ...more.inputs };
    const result = await runWorkflow({ github: this.github, event, ...more, inputs });
    const jobs = [result.plan, ...result.attempts, ...result.verified, ...(result.settle ? [result.settle] : [])];
    expect(jobs.flatMap(({ leaks }) => leaks)).toEqual([]);
    return result;
  }

  /** What we said on an issue. */
  answers(issue = 1): string[] {
    return this.github.comments(issue).flatMap(({ author, body }) => (author === BOT ? [body] : []));
  }

  faces(comment: CommentState): string[] {
    return this.github.reactions(comment.id).map(({ content }) => content);
  }
}

/** Errors and warnings of a run, in the order in which they were said. */
export function told(result: ActionResult, level: "error" | "warning" = "error"): string[] {
  return result.annotations.filter((one) => one.level === level).map(({ message }) => message);
}

const WORKFLOWS = {
  ".github/workflows/ltpm.yml": "on: workflow_dispatch\n",
  ".github/workflows/ltpm-schedule.yml": "on:\n  schedule:\n    - cron: '17 * * * *'\n",
};
const CONFIG = {
  ...{ runner: "github", state_branch: "ltpm-state", land: "branch" },
  agents: [{ name: "fake", preset: "plain", argv: ["node", "agent.cjs"] }],
};

/** Writes what the project begins with. */
function seed(github: GitHubDouble, { config = {}, tasks = [], queue = {}, files = {}, branch = "ltpm-state" }: Start) {
  const text = typeof config === "string" ? config : JSON.stringify({ ...CONFIG, ...config });
  github.seedFiles("main", {
    ...{ "README.md": "# Project\n", ...WORKFLOWS, ...files },
    ...(config === null ? {} : { ".ltpm/config.json": text }),
  });
  const since = new Date(Date.now() - HOUR).toISOString();
  const made = tasks.map((task, index) => aTask(index + 1, task));
  const base = {
    ...{ version: 2, lastId: made.at(-1)?.id ?? null, tasks: made, archivedCount: 0 },
    github: { comments_since: since, seen: [], issues_since: since, schedule: "on" },
  };
  if (queue === null) return;
  const file = typeof queue === "string" ? queue : `${JSON.stringify({ ...base, ...queue }, null, 2)}\n`;
  github.seedFile(branch, QUEUE_FILE, file);
}

/** The queue can be read, and holds what always holds. */
function expectSound(text: string): void {
  const queue = parseQueue(text, "task-queue.json", { now: new Date().toISOString(), maxRetries: 3 });
  expect(brokenInvariants(queue, new Map(), Number.POSITIVE_INFINITY)).toEqual([]);
}

/** Gives a test its project, with an issue #1 to talk on, and sees to it that no request broke GitHub's own rules and the queue is sound. */
export async function inProject(start: Start, act: (project: Project) => Promise<void>): Promise<void> {
  const github = await startGitHub(start.github);
  try {
    seed(github, start);
    github.openIssue({ by: "maintainer", title: "Talk", body: "Here we talk." });
    const project = new Project(github, start.branch ?? "ltpm-state");
    await act(project);
    expect(github.violations).toEqual([]);
    if (typeof start.queue !== "string" && project.queueText !== null) expectSound(project.queueText);
  } finally {
    await github.close();
  }
}

/** An agent that does what a line of JavaScript says; `task` and `result` are at hand. */
export function agent(code: string): string {
  return `const fs = require("fs"), path = require("path");
const task = fs.readFileSync(process.env.LTPM_TASK_FILE, "utf8");
const result = (said) => fs.writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify(said));
const write = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
${code}`;
}

/** A task for such an agent. */
export const POEM = { message: "- write the poem in poem.md" };
