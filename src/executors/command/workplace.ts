/** Where an attempt works: in a tree of its own, or in place; and what of its work is kept. */
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { isKept, keepWork } from "../../git/keep-work.ts";
import { addWorktree, removeWorktree, type WorktreeMade } from "../../git/worktree.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import type { AttemptFiles, Room, TreePlace } from "./attempt-folder.ts";
import { changedSince, snapshot } from "./changed-in-place.ts";
import type { Job } from "./job.ts";
import { keepFiles } from "./kept-files.ts";

export interface Kept {
  readonly changed: readonly string[];
  readonly unmerged: readonly string[];
  /** The fields of the record that name the work. */
  readonly work: Pick<AttemptRecord, "commit" | "branch" | "base" | "onto" | "kept">;
  readonly notes: readonly string[];
}

export interface Workplace {
  readonly root: string;
  readonly isolated: boolean;
  /**
   * Called once all processes of the attempt are gone, with the first line for a commit and the file that the attempt
   * hands over. Throws when the work cannot be kept.
   */
  keep(subject: string, deliverable: string | null): Promise<Kept>;
  /** Whether git keeps a path; asked after `keep`. */
  kept(path: string): Promise<boolean>;
  /** Takes the tree away, unless something in it is kept nowhere else. */
  leave(): Promise<void>;
}

type Fault = Extract<WorktreeMade, { kind: "fault" }>;

function messageOf(order: AttemptOrder, subject: string): string {
  const trailers = [`Ltpm-Task: ${order.uid}`, `Ltpm-Token: ${order.token}`, `Ltpm-Strategy: ${order.strategy}`];
  return `${order.id}: ${subject}\n\n${trailers.map((line) => line.replace(/[\r\n]+/g, " ")).join("\n")}\n`;
}

async function inPlace(job: Job): Promise<Workplace> {
  const { work_tree: root, ours } = job;
  const before = await snapshot(root, ours);
  return {
    root,
    isolated: false,
    async keep(subject, deliverable) {
      const changed = await changedSince(root, before, await snapshot(root, ours), ours);
      const paths = [...new Set([...(deliverable === null ? [] : [deliverable]), ...changed])];
      const kept = await keepFiles(root, job.order.token, paths, messageOf(job.order, subject));
      return { changed, unmerged: [], work: kept.length > 0 ? { kept } : {}, notes: [] };
    },
    kept: async () => true,
    leave: async () => {},
  };
}

function notesOf(nested: readonly string[], problems: readonly string[], tree: string): string[] {
  if (nested.length === 0) return [...problems];
  const names = nested.slice(0, 5).join(", ");
  return [
    ...problems,
    `Git cannot keep the repositories it made inside its work tree (${names}): they are left in ${tree}`,
  ];
}

function inTree(job: Job, room: Room, place: TreePlace): Workplace {
  const { branch, base, onto, gitDir } = place;
  let commit: string | null = null;
  let nested: readonly string[] = [];
  return {
    root: room.tree,
    isolated: true,
    async keep(subject) {
      const kept = await keepWork({ path: room.tree, gitDir, branch, base, message: messageOf(job.order, subject) });
      ({ commit, nested } = kept);
      const work = { base, ...(onto === null ? {} : { onto }), ...(commit === null ? {} : { commit, branch }) };
      const notes = notesOf(nested, kept.problems, room.tree);
      return { changed: kept.changed, unmerged: kept.unmerged, work, notes };
    },
    kept: (path) => (commit === null ? Promise.resolve(false) : isKept(job.work_tree, commit, path)),
    async leave() {
      if (nested.length > 0) return;
      await removeWorktree(job.work_tree, room.tree, commit === null ? branch : undefined);
    },
  };
}

/** Prepares the place that the order names, and writes down where it is. */
export async function openWorkplace(job: Job, files: AttemptFiles, room: Room): Promise<Workplace | Fault> {
  const { place } = job.order;
  if (place.kind === "in_place") return inPlace(job);
  const made = await addWorktree({ from: job.work_tree, path: room.tree, branch: place.branch, needs: place.needs });
  if (made.kind === "fault") return made;
  const known: TreePlace = { branch: place.branch, base: made.base, onto: made.onto, gitDir: made.gitDir };
  writeAtomically(files.place, `${JSON.stringify(known)}\n`);
  return inTree(job, room, known);
}
