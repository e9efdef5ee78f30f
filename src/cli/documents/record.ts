/** Writes to PROGRESS.md what a command was told; milestones too many go to LEARNINGS.md in the same write. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { consolidate, isRecorded } from "../../triad/commands/consolidate.ts";
import { type Milestone, recordMilestone, recordNote } from "../../triad/commands/record.ts";
import { rewrite, type Step } from "../../triad/commands/rewrite.ts";
import { setPercent, setStage, setUpdated } from "../../triad/commands/status.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { type BlockParser, loadBlockParser } from "../../triad/document/remark.ts";
import type { Call } from "../call.ts";
import { Problem } from "../failure.ts";
import { localStamp } from "../init/local-stamp.ts";
import type { Project } from "../project.ts";
import { forgetSteps } from "../prompts/steps.ts";
import { addBlockers, solveBlockers } from "./blockers.ts";
import { foldIfWaiting } from "./fold-look.ts";
import type { TriadPlace } from "./place.ts";
import { syncIndex } from "./project-index.ts";
import { inWords, rewriteTexts } from "./texts.ts";

/** What is to be recorded. */
export interface Account {
  /** Drawn once for this call; entries carry it, and are written once. */
  readonly id: string;
  readonly milestone?: Omit<Milestone, "id" | "at">;
  /** The words of a plain entry, in the document's language. */
  readonly note?: (document: TriadDocument) => string;
  readonly percent?: number;
  readonly stage?: string;
  readonly blockers?: readonly string[];
  readonly solved?: readonly string[];
}

export interface Recorded {
  /** Whether PROGRESS.md was changed. */
  readonly changed: boolean;
  /** How many milestones were moved to LEARNINGS.md. */
  readonly moved: number;
  /** Whether MEMORY.md was changed. */
  readonly memory: boolean;
}

/** Fields are set again and change nothing; entries of this id are left out when they stand there, or in LEARNINGS.md, already. */
function stepsFor(account: Account, at: string, isNew: boolean): Step[] {
  const { id, milestone, note, percent, stage, blockers = [], solved = [] } = account;
  const steps: Step[] = [];
  if (isNew && milestone !== undefined) steps.push((document) => recordMilestone(document, { ...milestone, id, at }));
  // One call may make an entry of either kind.
  const noteId = milestone === undefined ? id : `${id}-note`;
  if (isNew && note !== undefined)
    steps.push((document) => recordNote(document, { id: noteId, at, text: note(document) }));
  if (percent !== undefined) steps.push((document) => setPercent(document, percent));
  if (stage !== undefined) steps.push((document) => setStage(document, stage));
  if (solved.length > 0) steps.push((document) => solveBlockers(document, solved));
  if (blockers.length > 0) steps.push((document) => addBlockers(document, blockers));
  return steps;
}

interface Written {
  readonly texts: ReadonlyMap<string, string>;
  readonly moved: number;
}

function write(progress: string, learnings: string | null, parse: BlockParser, account: Account, at: string) {
  const told = rewrite(progress, parse, stepsFor(account, at, !isRecorded(progress, learnings, account.id)));
  if (told === progress) return null;
  const dated = rewrite(told, parse, [(document) => setUpdated(document, at)]);
  const shorter = account.milestone === undefined ? null : consolidate(dated, learnings, parse, { at });
  return shorter ?? { progress: dated, learnings: null, moved: 0 };
}

/** Records the account in PROGRESS.md, consolidates, and brings MEMORY.md up to date unless that is turned off. */
export async function recordAccount(
  project: Project,
  call: Call,
  place: TriadPlace,
  account: Account,
): Promise<Recorded> {
  return inWords(project, async () => {
    await foldIfWaiting(project, call);
    const parse = await loadBlockParser();
    const { progress, learnings } = place;
    let moved = 0;
    // LEARNINGS.md first: killed in between, a fact stands in both, and in neither never.
    const written = await rewriteTexts(project, [learnings, progress], (texts) => {
      const text = texts.get(progress) ?? null;
      if (text === null) throw new Problem(DOCUMENT_WORDS[project.language].noProgress(progress));
      const result = write(text, texts.get(learnings) ?? null, parse, account, localStamp(project.clock.now()));
      moved = result?.moved ?? 0;
      const changes: Written["texts"] = new Map([
        ...(result === null || result.learnings === null ? [] : [[learnings, result.learnings] as const]),
        ...(result === null ? [] : [[progress, result.progress] as const]),
      ]);
      return changes;
    });
    const changed = written.includes(progress);
    if (changed) forgetSteps(project.repository);
    const memory = changed && project.settings.documents.memory ? await syncIndex(project, parse) : null;
    return { changed, moved: changed ? moved : 0, memory: memory?.written === true };
  });
}
