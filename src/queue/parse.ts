/**
 * Text to queue, with every fault named by file, line and field. Hot paths do not come here: a text whose hash
 * says that we wrote it ourselves was checked when it was written.
 */
import * as v from "valibot";
import { dependencyCycle } from "./depend.ts";
import { type Fault, type FaultCode, QueueFault } from "./faults.ts";
import { QUEUE_VERSION } from "./format.ts";
import { compareLabels, formatLabel, parseLabel } from "./label.ts";
import { fieldName, firstSyntaxFault, forbiddenKey, type JsonPath, locate } from "./locate.ts";
import { type Defaults, normaliseQueue } from "./normalise.ts";
import { type ArchiveFile, archiveSchema, type Queue, queueSchema } from "./schema.ts";

/** The largest file we read, in UTF-16 units. */
export const MAX_FILE = 256 * 1024 * 1024;
const INSPECT = "Correct it by hand, or run `ltpm doctor` to see what can be repaired; the file was left as it is";

type Report = (code: FaultCode, path: JsonPath, problem: string, remedy?: string) => Fault;

/** The line of the first conflict marker, from 1; null without one. Markers count only as whole lines, as git writes them. */
export function conflictLine(text: string): number | null {
  if (!/^(<{7} |>{7} )/m.test(text)) return null;
  const index = text.split("\n").findIndex((line) => /^(<{7}|>{7}) /.test(line));
  return index < 0 ? null : index + 1;
}

function readJson(text: string, file: string): unknown {
  const at = (code: FaultCode, line: number, column: number, problem: string, remedy = INSPECT) =>
    new QueueFault({ code, file, line, column, field: "", problem, remedy });
  if (text.length > MAX_FILE) throw at("too_large", 1, 1, "the file is larger than 256 MiB");
  const nul = text.indexOf("\0");
  if (nul >= 0) throw at("not_text", text.slice(0, nul).split("\n").length, 1, "it holds NUL bytes and is not a text");
  const conflict = conflictLine(text);
  if (conflict !== null) {
    const remedy = "Run `ltpm doctor --fix` to merge both sides (it keeps the old file), or resolve it by hand";
    throw at("conflict_markers", conflict, 1, "git left conflict markers here", remedy);
  }
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch {
    const fault = firstSyntaxFault(plain) ?? { line: 1, column: 1, problem: "it is not JSON" };
    throw at("not_json", fault.line, fault.column, `not valid JSON: ${fault.problem}`);
  }
}

function reporter(text: string, file: string): Report {
  return (code, path, problem, remedy = INSPECT) => {
    return { code, file, ...locate(text, path), field: fieldName(path), problem, remedy };
  };
}

function checkShape<S extends v.GenericSchema>(schema: S, value: unknown, report: Report): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = (issue.path ?? []).map((item: { key: unknown }) => item.key as string | number);
  throw new QueueFault(report("wrong_shape", path, issue.message));
}

/** What must hold before any field is looked at. */
function checkOutside(raw: unknown, report: Report): void {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new QueueFault(report("wrong_shape", [], "it must hold one object with `lastId` and `tasks`"));
  }
  const forbidden = forbiddenKey(raw);
  if (forbidden !== null) throw new QueueFault(report("forbidden_key", forbidden, "this key is not allowed"));
  checkVersion(raw, report);
}

function checkVersion(raw: unknown, report: Report): void {
  const said = typeof raw === "object" && raw !== null ? (raw as { version?: unknown }).version : undefined;
  const version = Number(said ?? 1);
  if (said === undefined || (Number.isFinite(version) && version <= QUEUE_VERSION)) return;
  const problem = `it was written by a newer ltpm (version ${JSON.stringify(said).slice(0, 40)}; this one knows up to ${QUEUE_VERSION})`;
  throw new QueueFault(report("newer_version", ["version"], problem, "Update ltpm; the file was left as it is"));
}

/** The first fault of meaning in a queue whose shape is right; null when it is sound. */
function firstFaultOfMeaning(queue: Queue, report: Report): Fault | null {
  const ids = new Map<string, number>();
  const uids = new Map<string, number>();
  const last = queue.lastId === null ? 0 : (parseLabel(queue.lastId) ?? 0);
  let highest = 0;
  for (const [index, task] of queue.tasks.entries()) {
    const first = ids.get(task.id);
    if (first !== undefined)
      return report("duplicate_id", ["tasks", index, "id"], `${task.id} is already the id of tasks[${first}]`);
    const twin = uids.get(task.uid);
    if (twin !== undefined) return report("duplicate_uid", ["tasks", index, "uid"], `the same uid as tasks[${twin}]`);
    ids.set(task.id, index);
    uids.set(task.uid, index);
    highest = Math.max(highest, parseLabel(task.id) ?? 0);
    if (task.retries > task.maxRetries) {
      return report(
        "wrong_shape",
        ["tasks", index, "retries"],
        `${task.retries} is more than maxRetries (${task.maxRetries})`,
      );
    }
  }
  if (highest > last) {
    return report(
      "last_id_too_low",
      ["lastId"],
      `${queue.lastId ?? "null"} is below the highest id ${formatLabel(highest)}`,
    );
  }
  return firstDependencyFault(queue, last, report);
}

function firstDependencyFault(queue: Queue, last: number, report: Report): Fault | null {
  for (const [index, task] of queue.tasks.entries()) {
    for (const [k, label] of (task.depends_on ?? []).entries()) {
      if ((parseLabel(label) ?? 0) > last) {
        return report("unknown_dependency", ["tasks", index, "depends_on", k], `there is no task ${label}`);
      }
    }
  }
  const cycle = dependencyCycle(queue.tasks);
  if (cycle === null) return null;
  const index = queue.tasks.findIndex((task) => task.id === cycle[0]);
  return report("dependency_cycle", ["tasks", index, "depends_on"], `tasks wait for each other: ${cycle.join(" → ")}`);
}

/** Reads a queue file's text. Throws `QueueFault` with the place of the first fault; `file` is how the message names it. */
export function parseQueue(text: string, file: string, defaults: Defaults): Queue {
  const raw = readJson(text, file);
  const report = reporter(text, file);
  checkOutside(raw, report);
  const queue = checkShape(queueSchema, normaliseQueue(raw, defaults), report);
  const fault = firstFaultOfMeaning(queue, report);
  if (fault !== null) throw new QueueFault(fault);
  return queue;
}

/** Reads an archive month's text. Throws `QueueFault`. */
export function parseArchive(text: string, file: string, defaults: Defaults): ArchiveFile {
  const raw = readJson(text, file);
  const report = reporter(text, file);
  checkOutside(raw, report);
  const archive = checkShape(archiveSchema, normaliseQueue(raw, defaults), report);
  const { lastId: _none, ...rest } = archive;
  return { ...rest, tasks: [...archive.tasks].sort((a, b) => compareLabels(a.id, b.id)) };
}
