/** Clears away what attempts left: old traces, and the rooms of attempts that nobody runs any more. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { keepWork } from "../../git/keep-work.ts";
import { commitOf } from "../../git/own-git.ts";
import { removeWorktree } from "../../git/worktree.ts";
import {
  type AttemptFiles,
  attemptFiles,
  attemptsFolder,
  isToken,
  readPlace,
  roomOf,
  type TreePlace,
} from "./attempt-folder.ts";
import { holderOf } from "./claim.ts";
import { readJob } from "./job.ts";
import { endChild } from "./observe.ts";

export interface PruneOrder {
  readonly commonDir: string;
  readonly workTree: string;
  /** The folder of all rooms (`roomsFolder`). */
  readonly rooms: string;
  /** The tokens of sessions that the state calls running. */
  readonly running: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How old the traces of an ended attempt may get, in days. */
  readonly days?: number;
}

export interface Pruned {
  /** Attempts whose traces were deleted. */
  readonly forgotten: readonly string[];
  /** Attempts that were lost in the middle of their work, and the branch on which it is kept now. */
  readonly saved: readonly { readonly token: string; readonly branch: string; readonly commit: string }[];
  /** What could not be cleared away, in words. */
  readonly problems: readonly string[];
}

const DAY = 86_400_000;

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(isToken) : [];
}

function isHeld(order: PruneOrder, token: string): boolean {
  if (order.running.has(token)) return true;
  const holder = holderOf(attemptFiles(order.commonDir, token));
  return (holder.kind === "supervisor" || holder.kind === "starter") && holder.life !== "dead";
}

/** The branch of a tree that was just being made: nothing has worked on it yet. */
function plannedBranch(files: AttemptFiles): string | undefined {
  try {
    const { place } = readJob(files.job).order;
    return place.kind === "worktree" ? place.branch : undefined;
  } catch {
    return undefined;
  }
}

/** Takes an attempt's tree away once nobody holds it; what a lost one did until then is committed first. */
async function clearRoom(order: PruneOrder, token: string): Promise<Pruned["saved"][number] | null> {
  const { room, tree } = roomOf(order.rooms, token);
  const files = attemptFiles(order.commonDir, token);
  endChild(files, token);
  const place = readPlace(files);
  const saved = place !== null && existsSync(tree) ? await saveWork(files, token, tree, place) : null;
  if (saved === "nested") return null;
  const branch = place?.branch ?? plannedBranch(files);
  const tip = branch === undefined ? null : await commitOf(`refs/heads/${branch}`, order.workTree);
  const unused = place === null || tip === place.base;
  await removeWorktree(order.workTree, tree, tip !== null && unused ? branch : undefined);
  rmSync(room, { recursive: true, force: true });
  return saved;
}

async function saveWork(
  files: AttemptFiles,
  token: string,
  tree: string,
  place: TreePlace,
): Promise<Pruned["saved"][number] | "nested" | null> {
  const message = `Work of an attempt that was lost\n\nLtpm-Token: ${token}\n`;
  const { nested, commit } = await keepWork({ path: tree, ...place, message });
  // The record of an ended attempt tells of its branch, and of what git cannot keep: once is enough.
  const told = existsSync(files.record);
  if (nested.length === 0) return commit === null || told ? null : { token, branch: place.branch, commit };
  if (told) return "nested";
  throw new Error(`it holds repositories that git cannot keep: ${nested.join(", ")}`);
}

/** Meant to run at most once a cycle: costs two directory listings when there is nothing to do. Never throws. */
export async function prune(order: PruneOrder): Promise<Pruned> {
  const saved: Pruned["saved"][number][] = [];
  const [forgotten, problems]: [string[], string[]] = [[], []];
  for (const token of entriesOf(order.rooms)) {
    if (isHeld(order, token)) continue;
    try {
      const one = await clearRoom(order, token);
      if (one !== null) saved.push(one);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      problems.push(`${join(order.rooms, token)} is left: ${words}`);
    }
  }
  const oldest = order.now - (order.days ?? 30) * DAY;
  for (const token of entriesOf(attemptsFolder(order.commonDir))) {
    const { folder, record } = attemptFiles(order.commonDir, token);
    const touched = Math.max(
      ...[folder, record].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0),
    );
    if (touched > oldest || isHeld(order, token) || existsSync(roomOf(order.rooms, token).room)) continue;
    rmSync(folder, { recursive: true, force: true });
    forgotten.push(token);
  }
  return { forgotten, saved, problems };
}
