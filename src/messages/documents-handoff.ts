/** The handoff of `resume` and the line of `next`: short, true, and in the language of the documents. */
import { HANDOFF_WORDS, type HandoffWords } from "./documents-handoff-words.ts";
import type { Language } from "./language.ts";
import { oneLine, say } from "./terminal-text.ts";
import { shorten } from "./width.ts";

/** An action and where it comes from. */
export interface ShownAction {
  readonly text: string;
  readonly task: string | null;
  /** `NEXT_STEPS.md:9`; null for a task that only the queue has. */
  readonly place: string | null;
}

export interface ShownTask {
  readonly id: string;
  readonly text: string;
  /** The number of the issue with the unblock steps. */
  readonly issue?: number | null;
}

export interface ShownWaiting {
  readonly id: string;
  /** What it depends on. */
  readonly reason: string | null;
  /** The moment before which it must not start. */
  readonly until: string | null;
}

export interface ShownQueue {
  readonly pending: number;
  readonly done: number;
  readonly running: readonly ShownTask[];
  readonly blocked: readonly ShownTask[];
  /** Pending ones that may not start yet. */
  readonly waiting: readonly ShownWaiting[];
}

/** What is shown; null is said to be not stated. */
export interface ShownHandoff {
  readonly name: string;
  readonly goal: string | null;
  /** Why it is paused, or that it is completed; null: it is going on. */
  readonly halted: { readonly status: "paused" | "completed"; readonly remark: string | null } | null;
  readonly stage: string | null;
  /** `40 %`, or what stands in its place. */
  readonly progress: string | null;
  /** What the checklists say, where that is another number. */
  readonly checklists: number | null;
  readonly updated: string | null;
  readonly recent: readonly { readonly date: string | null; readonly text: string }[];
  readonly blockers: readonly string[] | null;
  readonly action: ShownAction | null;
  /** A document that may name the next action, but not in a way that could be read, or that should; null: there is nothing open. */
  readonly unread: string | null;
  /** Headings of documents from which little could be read, by path. */
  readonly headings: readonly { readonly path: string; readonly titles: readonly string[] }[];
  readonly later: readonly ShownAction[];
  readonly queue: ShownQueue | null;
  /** Where to read more. */
  readonly documents: readonly string[];
}

/** What a handoff may take, so that it can be pasted: lines and UTF-16 units. */
export const MOST_LINES = 40;
export const MOST_CHARACTERS = 2_500;
/** Columns of one text, the wider the better; narrower until all fits. */
const WIDTHS = [240, 180, 140, 110, 80, 60, 40] as const;
const MOST_LISTED = 5;
const MOST_THEN = 3;

function list<T>(words: HandoffWords, items: readonly T[], most: number, line: (item: T) => string): string[] {
  const shown = items.slice(0, most).map((item) => `- ${line(item)}`);
  return items.length > most ? [...shown, `- ${words.more(items.length - most)}`] : shown;
}

function actionText({ text, task, place }: ShownAction, columns: number): string {
  const words = shorten(oneLine(text), columns);
  const named = task === null ? words : `${task} ${words}`;
  return place === null ? named : `${named} (${oneLine(place)})`;
}

/** Tasks by name that have to come on before anything can start; one that only waits is named where no other is. */
function waitsFor(words: HandoffWords, { running, blocked, waiting }: Waits, columns: number): string[] {
  const others = [...running.map(({ id }) => words.isRunning(id)), ...blocked.map(({ id }) => words.isBlocked(id))];
  if (others.length > 0) return others;
  return waiting.map(({ id, reason, until }) =>
    words.waits(oneLine(id), shorten(oneLine(reason ?? words.notBefore(until ?? "")), columns)),
  );
}

type Waits = Pick<ShownQueue, "running" | "blocked" | "waiting">;

function actionOrWhy(
  words: HandoffWords,
  { action, unread, queue }: { action: ShownAction | null; unread: string | null; queue: Waits | null },
  columns: number,
): string {
  if (action !== null) return actionText(action, columns);
  if (unread !== null) return words.lookInto(oneLine(unread));
  const waits = queue === null ? [] : waitsFor(words, queue, columns);
  if (waits.length === 0) return words.nothingOpen;
  const more = waits.length > MOST_THEN ? [words.more(waits.length - MOST_THEN)] : [];
  return words.waitFor([...waits.slice(0, MOST_THEN), ...more]);
}

function headed(words: HandoffWords, title: string, value: string): string {
  return `${title}${words.colon}${value}`;
}

/** A list below its title, or one word behind it. */
function listed(words: HandoffWords, title: string, lines: readonly string[], otherwise: string): string[] {
  return lines.length === 0 ? [headed(words, title, otherwise)] : [headed(words, title, "").trimEnd(), ...lines];
}

