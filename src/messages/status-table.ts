/** The table of `ltpm tasks`: one line a task, aligned also for wide characters, cut to the terminal by whole ones. */
import { STATUSES } from "../queue/format.ts";
import type { Status, Task } from "../queue/schema.ts";
import type { Counts, Messages } from "./catalog.ts";
import { type Paint, PLAIN } from "./colour.ts";
import { type Deliverable, deliverableSummary } from "./summary.ts";
import { oneLine, say } from "./terminal-text.ts";
import { momentInWords, timeAgo } from "./time-ago.ts";
import { displayWidth, padTo, shorten } from "./width.ts";

export type TableTask = Pick<Task, "id" | "status" | "description" | "blocked_reason" | "started_at"> &
  Pick<Task, "not_before" | "session"> &
  Deliverable;

export interface TableLook {
  /** The moment "now" for "(started 5 minutes ago)", ISO 8601. */
  readonly now: string;
  /** Columns of the terminal; null when the text does not go to one, and nothing is cut. */
  readonly columns: number | null;
  readonly paint?: Paint;
}

/** On a narrower terminal lines wrap rather than say nothing. */
const LEAST_ROOM = 20;

/** How many tasks stand in each status. */
export function countTasks(tasks: readonly { readonly status: Status }[]): Counts {
  const counts = { total: tasks.length, pending: 0, running: 0, done: 0, blocked: 0, skipped: 0 };
  for (const { status } of tasks) counts[status]++;
  return counts;
}

/** What stands behind a description. A time says nothing when cut, so it stays `whole`. */
interface Remark {
  readonly text: string;
  readonly whole: boolean;
}

const SILENT: Remark = { text: "", whole: true };

/** Result, age, or what the task waits for. */
function remark(messages: Messages, task: TableTask, now: string): Remark {
  const reason = oneLine(task.blocked_reason ?? "");
  const because = reason === "" ? SILENT : { text: say` — ${reason}`, whole: false };
  switch (task.status) {
    case "done": {
      const summary = deliverableSummary(task);
      return summary === null ? SILENT : { text: say` → ${summary}`, whole: false };
    }
    case "running": {
      const since = task.session?.reserved_at ?? task.started_at;
      if (since === null) return SILENT;
      return { text: ` ${messages.table.startedAgo(timeAgo(messages, since, now))}`, whole: true };
    }
    case "pending": {
      const due = task.not_before ?? null;
      if (reason !== "" || due === null || Date.parse(due) <= Date.parse(now)) return because;
      return { text: ` ${messages.table.notBefore(momentInWords(messages, due))}`, whole: true };
    }
    case "blocked":
      return because;
    case "skipped":
      return SILENT;
  }
}

/** Description and remark in `room` columns: both stay recognisable; a remark that may be cut gives way to half the room. */
function inRoom(description: string, behind: Remark, room: number): string {
  const free = room - displayWidth(description);
  const wanted = displayWidth(behind.text);
  if (wanted <= free) return description + behind.text;
  const least = behind.whole ? wanted : Math.floor(room / 2);
  const end = shorten(behind.text, Math.min(Math.max(free, least), room - 2));
  return shorten(description, room - displayWidth(end)) + end;
}

function painted(paint: Paint, status: Status, text: string): string {
  const colour = { pending: null, running: paint.yellow, done: paint.green, blocked: paint.red, skipped: paint.dim };
  return (colour[status] ?? String)(text);
}

/** The table with its title, in the order of `tasks`; an empty queue gets a word on how to fill it. */
export function statusTable(messages: Messages, tasks: readonly TableTask[], look: TableLook): string {
  const words = messages.table;
  const paint = look.paint ?? PLAIN;
  const title = paint.bold(words.title(countTasks(tasks)));
  if (tasks.length === 0) return `${title}\n\n${words.empty}`;
  const [idHead, statusHead, descriptionHead] = words.head;
  const idColumns = tasks.reduce((most, { id }) => Math.max(most, displayWidth(oneLine(id))), displayWidth(idHead));
  const labels = STATUSES.map((status) => displayWidth(words.status[status]));
  const statusColumns = Math.max(displayWidth(statusHead), ...labels);
  const room =
    look.columns === null
      ? Number.POSITIVE_INFINITY
      : Math.max(LEAST_ROOM, look.columns - idColumns - statusColumns - 4);
  const row = (id: string, status: string, rest: string) => `${padTo(id, idColumns)}  ${status}  ${rest}`;
  const shown = (status: Status) => painted(paint, status, padTo(words.status[status], statusColumns));
  const statuses = new Map(STATUSES.map((status) => [status, shown(status)]));
  const lines = tasks.map((task) => {
    const status = statuses.get(task.status) ?? task.status;
    return row(oneLine(task.id), status, inRoom(oneLine(task.description), remark(messages, task, look.now), room));
  });
  return [title, "", row(idHead, padTo(statusHead, statusColumns), descriptionHead), ...lines].join("\n");
}
