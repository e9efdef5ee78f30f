/** Where `init` and `init_project` put documents, and what of them is there already, in whatever case its name is written. */
import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { TRIAD } from "../../triad/templates/project.ts";
import { PROJECTS } from "../documents/place.ts";

/** Names in a folder by their lower-case forms: `Progress.md` is the document PROGRESS.md. */
export function namesIn(root: string, dir: string): ReadonlyMap<string, string> {
  try {
    return new Map(readdirSync(join(root, dir)).map((name) => [name.toLowerCase(), name]));
  } catch {
    // No such folder: nothing in it.
    return new Map();
  }
}

/** Whether one of the three documents lies there. */
export function hasDocuments(root: string, dir: string): boolean {
  const names = namesIn(root, dir);
  return TRIAD.some((name) => names.has(name.toLowerCase()));
}

/** The folders below `projects/` with documents, by name. */
export function projectFolders(root: string): string[] {
  return [...namesIn(root, PROJECTS).values()]
    .map((name) => posix.join(PROJECTS, name))
    .filter((dir) => hasDocuments(root, dir))
    .sort();
}

/** Where `init` makes documents: what is configured, else the root, unless a project below `projects/` has them. */
export type InitPlace = { readonly dir: string } | { readonly elsewhere: readonly string[] };

export function initPlace(root: string, configured: string | null): InitPlace {
  if (configured !== null) return { dir: configured };
  const projects = hasDocuments(root, ".") ? [] : projectFolders(root);
  const [only, ...more] = projects;
  if (only === undefined) return { dir: "." };
  return more.length === 0 ? { dir: only } : { elsewhere: projects };
}

/** The folder for a project: one of that very name that is there already, else the safe name. */
export function projectDir(root: string, name: string, safe: string): string {
  const names = namesIn(root, PROJECTS);
  const literal = [...names.values()].find((one) => one === name);
  return posix.join(PROJECTS, literal ?? names.get(safe) ?? safe);
}
