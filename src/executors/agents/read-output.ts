/** What an agent says about its run, in one form for all of them. An exit code of 0 never means more than "look". */
import type { AgentReport } from "../../verify/attempt-record.ts";
import { cureOf } from "./failure-words.ts";
import { fieldAt, type JsonObject, lastObject, objectLines } from "./json-in-text.ts";
import type { AgentPreset, EventPattern, FieldPath, LinesOutput, ObjectOutput, PlainOutput } from "./preset.ts";

/** What is there to read when an agent's process has ended. */
export interface AgentOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** null: ended by a signal. */
  readonly code: number | null;
  /** The text of the file with its last message, when it wrote one. */
  readonly lastMessage?: string;
}

/** What the structure says, before exit code and cure are judged. */
interface Reading {
  readonly ok: boolean;
  readonly text: string | null;
  readonly error: string | null;
  readonly session: string | null;
  readonly cost: number | null;
  readonly status?: number | null;
}

/** Longer answers are cut: the whole stands in the log. */
const LONGEST_TEXT = 100_000;

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  if (Array.isArray(value)) {
    const texts = value.map((item) => textOf(item) ?? "").filter((text) => text !== "");
    return texts.length > 0 ? texts.join("; ") : null;
  }
  const message = fieldAt(value, ["message"]) ?? fieldAt(value, ["text"]);
  return typeof message === "string" && message !== "" ? message : null;
}

function firstText(value: unknown, paths: readonly FieldPath[]): string | null {
  for (const path of paths) {
    const text = textOf(fieldAt(value, path));
    if (text !== null) return text;
  }
  return null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function lastWords(output: AgentOutput): string | null {
  const words = (output.stderr.trim() || output.stdout.trim()).slice(-2_000);
  return words === "" ? null : words;
}

function denialsIn(found: JsonObject, denials: ObjectOutput["denials"]): string | null {
  const list = denials === undefined ? null : fieldAt(found, denials.list);
  if (denials === undefined || !Array.isArray(list) || list.length === 0) return null;
  const names = new Set(list.map((item) => textOf(fieldAt(item, denials.name)) ?? "a tool"));
  return `it was not allowed to use ${[...names].slice(0, 10).join(", ")}`;
}

function readObject(how: ObjectOutput, output: AgentOutput): Reading {
  const found = lastObject(output.stdout) ?? lastObject(output.stderr);
  if (found === null) {
    const words = lastWords(output);
    const error = `it printed no JSON result${words === null ? "" : `: ${words}`}`;
    return { ok: false, text: null, error, session: null, cost: null };
  }
  const failed = how.failed !== undefined && (fieldAt(found, how.failed) ?? null) !== null;
  const text = textOf(fieldAt(found, how.text));
  const marked = how.ok.every(({ field, is }) => fieldAt(found, field) === is);
  const ok = marked && !failed && text !== null;
  const words = text === null && marked && !failed ? "its result holds no answer" : firstText(found, how.errors);
  return {
    ok,
    text: marked && !failed ? text : null,
    error: ok ? denialsIn(found, how.denials) : (words ?? "it says that it failed"),
    session: textOf(fieldAt(found, how.session)),
    cost: how.cost === undefined ? null : numberOf(fieldAt(found, how.cost)),
    status: how.status === undefined ? null : numberOf(fieldAt(found, how.status)),
  };
}

function matches(event: JsonObject, pattern: EventPattern): boolean {
  if (event.type !== pattern.type) return false;
  return pattern.where === undefined || fieldAt(event, pattern.where.field) === pattern.where.is;
}

function answerIn(how: LinesOutput, events: readonly JsonObject[]): string | null {
  const texts = events.flatMap((event) =>
    how.text.filter((pattern) => matches(event, pattern)).map((pattern) => textOf(fieldAt(event, pattern.field)) ?? ""),
  );
  const said = texts.filter((text) => text !== "");
  return (how.joined === true ? said.join("\n") : said.at(-1)) || null;
}

function readLines(how: LinesOutput, output: AgentOutput): Reading {
  const events = objectLines(output.stdout);
  const isOneOf = (patterns: readonly EventPattern[]) => (event: JsonObject) =>
    patterns.some((pattern) => matches(event, pattern));
  const session = events.map((event) => firstText(event, how.session)).find((id) => id !== null) ?? null;
  const { cost } = how;
  const costs = cost === undefined ? [] : events.filter((event) => matches(event, cost));
  const spent = costs.reduce((sum, event) => sum + (numberOf(fieldAt(event, cost?.field ?? [])) ?? 0), 0);
  const known = { session, cost: costs.length > 0 ? spent : null };
  const text = output.lastMessage?.trim() || answerIn(how, events);

  if (events.length === 0) {
    const words = lastWords(output);
    return { ok: false, text: null, error: `it printed no events${words === null ? "" : `: ${words}`}`, ...known };
  }
  const failure = events.findLast(isOneOf(how.failed));
  if (failure !== undefined) {
    return { ok: false, text, error: firstText(failure, how.errors) ?? "it says that it failed", ...known };
  }
  const finished = how.finished.length === 0 || events.some(isOneOf(how.finished));
  if (!finished) {
    const trouble = events.findLast(isOneOf(how.troubles));
    const words = trouble === undefined ? null : firstText(trouble, how.errors);
    return { ok: false, text, error: words ?? "its output ends before the run does", ...known };
  }
  return { ok: true, text, error: null, ...known };
}

function readPlain(how: PlainOutput, output: AgentOutput): Reading {
  const said = output.stdout.trim();
  const all = `${output.stdout}\n${output.stderr}`;
  const failure = how.failures.find((words) => all.includes(words));
  const at = how.cost === undefined ? -1 : all.lastIndexOf(how.cost);
  const amount = at < 0 ? Number.NaN : Number.parseFloat(all.slice(at + (how.cost?.length ?? 0)).slice(0, 20));
  const line = failure === undefined ? null : all.split("\n").find((text) => text.includes(failure));
  return {
    ok: failure === undefined,
    text: said === "" ? null : said,
    error: line?.trim().slice(0, 2_000) ?? null,
    session: null,
    cost: numberOf(amount),
  };
}

function readingOf(preset: AgentPreset, output: AgentOutput): Reading {
  if (preset.output.shape === "object") return readObject(preset.output, output);
  if (preset.output.shape === "lines") return readLines(preset.output, output);
  return readPlain(preset.output, output);
}

/**
 * Reads an agent's output by its preset: what it says about errors first, then the exit code. `ok` says that the run
 * ended well in the agent's own words, not that the task is done. Things it was denied stand in `error` although `ok`.
 */
export function readAgentOutput(preset: AgentPreset, output: AgentOutput): AgentReport {
  const reading = readingOf(preset, output);
  const exit = output.code === null ? undefined : preset.exits[output.code];
  const ok = reading.ok && output.code === 0;
  const ended = output.code === null ? "it was ended by a signal" : `it exited ${output.code}`;
  const reason = reading.error ?? lastWords(output);
  const failure = exit?.means ?? (reading.ok ? ended : null);
  const error = ok ? reading.error : [failure, reason].filter((part) => part !== null).join(": ");
  const cure = ok ? { transient: false, permanent: false } : cureOf(error ?? "", reading.status ?? null);
  const permanent = cure.permanent || (exit?.permanent === true && !cure.transient);
  return {
    ok,
    text: reading.text?.slice(0, LONGEST_TEXT) ?? null,
    error: error === "" ? ended : error,
    session_id: reading.session,
    cost_usd: reading.cost,
    transient: cure.transient && !permanent,
    ...(permanent ? { permanent } : {}),
  };
}
