/** How merges go in this clone, and what no clone can do for the forge. */
import { relative, resolve, sep } from "node:path";
import { gitSync } from "../../git/run.ts";
import { mergeWords } from "../../messages/merge.ts";
import { QUEUE_FILE } from "../../state/files.ts";
import { slugOf } from "../github/remote-place.ts";
import { DOCUMENT_NAMES } from "../merge/kinds.ts";
import { mergeWired, wireMerge } from "../merge/wire.ts";
import type { Project } from "../project.ts";
import type { Finding } from "./finding.ts";

/** `fix`: wires the clone. */
export async function examineMerge(project: Project, fix: boolean): Promise<Finding[]> {
  const words = mergeWords(project.language);
  const state = mergeWired(project.repository);
  const findings: Finding[] = [];
  if (state !== "wired") {
    const problem = state === "unwired" ? words.unwired : words.outdated;
    const found = { code: "merge_driver", level: "warning", problem, remedy: words.unwiredRemedy } as const;
    if (!fix) findings.push(found);
    else {
      await wireMerge(project.repository, { dir: project.settings.dir });
      findings.push({ ...found, repaired: words.wired });
    }
  }
  return isMergedByForge(project) ? [...findings, forgeNote(project)] : findings;
}

/** Whether a pull request could merge files of ours: they are in commits, and a remote lies on a server like GitHub. */
function isMergedByForge({ repository, settings }: Project): boolean {
  const git = (...args: string[]) =>
    gitSync(args, { cwd: repository.root, env: { GIT_DIR: repository.gitDir, GIT_WORK_TREE: repository.root } });
  const urls = git("config", "--get-regexp", "^remote\\..*\\.url$").stdout.split("\n");
  if (!urls.some((line) => slugOf(line.slice(line.indexOf(" ") + 1)) !== null)) return false;
  const documents = DOCUMENT_NAMES.map((name) => `:(glob)**/${name}`);
  const dir = relative(repository.root, resolve(repository.root, settings.dir)).split(sep).join("/");
  const queue = dir.startsWith("..") ? [] : [`:(literal)${dir === "" ? QUEUE_FILE : `${dir}/${QUEUE_FILE}`}`];
  return git("ls-files", "-z", "--", ...queue, ...documents).stdout !== "";
}

function forgeNote({ language }: Project): Finding {
  const words = mergeWords(language);
  return { code: "forge_merge", level: "note", problem: words.forge, remedy: words.forgeRemedy };
}
