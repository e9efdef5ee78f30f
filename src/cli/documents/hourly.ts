/** The source's 60-minute rule: the overall percentage follows the checklists, and MEMORY.md the documents. */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { HOURLY_MINUTES } from "../../history/auto-sync/threshold.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { rewrite } from "../../triad/commands/rewrite.ts";
import { setPercent } from "../../triad/commands/status.ts";
import { openDocument } from "../../triad/document/open.ts";
import { type BlockParser, loadBlockParser } from "../../triad/document/remark.ts";
import { checklistPercent } from "../../triad/lint/percent.ts";
import { findPercent } from "../../triad/places/field.ts";
import type { Project } from "../project.ts";
import { queueAtHand } from "./fold-facts.ts";
import { placeIn } from "./place.ts";
import { syncIndex } from "./project-index.ts";
import { rewriteTexts } from "./texts.ts";

const HOUR = HOURLY_MINUTES * 60_000;

/** When the rule was followed last, in milliseconds, and what was found then. */
interface LastHour {
  readonly at: number;
  /** The date of PROGRESS.md then; one that is older than an hour is looked at once. */
  readonly progress: number;
  /** What the checklists gave then; null: they give nothing. */
  readonly percent: number | null;
}

function memoryFile(project: Project): string {
  return join(project.repository.gitDir, "ltpm", "hourly");
}

function readLast(project: Project): LastHour | null {
  try {
    const [at, progress, percent] = readFileSync(memoryFile(project), "utf8").trim().split(" ");
    const last = { at: Number(at), progress: Number(progress), percent: percent === "-" ? null : Number(percent) };
    return [last.at, last.progress, last.percent ?? 0].every(Number.isFinite) ? last : null;
  } catch {
    return null;
  }
}

/** Whether an hour is over. `last` null: never followed; then the document's own date counts. Pure. */
export function isHourOver(last: LastHour | null, progress: number, now: number): boolean {
  const old = now - progress >= HOUR;
  if (last === null) return old;
  return now - last.at >= HOUR || last.at > now + HOUR || (old && last.progress !== progress);
}

/** Follows the rule when its hour has come; `before`: the date of PROGRESS.md before this command wrote to it (milliseconds). Throws `HistoryError` and `TriadFault`; it is tried again then. */
export async function hourly(project: Project, path: string, before: number): Promise<void> {
  const now = Date.parse(project.clock.now());
  const last = readLast(project);
  if (!isHourOver(last, before, now)) {
    if (last === null) remember(project, { at: before, progress: before, percent: null });
    return;
  }
  const parse = await loadBlockParser();
  const percent = await followChecklists(project, path, last?.percent ?? (await toldPercent(project, path)), parse);
  if (project.settings.documents.memory) await syncIndex(project, parse);
  remember(project, { at: now, progress: dateOf(project, path), percent });
}

function dateOf(project: Project, path: string): number {
  return Math.floor(statSync(join(project.repository.root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

function remember(project: Project, { at, progress, percent }: LastHour): void {
  const file = memoryFile(project);
  mkdirSync(join(file, ".."), { recursive: true });
  writeAtomically(file, `${at} ${progress} ${percent ?? "-"}\n`);
}

/** What the checklists gave when a cycle told them last. */
async function toldPercent(project: Project, path: string): Promise<number | null> {
  const records = (await queueAtHand(project).catch(() => null))?.documents;
  return records !== undefined && Object.hasOwn(records, path) ? (records[path]?.percent ?? null) : null;
}

/**
 * Sets the percentage where PROGRESS.md has one for certain. A number that a person wrote stays until the checklists give another than
 * last time. Gives what they give now.
 */
async function followChecklists(
  project: Project,
  path: string,
  before: number | null,
  parse: BlockParser,
): Promise<number | null> {
  const { next } = placeIn(posix.dirname(path));
  let counted: number | null = null;
  await rewriteTexts(project, [path, next], (texts) => {
    const text = texts.get(path) ?? null;
    if (text === null) return new Map();
    const progress = openDocument(text, parse);
    const steps = texts.get(next) ?? null;
    const exact = checklistPercent({
      mission: null,
      progress,
      next: steps === null ? null : openDocument(steps, parse),
    });
    counted = exact === null ? null : Math.round(exact);
    if (counted === null || counted === before || !findPercent(progress).found) return new Map();
    const percent = counted;
    return new Map([[path, rewrite(text, parse, [(document) => setPercent(document, percent)])]]);
  });
  return counted;
}
