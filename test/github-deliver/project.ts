/**
 * A project with a queue in memory and GitHub beside it: a run claims in one commit, delivers, and writes its receipts in
 * another, as the Action does. It may be killed between any two requests.
 */
import { claim, withClosesOwed, withDeliveries } from "../../src/dispatch/claims.ts";
import { openClient } from "../../src/github/client.ts";
import { keepDashboard } from "../../src/github/deliver/dashboard.ts";
import { type Delivered, deliverNotices } from "../../src/github/deliver/deliver.ts";
import type { GitHubClient } from "../../src/github/types.ts";
import { voiceIn } from "../../src/messages/github/voice.ts";
import type { Notice, Queue, Task } from "../../src/queue/schema.ts";
import { type GitHubDouble, type GitHubOptions, startGitHub, WORKFLOW_TOKEN } from "../github/double.ts";
import { anAttempt, aTask } from "../messages/a-task.ts";

export const START = Date.parse("2026-11-21T10:00:00.000Z");
const LEASE_MS = 15 * 60_000;

/** A run was killed here. */
export class Killed extends Error {}

export interface RunOptions {
  /** Killed when it has made so many calls: in front of the next one. */
  readonly killedAfter?: number;
  readonly maxWrites?: number;
  readonly token?: string;
  /** Does something else between claiming and sending. */
  readonly meanwhile?: () => Promise<unknown>;
  /** Keeps the dashboard as well. */
  readonly dashboard?: boolean;
  readonly seen?: string | null;
  readonly heartbeat?: boolean;
}

/** The one clock of a project and its GitHub, in ms. */
interface Time {
  now: number;
}

export class Project {
  queue: Queue = { lastId: "T-09", archivedCount: 0, tasks: [] };
  readonly github: GitHubDouble;
  readonly #time: Time;
  #runs = 0;

  private constructor(github: GitHubDouble, time: Time) {
    this.github = github;
    this.#time = time;
  }

  static async start(options: GitHubOptions = {}): Promise<Project> {
    const time = { now: START };
    return new Project(await startGitHub({ clock: () => time.now, ...options }), time);
  }

  get now(): number {
    return this.#time.now;
  }

  get at(): string {
    return new Date(this.now).toISOString();
  }

  client(options: RunOptions = {}): GitHubClient {
    return openClient({
      token: options.token ?? WORKFLOW_TOKEN,
      apiUrl: this.github.apiUrl,
      graphqlUrl: this.github.graphqlUrl,
      userAgent: "ltpm-test",
      pace: 0,
      timeout: 1_000,
      sleep: () => Promise.resolve(),
      ...(options.maxWrites === undefined ? {} : { maxWrites: options.maxWrites }),
    });
  }

  owe(...notices: Notice[]): void {
    this.queue = { ...this.queue, outbox: [...(this.queue.outbox ?? []), ...notices] };
  }

  /** Blocks a task as the dispatcher does, with its notice. */
  block(uid: string, change: Partial<Task> = {}): void {
    const before = this.queue.tasks.find((task) => task.uid === uid);
    const task = aTask({
      ...(before ?? { id: `T-0${this.queue.tasks.length + 1}`, uid }),
      status: "blocked",
      completed_at: this.at,
      strategies_tried: [anAttempt()],
      blocked_reason: "the folder docs is missing",
      user_action_required: "1. Make the folder docs",
      ...change,
    });
    this.queue = { ...this.queue, tasks: [...this.queue.tasks.filter((one) => one.uid !== uid), task] };
    this.owe(
      aNotice("blocked", {
        id: `blocked:${uid}:${task.epoch ?? 0}:${task.strategies_tried.length}`,
        uid,
        owed_at: this.at,
      }),
    );
  }

  /** A person's word, as `queue/control.ts` carries it out: what was owed about the task is not owed any more. */
  move(uid: string, change: Partial<Task>): void {
    this.queue = {
      ...this.queue,
      tasks: this.queue.tasks.map((task) => (task.uid === uid ? { ...task, completed_at: null, ...change } : task)),
      outbox: (this.queue.outbox ?? []).filter((notice) => notice.uid !== uid),
    };
  }

  task(uid: string): Task {
    const task = this.queue.tasks.find((one) => one.uid === uid);
    if (task === undefined) throw new Error(`no task ${uid}`);
    return task;
  }

  /** One run. Rejects with `Killed` when it was killed; then its receipts are lost. */
  async run(options: RunOptions = {}): Promise<Delivered> {
    this.#runs += 1;
    const by = `${this.#runs}.1`;
    this.queue = claim(withClosesOwed(this.queue, this.at), by, this.at, LEASE_MS);
    const { queue } = this;
    await options.meanwhile?.();
    const { client, isDead } = killed(this.client(options), options.killedAfter ?? Number.POSITIVE_INFINITY);
    const repo = { owner: this.github.owner, name: this.github.name };
    const voice = voiceIn("en", (text) => text.replaceAll("hunter2", "[redacted]"));
    const delivered = await deliverNotices({
      ...{ client, repo, voice, queue, by, now: () => this.now },
      setup: { heartbeat: options.heartbeat ?? true, crons: ["17 * * * *"] },
    });
    if (isDead()) throw new Killed();
    const told = withDeliveries(queue, by, delivered, this.at);
    const kept =
      options.dashboard === true
        ? await keepDashboard({ client, repo, voice, queue: told, by, seen: options.seen ?? null })
        : null;
    if (isDead()) throw new Killed();
    const dashboard = kept === null ? ("off" as const) : kept.receipt;
    this.queue = withDeliveries(this.queue, by, { ...delivered, dashboard }, this.at);
    return delivered;
  }

  /** Runs until one is not killed: killed behind 0, 1, 2, … calls. Each later run comes when the claims of the last are over. */
  async runKilledEverywhere(options: RunOptions = {}): Promise<number> {
    for (let calls = 0; ; calls += 1) {
      try {
        await this.run({ ...options, killedAfter: calls });
        return calls;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      this.later(LEASE_MS + 1_000);
    }
  }

  later(milliseconds: number): void {
    this.#time.now += milliseconds;
  }
}

/** A client that makes so many calls and then no more: every later one fails, and the run that used it is dead. */
function killed(client: GitHubClient, calls: number): { client: GitHubClient; isDead: () => boolean } {
  let left = calls;
  const live = async <T>(call: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Killed();
    return call();
  };
  const limited: GitHubClient = {
    get requests() {
      return client.requests;
    },
    get writes() {
      return client.writes;
    },
    serverDate: () => client.serverDate(),
    rest: (...args) => live(() => client.rest(...args)),
    pages: (...args) => live(() => client.pages(...args)),
    graphql: (...args) => live(() => client.graphql(...args)),
  };
  return { client: limited, isDead: () => left < 0 };
}

export function aNotice(kind: Notice["kind"], change: Partial<Notice> = {}): Notice {
  return { id: `${kind}:1`, kind, uid: null, owed_at: new Date(START).toISOString(), ...change };
}
