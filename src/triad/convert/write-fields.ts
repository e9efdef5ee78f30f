/** Writes fields into a document: what differs from what it says is edited, and nothing else. */
import { addToSection } from "../commands/list.ts";
import { rewrite, type Step } from "../commands/rewrite.ts";
import { plainInline } from "../commands/safe-text.ts";
import { setPercent, setStage } from "../commands/status.ts";
import type { Edit } from "../document/edit.ts";
import { openDocument, type TriadDocument } from "../document/open.ts";
import type { BlockParser } from "../document/remark.ts";
import { titleOf } from "../document/style.ts";
import { TriadFault } from "../fault.ts";
import { findField } from "../places/field.ts";
import { findSection } from "../places/section.ts";
import type { FieldRole, SectionRole } from "../places/wordings.ts";
import type { TriadName } from "../templates/project.ts";
import type { Fields } from "./fields.ts";
import { readFields } from "./read-fields.ts";

interface Change {
  readonly name: TriadName;
  readonly before: Fields;
  readonly after: Fields;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Items can be added to a list; one that is changed or taken away has to be edited where its text stands. */
function added<T>(name: string, field: string, before: readonly T[] = [], after: readonly T[] = []): readonly T[] {
  const keys = after.map((entry) => JSON.stringify(entry));
  if (before.some((entry) => !keys.includes(JSON.stringify(entry)))) {
    throw new TriadFault("field_not_writable", { file: name, field });
  }
  const there = new Set(before.map((entry) => JSON.stringify(entry)));
  return after.filter((entry) => !there.has(JSON.stringify(entry)));
}

function addTexts(name: string, field: string, role: SectionRole, texts: readonly string[]): Step {
  return (document) => {
    if (texts.length === 0) return [];
    const place = findSection(document, role);
    if (!place.found) throw new TriadFault("field_not_writable", { file: name, field });
    return addToSection(
      document,
      place.place,
      texts.map((text) => ({ text })),
    );
  };
}

function setField(name: string, field: string, role: FieldRole, value: string): Step {
  return (document): Edit[] => {
    const place = findField(document, role);
    if (!place.found) throw new TriadFault("field_not_writable", { file: name, field });
    return [{ start: place.place.start, end: place.place.end, text: plainInline(value) }];
  };
}

function setTitle(name: string, title: string): Step {
  return (document: TriadDocument): Edit[] => {
    const heading = titleOf(document.outline());
    const line = heading === null ? "" : document.lines.text(heading.line);
    const at = heading === null ? -1 : line.indexOf(heading.title);
    if (heading === null || at < 0) throw new TriadFault("field_not_writable", { file: name, field: "project.name" });
    const start = document.lines.start(heading.line) + at;
    return [{ start, end: start + heading.title.length, text: plainInline(title) }];
  };
}

function missionSteps({ name, before, after }: Change): Step[] {
  const [old, now] = [before.project ?? {}, after.project ?? {}];
  const fields = [
    ["created", "created"],
    ["version", "version"],
    ["status", "state"],
  ] as const;
  const changed = fields.flatMap(([field, role]) => {
    const value = now[field];
    return value === undefined || value === old[field] ? [] : [setField(name, `project.${field}`, role, value)];
  });
  return now.name === undefined || now.name === old.name ? changed : [setTitle(name, now.name), ...changed];
}

/** `2024-02-01T10:30:00Z`; documents write minutes. */
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z?$/;

const dated = (entry: { date?: string | undefined; description: string }) =>
  plainInline(entry.date === undefined ? entry.description : `[${entry.date}] ${entry.description}`);

function progressSteps({ name, before, after }: Change): Step[] {
  const [old, now] = [before.progress ?? {}, after.progress ?? {}];
  const steps: Step[] = [];
  const { overall, current_stage: stage } = now;
  if (overall !== undefined && overall !== old.overall) steps.push((document) => setPercent(document, overall));
  if (stage !== undefined && stage !== old.current_stage) steps.push((document) => setStage(document, stage));
  const [was, is] = [old.milestones ?? {}, now.milestones ?? {}];
  const fresh = <T>(field: string, a: readonly T[] | undefined, b: readonly T[] | undefined) =>
    b === undefined ? [] : added(name, field, a, b);
  const list = (field: string, role: SectionRole, texts: readonly string[]) =>
    steps.push(addTexts(name, field, role, texts));
  list(
    "progress.milestones.completed",
    "completed",
    fresh("progress.milestones.completed", was.completed, is.completed).map(dated),
  );
  list(
    "progress.milestones.in_progress",
    "in_progress",
    fresh("progress.milestones.in_progress", was.in_progress, is.in_progress).map(dated),
  );
  list(
    "progress.milestones.pending",
    "pending",
    fresh("progress.milestones.pending", was.pending, is.pending).map(
      ({ description }) => `[ ] ${plainInline(description)}`,
    ),
  );
  list(
    "progress.blockers",
    "blockers",
    fresh("progress.blockers", old.blockers, now.blockers).map(({ description, severity = "high" }) => {
      const remark = severity === "high" ? "" : ` (${plainInline(severity)})`;
      return `🚧 ${plainInline(description)}${remark}`;
    }),
  );
  list(
    "activity",
    "activity",
    fresh("activity", before.activity, after.activity).map(({ timestamp, action }) =>
      plainInline(timestamp === undefined ? action : `${timestamp.replace(TIMESTAMP, "$1 $2")}: ${action}`),
    ),
  );
  return steps;
}

function nextSteps({ name, before, after }: Change): Step[] {
  if (after.next_steps?.immediate === undefined) return [];
  const tasks = added(name, "next_steps.immediate", before.next_steps?.immediate, after.next_steps.immediate);
  const texts = tasks.map(({ task, done }) => `${done === true ? "[x]" : "[ ]"} ${plainInline(task)}`);
  return [addTexts(name, "next_steps.immediate", "next", texts)];
}

/**
 * The document with these fields. Where they say what it says already, the same bytes.
 * @throws TriadFault `field_not_writable` for an entry that was changed or removed, or that has no certain place
 */
export function writeFields(name: TriadName, text: string, after: Fields, parse: BlockParser): string {
  const before = readFields(name, openDocument(text, parse));
  const change = { name, before, after };
  if (same(before, after)) return text;
  switch (name) {
    case "MISSION.md":
      return rewrite(text, parse, missionSteps(change));
    case "PROGRESS.md":
      return rewrite(text, parse, progressSteps(change));
    case "NEXT_STEPS.md":
      return rewrite(text, parse, nextSteps(change));
  }
}
