/** What became of work that an attempt left on a branch: landed, left there, or still owed. */
import type { Queue, Reference, Task } from "../queue/schema.ts";

/** Work of a done task that stands on a branch of its own. */
export interface Work {
  readonly commit: string | null;
  readonly branch: string | null;
}

/** What trying to land it came to. */
export type LandResult =
  /** The work is in the current branch now (or was already): the commit that holds it. */
  | { readonly kind: "landed"; readonly commit: string; readonly into?: string }
  /** It cannot be merged by itself (a conflict, a protected branch): a person has to. */
  | { readonly kind: "left"; readonly why: string }
  /** Not now (the work tree is busy): tried again in the next cycle. */
  | { readonly kind: "later"; readonly why: string };

/** The note on the reference to the commit by which work was landed. */
export const LANDED = "landed";

const placeOf = (task: Task, kind: Reference["kind"]): string | null =>
  task.references?.find((reference) => reference.kind === kind && reference.note !== LANDED)?.value ?? null;

/** The work of a task that is on a branch and not known to be landed; null when there is none. */
export function unlandedWork(task: Task): Work | null {
  if (task.references?.some((reference) => reference.note === LANDED)) return null;
  const work = { commit: placeOf(task, "commit"), branch: placeOf(task, "branch") };
  return work.commit === null && work.branch === null ? null : work;
}

/** The uids of tasks whose work is still to be landed. */
export function owedLandings(queue: Pick<Queue, "outbox">): Set<string> {
  const owed = new Set<string>();
  for (const notice of queue.outbox ?? []) if (notice.kind === "land" && notice.uid !== null) owed.add(notice.uid);
  return owed;
}

/** The task with the outcome of landing written into its references. */
export function withLanding(task: Task, result: LandResult): Task {
  const references = task.references ?? [];
  if (result.kind === "later" || references.some((reference) => reference.note === LANDED)) return task;
  if (result.kind === "landed") {
    return { ...task, references: [...references, { kind: "commit", value: result.commit, note: LANDED }] };
  }
  const branch = placeOf(task, "branch") ?? placeOf(task, "commit") ?? "";
  const note = `left on branch ${branch}: merge it by hand (${result.why})`;
  const holder = references.findIndex((reference) => reference.value === branch);
  return { ...task, references: references.map((ref, at) => (at === holder ? { ...ref, note } : ref)) };
}
