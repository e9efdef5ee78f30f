/** Where a result can still be found when its attempt is long gone. No such place, no `done`. */
import type { Reference } from "../queue/schema.ts";
import type { AttemptRecord } from "./attempt-record.ts";
import { confinedPath } from "./repository-path.ts";
import { resultText } from "./result-text.ts";

/** How many changed files are referred to one by one; a commit holds them all. */
const MOST_FILES = 20;

/** The file that the attempt names as its deliverable, inside the repository; null when it names none there. */
export function deliverablePath(record: AttemptRecord): string | null {
  const named = record.result?.deliverable_path;
  const place = named ? confinedPath(named) : null;
  return place?.kind === "path" ? place.path : null;
}

function fileReferences(record: AttemptRecord): Reference[] {
  const named = deliverablePath(record);
  const paths = [...new Set([...(named === null ? [] : [named]), ...record.changed])].slice(0, MOST_FILES);
  const kept = new Map((record.kept ?? []).map(({ path, oid }) => [path, oid]));
  return paths.map((value) => {
    const oid = kept.get(value);
    return { kind: "file", value, note: oid === undefined ? "in the work tree" : `blob ${oid}` };
  });
}

/** All durable places of an attempt's result, the most durable first. */
export function durableReferences(record: AttemptRecord): Reference[] {
  const found: Reference[] = [];
  if (record.commit) found.push({ kind: "commit", value: record.commit });
  if (record.branch) found.push({ kind: "branch", value: record.branch });
  if (!record.commit && !record.branch) found.push(...fileReferences(record));
  const text = resultText(record);
  if (text !== "") found.push({ kind: "text", value: "deliverable" });
  return found;
}
