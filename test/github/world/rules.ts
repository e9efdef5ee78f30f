/** Protected branches: what is refused, and in which words. */
import type { Protection } from "../face.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

export const THROUGH_PULL = "Changes must be made through a pull request.";
export const NO_CREATION = "Cannot create ref due to creations being restricted.";

function matches(pattern: string, branch: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(branch);
}

/** The protection of a branch, by its name. */
export function protectionOf(world: World, branch: string): Protection | null {
  for (const [pattern, protection] of world.protections) if (matches(pattern, branch)) return protection;
  return null;
}

export interface BranchRefusal {
  readonly kind: "ruleset" | "classic";
  readonly text: string;
}

/** Why an account may not change a branch; null when it may. */
export function branchRefusal(
  world: World,
  branch: string,
  actor: string,
  act: "create" | "update" | "delete",
): BranchRefusal | null {
  const protection = protectionOf(world, branch);
  if (protection === null || protection.bypass?.includes(actor)) return null;
  if (act === "create" && !protection.creations) return null;
  const kind = protection.kind ?? "ruleset";
  if (act === "create") return { kind, text: NO_CREATION };
  if (act === "delete")
    return { kind, text: kind === "ruleset" ? "Cannot delete this branch" : "Cannot delete a protected branch" };
  return { kind, text: THROUGH_PULL };
}

/** The API's sentence for a refusal. */
export function refusalText(refusal: BranchRefusal): string {
  return refusal.kind === "ruleset" ? `Repository rule violations found\n\n${refusal.text}\n\n` : refusal.text;
}

/** Refuses over REST with this status if the branch does not take the change. */
export function demandBranch(
  world: World,
  branch: string,
  actor: string,
  act: "create" | "update" | "delete",
  status: number,
): void {
  const refusal = branchRefusal(world, branch, actor, act);
  if (refusal !== null) throw new Refusal(status, refusalText(refusal));
}

const WORKFLOWS = ".github/workflows/";

/** The first workflow file that a commit changes against its first parent; null when there is none. */
export function changedWorkflow(world: World, commit: string): string | null {
  const parent = world.git.commit(commit)?.parents[0];
  const before = parent === undefined ? new Map() : world.git.files(parent);
  const after = world.git.files(commit);
  const paths = new Set([...before.keys(), ...after.keys()].filter((path) => path.startsWith(WORKFLOWS)));
  return [...paths].sort().find((path) => before.get(path)?.oid !== after.get(path)?.oid) ?? null;
}
