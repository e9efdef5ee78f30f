/** What a queue holds besides its tasks: notices that are owed, documents as they were seen, people's own fields. */
import { mergedCommits } from "./merge-commits.ts";
import { mergedRecord } from "./merge-github.ts";
import { decide, decideList, decideRecord, type Newer, same, type Versions } from "./merge-values.ts";
import type { DocumentRecord, Notice, Queue, Task } from "./schema.ts";

/** Fields of a queue that are merged each in its own way. */
const OWN = new Set([
  ...["version", "lastId", "tasks", "archivedCount", "updated_at"],
  ...["outbox", "github", "documents", "commits"],
]);

/** How labels of one side are called in the result. */
export type Renamed = (label: string) => string;

export interface QueueVersions {
  readonly base: Queue | null;
  readonly ours: Queue;
  readonly theirs: Queue;
  readonly newer: Newer;
  readonly renamedOurs: Renamed;
  readonly renamedTheirs: Renamed;
}

/** The merged queue without its tasks and labels. */
export type Records = Readonly<Record<string, unknown>> &
  Pick<Queue, "archivedCount" | "outbox" | "github" | "documents" | "commits">;

/** Merges all that is not tasks; `tasks` as they are merged. */
export function mergeRecords(versions: QueueVersions, tasks: readonly Task[]): Records {
  const { base, ours, theirs, newer } = versions;
  const known = base !== null;
  const own: Record<string, unknown> = {};
  const keys = [...Object.keys(ours), ...Object.keys(theirs)].filter((key) => !OWN.has(key));
  for (const key of [...new Set(keys)].sort()) {
    const value = decide({ known, base: base?.[key], ours: ours[key], theirs: theirs[key] }, newer);
    if (value !== undefined) own[key] = value;
  }
  const outbox = mergeOutbox(base?.outbox, ours.outbox ?? [], theirs.outbox ?? [], tasks);
  const github = mergedRecord(ours.github, theirs.github, base?.github);
  const documents = mergeDocumentRecords(versions);
  const commits = mergedCommits(ours.commits, theirs.commits);
  const updated = Date.parse(theirs.updated_at ?? "") > Date.parse(ours.updated_at ?? "") ? theirs : ours;
  const version = [ours.version, theirs.version]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1);
  const updatedAt = updated.updated_at ?? theirs.updated_at;
  return {
    ...(version === undefined ? {} : { version }),
    archivedCount: archivedCount(versions),
    ...(updatedAt === undefined ? {} : { updated_at: updatedAt }),
    ...(outbox.length > 0 ? { outbox } : {}),
    ...(github === undefined ? {} : { github }),
    ...(documents === undefined ? {} : { documents }),
    ...(commits === undefined ? {} : { commits }),
    ...own,
  };
}

/** Both sides' archived tasks, those that both archived once. */
function archivedCount({ base, ours, theirs }: QueueVersions): number {
  const [a, b] = [ours.archivedCount, theirs.archivedCount];
  if (base === null || same(ours, theirs)) return Math.max(a, b);
  if (base.archivedCount === a || base.archivedCount === b) return base.archivedCount === a ? b : a;
  const goneFrom = (queue: Queue) => {
    const there = new Set(queue.tasks.map(({ uid }) => uid));
    return base.tasks.filter(({ uid }) => !there.has(uid)).map(({ uid }) => uid);
  };
  const mine = new Set(goneFrom(ours));
  const both = goneFrom(theirs).filter((uid) => mine.has(uid)).length;
  return Math.max(0, a + b - base.archivedCount - both);
}

/** What one side has sent is owed no more; what a task no longer is, is not told. */
function mergeOutbox(
  base: readonly Notice[] | undefined,
  ours: readonly Notice[],
  theirs: readonly Notice[],
  tasks: readonly Task[],
): Notice[] {
  if (same(ours, theirs)) return [...ours];
  const byId = (notices: readonly Notice[]) => Object.fromEntries(notices.map((notice) => [notice.id, notice]));
  const merged = decideRecord(base === undefined ? null : byId(base), byId(ours), byId(theirs), (before, a, b) => {
    return decide({ known: before !== undefined, base: before, ours: a, theirs: b }, laterClaim(a, b));
  });
  const statuses = new Map(tasks.map(({ uid, status }) => [uid, status]));
  const stands = ({ kind, uid }: Notice) => {
    const status = uid === null ? undefined : statuses.get(uid);
    return status === undefined || (kind !== "done" && kind !== "blocked") || status === kind;
  };
  const order = (a: Notice, b: Notice) => Date.parse(a.owed_at) - Date.parse(b.owed_at) || (a.id < b.id ? -1 : 1);
  return Object.values(merged).filter(stands).sort(order);
}

