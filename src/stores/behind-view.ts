/** The state itself, without a look at its view: what a repair of an unreadable view can fall back on. */
import { readRef } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import type { Defaults } from "../queue/normalise.ts";
import type { Queue } from "../queue/schema.ts";
import { STATE_REF } from "./ground.ts";
import { loadHead } from "./head.ts";

/** The queue in the clone's hidden ref; null when there is none. Throws as `loadHead` does. */
export function stateBehindView(repository: Repository, defaults: Defaults): Queue | null {
  const commit = readRef(repository, STATE_REF);
  return commit === null ? null : loadHead(repository, commit, defaults).queue;
}
