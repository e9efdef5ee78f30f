/** The newest state as it lies in git: its commit, tree, queue and, when asked for, archive. Everything read here is checked. */
import { FILE_MODE, type TreeEntry } from "../git/objects.ts";
import { readBlobs, readCommit, readTree } from "../git/plumbing.ts";
import type { Repository } from "../git/repository.ts";
import type { Defaults } from "../queue/normalise.ts";
import { parseArchive, parseQueue } from "../queue/parse.ts";
import { archivePath, QUEUE_FILE } from "../state/files.ts";
import { StoreError } from "../state/store.ts";
import { STATE_REF } from "./ground.ts";
import { damaged, type Head, type LoadedMonth, monthBlobs } from "./state-tree.ts";

/** The text of the queue in a commit and the tree around it. Throws `StoreError` "vanished" when objects are missing. */
export function queueText(
  repository: Repository,
  commit: string,
): { text: string; blob: string; entries: TreeEntry[] } {
  try {
    const entries = readTree(repository, readCommit(repository, commit).tree);
    const blob = entries.find((entry) => entry.name === QUEUE_FILE && entry.mode === FILE_MODE)?.oid;
    if (blob === undefined) throw new StoreError("vanished", `${STATE_REF} names a commit without ${QUEUE_FILE}`);
    return { text: readBlobs(repository, [blob])[0] ?? "", blob, entries };
  } catch (error) {
    throw damaged(error);
  }
}

/** The state in a commit. Throws `StoreError` "vanished" when objects are missing, `QueueFault` when the queue is unsound. */
export function loadHead(repository: Repository, commit: string, defaults: Defaults): Head {
  const { text, blob, entries } = queueText(repository, commit);
  return { commit, blob, entries, queue: parseQueue(text, `${STATE_REF}:${QUEUE_FILE}`, defaults) };
}

/** The archive of a state, by month. Throws as `loadHead` does. */
export function loadArchive(
  repository: Repository,
  entries: readonly TreeEntry[],
  defaults: Defaults,
): Map<string, LoadedMonth> {
  const months = monthBlobs(repository, entries);
  try {
    const texts = readBlobs(repository, [...months.values()]);
    return new Map(
      [...months].map(([month, oid], index) => {
        const name = `${STATE_REF}:${archivePath(month)}`;
        return [month, { oid, file: parseArchive(texts[index] ?? "", name, defaults) }];
      }),
    );
  } catch (error) {
    throw damaged(error);
  }
}
