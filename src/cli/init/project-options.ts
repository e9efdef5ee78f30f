/** What a call of `init` or `init_project` says about the documents. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import type { Language } from "../../messages/language.ts";
import { oneLine } from "../../messages/terminal-text.ts";
import { PROJECT_TYPES, type ProjectType } from "../../triad/templates/project.ts";
import { type Call, text, usageError } from "../call.ts";

export interface ProjectOptions {
  readonly type: ProjectType | null;
  readonly language: Language;
  readonly goal: string | null;
  readonly owner: string | null;
}

function chosen<T extends string>(call: Call, name: string, among: readonly T[]): T | null {
  const said = text(call, name);
  if (said === undefined) return null;
  const found = among.find((one) => one === said);
  if (found === undefined) throw usageError(call, `--${name} must be one of ${among.join(", ")}`);
  return found;
}

function words(call: Call, name: string): string | null {
  const said = text(call, name);
  if (said === undefined) return null;
  const plain = oneLine(said);
  if (plain === "") throw usageError(call, `--${name} needs a text`);
  return plain;
}

/** Throws `UsageError` for a value that means nothing. */
export function projectOptions(call: Call, language: Language): ProjectOptions {
  return {
    type: chosen(call, "type", PROJECT_TYPES),
    language: chosen<Language>(call, "language", ["en", "zh-CN"]) ?? language,
    goal: words(call, "goal"),
    owner: words(call, "owner"),
  };
}

/** What the repository calls itself: the name in package.json, else the name of its directory. */
export function repositoryName(repository: Repository): string {
  const { root, commonDir, linked } = repository;
  const main = linked && basename(commonDir) === ".git" ? dirname(commonDir) : root;
  return packageName(root) ?? (oneLine(basename(main)) || "Project");
}

function packageName(root: string): string | null {
  try {
    const said: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8").replace(/^\ufeff/, ""));
    const name = typeof said === "object" && said !== null && "name" in said ? said.name : null;
    // The scope says whose it is, not what it is; and `@somebody` would be a mention on GitHub.
    return typeof name === "string" ? oneLine(name).replace(/^@[^/]*\//, "") || null : null;
  } catch {
    // None there, or none that can be read: the directory has a name, too.
    return null;
  }
}
