/** A queue with its documents, told through an intent: what the tests of the story share. */
import { createHash } from "node:crypto";
import { DEFAULT_SETTINGS } from "../../../src/config/defaults.ts";
import { type Pen, type Told, withStory } from "../../../src/dispatch/story/story.ts";
import type { Queue, Task } from "../../../src/queue/schema.ts";
import type { State } from "../../../src/state/state.ts";
import type { Intent } from "../../../src/state/store.ts";
import { loadBlockParser } from "../../../src/triad/document/remark.ts";
import { NOW } from "../sample.ts";

export const PARSE = await loadBlockParser();

export function nameOf(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export function pen(fields: Partial<Pen> = {}): Pen {
  return {
    parse: PARSE,
    settings: DEFAULT_SETTINGS,
    op: "op00000000000001",
    stampOf: (moment) => moment.slice(0, 16).replace("T", " "),
    nameOf,
    objections: new Map(),
    requests: [],
    said: [],
    ...fields,
  };
}

export const NOTHING: Intent<null> = { op: "nothing", subject: "ltpm: nothing", apply: () => ({ result: null }) };

/** An intent that makes the queue's tasks these. */
export function becoming(change: (tasks: readonly Task[]) => readonly Task[]): Intent<null> {
  return {
    op: "becoming",
    subject: "ltpm: becoming",
    apply: (state) => ({
      state: { ...state, queue: { ...state.queue, tasks: [...change(state.queue.tasks)] } },
      result: null,
    }),
  };
}

export function queueOf(...tasks: Task[]): Queue {
  return { version: 2, lastId: tasks.at(-1)?.id ?? null, tasks, archivedCount: 0 };
}

const encoder = new TextEncoder();

/** Documents by name: PROGRESS.md, NEXT_STEPS.md, LEARNINGS.md; absent: there is none. */
export interface Texts {
  readonly progress?: string;
  readonly next?: string;
  readonly learnings?: string;
}

export function stateOf(queue: Queue, texts: Texts): State {
  const entry = (text: string | undefined) => (text === undefined ? null : encoder.encode(text));
  const documents = new Map([
    ["PROGRESS.md", entry(texts.progress)],
    ["NEXT_STEPS.md", entry(texts.next)],
    ["LEARNINGS.md", entry(texts.learnings)],
  ]);
  return { queue, archive: new Map(), documents };
}

export interface Outcome {
  readonly state: State;
  /** Whether anything is to be written. */
  readonly changed: boolean;
  readonly told: Told<null>;
  readonly progress: string;
  readonly next: string;
  readonly learnings: string;
}

/** One application. */
export function tellOnce(state: State, how: { intent?: Intent<null>; pen?: Partial<Pen>; now?: string } = {}): Outcome {
  const applied = withStory(how.intent ?? NOTHING, pen(how.pen)).apply(state, how.now ?? NOW);
  const after = applied.state ?? state;
  const documents = after.documents ?? state.documents;
  const text = (path: string) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(documents?.get(path) ?? new Uint8Array());
  return {
    state: { ...after, ...(documents && { documents }) },
    changed: applied.state !== undefined,
    told: applied.result,
    progress: text("PROGRESS.md"),
    next: text("NEXT_STEPS.md"),
    learnings: text("LEARNINGS.md"),
  };
}

/** The same state with another text at a path: what a person did. */
export function edited(state: State, path: string, change: (text: string) => string): State {
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(state.documents?.get(path) ?? new Uint8Array());
  return { ...state, documents: new Map([...(state.documents ?? []), [path, encoder.encode(change(before))]]) };
}
