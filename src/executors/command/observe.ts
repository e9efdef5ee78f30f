/** Looks at a session: running, ended, lost, or not ours to judge. */
import { existsSync, statSync } from "node:fs";
import type { Observed } from "../../dispatch/executor.ts";
import { isAlive } from "../../host/process.ts";
import { killRemains, signalGroup } from "../../host/process-group.ts";
import { ending } from "../../verify/plain-text.ts";
import { type AttemptFiles, attemptFiles, isToken, readMark, readRecord, readText } from "./attempt-folder.ts";
import { claimAsLost, type Holder, holderOf } from "./claim.ts";

/** A session as its handle names it: `cmd:<host>/<token>`. */
export interface Session {
  readonly host: string;
  readonly token: string;
}

export function handleOf(host: string, token: string): string {
  return `cmd:${host}/${token}`;
}

/** Reads a handle; null when it is none of this executor's. */
export function sessionOf(handle: string): Session | null {
  const match = /^cmd:([^/]+)\/([^/]+)$/.exec(handle);
  const [, host, token] = match ?? [];
  return host === undefined || token === undefined || !isToken(token) ? null : { host, token };
}

/** A supervisor that we cannot see counts as dead when it gave no sign of life for this long, in milliseconds. */
const SILENCE = 300_000;

const lost = (why: string): Observed => ({ kind: "lost", why });

/** What a session of this host is doing. `silence` is for tests. */
export function observeHere(commonDir: string, token: string, silence = SILENCE): Observed {
  const files = attemptFiles(commonDir, token);
  const known = ended(files, token);
  if (known !== null) return known;
  const holder = holderOf(files);
  if (holder.kind === "supervisor") return supervised(files, token, holder, silence);
  if (holder.kind === "lost") return lost(holder.why);
  if (holder.kind === "starter" && holder.life === "alive") return { kind: "running" };
  if (holder.kind === "starter" && holder.life === "unknown") {
    return { kind: "unknown", why: "it is being started from another container of this machine" };
  }
  return neverBegun(files, token, silence, holder);
}

function ended(files: AttemptFiles, token: string): Observed | null {
  const record = readRecord(files, token);
  return record === null || record === "broken" ? null : { kind: "ended", record };
}

/** Nobody starts it any more and nobody has begun: from now on nobody may. */
function neverBegun(files: AttemptFiles, token: string, silence: number, holder: Holder): Observed {
  if (!existsSync(files.folder)) return lost("there is no trace of it on this machine");
  const why =
    holder.kind === "starter" ? "the process that was to start it ended before it began" : "it was never started";
  try {
    if (claimAsLost(files, why)) return lost(why);
  } catch (error) {
    // Without the claim a supervisor may still begin: better to look again later.
    return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
  // Somebody was faster: a supervisor that begins after all, or another observer.
  const now = holderOf(files);
  if (now.kind === "supervisor") return ended(files, token) ?? supervised(files, token, now, silence);
  return lost(now.kind === "lost" ? now.why : "its claim cannot be read");
}

function supervised(
  files: AttemptFiles,
  token: string,
  holder: Extract<Holder, { kind: "supervisor" | "starter" }>,
  silence: number,
): Observed {
  if (holder.life === "alive") return { kind: "running" };
  if (holder.life === "unknown") {
    const age = Date.now() - (statSync(files.pulse, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age < silence) return { kind: "running" };
  }
  // It may have written its record between our look at the record and our look at the process.
  const record = ended(files, token);
  if (record !== null) return record;
  if (holder.life === "dead") endChild(files, token);
  return lost(whyLost(files, token));
}

function whyLost(files: AttemptFiles, token: string): string {
  if (readRecord(files, token) === "broken") return `its record ${files.record} cannot be read or is another attempt's`;
  const words = ending(readText(files.complaints) ?? "", 300);
  return `its supervisor ended without a record (killed, or the machine was restarted)${words === "" ? "" : `: ${words}`}`;
}

/** Ends what a dead supervisor left running: it would go on working for nobody. */
export function endChild(files: AttemptFiles, token: string): void {
  const child = readMark(files.child);
  if (child !== null && isAlive(child)) signalGroup(child.pid, "SIGKILL");
  killRemains(null, "LTPM_TOKEN", token);
}
