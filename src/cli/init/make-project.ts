/** Makes a project's documents as `init` and `init_project` do: asks what nobody said, writes, and notes it in MEMORY.md. */
import { INIT_WORDS } from "../../messages/init.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { syncIndex } from "../documents/project-index.ts";
import { inWords } from "../documents/texts.ts";
import type { Project } from "../project.ts";
import type { Asker } from "./ask.ts";
import { criteriaOf, type ProjectWords } from "./fill.ts";
import { localStamp } from "./local-stamp.ts";
import { MEMORY } from "./memory-index.ts";
import { namesIn } from "./places.ts";
import type { ProjectOptions } from "./project-options.ts";
import { type Made, namesThere, writeDocuments } from "./write-documents.ts";

export interface ProjectMade extends Made {
  readonly dir: string;
  /** Whether MEMORY.md got its line. */
  readonly memory: boolean;
  /** MISSION.md is new and nobody said what the goal is. */
  readonly open: boolean;
}

export interface MakeProject {
  readonly dir: string;
  readonly name: string;
  readonly options: ProjectOptions;
  /** Keeps the index in MEMORY.md, also where there is none yet; else only one that is there, and only for new documents. */
  readonly remember: boolean;
}

const MISSION = "MISSION.md";

/** Throws `Problem`; what was written until then stays, and the same call again goes on. */
export async function makeProject(project: Project, wish: MakeProject, asker: Asker | null): Promise<ProjectMade> {
  const { dir, name, options } = wish;
  const { root } = project.repository;
  const isNew = !namesThere(root, dir, [MISSION]).has(MISSION);
  const asked = isNew && options.goal === null && asker !== null ? await askFor(project, asker) : NOTHING_SAID;
  const goal = options.goal ?? asked.goal;
  const at = localStamp(project.clock.now());
  const words: ProjectWords = { name, at, goal, criteria: asked.criteria, owner: options.owner };
  const made = writeDocuments(project.repository, { dir, language: options.language, type: options.type, words });
  const isIndexed = made.written.length > 0 && namesIn(root, ".").has(MEMORY.toLowerCase());
  const isWanted = project.settings.documents.memory && (wish.remember || isIndexed);
  const memory = isWanted && (await inWords(project, async () => syncIndex(project, await loadBlockParser()))).written;
  return { ...made, dir, memory, open: isNew && goal === null };
}

const NOTHING_SAID = { goal: null, criteria: [] } as const;

async function askFor(project: Project, asker: Asker): Promise<Pick<ProjectWords, "goal" | "criteria">> {
  const { questions, severalCriteria } = INIT_WORDS[project.language];
  const goal = await asker.ask(questions.goal);
  const criteria = await asker.ask(`${questions.criteria} ${severalCriteria}`);
  return { goal: goal === "" ? null : goal, criteria: criteriaOf(criteria) };
}

/** What was done, as lines for a person; `configured`: the queue's documents are these now. */
export function madeLines(project: Project, made: ProjectMade, configured = false): string[] {
  const words = INIT_WORDS[project.language];
  const { written, kept, memory, open, dir } = made;
  return [
    ...(written.length > 0 ? [words.wrote(written)] : []),
    ...(kept.length > 0 ? [words.kept(kept)] : []),
    ...(memory ? [words.remembered] : []),
    ...(configured ? [words.configured(dir)] : []),
    ...(open ? [words.nextStep(dir === "." ? MISSION : `${dir}/${MISSION}`)] : []),
  ];
}

/** The questions that are open, for programs. */
export function openQuestions(project: Project, made: ProjectMade): string[] {
  const { goal, criteria } = INIT_WORDS[project.language].questions;
  return made.open ? [goal, criteria] : [];
}
