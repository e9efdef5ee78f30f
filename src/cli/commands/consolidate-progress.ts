/** `ltpm consolidate_progress`: old milestones become known facts in LEARNINGS.md. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { consolidate } from "../../triad/commands/consolidate.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import { keepOf } from "../documents/options.ts";
import { type TriadPlace, triadPlace } from "../documents/place.ts";
import { inWords, rewriteTexts } from "../documents/texts.ts";
import { Problem } from "../failure.ts";
import { localStamp } from "../init/local-stamp.ts";
import { openProject, type Project } from "../project.ts";

async function move(project: Project, { progress, learnings }: TriadPlace, keep: number | undefined): Promise<number> {
  const parse = await loadBlockParser();
  let moved = 0;
  await rewriteTexts(project, [learnings, progress], (documents) => {
    const before = documents.get(progress) ?? null;
    if (before === null) throw new Problem(DOCUMENT_WORDS[project.language].noProgress(progress));
    const how = { at: localStamp(project.clock.now()), ...(keep === undefined ? {} : { keep }) };
    const result = consolidate(before, documents.get(learnings) ?? null, parse, how);
    moved = result?.moved ?? 0;
    if (result === null) return new Map();
    return new Map([
      [learnings, result.learnings],
      [progress, result.progress],
    ]);
  });
  return moved;
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, `"${call.words.join(" ").slice(0, 40)}" is too much here`);
  const keep = keepOf(call);
  const project = await openProject(call);
  const place = triadPlace(project, text(call, "project") ?? null);
  const moved = await inWords(project, () => move(project, place, keep));
  const words = DOCUMENT_WORDS[project.language];
  if (flag(call, "json")) answer(call, { path: place.progress, learnings: place.learnings, moved });
  else call.terminal.out(`${moved > 0 ? words.moved(moved, place.learnings) : words.nothingToMove(place.progress)}\n`);
  return 0;
}
