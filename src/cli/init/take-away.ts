/** `init --remove`: the block for agents, and what of the documents nobody has written in since we made them. */
import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join, posix } from "node:path";
import { documentFile, readDocument } from "../../history/auto-save/document-file.ts";
import { EXTRAS, TRIAD, templatePath } from "../../triad/templates/project.ts";
import { PROJECTS } from "../documents/place.ts";
import type { Project } from "../project.ts";
import { template } from "../templates.ts";
import { blockState, withoutBlock } from "./agents-file.ts";
import { agentFiles, writeAgents } from "./agents-step.ts";
import { nameIfAsMade } from "./as-made.ts";
import { hasDocuments, namesIn } from "./places.ts";
import { KEEP_FILE, KEEP_TEXT } from "./write-documents.ts";

/** Paths from the root. */
export interface TakenAway {
  readonly removed: readonly string[];
  /** Documents that somebody wrote in; they stay. */
  readonly changed: readonly string[];
}

const LANGUAGES = ["en", "zh-CN"] as const;

/** Takes the block out of every file that has it; a file that held nothing else goes. Gives the paths. */
export function removeAgentsBlocks(project: Project): string[] {
  const ours = agentFiles(project).filter(({ text }) => blockState(text) === "present");
  for (const { path, text } of ours) {
    const rest = withoutBlock(text);
    if (rest.replace("\ufeff", "") === "") rmSync(documentFile(project.repository, path));
    else writeAgents(project, path, rest);
  }
  return ours.map(({ path }) => path);
}

/** Takes away what is still as we made it, and the lines in MEMORY.md of projects of which nothing is left. */
export async function removeDocuments(project: Project): Promise<TakenAway> {
  const { root } = project.repository;
  const dirs = new Set([".", project.settings.documents.dir ?? ".", ...below(root)]);
  const found = [...dirs].map((dir) => fromFolder(project, dir));
  if (found.some(({ removed }) => removed.some((path) => path.startsWith(`${PROJECTS}/`))))
    removeIfEmpty(join(root, PROJECTS));
  const names = found.flatMap(({ gone }) => gone ?? []);
  if (names.length > 0) {
    const { forgetProjects } = await import("./memory-index.ts");
    await forgetProjects(project, names);
  }
  return {
    removed: found.flatMap(({ removed }) => removed),
    changed: found.flatMap(({ changed }) => changed),
  };
}

function below(root: string): string[] {
  return [...namesIn(root, PROJECTS).values()].map((name) => posix.join(PROJECTS, name));
}

/** `gone`: the name of a project of which no document is left. */
function fromFolder(project: Project, dir: string): TakenAway & { readonly gone: string | null } {
  const { root } = project.repository;
  if (!isInside(project, dir)) return { removed: [], changed: [], gone: null };
  const removed: string[] = [];
  const changed: string[] = [];
  let name: string | null = null;
  // A link is somebody's arrangement, whatever it leads to.
  const isThere = (file: string) => lstatSync(join(root, dir, file), { throwIfNoEntry: false })?.isFile() ?? false;
  for (const file of [...TRIAD, ...extras((one) => one.endsWith(".md"))].filter(isThere)) {
    const path = posix.join(dir, file);
    const made = nameInDocument(project, path, file);
    if (made !== null) {
      name ??= made;
      rmSync(join(root, path));
      removed.push(path);
    } else if (TRIAD.some((one) => one === file)) changed.push(path);
  }
  const folders = extras((one) => one.endsWith("/")).map((folder) => posix.join(dir, folder));
  removed.push(...folders.filter((path) => removeIfOnlyKept(join(root, path))));
  if (dir !== "." && removed.length > 0) removeIfEmpty(join(root, dir));
  return { removed, changed, gone: hasDocuments(root, dir) ? null : name };
}

function extras(wanted: (name: string) => boolean): string[] {
  return Object.values(EXTRAS).flat().filter(wanted);
}

/** Whether the folder's documents lie in this work tree: behind a link they are another project's. */
function isInside(project: Project, dir: string): boolean {
  try {
    documentFile(project.repository, posix.join(dir, TRIAD[0]));
    return true;
  } catch {
    return false;
  }
}

/** The project's name in a document that is as we made it, in either language; null for every other. */
function nameInDocument(project: Project, path: string, file: string): string | null {
  const text = textOf(project, path);
  const names = LANGUAGES.map((language) => nameIfAsMade(text, template(templatePath(language, file))));
  return names.find((name) => name !== null) ?? null;
}

/** The text of a document; "" for one that is none of ours to read: then it is not as we made it. */
function textOf(project: Project, path: string): string {
  try {
    return readDocument(project.repository, path)?.toString("utf8") ?? "";
  } catch {
    // It leads out of the work tree, or is no file.
    return "";
  }
}

/** Removes a folder in which nothing but our file lies. */
function removeIfOnlyKept(folder: string): boolean {
  try {
    if (!lstatSync(folder.replace(/\/$/, "")).isDirectory()) return false;
    const [only, ...others] = readdirSync(folder);
    if (only !== KEEP_FILE || others.length > 0) return false;
    if (readFileSync(join(folder, KEEP_FILE), "utf8").replace("\r\n", "\n") !== KEEP_TEXT) return false;
    rmSync(join(folder, KEEP_FILE));
    rmdirSync(folder);
    return true;
  } catch {
    // Not there.
    return false;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody has something there, or it was never made.
  }
}
