/** Makes the documents of a project and the extras of its type. What is there, in whatever case, stays as it is. */
import { lstatSync, mkdirSync } from "node:fs";
import { dirname, posix } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { documentFile } from "../../history/auto-save/document-file.ts";
import { HistoryError, reasonOf } from "../../history/history-error.ts";
import { createExclusively } from "../../host/atomic-file.ts";
import type { Language } from "../../messages/language.ts";
import { EXTRAS, type ProjectType, TRIAD, templatePath } from "../../triad/templates/project.ts";
import { Problem } from "../failure.ts";
import { template } from "../templates.ts";
import { filledTemplate, type ProjectWords } from "./fill.ts";
import { namesIn } from "./places.ts";

/** Paths from the work tree's root. */
export interface Made {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

export interface MakeOptions {
  /** From the root; "." is the root. */
  readonly dir: string;
  readonly language: Language;
  readonly type: ProjectType | null;
  readonly words: ProjectWords;
}

/** Keeps an empty folder in Git. Its text tells it from a file of the same name that a person made. */
export const KEEP_FILE = ".gitkeep";
export const KEEP_TEXT = "Kept by ltpm until something else lies here.\n";

/** The names to make, from the project's folder: documents, extras, and a file in each folder that is not there. */
export function namesToMake(type: ProjectType | null): readonly string[] {
  return [...TRIAD, ...(type === null ? [] : EXTRAS[type])];
}

/** Which of the names are there, as they are written there; those that are missing are left out. */
export function namesThere(root: string, dir: string, names: readonly string[]): ReadonlyMap<string, string> {
  const there = namesIn(root, dir);
  return new Map(
    names.flatMap((name) => {
      const found = there.get(name.replace(/\/$/, "").toLowerCase());
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}

/** Makes what is missing. Throws `Problem` where a path leads out of the work tree or cannot be written; run again it goes on. */
export function writeDocuments(repository: Repository, options: MakeOptions): Made {
  const { dir, language, words } = options;
  const names = namesToMake(options.type);
  const there = namesThere(repository.root, dir, names);
  const written: string[] = [];
  const kept = [...there.values()].map((name) => posix.join(dir, name));
  for (const name of names.filter((one) => !there.has(one))) {
    const isFolder = name.endsWith("/");
    const path = posix.join(dir, isFolder ? name + KEEP_FILE : name);
    const text = isFolder ? KEEP_TEXT : filledTemplate(template(templatePath(language, name)), words);
    (make(repository, path, text) ? written : kept).push(posix.join(dir, name));
  }
  return { written, kept };
}

/** False when somebody was faster. */
function make(repository: Repository, path: string, text: string): boolean {
  try {
    const file = documentFile(repository, path);
    // Nothing that lies there, a link to nowhere included, is replaced.
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return false;
    mkdirSync(dirname(file), { recursive: true });
    return createExclusively(file, text);
  } catch (error) {
    throw new Problem(error instanceof HistoryError ? error.message : `${path} could not be made: ${reasonOf(error)}`);
  }
}
