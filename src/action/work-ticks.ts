/** What speaks against ticks on the default branch: work that a run has merged brought them, and nobody looked at it. */
import { tickedIn, worksToLand } from "../dispatch/story/work-ticks.ts";
import { bytesOfSeen, lookAtPaths } from "../github/documents.ts";
import { mergeWords } from "../messages/merge.ts";
import type { Queue } from "../queue/schema.ts";
import type { BlockParser } from "../triad/document/remark.ts";
import type { ActionProject } from "./project.ts";

/** One sentence for each of these labels that a work has ticked: one request for each work that is to be landed. `path`: NEXT_STEPS.md. */
export async function objectionsToWork(
  { client, repo, voice }: ActionProject,
  queue: Queue,
  { path, labels }: { path: string; labels: readonly string[] },
  parse: BlockParser,
): Promise<Map<string, string>> {
  const words = mergeWords(voice.words.language);
  const found = new Map<string, string>();
  for (const { id, commit } of worksToLand(queue)) {
    const seen = (await lookAtPaths(client, repo, commit, [path]))?.get(path) ?? null;
    if (seen?.mode.startsWith("100") !== true) continue;
    const text = Buffer.from(await bytesOfSeen(client, repo, seen)).toString("utf8");
    for (const label of tickedIn(text, queue, parse))
      if (labels.includes(label)) found.set(label, words.tickedByWork(id));
  }
  return found;
}
