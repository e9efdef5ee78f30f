/** What speaks against ticks in the work tree: work that a cycle has merged brought them, and nobody looked at it. */
import { tickedIn, type WorkToLand } from "../dispatch/story/work-ticks.ts";
import { gitSync } from "../git/run.ts";
import { mergeWords } from "../messages/merge.ts";
import type { Queue } from "../queue/schema.ts";
import type { BlockParser } from "../triad/document/remark.ts";
import type { Project } from "./project.ts";

/** One sentence for each of these labels that a work has ticked. `path`: NEXT_STEPS.md. */
export function objectionsToWork(
  project: Project,
  queue: Queue,
  { path, labels, works }: { path: string; labels: readonly string[]; works: readonly WorkToLand[] },
  parse: BlockParser,
): Map<string, string> {
  const { root, gitDir } = project.repository;
  const ask = (...args: string[]) => gitSync(args, { cwd: root, env: { GIT_DIR: gitDir } });
  const words = mergeWords(project.language);
  const found = new Map<string, string>();
  for (const { id, commit } of labels.length === 0 ? [] : works) {
    // Work that waits for a quiet moment has brought nothing yet.
    if (ask("merge-base", "--is-ancestor", commit, "HEAD").code !== 0) continue;
    const page = ask("cat-file", "blob", `${commit}:${path}`);
    const ticked = page.code === 0 ? tickedIn(page.stdout, queue, parse) : [];
    for (const label of ticked.filter((one) => labels.includes(one))) found.set(label, words.tickedByWork(id));
  }
  return found;
}
