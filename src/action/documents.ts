/** What a run knows of the project's documents before it reads any: which are there, and whether NEXT_STEPS.md is as it was. */
import type { Settings } from "../dispatch/settings.ts";
import { pathsOf, storyPaths } from "../dispatch/story/owed.ts";
import type { SeenPath } from "../github/documents.ts";
import { type BranchLook, lookAt, type ProjectLook } from "../github/project.ts";

/** Where documents are looked for before the configuration is known: at the root, as it is for most. */
export const USUAL_DOCUMENTS: readonly string[] = pathsOf(
  storyPaths({ documents: { dir: null, progress: true, next_steps: true, memory: true } }),
);

export interface DocumentsLook {
  /** Git's names of the documents' contents on the state's branch, by path; one that is not there has none. null: nobody could look. */
  readonly there: ReadonlyMap<string, string> | null;
  /** NEXT_STEPS.md of the default branch, where the state has a branch of its own. It is heard, and never written. */
  readonly aside: SeenPath | null;
}

/** What the first look says of the documents. `looked`: whether it looked at all, which git alone does not. */
export function documentsIn(look: ProjectLook, settings: Settings, looked: boolean): DocumentsLook {
  const paths = storyPaths(settings);
  const branch = lookAt(look, settings.state_branch, settings.dir);
  const isApart = settings.state_branch !== null && settings.state_branch !== look.home?.name;
  const aside = isApart && paths.next !== null ? fileAt(look.home, paths.next) : null;
  if (!looked) return { there: null, aside };
  const files = pathsOf(paths).flatMap((path): [string, string][] => {
    const seen = fileAt(branch, path);
    return seen === null ? [] : [[path, seen.oid]];
  });
  return { there: new Map(files), aside };
}

/** Whether a look at the usual places is not a look at this project's. */
export function liesElsewhere(look: ProjectLook, settings: Settings): boolean {
  const seen = look.home?.documents;
  return seen !== undefined && pathsOf(storyPaths(settings)).some((path) => !seen.has(path));
}

function fileAt(branch: BranchLook | null, path: string): SeenPath | null {
  const seen = branch?.documents?.get(path) ?? null;
  return seen?.mode.startsWith("100") === true ? seen : null;
}
