/** The options that `add` and `edit` share, checked before anything is written. */
import { later } from "../state/clock.ts";
import { type Call, text, texts, usageError } from "./call.ts";
import { labelsFrom } from "./labels.ts";
import type { Project } from "./project.ts";

export interface TaskOptions {
  readonly after?: readonly string[];
  readonly priority?: number;
  readonly task_type?: string;
  readonly acceptance?: readonly string[];
  readonly not_before?: string;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `2h`, `30m`, `1d` from now, or a date and time (a date alone means its start, local time). */
function momentFrom(call: Call, said: string, now: string): string {
  const relative = /^(\d{1,5})([mhd])$/.exec(said.trim());
  if (relative) return later(now, Number(relative[1]) * (UNITS[relative[2] ?? "m"] ?? 0));
  const moment = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(said.trim()) ? `${said.trim()}T00:00` : said);
  if (Number.isNaN(moment)) {
    throw usageError(
      call,
      `--not-before "${said.slice(0, 40)}" is no time; write 2026-12-01T09:00, or 30m, 2h, 1d from now`,
    );
  }
  return new Date(moment).toISOString();
}

function priorityFrom(call: Call, said: string): number {
  const priority = Number(said);
  if (said.trim() === "" || !Number.isInteger(priority) || Math.abs(priority) > 999) {
    throw usageError(
      call,
      `--priority "${said.slice(0, 40)}" must be a whole number from -999 to 999; higher comes first`,
    );
  }
  return priority;
}

async function typeFrom(call: Call, project: Project, said: string): Promise<string> {
  const { taskTypes } = await import("../dispatch/catalog.ts");
  const names = taskTypes(project.settings).map((type) => type.name);
  if (!names.includes(said))
    throw usageError(call, `--type "${said.slice(0, 40)}" is unknown; one of ${names.join(", ")}`);
  return said;
}

async function acceptanceFrom(call: Call, specs: readonly string[]): Promise<readonly string[]> {
  const { parseAccept } = await import("../verify/accept.ts");
  for (const spec of specs) {
    const parsed = parseAccept(spec);
    if (parsed.kind === "wrong") throw usageError(call, parsed.problem);
  }
  return specs;
}

/** The task options of a call; throws `UsageError` for the first wrong one. */
export async function taskOptions(call: Call, project: Project): Promise<TaskOptions> {
  const after = texts(call, "after");
  const priority = text(call, "priority");
  const type = text(call, "type");
  const accept = texts(call, "accept");
  const notBefore = text(call, "not-before");
  return {
    ...(after === undefined ? {} : { after: labelsFrom(call, after) }),
    ...(priority === undefined ? {} : { priority: priorityFrom(call, priority) }),
    ...(type === undefined ? {} : { task_type: await typeFrom(call, project, type) }),
    ...(accept === undefined ? {} : { acceptance: await acceptanceFrom(call, accept) }),
    ...(notBefore === undefined ? {} : { not_before: momentFrom(call, notBefore, project.clock.now()) }),
  };
}