function laterClaim(a: Notice, b: Notice): Newer {
  const [mine, other] = [Date.parse(a.claim?.until ?? ""), Date.parse(b.claim?.until ?? "")];
  if (mine === other || (Number.isNaN(mine) && Number.isNaN(other))) return "unknown";
  return mine > other || Number.isNaN(other) ? "ours" : "theirs";
}

type Documents = Readonly<Record<string, DocumentRecord>>;

function mergeDocumentRecords(versions: QueueVersions): Queue["documents"] {
  const { base, newer } = versions;
  if (versions.ours.documents === undefined && versions.theirs.documents === undefined) return undefined;
  const renamed = (documents: Documents | undefined, rename: Renamed): Documents =>
    Object.fromEntries(Object.entries(documents ?? {}).map(([path, one]) => [path, withLabels(one, rename)]));
  const ours = renamed(versions.ours.documents, versions.renamedOurs);
  const theirs = renamed(versions.theirs.documents, versions.renamedTheirs);
  return decideRecord(base?.documents ?? null, ours, theirs, (before, a, b) => mergeDocument(before, a, b, newer));
}

function withLabels(record: DocumentRecord, rename: Renamed): DocumentRecord {
  const { boxes, blockers } = record;
  const blocker = (text: string) => {
    const at = text.lastIndexOf("@");
    return at < 0 ? rename(text) : `${rename(text.slice(0, at))}${text.slice(at)}`;
  };
  return {
    ...record,
    ...(boxes === undefined
      ? {}
      : { boxes: Object.fromEntries(Object.entries(boxes).map(([label, box]) => [rename(label), box])) }),
    ...(blockers === undefined ? {} : { blockers: blockers.map(blocker) }),
  };
}

const FINALITY = { open: 0, gone: 1, done: 2 } as const;

function mergeDocument(
  base: DocumentRecord | undefined,
  ours: DocumentRecord,
  theirs: DocumentRecord,
  newer: Newer,
): DocumentRecord {
  if (same(ours, theirs)) return ours;
  const known = base !== undefined;
  const merged: Record<string, unknown> = {};
  for (const key of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()) {
    const value = decide({ known, base: base?.[key], ours: ours[key], theirs: theirs[key] }, newer);
    if (value !== undefined) merged[key] = value;
  }
  const boxes = decideRecord(base?.boxes ?? null, ours.boxes ?? {}, theirs.boxes ?? {}, (before, a, b) => {
    if (before === a) return b;
    if (before === b) return a;
    return FINALITY[a] >= FINALITY[b] ? a : b;
  });
  const blockers = decideList({
    known,
    base: base?.blockers ?? [],
    ours: ours.blockers ?? [],
    theirs: theirs.blockers ?? [],
  });
  const { rest: _rest, ...others } = merged;
  const rest = mergedRest({ known, base: base?.rest, ours: ours.rest, theirs: theirs.rest }, newer);
  return {
    ...others,
    ...(rest === undefined ? {} : { rest }),
    ...(ours.boxes || theirs.boxes ? { boxes } : {}),
    ...(ours.blockers || theirs.blockers ? { blockers } : {}),
  };
}

type Rest = DocumentRecord["rest"];

/**
 * A person's word (null) stays. Where one side has the line no more and the other counts it anew, nothing is known of it: a number
 * without a line would be taken for a line that a person took out.
 */
function mergedRest({ known, base, ours, theirs }: Versions<Rest>, newer: Newer): Rest {
  if (ours === theirs) return ours;
  if (ours === null || theirs === null) return null;
  if (known && base === ours) return theirs;
  if (known && base === theirs) return ours;
  if (ours === undefined || theirs === undefined) return undefined;
  return decide({ known, base, ours, theirs }, newer);
}
