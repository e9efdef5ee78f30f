/** Takes an attempt's work into the quarantine, and finds out by itself what it is built on and what it changes. */
import { isObjectName } from "../../git/objects.ts";
import { Refused } from "../command/strangers-file.ts";
import { boundTree, changesBetween } from "./changes.ts";
import { anchorNeeds, fetchBundle, notThere, type ReceiveOrder, Stale } from "./fetch-bundle.ts";
import { workBranch } from "./names.ts";
import type { Quarantine } from "./quarantine.ts";

/** The work of an attempt, as we found it. */
export interface Received {
  readonly commit: string;
  /** The commit that its changes are measured from: in the default branch, or that with the work it builds on merged. */
  readonly base: string;
  /** Every path that differs from `base`. */
  readonly changed: readonly string[];
}

/**
 * Receives the work. Throws `Refused` for what our own attempt job would not hand over or nobody should look at, and
 * `Stale` when the default branch was rewritten meanwhile.
 */
export async function receive(quarantine: Quarantine, order: ReceiveOrder): Promise<Received> {
  try {
    return await received(quarantine, order);
  } catch (error) {
    await quarantine.ask(["update-ref", "-d", `refs/heads/${workBranch(order)}`]);
    throw error;
  }
}

async function received(quarantine: Quarantine, order: ReceiveOrder): Promise<Received> {
  const needs = await anchorNeeds(quarantine, order.needs);
  const commit = await fetchBundle(quarantine, order, needs);
  const start = await startOf(quarantine, commit, order);
  const base = await withNeeds(quarantine, start, commit, needs);
  await boundTree(quarantine, base, commit);
  return { commit, base, changed: await changesBetween(quarantine, base, commit) };
}

/** Where the work left the default branch: what a merge of it would be measured from. */
async function startOf({ ask, trusted }: Quarantine, commit: string, order: ReceiveOrder): Promise<string> {
  const { base } = order.claimed;
  if (order.needs.length === 0 && base !== undefined) {
    if (!isObjectName(base)) throw new Refused("its record names a base that is no commit");
    const known = await ask(["merge-base", "--is-ancestor", base, trusted.head]);
    if (known.code !== 0) throw notThere(base, trusted.branch);
    if ((await ask(["merge-base", "--is-ancestor", base, commit])).code !== 0) {
      throw new Refused("its work is not built on the base that its record names");
    }
  }
  const found = await ask(["merge-base", "--all", trusted.head, commit]);
  const bases = found.stdout.split("\n").filter(isObjectName);
  const [only] = bases;
  if (only === undefined) throw new Refused(`its work has nothing in common with ${trusted.branch}`);
  if (bases.length > 1) throw new Refused("its history crosses the default branch's more than once");
  return only;
}

/** The starting point with the work merged that the attempt was to build on; made here, as the attempt's job made it. */
async function withNeeds(
  { ask, must }: Quarantine,
  start: string,
  commit: string,
  needs: readonly string[],
): Promise<string> {
  let base = start;
  for (const work of needs) {
    if ((await ask(["merge-base", "--is-ancestor", work, commit])).code !== 0) {
      throw new Stale(`its work is not built on ${work}, which is what it depends on by now`);
    }
    if ((await ask(["merge-base", "--is-ancestor", work, base])).code === 0) continue;
    if ((await ask(["merge-base", "--is-ancestor", base, work])).code === 0) {
      base = work;
      continue;
    }
    const merged = await ask(["merge-tree", "--write-tree", "--no-messages", base, work]);
    const tree = merged.stdout.trim();
    if (merged.code !== 0 || !isObjectName(tree))
      throw new Stale(`what it builds on (${work}) does not merge by itself`);
    base = (await must(["commit-tree", tree, "-p", base, "-p", work, "-m", "What an attempt was built on"])).trim();
  }
  return base;
}
