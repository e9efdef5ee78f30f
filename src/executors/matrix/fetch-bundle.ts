/** Takes an attempt's bundle into the quarantine: its one branch, built on what the project has, object by object looked at. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Refused } from "../command/strangers-file.ts";
import { readBundleHead } from "./bundle.ts";
import { workBranch } from "./names.ts";
import type { Quarantine } from "./quarantine.ts";

/** The work cannot be judged any more: what it was built on is no part of the project by now. */
export class Stale extends Error {
  override readonly name = "Stale";
}

export interface ReceiveOrder {
  readonly id: string;
  readonly token: string;
  /** Commits that it was to build on: verified work of other tasks, as the state names it. */
  readonly needs: readonly string[];
  readonly bundle: string;
  /** What the attempt's record says. */
  readonly claimed: { readonly commit?: string | undefined; readonly base?: string | undefined };
}

/** Said of a commit that the project does not have. */
export function notThere(commit: string, branch: string): Stale {
  return new Stale(`it was built on ${commit.slice(0, 10)}, which is not in ${branch} (any more)`);
}

/** The work that it builds on, held by refs: a bundle may only build on what a ref holds. */
export async function anchorNeeds({ ask, must }: Quarantine, needs: readonly string[]): Promise<string[]> {
  const commits: string[] = [];
  for (const need of needs) {
    const answer = await ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${need}^{commit}`]);
    const commit = answer.stdout.trim();
    if (answer.code !== 0) throw new Stale(`the work it builds on is gone: there is no ${need}`);
    await must(["update-ref", `refs/ltpm/needs/${commit}`, commit]);
    commits.push(commit);
  }
  return commits;
}

/** Fetches the bundle; gives the commit on its branch. Throws `Refused` and `Stale`. */
export async function fetchBundle(
  quarantine: Quarantine,
  order: ReceiveOrder,
  needs: readonly string[],
): Promise<string> {
  const { ask, must, trusted } = quarantine;
  const head = readBundleHead(order.bundle);
  if (typeof head === "string") throw new Refused(`its bundle cannot be used: ${head}`);
  const ref = `refs/heads/${workBranch(order)}`;
  if (head.ref !== ref) throw new Refused("its bundle holds another branch than the attempt's");
  if (head.commit !== order.claimed.commit) throw new Refused("its bundle holds another commit than its record names");
  for (const need of head.needs.filter((one) => !needs.includes(one))) {
    const known = await ask(["merge-base", "--is-ancestor", need, trusted.head]);
    if (known.code !== 0) throw notThere(need, trusted.branch);
  }
  const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];
  const before = packsIn(quarantine);
  await must(["fetch", ...quiet, "--refmap=", "--end-of-options", order.bundle, `+${ref}:${ref}`]);
  await inspect(quarantine, before);
  const type = (await must(["cat-file", "-t", ref])).trim();
  const tip = (await must(["rev-parse", "--verify", ref])).trim();
  if (type !== "commit" || tip !== head.commit) throw new Refused("its bundle does not hold the commit that it names");
  return tip;
}

/** The packs in the quarantine, without ending. */
function packsIn({ gitDir }: Quarantine): string[] {
  const folder = join(gitDir, "objects", "pack");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.endsWith(".pack")).map((name) => join(folder, name.slice(0, -".pack".length)));
}

/**
 * Looks at every object that came, as a fetch over the network would: git takes a bundle's word for them. What does not
 * pass goes away again, so that it is no part of anybody else's work.
 */
async function inspect(quarantine: Quarantine, before: readonly string[]): Promise<void> {
  for (const pack of packsIn(quarantine).filter((one) => !before.includes(one))) {
    const index = join(quarantine.folder, `${basename(pack)}.idx`);
    try {
      await quarantine.must(["index-pack", "--strict", "-o", index, `${pack}.pack`]);
    } catch (error) {
      for (const ending of ["idx", "rev", "pack"]) rmSync(`${pack}.${ending}`, { force: true });
      throw error;
    }
  }
}
