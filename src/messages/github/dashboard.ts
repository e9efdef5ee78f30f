/**
 * The dashboard: one issue with what runs, what waits on whom, what ended, and a box to tick for each thing a person may
 * decide. It is the same text as long as the queue is the same, so that it is written only when something changed.
 */
import type { Task } from "../../queue/schema.ts";
import { countTasks } from "../status-table.ts";
import { cell, linkTarget, row } from "./cell.ts";
import { type Box, boxMarker, DASHBOARD_MARKER } from "./markers.ts";
import { firstFitting, withMarkers } from "./posted.ts";
import { type ToldTask, withoutSecrets } from "./safe-task.ts";
import { remarkOf } from "./status-markdown.ts";
import type { Voice } from "./voice.ts";

/** The most rows of each section. */
interface Rows {
  readonly running: number;
  readonly blocked: number;
  readonly pending: number;
  readonly finished: number;
}

const STAGES: readonly Rows[] = [
  { running: 100, blocked: 100, pending: 100, finished: 20 },
  { running: 50, blocked: 40, pending: 30, finished: 10 },
  { running: 10, blocked: 10, pending: 10, finished: 3 },
];

/** The boxes of a task: what a person can usefully decide in its status. */
function boxesOf(task: Pick<Task, "uid" | "status" | "epoch">): Box[] {
  const box = (op: Box["op"]): Box => ({ op, uid: task.uid, epoch: task.epoch ?? 0 });
  if (task.status === "blocked") return [box("retry"), box("skip"), box("done")];
  return task.status === "pending" ? [box("skip")] : [];
}

function boxLine(voice: Voice, task: ToldTask, box: Box): string {
  return `- [ ] ${boxMarker(box)}${voice.words.dashboard.box(box.op, task.id)}`;
}

function statusCell(voice: Voice, task: ToldTask): string {
  const status = voice.messages.table.status[task.status];
  if (task.status === "blocked" && typeof task.blocked_issue === "number") return `${status} #${task.blocked_issue}`;
  const url = task.status === "running" ? linkTarget(task.session?.url) : null;
  return url === null ? status : `${status} ([${voice.words.dashboard.log}](${url}))`;
}

function taskRow(voice: Voice, task: ToldTask): string {
  const safe = withoutSecrets(voice, task);
  const remark = remarkOf(voice, safe, null);
  const text = [cell(voice, safe.description, 120), remark === "" ? "" : cell(voice, remark, 160)];
  return row([cell(voice, safe.id, 20), statusCell(voice, safe), text.filter((one) => one !== "").join(" ")]);
}

function section(voice: Voice, heading: string, tasks: readonly ToldTask[], most: number): string[] {
  if (tasks.length === 0) return [];
  const { words, messages } = voice;
  const head = [row(messages.table.head), row(messages.table.head.map(() => "---"))];
  const lines = [...head, ...tasks.slice(0, most).map((task) => taskRow(voice, task))];
  const left = tasks.length - most;
  return [`### ${heading}`, lines.join("\n"), ...(left > 0 ? [words.dashboard.more(left)] : [])];
}

const isEarlier = (a: ToldTask, b: ToldTask) => (a.completed_at ?? "") < (b.completed_at ?? "");

/** The tasks of each section; of the ended ones only the last `most`, the very last one first. */
function sectionsOf(tasks: readonly ToldTask[], most: number): Record<keyof Rows, ToldTask[]> {
  const of = (status: Task["status"]) => tasks.filter((task) => task.status === status);
  const finished = tasks.filter(({ status }) => status === "done" || status === "skipped");
  finished.sort((a, b) => (isEarlier(a, b) ? 1 : isEarlier(b, a) ? -1 : 0));
  return { running: of("running"), blocked: of("blocked"), pending: of("pending"), finished: finished.slice(0, most) };
}

function bodyOf(voice: Voice, tasks: readonly ToldTask[], rows: Rows): string {
  const words = voice.words.dashboard;
  const { running, blocked, pending, finished } = sectionsOf(tasks, rows.finished);
  const boxed = [...blocked.slice(0, rows.blocked), ...pending.slice(0, rows.pending)];
  const boxes = boxed.flatMap((task) => boxesOf(task).map((box) => boxLine(voice, task, box)));
  return [
    `**${voice.messages.table.title(countTasks(tasks))}**`,
    words.intro,
    ...section(voice, words.running, running, rows.running),
    ...section(voice, words.blocked, blocked, rows.blocked),
    ...section(voice, words.pending, pending, rows.pending),
    ...section(voice, words.finished, finished, rows.finished),
    ...(boxes.length > 0 ? [`### ${words.boxes}`, boxes.join("\n")] : []),
  ].join("\n\n");
}

/** Raised when the same tasks are shown in another form: then every dashboard is written anew. */
const FORM = 1;

/**
 * All that the dashboard of these tasks shows, as one text: the same for the same dashboard, and far cheaper to make than
 * its body.
 */
export function dashboardFacts(voice: Voice, tasks: readonly ToldTask[]): string {
  const first = STAGES[0] ?? { running: 0, blocked: 0, pending: 0, finished: 0 };
  const sections = sectionsOf(tasks, first.finished);
  const facts = [sections.running, sections.blocked, sections.pending, sections.finished].flatMap((list, at) =>
    list
      .slice(0, [first.running, first.blocked, first.pending, first.finished][at])
      .map((task) => [
        ...[task.id, task.uid, task.status, task.epoch ?? 0, task.description, task.blocked_issue ?? null],
        ...[
          task.blocked_reason,
          task.session?.reserved_at ?? task.started_at,
          task.session?.url,
          task.not_before ?? null,
        ],
        ...[task.deliverable, task.deliverable_path, task.references ?? []],
      ]),
  );
  return JSON.stringify([FORM, voice.words.language, countTasks(tasks), facts]);
}

export interface Dashboard {
  readonly title: string;
  readonly body: string;
}

/** Title and body, with the marker. */
export function dashboard(voice: Voice, tasks: readonly ToldTask[]): Dashboard {
  const words = voice.words.dashboard;
  const body = firstFitting([
    ...STAGES.map((rows) => () => bodyOf(voice, tasks, rows)),
    () => `**${voice.messages.table.title(countTasks(tasks))}**`,
  ]);
  return { title: words.title, body: withMarkers(body, [DASHBOARD_MARKER]) };
}
