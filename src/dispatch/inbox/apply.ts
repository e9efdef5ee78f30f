/** Applies an inbox to a state: everything in the order of its moments, each once, whoever else applies the same. */
import { type Voice, voiceIn } from "../../messages/github/voice.ts";
import type { Notice, Queue } from "../../queue/schema.ts";
import type { State } from "../../state/state.ts";
import type { Settings } from "../settings.ts";
import { applyToBlocked, taskOfIssue } from "./blocked-issue.ts";
import { applyComment } from "./comments.ts";
import { advanced, isLong, isRecent, startedRecord } from "./cursor.ts";
import { applyToDashboard } from "./dashboard.ts";
import type { Desk } from "./desk.ts";
import { applyMessage } from "./message.ts";
import { takeIn } from "./take-in.ts";
import type { Inbox, InboxResult, SeenIssue } from "./types.ts";

export interface AppliedInbox {
  /** The state itself when nothing is to be written. */
  readonly state: State;
  readonly result: InboxResult;
}

/**
 * Applies what was seen. Idempotent: a comment counts by its id, an event by its moment, so it may be replayed on any newer
 * state. `now` is ISO 8601. `voice` speaks the replies; by default in the project's language, hiding nothing.
 */
export function applyInbox(
  state: State,
  now: string,
  inbox: Inbox,
  settings: Settings,
  voice: Voice = voiceIn(settings.language ?? "en"),
): AppliedInbox {
  const started = state.queue.github === undefined;
  const record = state.queue.github ?? startedRecord(state.queue, inbox, now);
  const desk: Desk = {
    state,
    record,
    now,
    inbox,
    settings,
    voice,
    added: [],
    changed: [],
    ended: [],
    refused: 0,
    replies: 0,
    answer: null,
  };
  if (inbox.message !== undefined) applyMessage(desk, inbox.message);
  for (const apply of inOrder(desk)) apply();
  const { added, changed, ended, refused, replies, answer } = desk;
  const result: InboxResult = { added, changed, ended, refused, replies, answer };
  const touched = started || desk.record !== record || desk.state !== state;
  const next = touched || isLong(inbox) ? advanced(desk.record, inbox) : record;
  if (!started && next === record && desk.state === state) return { state, result };
  const queue = { ...desk.state.queue, github: next };
  return { state: { ...desk.state, queue: started ? withFirstRun(queue, now) : queue }, result };
}

/** The queue with its cursors moved, for a cycle that writes anyway. */
export function withCursors(queue: Queue, inbox: Inbox): Queue {
  if (queue.github === undefined) return queue;
  const github = advanced(queue.github, inbox);
  return github === queue.github ? queue : { ...queue, github };
}

/** The first cycle on GitHub tells so, once. */
function withFirstRun(queue: Queue, now: string): Queue {
  const notice: Notice = { id: "first_run", kind: "first_run", uid: null, owed_at: now };
  return { ...queue, outbox: [...(queue.outbox ?? []), notice] };
}

interface Entry {
  readonly at: number;
  /** Issues before the comments on them. */
  readonly rank: number;
  readonly id: number;
  readonly apply: () => void;
}

const RANKS: readonly SeenIssue["event"][] = ["opened", "labeled", "closed", "reopened", "edited", "listed"];

function inOrder(desk: Desk): (() => void)[] {
  const { comments, issues } = desk.inbox;
  const entries: Entry[] = [
    ...issues
      .filter(({ at }) => isRecent(at, desk.now))
      .map((issue) => {
        const rank = RANKS.indexOf(issue.event);
        return { at: Date.parse(issue.at), rank, id: issue.number, apply: () => applyIssue(desk, issue) };
      }),
    ...comments.map((comment) => {
      const at = Date.parse(comment.created_at);
      return { at, rank: RANKS.length, id: comment.id, apply: () => applyComment(desk, comment) };
    }),
  ];
  return entries
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id)
    .map(({ apply }) => apply);
}

function applyIssue(desk: Desk, issue: SeenIssue): void {
  // Lists are looked at from the cursor on; what is older stood there before us.
  if (issue.event === "listed" && Date.parse(issue.at) < Date.parse(desk.record.issues_since)) return;
  const task = taskOfIssue(desk, issue.number);
  if (issue.number === desk.record.dashboard) applyToDashboard(desk, issue);
  else if (task !== undefined) applyToBlocked(desk, task, issue);
  else takeIn(desk, issue);
}
