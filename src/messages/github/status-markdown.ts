/** The status table as Markdown: for replies, the job summary and the dashboard. A long queue shows what matters first. */
import type { Status } from "../../queue/schema.ts";
import { countTasks } from "../status-table.ts";
import { deliverableSummary } from "../summary.ts";
import { momentInWords, timeAgo } from "../time-ago.ts";
import { cell, row } from "./cell.ts";
import { type ToldTask, withoutSecrets } from "./safe-task.ts";
import type { Voice } from "./voice.ts";

export interface TableLook {
  /** ISO 8601, for "(started 5 minutes ago)"; null: the moments themselves, for a text that is kept for long. */
  readonly now: string | null;
  /** The most rows. */
  readonly rows: number;
}

const DESCRIPTION_COLUMNS = 160;
const REMARK_COLUMNS = 160;

/** What stands behind a description: result, age, reason. Plain text. */
export function remarkOf(voice: Voice, task: ToldTask, now: string | null): string {
  const { messages } = voice;
  const reason = task.blocked_reason ?? "";
  switch (task.status) {
    case "done": {
      const summary = deliverableSummary(task);
      return summary === null ? "" : `→ ${summary}`;
    }
    case "running": {
      const since = task.session?.reserved_at ?? task.started_at;
      if (since === null) return "";
      return now === null
        ? voice.words.dashboard.since(momentInWords(messages, since))
        : messages.table.startedAgo(timeAgo(messages, since, now));
    }
    case "pending": {
      const due = task.not_before ?? null;
      if (reason !== "" || due === null) return reason === "" ? "" : `— ${reason}`;
      return messages.table.notBefore(momentInWords(messages, due));
    }
    case "blocked":
      return reason === "" ? "" : `— ${reason}`;
    case "skipped":
      return "";
  }
}

/** The cell that describes a task. */
function described(voice: Voice, task: ToldTask, now: string | null): string {
  const safe = withoutSecrets(voice, task);
  const behind = remarkOf(voice, safe, now);
  return [cell(voice, safe.description, DESCRIPTION_COLUMNS), behind === "" ? "" : cell(voice, behind, REMARK_COLUMNS)]
    .filter((text) => text !== "")
    .join(" ");
}

const RANK: Readonly<Record<Status, number>> = { running: 0, blocked: 1, pending: 2, done: 3, skipped: 4 };
/** Moments are written alike, so that they sort as texts. */
const byEnd = (a: ToldTask, b: ToldTask): number => {
  const [first, second] = [a.completed_at ?? "", b.completed_at ?? ""];
  return first < second ? 1 : first > second ? -1 : 0;
};

/** At most `rows` tasks: what runs, what is blocked, what is pending, then what ended last; in the order of the queue. */
export function mostTelling<T extends ToldTask>(tasks: readonly T[], rows: number): readonly T[] {
  if (tasks.length <= rows) return tasks;
  const at = new Map(tasks.map((task, index) => [task, index]));
  const place = (task: T) => at.get(task) ?? 0;
  return [...tasks]
    .sort((a, b) => RANK[a.status] - RANK[b.status] || byEnd(a, b) || place(a) - place(b))
    .slice(0, rows)
    .sort((a, b) => place(a) - place(b));
}

/** Title, table, and how many tasks are not shown. An empty queue gets the title alone. */
export function statusMarkdown(voice: Voice, tasks: readonly ToldTask[], look: TableLook): string {
  const words = voice.messages.table;
  const title = words.title(countTasks(tasks));
  const shown = mostTelling(tasks, look.rows);
  if (shown.length === 0) return title;
  const lines = [
    row(words.head),
    row(words.head.map(() => "---")),
    ...shown.map((task) =>
      row([cell(voice, task.id, 20), words.status[task.status], described(voice, task, look.now)]),
    ),
  ];
  const left = tasks.length - shown.length;
  const more = left > 0 ? [voice.words.dashboard.more(left)] : [];
  return [title, lines.join("\n"), ...more].join("\n\n");
}
