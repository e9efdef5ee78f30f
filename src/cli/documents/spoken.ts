/** The effects of what a person says in plain words: progress, pause and end make a checkpoint, a milestone its record, a start an offer. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { onlyAsks, spokenWords } from "../../intake/spoken.ts";
import type { Source, SpokenWord, Trigger } from "../../intake/types.ts";
import { SPOKEN_WORDS } from "../../messages/spoken.ts";
import type { Call } from "../call.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";
import { type TriadPlace, triadPlace } from "./place.ts";

/** A message, and what intake heard in it. */
export interface Utterance {
  readonly text: string;
  readonly source: Source;
  readonly ltpm: readonly Trigger[];
  /** Drawn once for this message. */
  readonly id: string;
}

/** A record that stands in a document now. */
export interface Recorded {
  readonly kind: SpokenWord["kind"];
  readonly text: string;
  /** From the root. */
  readonly path: string;
}

/** What came of it, with the sentences for people. */
export interface SpokenOutcome {
  readonly recorded: readonly Recorded[];
  readonly lines: readonly string[];
}

/** Records what was said. Where there are no documents nothing is made, and a line says what to run. Throws what writing them throws. */
export async function actOnWords(project: Project, call: Call, said: Utterance): Promise<SpokenOutcome> {
  const words = SPOKEN_WORDS[project.language];
  const offer = said.ltpm.includes("start") ? [words.offer] : [];
  const spoken = spokenWords(said.text, said.ltpm, said.id, said.source);
  if (spoken.length === 0) {
    const asks = said.ltpm.includes("progress") && onlyAsks(said.text, said.source);
    return { recorded: [], lines: [...offer, ...(asks ? [words.whereThingsStand] : [])] };
  }
  const place = placeOrWhy(project);
  if (typeof place === "string") return { recorded: [], lines: [...offer, words.notRecorded(place)] };
  await record(project, call, place, spoken);
  const recorded = spoken.map(({ kind, text }) => ({ kind, text, path: place.progress }));
  return { recorded, lines: [...offer, ...recorded.map(({ kind, text, path }) => words.recorded(kind, text, path))] };
}

async function record(project: Project, call: Call, place: TriadPlace, spoken: readonly SpokenWord[]): Promise<void> {
  const [{ recordAccount }, { entryId, standingNow }] = await Promise.all([
    import("./record.ts"),
    import("./since.ts"),
  ]);
  const { standing } = standingNow(project);
  for (const { kind, id, text } of spoken) {
    const entry = kind === "milestone" ? { milestone: { achieved: text } } : { note: () => text };
    const name = kind === "milestone" ? "milestone" : "note";
    await recordAccount(project, call, place, { id: entryId(name, standing, id), ...entry });
  }
}

/** Talk is no order: where the place is not certain, it is not recorded, and nothing fails. */
function placeOrWhy(project: Project): TriadPlace | string {
  try {
    const place = triadPlace(project, null);
    if (existsSync(join(project.repository.root, place.progress))) return place;
    return SPOKEN_WORDS[project.language].noProgress(place.progress);
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
