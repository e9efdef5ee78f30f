/** A laptop whose remote cannot be reached: what is asked for waits here, what is shown is what was seen last. */
import type { Snapshot } from "../state/state.ts";
import { StoreError } from "../state/store.ts";
import type { PendingOp } from "../stores/pending.ts";
import type { Call } from "./call.ts";
import type { Project } from "./project.ts";

type Omitted<T> = T extends unknown ? Omit<T, "at" | "since"> : never;

/** The state to show; without the remote, as it was seen last, with a word. */
export async function readToShow(
  project: Project,
  call: Call,
  options: { readonly archive?: boolean } = {},
): Promise<Snapshot> {
  try {
    return await project.store.read(options);
  } catch (error) {
    const seen = isUnreachable(error) ? await project.remote?.lastSeen(options) : null;
    if (!seen) throw error;
    call.terminal.err(`${project.messages.store.lastSeen(project.settings.remote)}\n`);
    return seen;
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof StoreError && error.code === "unreachable";
}

/** Does it; when the remote cannot be reached the operation is kept for `ltpm sync`, and null is given. */
export async function orKeep<T>(
  project: Project,
  call: Call,
  kept: Omitted<PendingOp>,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (project.remote === null || !isUnreachable(error)) throw error;
    const { openPending } = await import("../stores/pending.ts");
    const since = (await project.remote.lastSeen())?.version ?? "";
    openPending(project.repository).keep({ ...kept, at: project.clock.now(), since });
    call.terminal.out(`${project.messages.store.keptForLater(project.settings.remote)}\n`);
    return null;
  }
}
