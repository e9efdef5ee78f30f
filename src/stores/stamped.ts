/** The state as the clone's own files tell it, without a start of git: the plain and frequent case. */
import { nameOf } from "../git/objects.ts";
import { lookUpRef } from "../git/refs.ts";
import type { Repository } from "../git/repository.ts";
import type { Queue } from "../queue/schema.ts";
import { type Ground, STATE_REF } from "./ground.ts";
import type { Settled } from "./reconcile.ts";
import { readStamp } from "./stamp.ts";
import type { Head } from "./state-tree.ts";
import { readView } from "./view.ts";

/** The state straight from the view's bytes, when ref, stamp and view agree; null otherwise. */
export function asStamped(
  { repository, place }: Ground,
  commit: string | null,
): (Settled & { readonly head: Head }) | null {
  const stamp = readStamp(repository, place.queue);
  if (stamp === null || stamp.commit !== commit) return null;
  const seen = readView(place.queue, place.name);
  if (seen === null) return null;
  const isOurs = seen.mark === stamp.mark || nameOf(repository.objectFormat, "blob", seen.bytes) === stamp.blob;
  if (!isOurs) return null;
  const queue: Queue = JSON.parse(seen.bytes.toString("utf8"));
  return { head: { ...stamp, queue }, queue, seen };
}

/** The commit of the state, by git only where its files do not tell; null: there is none. */
export async function stateCommit(repository: Repository): Promise<string | null> {
  const look = lookUpRef(repository, STATE_REF);
  if (look === "none") return null;
  if (look !== "ask") return look.oid;
  return (await import("../git/plumbing.ts")).readRef(repository, STATE_REF);
}
