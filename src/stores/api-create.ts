/** The first commit of a state branch through the API: an orphan, made only where no branch of that name is. */
import * as v from "valibot";
import { commitMessage } from "../git/objects.ts";
import { isGitHubError } from "../github/error.ts";
import { shape } from "../github/shape.ts";
import { orderedQueue } from "../queue/write.ts";
import { EMPTY_STATE, type State } from "../state/state.ts";
import { StoreError } from "../state/store.ts";
import type { CreatedApiBranch } from "./api.ts";
import { look, marked } from "./api-branch.ts";
import { asStoreError } from "./api-errors.ts";
import { additionsFor } from "./api-files.ts";
import type { Writer } from "./api-transact.ts";
import { noDefaultBranch } from "./remote-errors.ts";

const TRIES = 5;
const sha = (data: unknown) => shape(v.object({ sha: v.string() }))(data).sha;

/** Makes the desk's branch; one that is there is left as it is. Throws `StoreError`. */
export async function createBranch(desk: Writer, op: string, begin: State = EMPTY_STATE): Promise<CreatedApiBranch> {
  if (desk.branch === null) throw noDefaultBranch(desk.place.remote);
  let made: string | null = null;
  for (let tries = 1; ; tries++) {
    const there = await headOrNull(desk);
    if (there !== null) return { kind: there === made ? "created" : "existed", version: there };
    try {
      made ??= await firstCommit(desk, op, begin);
      await point(desk, desk.branch, made);
      desk.known = null;
      return { kind: "created", version: made };
    } catch (error) {
      // Somebody was faster, or the answer was lost: either way the next look shows the branch.
      const isPassing = isGitHubError(error, "ambiguous") || exists(error);
      if (!isPassing || tries === TRIES) throw explained(desk, error);
      await desk.wait(200 * tries);
    }
  }
}

function exists(error: unknown): boolean {
  return isGitHubError(error, "invalid", "conflict") && /already exists/i.test(error.said);
}

function explained(desk: Writer, error: unknown): unknown {
  if (isGitHubError(error, "conflict") && /empty/i.test(error.said)) return noDefaultBranch(desk.place.remote);
  return asStoreError(error, desk.place);
}

async function headOrNull(desk: Writer): Promise<string | null> {
  try {
    desk.first = null;
    return (await look(desk, { archive: false, documents: [] }, false)).known.head;
  } catch (error) {
    if (error instanceof StoreError && (error.code === "vanished" || error.code === "no_state_branch")) return null;
    throw error;
  }
}

/** Writes the commit; it is nowhere yet. No author: then the server signs it as its own. */
async function firstCommit(desk: Writer, op: string, begin: State): Promise<string> {
  const place = { owner: desk.repo.owner, repo: desk.repo.name };
  const queue = orderedQueue({ ...marked(desk, begin.queue), updated_at: desk.clock.now() });
  const files = additionsFor(desk.dir, new Map(), { queue, archive: begin.archive });
  const tree = files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text }));
  // Contents are named by themselves: writing them twice is writing them once.
  const how = { vital: true, idempotent: true };
  const root = await desk.client.rest("POST /repos/{owner}/{repo}/git/trees", { ...place, tree }, sha, how);
  const words = { message: commitMessage("ltpm: begin", op), tree: root, parents: [] };
  return desk.client.rest("POST /repos/{owner}/{repo}/git/commits", { ...place, ...words }, sha, how);
}

async function point(desk: Writer, branch: string, commit: string): Promise<void> {
  const params = { owner: desk.repo.owner, repo: desk.repo.name, ref: `refs/heads/${branch}`, sha: commit };
  await desk.client.rest("POST /repos/{owner}/{repo}/git/refs", params, () => null, { vital: true });
}
