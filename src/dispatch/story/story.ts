/** The queue and the documents tell one story: hear what people changed, do what the intent does, tell what came of it. */
import type { Queue } from "../../queue/schema.ts";
import type { State } from "../../state/state.ts";
import type { Applied, Intent } from "../../state/store.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import type { Settings } from "../settings.ts";
import { hear } from "./hear.ts";
import { pathsOf, recordOf, storyPaths } from "./owed.ts";
import { openPage, pageAt } from "./pages.ts";
import { openKnown, remembering } from "./remembering.ts";
import { tell } from "./tell.ts";
import { newTicks } from "./ticks.ts";
import type { DocumentTrouble, Heard, Pen, Told } from "./types.ts";

export type { DocumentTrouble, DoneRequest, Heard, Pen, Refusal, SpokenWord, Told } from "./types.ts";

/**
 * The intent between hearing and telling, in one application: pure, so it can be replayed on another state. Where there is
 * nothing to hear and nothing to tell, what it gives is what the intent gives, and nothing is written that the intent does not write.
 */
export function withStory<R>(intent: Intent<R>, tool: Pen): Intent<Told<R>> {
  const { subject } = intent;
  const pen: Pen = { ...tool, parse: remembering(tool.parse) };
  const paths = [...new Set([...(intent.documents ?? []), ...pathsOf(storyPaths(pen.settings))])];
  return {
    op: intent.op,
    subject: (told) => `${typeof subject === "function" ? subject(told.result) : subject}${askedFor(told.heard)}`,
    ...(intent.archive === undefined ? {} : { archive: intent.archive }),
    documents: paths,
    apply: (state, now) => applyBetween(intent, state, now, pen),
  };
}

/** What the documents asked for, in a commit's subject. */
function askedFor({ done, added }: Heard): string {
  const words = [...done.map((id) => `${id} done`), ...added.map((id) => `${id} added`)];
  const more = words.length > 6 ? ` and ${words.length - 6} more` : "";
  return words.length === 0 ? "" : ` (${words.slice(0, 6).join(", ")}${more})`;
}

function applyBetween<R>(intent: Intent<R>, state: State, now: string, pen: Pen): Applied<Told<R>> {
  const troubles: DocumentTrouble[] = [];
  const paths = storyPaths(pen.settings);
  const at = (path: string | null) => pageAt(state.documents, path, pen.parse, troubles);
  const progress = at(paths.progress);
  const next = at(paths.next);
  const aside = paths.next === null ? null : openPage(paths.next, pen.aside, pen.parse, troubles);
  const hearing = hear(state.queue, now, { progress, next, aside }, pen);
  const heard = hearing.queue === state.queue ? state : { ...state, queue: hearing.queue };
  const applied = intent.apply(heard, now);
  const after = applied.state ?? heard;
  const told = tell({ state: after, documents: state.documents, now, hearing, progress, next, aside }, pen, troubles);
  const result = { result: applied.result, heard: hearing.heard, written: [...told.changes.keys()], troubles };
  if (told.queue === after.queue && told.changes.size === 0) {
    return after === state ? { result } : { state: after, result };
  }
  const documents = new Map([...(after.documents ?? state.documents ?? []), ...told.changes]);
  return { state: { ...after, queue: told.queue, ...(told.changes.size > 0 && { documents }) }, result };
}

/** Labels of tasks that are newly ticked in NEXT_STEPS.md, so that objections can be gathered before. */
export function newRequests(
  text: string,
  queue: Queue,
  settings: Pick<Settings, "documents">,
  parse: BlockParser,
  recordKey: string | null = storyPaths(settings).next,
): readonly string[] {
  if (recordKey === null) return [];
  const record = recordOf(queue, recordKey);
  return newTicks(openKnown(text, parse), queue, record).map(({ task }) => task.id);
}
