/** The name of this clone on this machine: a session of another clone, or of another machine, is not ours to judge. */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { createExclusively, writeAtomically } from "./atomic-file.ts";
import { type Machine, machineName, thisMachine } from "./machine.ts";

interface HostFile {
  readonly id: string;
  /** The host name when the file was made, for people's eyes. */
  readonly label: string;
  readonly path: string;
  /** The folder's inode. */
  readonly ino: string;
}

/** The part of a host name that reads well in a handle. */
function labelOf(hostname: string): string {
  const label = (hostname.split(".")[0] ?? "").toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return label.replace(/^-+|-+$/g, "").slice(0, 24) || "host";
}

function parseHostFile(text: string): HostFile | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const { id, label, path, ino } = value as Record<string, unknown>;
    const whole = typeof id === "string" && typeof label === "string" && typeof path === "string";
    return whole && typeof ino === "string" ? { id, label, path, ino } : null;
  } catch {
    return null;
  }
}

function readHostFile(file: string): HostFile | null {
  try {
    return parseHostFile(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

const write = (host: HostFile) => `${JSON.stringify(host)}\n`;

/** What the file says; of several processes that find none, one makes it and all read that one's. */
function knownHost(file: string, fresh: HostFile): HostFile {
  const known = readHostFile(file);
  if (known !== null) return known;
  if (createExclusively(file, write(fresh))) return fresh;
  const other = readHostFile(file);
  if (other !== null) return other;
  writeAtomically(file, write(fresh));
  return fresh;
}

/**
 * The clone's name, e.g. `laptop-3f9c21ab07`: made once, kept in `<git common dir>/ltpm/host`.
 * A copied clone gets a name of its own (its path and its inode both differ); a moved one keeps it; a folder that two
 * machines mount has a name on each. Throws `FileNotWritten` when it cannot be kept.
 */
export function hostName(commonDir: string, machine: Machine = thisMachine): string {
  const folder = join(commonDir, "ltpm");
  const file = join(folder, "host");
  mkdirSync(folder, { recursive: true });
  const here = { path: realpathSync(folder), ino: String(statSync(folder, { bigint: true }).ino) };
  const fresh = { id: randomBytes(12).toString("hex"), label: labelOf(machine.hostname()), ...here };

  let host = knownHost(file, fresh);
  if (host.path !== here.path || host.ino !== here.ino) {
    host = host.path !== here.path && host.ino !== here.ino ? fresh : { ...host, ...here };
    writeAtomically(file, write(host));
  }
  const digest = createHash("sha256")
    .update(`${host.id}\n${machineName(machine)}`)
    .digest("hex");
  return `${host.label}-${digest.slice(0, 10)}`;
}
