/** What an inbox is worked off with: the state as it becomes, and what has happened so far. Lives for one application only. */
import { type ReplyPart, reactionFor, replyText } from "../../messages/github/replies.ts";
import type { Voice } from "../../messages/github/voice.ts";
import type { EndedSession, Operation } from "../../queue/control.ts";
import { replaceTasks } from "../../queue/find.ts";
import type { GitHubRecord, Notice, Queue, Task } from "../../queue/schema.ts";
import type { State } from "../../state/state.ts";
import type { Settings } from "../settings.ts";
import { isRecent } from "./cursor.ts";
import type { Inbox } from "./types.ts";

export interface Desk {
  state: State;
  record: GitHubRecord;
  readonly now: string;
  readonly inbox: Inbox;
  readonly settings: Settings;
  readonly voice: Voice;
  readonly added: string[];
  readonly changed: { id: string; operation: Operation | "hold" }[];
  readonly ended: EndedSession[];
  refused: number;
  replies: number;
  answer: string | null;
}

export function setQueue(desk: Desk, queue: Queue): void {
  desk.state = { ...desk.state, queue };
}

export function setTask(desk: Desk, task: Task): void {
  setQueue(desk, replaceTasks(desk.state.queue, [task]));
}

export function owe(desk: Desk, notice: Notice): void {
  const { queue } = desk.state;
  setQueue(desk, { ...queue, outbox: [...(queue.outbox ?? []), notice] });
}

/** Where an answer goes. `key` names what is answered, so that it is answered once. */
export interface Place {
  readonly key: string;
  readonly issue: number;
  readonly comment: number | null;
}

/** What somebody is told: the parts of a reply, and what only additions from GitHub can come to. */
export type Said = ReplyPart | { readonly kind: "dependency_circle"; readonly labels: readonly string[] };

/** Owes a reply that says this. */
export function reply(desk: Desk, place: Place, said: readonly Said[]): void {
  desk.replies += 1;
  owe(desk, {
    id: `reply:${place.key}`,
    kind: "reply",
    uid: null,
    owed_at: desk.now,
    issue: place.issue,
    comment: place.comment,
    text: textOf(desk.voice, said),
    reaction: reactionFor(partsOf(said)),
  });
}

const CIRCLE: readonly ReplyPart[] = [{ kind: "nothing_found" }];

/** The parts that the catalog of replies knows; a circle alone counts as a refusal. */
function partsOf(said: readonly Said[]): readonly ReplyPart[] {
  const parts = said.filter((one) => one.kind !== "dependency_circle");
  return parts.length > 0 ? parts : CIRCLE;
}

/** What was said as one text, safe to be posted. */
export function textOf(voice: Voice, said: readonly Said[]): string {
  const parts = said.filter((one) => one.kind !== "dependency_circle");
  const circles = said.filter((one) => one.kind === "dependency_circle");
  const texts = circles.map(({ labels }) => voice.messages.command.dependencyCircle(labels));
  return [...(parts.length > 0 ? [replyText(voice, parts)] : []), ...texts].join("\n\n");
}

/** Whether `event`, at this moment, is seen for the first time; from now on it is known. */
export function once(desk: Desk, event: string, at: string): boolean {
  const key = `${event}@${at}`;
  const handled = desk.record.handled ?? [];
  if (handled.includes(key)) return false;
  // Older ones would not be acted on any more.
  const kept = handled.filter((one) => isRecent(one.slice(one.lastIndexOf("@") + 1), desk.now));
  desk.record = { ...desk.record, handled: [...kept, key] };
  return true;
}
