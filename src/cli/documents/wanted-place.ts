/** Which project's documents a command that only shows is about. */
import { type Call, text, usageError } from "../call.ts";
import type { Project } from "../project.ts";
import { hasTriad, placeIn, type TriadPlace, triadPlace, triadPlaces } from "./place.ts";

/** The name that was given, as a word or with `--project`. */
export function wantedName(call: Call): string | null {
  const word = call.words.join(" ").trim();
  const option = text(call, "project");
  if (word !== "" && option !== undefined) throw usageError(call, "name the project once");
  return option ?? (word === "" ? null : word);
}

/** The place of the named project, else the one that is certain; null: there is none, or there are several. Throws `Problem` for a strange name. */
export function wantedPlace(project: Project, call: Call): TriadPlace | null {
  const name = wantedName(call);
  if (name !== null) return triadPlace(project, name);
  const { root } = project.repository;
  const { dir } = project.settings.documents;
  const first = [...(dir === null ? [] : [dir]), "."].find((folder) => hasTriad(root, folder));
  if (first !== undefined) return placeIn(first);
  const [only, ...others] = triadPlaces(project);
  return only !== undefined && others.length === 0 ? only : null;
}
