/** What `convert` is to do: from which files, in which form, to which files beside them. */
import { realpathSync, statSync } from "node:fs";
import { basename, join, posix, relative, resolve, sep } from "node:path";
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { convertedName } from "../../triad/convert/convert.ts";
import { TRIAD } from "../../triad/templates/project.ts";
import { type Call, flag, text, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";
import { triadPlace } from "./place.ts";

export type Format = "md" | "json" | "yaml";

/** One conversion. Paths from the work tree's root. */
export interface ConvertJob {
  readonly sources: readonly string[];
  readonly from: Format;
  readonly to: Format;
  /** The file that is written; "" for Markdown, where the source says which. */
  readonly target: string;
}

const FORMATS: Readonly<Record<string, Format>> = {
  md: "md",
  markdown: "md",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
};
/** The source's single object. */
const JOINED = "project";

function formatOption(call: Call, name: "from" | "to"): Format | undefined {
  const given = text(call, name);
  if (given === undefined) return undefined;
  const format = Object.hasOwn(FORMATS, given.toLowerCase()) ? FORMATS[given.toLowerCase()] : undefined;
  if (format === undefined) throw usageError(call, `--${name} takes md, json or yaml`);
  return format;
}

function formatOf(path: string): Format | undefined {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
}

/** The path from the root, its folder's links followed; a path that leads out of the work tree is a `Problem`. */
function fromRoot(project: Project, call: Call, word: string): string {
  const root = realpathSync(project.repository.root);
  const path = resolve(call.directory, word);
  const real = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? realpathSync(path)
    : join(realpathSync(join(path, "..")), basename(path));
  const way = relative(root, real).split(sep).join("/");
  if (way === ".." || way.startsWith("../")) throw new Problem(DOCUMENT_WORDS[project.language].outside(word));
  return way === "" ? "." : way;
}

/** The form that a target has when nobody says: what the configuration says for a document, Markdown for the others. */
function usual(project: Project, from: Format): Format {
  if (from !== "md") return "md";
  return FORMATS[project.settings.format.default] === "yaml" ? "yaml" : "json";
}

function endings(format: Format): readonly string[] {
  return format === "yaml" ? ["yaml", "yml"] : [format];
}

function jobsFor(sources: readonly string[], from: Format, to: Format, joined: boolean): ConvertJob[] {
  const target = (path: string) => posix.join(posix.dirname(path), convertedName(posix.basename(path), to));
  const [first] = sources;
  if (joined && from === "md" && first !== undefined) {
    return [{ sources, from, to, target: posix.join(posix.dirname(first), `${JOINED}.${to}`) }];
  }
  return sources.map((path) => ({ sources: [path], from, to, target: to === "md" ? "" : target(path) }));
}

/** A folder's documents in one form; the single object where it is asked for, or is all there is. */
function sourcesIn(root: string, dir: string, from: Format, joined: boolean): string[] {
  const there = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true;
  const named = (name: string) =>
    endings(from)
      .map((ending) => posix.join(dir, `${name}.${ending}`))
      .filter(there)
      .slice(0, 1);
  const single = from === "md" ? [] : named(JOINED);
  if (joined && from !== "md") return single;
  const documents = TRIAD.flatMap((name) => named(name.replace(/\.md$/, "")));
  return documents.length > 0 ? documents : single;
}

function jobsOfFolder(project: Project, call: Call, dir: string, shown: string): ConvertJob[] {
  const { root } = project.repository;
  const joined = flag(call, "joined");
  const given = formatOption(call, "from");
  const to = formatOption(call, "to");
  const candidates = given === undefined ? (["md", "json", "yaml"] as const).filter((form) => form !== to) : [given];
  for (const from of candidates) {
    const sources = sourcesIn(root, dir, from, joined);
    if (sources.length > 0) return checked(call, jobsFor(sources, from, to ?? usual(project, from), joined));
  }
  throw new Problem(DOCUMENT_WORDS[project.language].nothingToConvert(shown, candidates.join(", ")));
}

function checked(call: Call, jobs: readonly ConvertJob[]): ConvertJob[] {
  if (jobs.some(({ from, to }) => from === to)) throw usageError(call, "--from and --to are the same");
  return [...jobs];
}

/** Throws `UsageError` and `Problem`. */
export function planConversion(project: Project, call: Call): ConvertJob[] {
  const words = DOCUMENT_WORDS[project.language];
  if (call.words.length > 1) throw usageError(call, "one path at a time");
  const [word] = call.words;
  formatOption(call, "from");
  formatOption(call, "to");
  if (word === undefined) {
    const { dir } = triadPlace(project, text(call, "project") ?? null);
    return jobsOfFolder(project, call, dir, dir);
  }
  const stat = word === "" ? undefined : statSync(resolve(call.directory, word), { throwIfNoEntry: false });
  if (stat === undefined) throw new Problem(words.noFile(word));
  const path = fromRoot(project, call, word);
  if (stat.isDirectory()) return jobsOfFolder(project, call, path, word);
  const from = formatOf(path);
  const given = formatOption(call, "from");
  if (from === undefined) throw usageError(call, "convert reads .md, .json, .yaml and .yml files");
  if (given !== undefined && given !== from) throw usageError(call, `${word.slice(0, 80)} is no ${given} file`);
  return checked(call, jobsFor([path], from, formatOption(call, "to") ?? usual(project, from), flag(call, "joined")));
}
