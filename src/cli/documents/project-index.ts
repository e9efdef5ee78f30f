/** MEMORY.md's index: what each project's documents say, on one line. */

import { basename } from "node:path";
import { HistoryError } from "../../history/history-error.ts";
import { triadFaultSentence } from "../../messages/triad.ts";
import type { MemoryProject } from "../../triad/commands/memory.ts";
import { syncMemory } from "../../triad/commands/memory.ts";
import { rewrite } from "../../triad/commands/rewrite.ts";
import type { BlockParser } from "../../triad/document/remark.ts";
import { TriadFault } from "../../triad/fault.ts";
import { type Handoff, readHandoff } from "../../triad/read/handoff.ts";
import type { Project } from "../project.ts";
import { placeIn, type TriadPlace, triadPlaces } from "./place.ts";
import { openTriad, rewriteTexts } from "./texts.ts";

export interface IndexedProject {
  readonly place: TriadPlace;
  readonly handoff: Handoff;
  readonly entry: MemoryProject;
}

/** A project's name: its title, else its folder's name, else that of the work tree's folder. */
export function projectName(project: Project, place: TriadPlace, handoff: Handoff): string {
  return handoff.name ?? place.name ?? basename(place.dir === "." ? project.repository.root : place.dir);
}

const NOT_STATED = { en: "Not stated", "zh-CN": "未说明" } as const;

function entryOf(name: string, handoff: Handoff): MemoryProject {
  const blocker = handoff.blockers?.[0]?.text ?? null;
  switch (handoff.status) {
    case "completed":
      return { kind: "gone", name };
    case "paused":
      return { kind: "on-hold", name, reason: handoff.statusRemark ?? blocker ?? NOT_STATED[handoff.language] };
    case "active": {
      const { next = [], later = [] } = handoff.steps ?? {};
      const percent = handoff.percent ?? handoff.checklists ?? 0;
      return { kind: "active", name, percent, next: (next[0] ?? later[0])?.text ?? null, blocker };
    }
  }
}

export interface Index {
  readonly projects: readonly IndexedProject[];
  /** What is wrong with projects that could not be read; their lines stay as they are. */
  readonly faults: readonly string[];
}

/** All projects of this work tree. One that cannot be read does not keep the others from being listed. */
export function indexedProjects(project: Project, parse: BlockParser): Index {
  const projects: IndexedProject[] = [];
  const faults: string[] = [];
  for (const place of triadPlaces(project)) {
    try {
      const handoff = readHandoff(openTriad(project, place, parse));
      projects.push({ place, handoff, entry: entryOf(projectName(project, place, handoff), handoff) });
    } catch (error) {
      if (error instanceof TriadFault) faults.push(triadFaultSentence(project.language, error));
      else if (error instanceof HistoryError) faults.push(error.message);
      else throw error;
    }
  }
  return { projects, faults };
}

export interface IndexSynced {
  readonly path: string;
  readonly written: boolean;
  readonly entries: readonly MemoryProject[];
  readonly faults: readonly string[];
}

/** Brings the lines of all projects in MEMORY.md up to date; its other content stays as it is. */
export async function syncIndex(project: Project, parse: BlockParser): Promise<IndexSynced> {
  const path = placeIn(".").memory;
  const { projects, faults } = indexedProjects(project, parse);
  const entries = projects.map(({ entry }) => entry);
  const written = await rewriteTexts(project, [path], (texts) => {
    const before = texts.get(path) ?? "";
    const after = rewrite(before, parse, [(document) => syncMemory(document, entries)]);
    return after === before ? new Map() : new Map([[path, after]]);
  });
  return { path, written: written.length > 0, entries, faults };
}
