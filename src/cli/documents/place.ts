/** Where a project's documents lie. Looks at names only; nothing is parsed. */
import { closeSync, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { join, posix } from "node:path";
import { PLACE_WORDS } from "../../messages/documents-place.ts";
import { plainTitle } from "../../triad/places/title.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";

/** Paths from the work tree's root, `/` between their parts. The documents need not be there. */
export interface TriadPlace {
  /** The folder; "." is the root. */
  readonly dir: string;
  readonly mission: string;
  readonly progress: string;
  readonly next: string;
  readonly learnings: string;
  /** The index of all projects, at the root. */
  readonly memory: string;
  /** The folder's name below `projects/`; null for any other place. */
  readonly name: string | null;
}

/** Projects of one's own lie below it, one folder each. */
export const PROJECTS = "projects";
const TRIAD = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"] as const;

/** The documents of a folder. */
export function placeIn(dir: string): TriadPlace {
  const normal = posix.normalize(dir.replaceAll("\\", "/")).replace(/(?<=.)\/$/, "");
  const at = (name: string) => posix.join(normal, name);
  const parts = normal.split("/");
  return {
    dir: normal,
    mission: at("MISSION.md"),
    progress: at("PROGRESS.md"),
    next: at("NEXT_STEPS.md"),
    learnings: at("LEARNINGS.md"),
    memory: "MEMORY.md",
    name: parts.length === 2 && parts[0] === PROJECTS ? (parts[1] ?? null) : null,
  };
}

/** Whether a document of the triad is there. */
export function hasTriad(root: string, dir: string): boolean {
  return TRIAD.some((name) => existsSync(join(root, dir, name)));
}

/** Every place with documents: the configured folder or the root first, then those below `projects/` by name. */
export function triadPlaces(project: Project): TriadPlace[] {
  const { root } = project.repository;
  const first = project.settings.documents.dir ?? ".";
  const dirs = [first, ".", ...namesBelowProjects(root).map((name) => `${PROJECTS}/${name}`)];
  const places = new Map(dirs.map((dir) => placeIn(dir)).map((place) => [place.dir, place]));
  return [...places.values()].filter(({ dir }) => hasTriad(root, dir));
}

function namesBelowProjects(root: string): string[] {
  try {
    return readdirSync(join(root, PROJECTS)).sort();
  } catch {
    // No such folder: no projects in it.
    return [];
  }
}

/**
 * Where the documents of a project lie. A name is a folder below `projects/`, else the title of a MISSION.md; without one it is the
 * configured folder, else the root, else the only one below `projects/`. Throws `Problem` with what to do where that is not certain.
 */
export function triadPlace(project: Project, name: string | null): TriadPlace {
  if (name !== null) return namedPlace(project, name);
  const { dir } = project.settings.documents;
  const { root } = project.repository;
  if (dir !== null) return placeIn(dir);
  if (hasTriad(root, ".")) return placeIn(".");
  const words = PLACE_WORDS[project.language];
  const [first, ...more] = triadPlaces(project);
  if (first === undefined) throw new Problem(words.noDocuments);
  if (more.length > 0) throw new Problem(words.whichProject([first, ...more].map(({ name }) => name ?? ".")));
  return first;
}

function namedPlace(project: Project, name: string): TriadPlace {
  const places = triadPlaces(project);
  const exact = places.find((place) => place.name === name);
  if (exact !== undefined) return exact;
  const { root } = project.repository;
  const tests = [
    (place: TriadPlace) => place.name !== null && folded(place.name) === folded(name),
    (place: TriadPlace) => folded(missionTitle(root, place) ?? "") === folded(name),
  ];
  for (const test of tests) {
    const [found, ...others] = folded(name) === "" ? [] : places.filter(test);
    if (found !== undefined && others.length === 0) return found;
  }
  throw new Problem(
    PLACE_WORDS[project.language].noSuchProject(
      name,
      places.map((place) => place.name ?? missionTitle(root, place) ?? place.dir),
    ),
  );
}

/** `Campaign System`, `campaign_system` and `campaign-system` are one name. */
function folded(name: string): string {
  return plainTitle(name).replace(/[\s_-]+/g, "");
}

/** Bytes of a document in which its title is looked for. */
const HEAD = 4096;

/** The first heading of the first level; null where there is none. What a fence holds at the very start is read as text here. */
export function missionTitle(root: string, place: TriadPlace): string | null {
  try {
    const file = openSync(join(root, place.mission), "r");
    try {
      const bytes = Buffer.alloc(HEAD);
      const text = bytes.toString("utf8", 0, readSync(file, bytes, 0, HEAD, 0));
      const title = /^\ufeff?# +([^ ].*)$/m.exec(text.replaceAll("\r", "\n"))?.[1];
      return title === undefined ? null : withoutClosing(title);
    } finally {
      closeSync(file);
    }
  } catch {
    // No such document: no title.
    return null;
  }
}

/** A heading may be closed by `#` marks. */
function withoutClosing(title: string): string {
  let end = title.length;
  while (end > 0 && (title[end - 1] === "#" || title[end - 1] === " ")) end--;
  return title.slice(0, end);
}
