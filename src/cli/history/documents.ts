/** Which documents' earlier states are kept, and which of them a person means. */
import { lstatSync, readdirSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { placeIn, type TriadPlace, triadPlaces } from "../documents/place.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";

/** The documents of a folder, and those of the root besides: the index, and what a heartbeat reads. */
const OF_A_FOLDER = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md", "LEARNINGS.md"];
const OF_THE_ROOT = ["MEMORY.md", "HEARTBEAT.md"];

/** Every path at which a document of this project may lie, from the root, `/` between its parts; none need be there. */
export function possibleDocuments(project: Project): string[] {
  const places = [placeIn(project.settings.documents.dir ?? "."), placeIn("."), ...triadPlaces(project)];
  return [...new Set([...places.flatMap(documentsOf), ...OF_THE_ROOT])];
}

function documentsOf({ dir }: TriadPlace): string[] {
  return OF_A_FOLDER.map((name) => posix.join(dir, name));
}

/** Those of them that are there. */
export function documentsThere(project: Project): string[] {
  return possibleDocuments(project).filter((path) => isThere(project, path));
}

function isThere({ repository }: Project, path: string): boolean {
  return lstatSync(join(repository.root, path), { throwIfNoEntry: false })?.isDirectory() === false;
}

/**
 * The document that a person names: by its path from `directory`, or by its name where only one place has it. `kept` are paths that
 * have saves: a document that is gone can still be meant. Throws `Problem` for other files, and for what is not there.
 */
export function documentNamed(project: Project, directory: string, said: string, kept: readonly string[]): string {
  const words = HISTORY_WORDS[project.language];
  const path = pathFrom(project, directory, said);
  const known = [...new Set([...documentsThere(project), ...kept])];
  const asPath = path === null ? null : realCase(project, path);
  if (asPath !== null && (known.includes(asPath) || (isDocumentName(asPath) && isThere(project, asPath))))
    return asPath;
  const [only, ...more] = known.filter((one) => one === said || one.endsWith(`/${said}`));
  if (only !== undefined && more.length === 0 && !(asPath !== null && isThere(project, asPath))) return only;
  if (asPath === null || !isDocumentName(asPath)) throw new Problem(words.notADocument(said, documentNames()));
  throw new Problem(words.noSuchDocument(said));
}

function documentNames(): string[] {
  return [...OF_A_FOLDER, ...OF_THE_ROOT];
}

/** A document of ours by its name; `progress.md` is one too where that is how it is spelt. */
function isDocumentName(path: string): boolean {
  const name = posix.basename(path).toUpperCase();
  return documentNames().some((one) => one.toUpperCase() === name);
}

/** From the root, `/` between the parts; null: outside of the work tree. */
function pathFrom(project: Project, directory: string, said: string): string | null {
  const way = relative(project.repository.root, resolve(directory, said));
  return way === "" || way === ".." || way.startsWith(`..${sep}`) ? null : way.split(sep).join("/");
}

/** The path as the file system spells it: `progress.md` is `PROGRESS.md` where only that is there. */
function realCase(project: Project, path: string): string {
  const [dir, name] = [posix.dirname(path), posix.basename(path)];
  let names: string[] = [];
  try {
    names = readdirSync(join(project.repository.root, dir));
  } catch {
    // No such folder: the name stays as it was said.
  }
  if (names.includes(name)) return path;
  const [other, ...more] = names.filter((one) => one.toLowerCase() === name.toLowerCase());
  return other !== undefined && more.length === 0 ? posix.join(dir, other) : path;
}
