/** Which documents `lint` reads: those that belong together are read together. */
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { PLACE_WORDS } from "../../messages/documents-place.ts";
import { triadName } from "../../triad/convert/convert.ts";
import { decodeDocument } from "../../triad/document/source.ts";
import { FILES, type Kind } from "../../triad/lint/finding.ts";
import { TRIAD } from "../../triad/templates/project.ts";
import { type Call, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";
import type { TriadPlace } from "./place.ts";
import { readText } from "./texts.ts";

export interface LintText {
  /** As it is named in what is said. */
  readonly shown: string;
  readonly text: string;
}

/** Documents of one folder. */
export interface LintGroup {
  readonly texts: Partial<Record<Kind, LintText>>;
}

const KINDS: readonly Kind[] = ["mission", "progress", "next"];

function kindOf(path: string): Kind | null {
  const name = triadName(basename(path));
  return KINDS.find((kind) => FILES[kind] === name) ?? null;
}

/** Named as from the directory where the command was called. */
function shownAs(call: Call, path: string): string {
  const name = relative(call.directory, path);
  return (name === "" ? basename(path) : name).split(sep).join("/");
}

function documentsIn(folder: string): string[] {
  return TRIAD.map((name) => join(folder, name)).filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function pathsOf(project: Project, call: Call): string[] {
  const words = DOCUMENT_WORDS[project.language];
  return call.words.flatMap((word) => {
    if (word === "") throw usageError(call, "a path is empty");
    const path = resolve(call.directory, word);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new Problem(words.noFile(word));
    const paths = stat.isDirectory() ? documentsIn(path) : [path];
    if (paths.length === 0) throw new Problem(PLACE_WORDS[project.language].noDocuments);
    const strange = paths.find((one) => kindOf(one) === null);
    if (strange !== undefined) throw new Problem(words.notLinted(word));
    return paths;
  });
}

/** The documents of these paths, or of the place, by their folders. Throws `Problem` and `TriadFault`. */
export function lintGroups(project: Project, call: Call, place: TriadPlace | null): LintGroup[] {
  const paths = place === null ? pathsOf(project, call) : documentsIn(join(project.repository.root, place.dir));
  if (paths.length === 0) throw new Problem(PLACE_WORDS[project.language].noDocuments);
  const groups = new Map<string, Partial<Record<Kind, LintText>>>();
  for (const path of new Set(paths)) {
    const kind = kindOf(path);
    if (kind === null) continue;
    const shown = shownAs(call, path);
    const texts = groups.get(dirname(path)) ?? {};
    // What a link of the repository leads to outside of it is nobody's document.
    const text = place === null ? decodeDocument(readFileSync(path), shown) : readText(project, place[kind]);
    if (text !== null) groups.set(dirname(path), { ...texts, [kind]: { shown, text } });
  }
  return [...groups.values()].map((texts) => ({ texts }));
}
