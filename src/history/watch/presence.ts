/** Whether somebody watches this work tree, and how: the watcher keeps a file young as long as it lives. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../git/repository.ts";
import { discard } from "../../host/discard.ts";
import type { TriggerMode } from "./decide.ts";

/** The watcher writes this often; a file three times as old was left by one that died (milliseconds). */
export const ALIVE_EVERY = 10_000;
const GONE_AFTER = 3 * ALIVE_EVERY;

function fileOf(repository: Repository): string {
  return join(repository.gitDir, "ltpm", "watch-mode");
}

/** Says that a watcher is at work here in this mode. What cannot be written is left: it is a courtesy to `status`. */
export function showPresence(repository: Repository, mode: TriggerMode): void {
  try {
    mkdirSync(join(repository.gitDir, "ltpm"), { recursive: true });
    writeFileSync(fileOf(repository), mode);
  } catch {
    // A full disk: `status` says that nobody watches.
  }
}

/** Says that it has ended. */
export function endPresence(repository: Repository): void {
  discard(fileOf(repository));
}

/** How this work tree is watched; "none": nobody does, or the watcher died. `now`: milliseconds since 1970. */
export function watchPresence(repository: Repository, now: number = Date.now()): TriggerMode | "none" {
  const stat = statSync(fileOf(repository), { throwIfNoEntry: false });
  if (stat === undefined || now - stat.mtimeMs > GONE_AFTER) return "none";
  try {
    const mode = readFileSync(fileOf(repository), "utf8");
    return mode === "file_watcher" || mode === "heartbeat" ? mode : "none";
  } catch {
    return "none";
  }
}
