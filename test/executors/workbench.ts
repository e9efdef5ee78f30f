/** A real repository, a real supervisor, short limits: what the tests of executors work on. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import type { AttemptOrder, Executor } from "../../src/dispatch/executor.ts";
import { type AttemptFiles, attemptFiles } from "../../src/executors/command/attempt-folder.ts";
import { type CommandPorts, commandExecutor } from "../../src/executors/command/command-executor.ts";
import { hostName } from "../../src/host/host-name.ts";
import type { AttemptRecord } from "../../src/verify/attempt-record.ts";
import { bundle } from "../bundle.ts";

/** The supervisor as it ships: one file, bundled. */
let bundled: Promise<string> | null = null;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function makeBundle(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-supervisor-"));
  folders.push(dir);
  return bundle(fileURLToPath(new URL("../../src/cli/supervisor.ts", import.meta.url)), dir, "supervisor");
}

export function supervisorBundle(): Promise<string> {
  bundled ??= makeBundle();
  return bundled;
}

export interface Bench {
  readonly home: string;
  readonly repo: string;
  readonly commonDir: string;
  readonly rooms: string;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: CommandPorts;
  readonly executor: Executor;
  git(...args: string[]): string;
  /** Writes an executable script in `bin`, which is first on the PATH. */
  program(name: string, text: string): string;
  order(changes?: Partial<AttemptOrder>): AttemptOrder;
  files(token: string): AttemptFiles;
  /** Starts an attempt and waits until it has ended. */
  run(changes?: Partial<AttemptOrder>): Promise<AttemptRecord>;
  ended(token: string, milliseconds?: number): Promise<AttemptRecord>;
}

/** A folder that is gone after the test. */
export function temporary(name = "ltpm-"): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return folder;
}

export function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...{ PATH: `${join(home, "bin")}:${process.env.PATH ?? ""}`, HOME: home, XDG_CACHE_HOME: join(home, "cache") },
    ...{ GIT_CONFIG_NOSYSTEM: "1", LANG: "C.UTF-8", TMPDIR: tmpdir() },
  };
}

export function gitIn(cwd: string, env: NodeJS.ProcessEnv, ...args: string[]): string {
  return execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** A repository with one commit on `main`. */
export function repository(repo: string, env: NodeJS.ProcessEnv, ...init: string[]): void {
  mkdirSync(repo, { recursive: true });
  gitIn(repo, env, "init", "-q", "-b", "main", ...init);
  gitIn(repo, env, "config", "user.name", "A Person");
  gitIn(repo, env, "config", "user.email", "person@example.com");
  writeFileSync(join(repo, "README.md"), "# A project\n");
  gitIn(repo, env, "add", "-A");
  gitIn(repo, env, "commit", "-q", "-m", "First commit");
}

let serial = 0;

export interface BenchOptions {
  /** The repository's folder below the bench. */
  readonly folder?: string;
  readonly init?: readonly string[];
  readonly ports?: Partial<CommandPorts>;
  readonly env?: NodeJS.ProcessEnv;
}

export async function bench(options: BenchOptions = {}): Promise<Bench> {
  const base = temporary();
  const home = join(base, "home");
  mkdirSync(join(home, "bin"), { recursive: true });
  const env = { ...cleanEnvironment(home), ...options.env };
  const repo = join(base, options.folder ?? "project");
  repository(repo, env, ...(options.init ?? []));
  const commonDir = join(repo, ".git");
  const rooms = join(base, "rooms");
  const ports: CommandPorts = {
    ...{ commonDir, workTree: repo, host: hostName(commonDir), rooms, env },
    supervisor: { node: process.execPath, script: await supervisorBundle() },
    clock: { now: () => new Date().toISOString() },
    limits: { grace_ms: 300, check_ms: 5_000, pattern_ms: 500, pulse_ms: 100 },
    ...options.ports,
  };
  const executor = commandExecutor(ports);
  const ended = async (token: string, milliseconds = 15_000): Promise<AttemptRecord> => {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const seen = await executor.observe(executor.handle(token), token);
      if (seen.kind === "ended") return seen.record;
      if (seen.kind !== "running") throw new Error(`${seen.kind}: ${seen.why}`);
      if (Date.now() > deadline) throw new Error(`${token} still runs: ${await executor.log(token)}`);
      await sleep(15);
    }
  };
  const order = (changes: Partial<AttemptOrder> = {}): AttemptOrder => {
    serial += 1;
    return {
      ...{ uid: `uid-${serial}`, id: "T-01", token: `tok${process.pid}x${serial}`, attempt: 1, strategy: "write" },
      ...{ task_type: "code-execution", instruction: "Do the thing.\n", checks: [], env: [], complaint: "" },
      ...{ run: { kind: "command", argv: ["true"] }, place: { kind: "in_place" } },
      ...{ time_limit_ms: 10_000, output_limit_bytes: 65_536 },
      ...changes,
    };
  };
  return {
    ...{ home, repo, commonDir, rooms, env, ports, executor, order, ended },
    git: (...args) => gitIn(repo, env, ...args),
    program(name, text) {
      const path = join(home, "bin", name);
      writeFileSync(path, text);
      chmodSync(path, 0o755);
      return path;
    },
    files: (token) => attemptFiles(commonDir, token),
    async run(changes) {
      const wanted = order(changes);
      await executor.prepare(wanted.token);
      await executor.start(wanted);
      return ended(wanted.token);
    },
  };
}

/** An order's place in a tree of its own. */
export function tree(branch: string, ...needs: string[]): AttemptOrder["place"] {
  return { kind: "worktree", branch, needs };
}

/** An order's run: a script for `sh`. */
export function sh(script: string): AttemptOrder["run"] {
  return { kind: "command", argv: ["sh", "-c", script] };
}

/** Waits until `look` gives something. */
export async function until<T>(look: () => T | null | undefined | false, milliseconds = 8_000): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error("it did not happen in time");
    await sleep(10);
  }
}
