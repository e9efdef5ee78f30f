/** Ends an attempt: whoever holds it is told to, and what is left is ended. */
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../host/process.ts";
import { signal } from "../../host/process-group.ts";
import { type AttemptFiles, attemptFiles } from "./attempt-folder.ts";
import { claimAsLost, holderOf } from "./claim.ts";
import { endChild } from "./observe.ts";

/** Leaves word for a supervisor that is only just starting. */
function leaveWord(files: AttemptFiles): void {
  try {
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(files.cancel, "a", 0o600));
  } catch {
    // The signal below says it too; only a supervisor in its first milliseconds would miss it.
  }
}

/** Cancels an attempt of this host. Waits up to `patience` milliseconds until it is gone; told it is in any case. */
export async function cancelHere(commonDir: string, token: string, patience: number): Promise<void> {
  const files = attemptFiles(commonDir, token);
  if (existsSync(files.record)) return;
  leaveWord(files);
  if (holderOf(files).kind !== "supervisor" && claimAsLost(files, "it was cancelled before it began")) return;
  const holder = holderOf(files);
  if (holder.kind !== "supervisor") return;
  if (holder.life === "unknown") return;
  if (holder.life === "dead") {
    endChild(files, token);
    return;
  }
  signal(holder.mark.pid, "SIGTERM");
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && !existsSync(files.record) && isAlive(holder.mark)) await sleep(20);
}
