/** What happened since the last entry of PROGRESS.md: files that git says changed, tasks that were done. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { gitSync } from "../../git/run.ts";
import { changesBetween, type FileChange, uncommitted } from "../../history/auto-sync/changes.ts";
import { headOf } from "../../history/auto-sync/records.ts";
import type { Queue } from "../../queue/schema.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { newestEntryDate } from "../../triad/read/entries.ts";
import { localStamp } from "../init/local-stamp.ts";
import type { Project } from "../project.ts";
import { ownWriting } from "./fold-facts.ts";
import type { TriadPlace } from "./place.ts";

/** The commit and the work tree that an entry was written at; part of its id, so that the next one knows where to count from. */
export interface Standing {
  readonly head: string | null;
  /** Stands for the files that differ from the commit, as they are. */
  readonly mark: string;
}

export interface News {
  readonly standing: Standing;
  readonly files: readonly string[];
  /** Labels. */
  readonly done: readonly string[];
}

/** Characters of a commit's name that tell it apart here. */
const SHORT = 12;
/** Commits that are looked through for the one of the last entry. */
const MOST_COMMITS = 2_000;
const OURS = /<!-- ltpm:(?:checkpoint|note|milestone|update)-([0-9a-f]{12}|unborn)-([0-9a-f]{8})/g;

/** `checkpoint-1a2b3c4d5e6f-01234567`; with a name behind it where each call makes an entry of its own. */
export function entryId(kind: string, { head, mark }: Standing, name: string | null): string {
  const base = `${kind}-${head?.slice(0, SHORT) ?? "unborn"}-${mark}`;
  return name === null ? base : `${base}-${name}`;
}

/** Files of other people's making that differ from the commit, by their size and date. */
export function standingNow(project: Project): {
  readonly standing: Standing;
  readonly changes: readonly FileChange[];
} {
  const { repository } = project;
  const isOurs = ownWriting(project);
  const changes = uncommitted(repository).filter(({ path }) => !isOurs(path));
  const hash = createHash("sha256");
  for (const { path, kind } of changes) {
    const stat = statSync(join(repository.root, path), { throwIfNoEntry: false });
    hash.update(`${kind} ${path} ${stat?.size ?? 0} ${stat?.mtimeMs ?? 0}\0`);
  }
  return { standing: { head: headOf(repository), mark: hash.digest("hex").slice(0, 8) }, changes };
}

/** Null: nothing is new. Throws `GitError`. */
export function newsSince(
  project: Project,
  place: TriadPlace,
  progress: TriadDocument,
  learnings: string | null,
  queue: Queue | null,
): News | null {
  const { standing, changes } = standingNow(project);
  const written = [...`${progress.text}${learnings ?? ""}`.matchAll(OURS)].map(([, head = "", mark = ""]) => ({
    head,
    mark,
  }));
  const here = standing.head?.slice(0, SHORT) ?? "unborn";
  const isTold = written.some(({ head, mark }) => head === here && mark === standing.mark);
  const done = doneSince(queue, progress, learnings);
  if (isTold) return done.length === 0 ? null : { standing, files: [], done };
  const heads = new Set(written.map(({ head }) => head));
  const isOurs = ownWriting(project);
  const committed = committedSince(project.repository, place.progress, standing.head, heads);
  const files = [...committed.filter(({ path }) => !isOurs(path)), ...changes].map(({ path }) => path);
  const sorted = [...new Set(files)].sort();
  return sorted.length === 0 && done.length === 0 ? null : { standing, files: sorted, done };
}

/** Counted from the last entry of ours in this history, else from the last commit of PROGRESS.md. */
function committedSince(
  repository: Repository,
  path: string,
  head: string | null,
  heads: ReadonlySet<string>,
): readonly FileChange[] {
  if (head === null) return [];
  const ask = (...args: string[]) => {
    const env = { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root };
    return gitSync(["--literal-pathspecs", ...args], { cwd: repository.root, env })
      .stdout.split("\n")
      .filter(Boolean);
  };
  const known = heads.size === 0 ? [] : ask("rev-list", `--max-count=${MOST_COMMITS}`, head);
  const base =
    known.find((commit) => heads.has(commit.slice(0, SHORT))) ?? ask("rev-list", "--max-count=1", head, "--", path)[0];
  return changesBetween(repository, base ?? null, head) ?? [];
}

/** Tasks that were done since the newest entry and that neither document names. */
function doneSince(queue: Queue | null, progress: TriadDocument, learnings: string | null): string[] {
  const from = newestEntryDate(progress);
  const named = new Set(`${progress.text} ${learnings ?? ""}`.match(/T-\d{2,9}/g) ?? []);
  return (queue?.tasks ?? [])
    .filter(({ status, completed_at }) => status === "done" && completed_at !== null)
    .filter(({ completed_at }) => from === null || localStamp(completed_at ?? "").slice(0, from.length) >= from)
    .map(({ id }) => id)
    .filter((id) => !named.has(id));
}
