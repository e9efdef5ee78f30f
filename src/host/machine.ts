/** What the operating system says about itself, behind a port, so that the answers of other systems can be tested here. */
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** A file's text, or null when it cannot be read. */
  read(path: string): string | null;
  /** Where a symbolic link points, or null. */
  link(path: string): string | null;
  /** What a program printed when it ended well, or null. */
  ask(program: string, args: readonly string[]): string | null;
  hostname(): string;
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** The machine this process runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  read: (path) => orNull(() => readFileSync(path, "utf8")),
  link: (path) => orNull(() => readlinkSync(path)),
  ask: (program, args) =>
    orNull(() =>
      execFileSync(program, args, {
        encoding: "utf8",
        timeout: 5_000,
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, LC_ALL: "C" },
      }),
    ),
  hostname,
};

/**
 * A name that two machines do not share, also when both mount the same folder: the machine's own id, else its host name.
 */
export function machineName(machine: Machine = thisMachine): string {
  if (machine.platform === "darwin") {
    const told = machine.ask("ioreg", ["-rd1", "-c", "IOPlatformExpertDevice"]) ?? "";
    const id = /"IOPlatformUUID" = "([^"]+)"/.exec(told)?.[1];
    return id ?? machine.hostname();
  }
  const id = (machine.read("/etc/machine-id") ?? machine.read("/var/lib/dbus/machine-id") ?? "").trim();
  return id === "" ? machine.hostname() : id;
}