function progressText(words: HandoffWords, { progress, checklists, updated, halted }: ShownHandoff, columns: number) {
  const parts = [
    shorten(oneLine(progress ?? words.notStated), columns),
    ...(checklists === null ? [] : [words.checklists(checklists)]),
    ...(updated === null ? [] : [words.updated(shorten(oneLine(updated), 40))]),
  ];
  if (halted !== null) {
    const state = halted.status === "paused" ? words.paused : words.completed;
    parts.push(halted.remark === null ? state : headed(words, state, shorten(oneLine(halted.remark), columns)));
  }
  return parts.join(" · ");
}

function queueLines(words: HandoffWords, queue: ShownQueue | null, columns: number): string[] {
  if (queue === null) return [];
  const { running, blocked, pending, done } = queue;
  if (running.length + blocked.length + pending + done === 0) return [headed(words, words.queue, words.emptyQueue)];
  const short = (text: string) => shorten(oneLine(text), columns);
  return [
    headed(words, words.queue, words.counts(queue)),
    ...list(words, running, MOST_LISTED, ({ id, text }) => `${id} ${words.running(short(text))}`),
    ...list(words, blocked, MOST_LISTED, ({ id, text, issue }) => `${id} ${words.blocked(short(text), issue ?? null)}`),
  ];
}

/** What is said where a person listed no blocker: those of the queue are told with it. */
function otherBlockers(words: HandoffWords, { blockers, queue }: ShownHandoff): string {
  const ids = queue?.blocked.map(({ id }) => oneLine(id)) ?? [];
  if (ids.length > 0) return words.inQueue(list(words, ids, MOST_LISTED, (id) => id).map((line) => line.slice(2)));
  return blockers === null ? words.notStated : words.none;
}

function lines(words: HandoffWords, shown: ShownHandoff, columns: number): string[] {
  const short = (text: string) => shorten(oneLine(text), columns);
  const hasDocuments = shown.documents.length > 0;
  const stated = (title: string, value: string | null) => headed(words, title, short(value ?? words.notStated));
  const recent = list(words, shown.recent, MOST_LISTED, ({ date, text }) =>
    date === null ? short(text) : headed(words, date, short(text)),
  );
  const later = list(words, shown.later.slice(0, MOST_THEN), MOST_THEN, (action) => actionText(action, columns));
  const about = [
    stated(words.goal, shown.goal),
    stated(words.stage, shown.stage),
    headed(words, words.progress, progressText(words, shown, columns)),
    ...listed(words, words.recent, recent, words.notStated),
    ...listed(
      words,
      words.blockers,
      list(words, shown.blockers ?? [], MOST_LISTED, short),
      otherBlockers(words, shown),
    ),
  ];
  return [
    headed(words, words.resume, short(shown.name)),
    ...(hasDocuments ? about : [words.noDocuments]),
    headed(words, words.action, actionOrWhy(words, shown, columns)),
    ...shown.headings.map(({ path, titles }) =>
      headed(words, words.headings(oneLine(path)), short(titles.join(" · "))),
    ),
    ...(later.length === 0 ? [] : listed(words, words.afterwards, later, "")),
    ...queueLines(words, shown.queue, columns),
    ...(hasDocuments ? [headed(words, words.read, short(shown.documents.join(", "))), words.record] : []),
  ];
}

/** The handoff as text, without a final line break; at most {@link MOST_LINES} lines and {@link MOST_CHARACTERS} characters. */
export function handoffText(language: Language, shown: ShownHandoff): string {
  const words = HANDOFF_WORDS[language];
  let text = "";
  for (const columns of WIDTHS) {
    text = lines(words, shown, columns).slice(0, MOST_LINES).join("\n");
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return text.slice(0, MOST_CHARACTERS);
}

/** The projects there are, when nobody said which one. `lines` as in MEMORY.md. */
export function projectsText(language: Language, entries: readonly string[]): string {
  const words = HANDOFF_WORDS[language];
  const shown = list(words, entries, MOST_LINES - 3, (line) => shorten(oneLine(line), 200));
  return [`${words.projects}${words.colon}`.trimEnd(), ...shown, words.choose].join("\n");
}

/** The answer of `next`: one line for the action; one for each task that a person has to unblock, or that is under way. */
export function nextText(language: Language, action: ShownAction | null, unread: string | null, queue: Waits): string {
  const words = HANDOFF_WORDS[language];
  const short = (text: string) => shorten(oneLine(text), 160);
  return [
    headed(words, words.action, actionOrWhy(words, { action, unread, queue }, 300)),
    ...queue.running.slice(0, MOST_LISTED).map(({ id, text }) => say`${id} ` + words.running(short(text))),
    ...queue.blocked
      .slice(0, MOST_LISTED)
      .map(({ id, text, issue }) => say`${id} ` + words.blocked(short(text), issue ?? null)),
  ].join("\n");
}
