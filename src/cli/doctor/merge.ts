/** How merges go in this clone, and what no clone can do for the forge. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { mergeWords } from "../../messages/merge.ts";
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
  return hasRemote(project) ? [...findings, forgeFinding(project)] : findings;
}

/** Without a remote there is no forge. */
function hasRemote({ repository }: Project): boolean {
  try {
    return readdirSync(join(repository.commonDir, "refs", "remotes")).length > 0;
  } catch {
    return false;
  }
}

function forgeFinding({ language }: Project): Finding {
  const words = mergeWords(language);
  return { code: "forge_merge", level: "warning", problem: words.forge, remedy: words.forgeRemedy };
}
