/** Comments and issues in a few words, and one application of them. */
import { expect } from "vitest";
import { applyInbox } from "../../../src/dispatch/inbox/apply.ts";
import type { Inbox, Person, SeenComment, SeenIssue } from "../../../src/dispatch/inbox/types.ts";
import type { Settings } from "../../../src/dispatch/settings.ts";
import { brokenInvariants } from "../../../src/queue/invariants.ts";
import { parseQueue } from "../../../src/queue/parse.ts";
import type { GitHubRecord, Notice, Task } from "../../../src/queue/schema.ts";
import { orderedTask, serialiseQueue } from "../../../src/queue/write.ts";
import type { State } from "../../../src/state/state.ts";
import { at, NOW, sampleSettings, stateOf } from "../sample.ts";

export const ANN: Person = { login: "ann", type: "User", standing: "writer", role: "write" };
export const RICK: Person = { login: "rick", type: "User", standing: "reader", role: "read" };
export const UNA: Person = { login: "una", type: "User", standing: "unknown", why: "the API answered 502" };
export const BOT: Person = { login: "renovate[bot]", type: "Bot", standing: "writer" };
export const OURSELVES: Person = { login: "github-actions[bot]", type: "Bot", standing: "writer" };

/** GitHub's moments have no fractions of a second. */
export const onGitHub = (minutes: number) => at(minutes).replace(".000Z", "Z");

export const RECORD: GitHubRecord = { comments_since: at(-8 * 24 * 60), seen: [], issues_since: at(-8 * 24 * 60) };

/** A state whose cursor is eight days back, so that only the rules under test decide. */
export function known(...tasks: readonly Task[]): State {
  const state = stateOf(...tasks.map(orderedTask));
  return { ...state, queue: { ...state.queue, github: RECORD } };
}

let ids = 1000;

export function comment(body: string, fields: Partial<SeenComment> = {}): SeenComment {
  ids += 1;
  const id = fields.id ?? ids;
  const created_at = fields.created_at ?? onGitHub(-2);
  const url = `https://github.example/o/r/issues/7#issuecomment-${id}`;
  return { id, issue: 7, author: ANN, body, created_at, updated_at: created_at, url, ...fields };
}

export function issue(event: SeenIssue["event"], fields: Partial<SeenIssue> = {}): SeenIssue {
  const number = fields.number ?? 12;
  return {
    number,
    title: "Login is broken",
    body: "",
    labels: event === "labeled" || event === "listed" ? ["ltpm"] : [],
    state: event === "closed" ? "closed" : "open",
    author: ANN,
    actor: ANN,
    url: `https://github.example/o/r/issues/${number}`,
    event,
    at: onGitHub(-2),
    ...(event === "labeled" ? { label: "ltpm" } : {}),
    ...fields,
  };
}

export function inbox(entries: readonly (SeenComment | SeenIssue)[], fields: Partial<Inbox> = {}): Inbox {
  return {
    comments: entries.filter((one) => "id" in one),
    issues: entries.filter((one) => "number" in one),
    comments_until: "",
    issues_until: "",
    run: "1.1",
    bots: [],
    ...fields,
  };
}

export interface Given extends Partial<Inbox> {
  readonly settings?: Partial<Settings>;
  readonly now?: string;
}

/** What came of it. Every state that is written is sound and can be read back. */
export function apply(state: State, entries: readonly (SeenComment | SeenIssue)[], given: Given = {}) {
  const { settings, now = NOW, ...fields } = given;
  const applied = applyInbox(state, now, inbox(entries, fields), sampleSettings(settings));
  const { queue, archive } = applied.state;
  expect(brokenInvariants(queue, archive, 9)).toEqual([]);
  const text = serialiseQueue(queue);
  expect(serialiseQueue(parseQueue(text, "task-queue.json", { now, maxRetries: 3 }))).toBe(text);
  const outbox = queue.outbox ?? [];
  const before = new Set((state.queue.outbox ?? []).map(({ id }) => id));
  const replies = outbox.filter((notice) => notice.kind === "reply" && !before.has(notice.id));
  return {
    ...applied,
    outbox,
    replies,
    /** The only reply's text; "" when there is none. */
    text: replies.map((reply) => reply.text ?? "").join("\n---\n"),
    task: (id: string) => queue.tasks.find((task) => task.id === id),
    statuses: queue.tasks.map((task) => `${task.id} ${task.status}`),
  };
}

/** A notice in a few words. */
export function short({ kind, issue: number, comment: id, reaction, why }: Notice): string {
  return [kind, number && `#${number}`, id && `to ${id}`, reaction, why].filter(Boolean).join(" ");
}
