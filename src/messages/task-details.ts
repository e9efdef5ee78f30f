/** Everything that `ltpm show T-NN` tells about one task. */
import type { Attempt, Task } from "../queue/schema.ts";
import { tryResult, unblockSteps } from "./blocked.ts";
import type { DetailRow, Messages } from "./catalog.ts";
import { oneLine, safeLines, say } from "./terminal-text.ts";
import { momentInWords, timeAgo, timeUntil } from "./time-ago.ts";
import { displayWidth, padTo } from "./width.ts";

/** A row's lines; none when there is nothing to say. */
type Row = readonly [name: DetailRow, lines: readonly string[]];

const one = (text: string | null | undefined): readonly string[] => {
  const line = oneLine(text ?? "");
  return line === "" ? [] : [line];
};
const many = (text: string | null | undefined): readonly string[] =>
  (text ?? "").trim() === ""
    ? []
    : safeLines(text ?? "")
        .trim()
        .split("\n");

function past(messages: Messages, moment: string | null, now: string): readonly string[] {
  return moment === null ? [] : [`${momentInWords(messages, moment)} (${timeAgo(messages, moment, now)})`];
}

function due(messages: Messages, moment: string | null | undefined, now: string): readonly string[] {
  if (moment === null || moment === undefined) return [];
  const when = momentInWords(messages, moment);
  return [Date.parse(moment) > Date.parse(now) ? `${when} (${timeUntil(messages, moment, now)})` : when];
}

/** Who added it and by what, behind the moment: `(1 day ago, cli, @mona)`. */
function added(messages: Messages, task: Task, now: string): readonly string[] {
  const parts = [task.source?.kind, task.source?.actor, task.source?.url].flatMap(one);
  return past(messages, task.added_at, now).map((line) => (parts.length > 0 ? say`${line} ${parts.join(", ")}` : line));
}

function rows(messages: Messages, task: Task, now: string): readonly Row[] {
  const waiting = task.status === "blocked" || task.status === "pending" || task.status === "skipped";
  const goal = oneLine(task.goal ?? "") === oneLine(task.description) ? null : task.goal;
  return [
    ["goal", one(goal)],
    ["type", one(task.task_type)],
    ["priority", task.priority === undefined || task.priority === 0 ? [] : [String(task.priority)]],
    ["added", added(messages, task, now)],
    ["started", past(messages, task.started_at, now)],
    ["finished", past(messages, task.completed_at, now)],
    ["waits", one(task.depends_on?.join(", "))],
    ["notBefore", due(messages, task.not_before, now)],
    ["accept", (task.acceptance ?? []).flatMap(one)],
    ["retries", [messages.detail.retries(task.retries, task.maxRetries)]],
    ["session", one(task.subagent_session)],
    ["result", many(task.deliverable)],
    ["file", one(task.deliverable_path)],
    ["kept", (task.references ?? []).map(({ kind, value, note }) => keptAs(kind, value, note))],
    ["verified", many(task.verification)],
    ["blocked", waiting ? many(task.blocked_reason) : []],
    ["toUnblock", unblockSteps(task.user_action_required).map((step, index) => say`${index + 1}. ${step}`)],
    ["aliases", one(task.aliases?.join(", "))],
  ];
}

function keptAs(kind: string, value: string, note: string | undefined): string {
  const place = kind === "text" ? kind : `${kind.replace("_", " ")} ${value}`;
  return note === undefined ? say`${place}` : say`${place} (${note})`;
}

function attemptLines(messages: Messages, attempt: Attempt): readonly string[] {
  const words = messages.detail;
  const outcome = attempt.outcome === undefined ? "" : ` — ${words.outcome[attempt.outcome]}`;
  const tool = attempt.tool === null ? "" : ` (${oneLine(attempt.tool)})`;
  const first = say`${attempt.attempt}. ${attempt.strategy + tool + outcome}, ${momentInWords(messages, attempt.attempted_at)}`;
  const own = one(attempt.result);
  const failure = one(attempt.verification_failure).map((line) => words.verifier(line));
  const said = own.length + failure.length > 0 ? [...own, ...failure] : [tryResult(messages, attempt)];
  return [first, ...said.map((line) => say`   ${line}`)];
}

/** The task as a person reads it: headline, rows, attempts, and the details given with it. */
export function taskDetails(messages: Messages, task: Task, now: string): string {
  const words = messages.detail;
  const shown = rows(messages, task, now).filter(([, lines]) => lines.length > 0);
  const columns = Math.max(...shown.map(([name]) => displayWidth(words.row[name]))) + 2;
  const lines = [
    say`${task.id}  ${messages.table.status[task.status]}`,
    ...many(task.description),
    "",
    ...shown.flatMap(([name, [first, ...more]]) => [
      padTo(`${words.row[name]}:`, columns) + (first ?? ""),
      ...more.map((line) => " ".repeat(columns) + line),
    ]),
  ];
  const earlier = task.earlier_attempts?.length ?? 0;
  if (task.strategies_tried.length > 0 || earlier > 0) lines.push("", words.attempts);
  lines.push(...task.strategies_tried.flatMap((attempt) => attemptLines(messages, attempt)));
  if (earlier > 0) lines.push(words.earlier(earlier));
  if (task.details !== undefined && task.details.trim() !== "") lines.push("", words.details, ...many(task.details));
  return lines.join("\n");
}
