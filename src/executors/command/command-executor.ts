/** The executor `command`: programs and agents on this machine, each under a supervisor that outlives us. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import type { AttemptOrder, Executor } from "../../dispatch/executor.ts";
import { writeAtomically } from "../../host/atomic-file.ts";
import { childEnvironment, secretValues } from "../../host/environment.ts";
import { markOf, ownMark, type ProcessMark } from "../../host/process.ts";
import type { Clock } from "../../state/clock.ts";
import type { AttemptRecord } from "../../verify/attempt-record.ts";
import { PRESETS } from "../agents/presets.ts";
import { type AttemptFiles, attemptFiles, roomsFolder } from "./attempt-folder.ts";
import { readLog } from "./attempt-log.ts";
import { cancelHere } from "./cancel.ts";
import { claimAsLost, holderOf } from "./claim.ts";
import { ownFault } from "./fault.ts";
import { type Job, type Limits, USUAL_LIMITS } from "./job.ts";
import { handleOf, observeHere, sessionOf } from "./observe.ts";

export interface CommandPorts {
  readonly commonDir: string;
  /** The user's work tree. */
  readonly workTree: string;
  /** The clone's name on this machine (`hostName`). */
  readonly host: string;
  /** The program and the bundle that supervise. */
  readonly supervisor: { readonly node: string; readonly script: string };
  readonly clock: Clock;
  /** The dispatcher's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where attempts get their rooms; see `roomsFolder`. */
  readonly rooms?: string;
  /** Path prefixes in the work tree that are ours and change while attempts run: the view of the queue. */
  readonly ours?: readonly string[];
  readonly limits?: Partial<Limits>;
}

function writeMark(files: AttemptFiles, mark: ProcessMark): void {
  writeAtomically(files.starter, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
}

/** Names that the supervisor may see: what the child may, so that nothing else lies about in a long-lived process. */
function namesFor(order: AttemptOrder): string[] {
  const preset = order.run.kind === "agent" ? PRESETS.get(order.run.preset) : undefined;
  return [...(preset?.keys ?? []), ...order.env].filter((name) => !name.startsWith("LTPM_"));
}

/** Starts the supervisor in a session of its own; it has no terminal and nothing of ours but the secrets to hide. */
function spawnSupervisor(ports: CommandPorts, files: AttemptFiles, order: AttemptOrder): Promise<ChildProcess> {
  const { node, script } = ports.supervisor;
  const env = ports.env ?? process.env;
  const complaints = openSync(files.complaints, "a", 0o600);
  const child = spawn(node, [script, files.job], {
    cwd: files.folder,
    env: childEnvironment(env, namesFor(order)),
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "ignore", complaints],
  });
  closeSync(complaints);
  child.unref();
  const { stdin } = child;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => resolve(child));
    stdin?.on("error", () => {});
    child.once("spawn", () => stdin?.end(JSON.stringify(secretValues(env)), () => resolve(child)));
  });
}

function faultRecord(order: AttemptOrder, error: unknown, files: AttemptFiles, now: string): AttemptRecord {
  const fault = ownFault(order, error, files.folder);
  return {
    token: order.token,
    ended_at: now,
    exit: { code: null, signal: null, timed_out: false, cancelled: false, fault },
    output: "",
    changed: [],
    checks: [],
  };
}

/** The executor for programs on this machine. Sessions outlive this process and are found again by any later one. */
export function commandExecutor(ports: CommandPorts): Executor {
  const { commonDir, host } = ports;
  const limits = { ...USUAL_LIMITS, ...ports.limits };
  const rooms = ports.rooms ?? roomsFolder(commonDir, ports.env);
  const filesOf = (token: string) => attemptFiles(commonDir, token);
  const jobOf = (order: AttemptOrder): Job => ({
    ...{ order, common_dir: commonDir, work_tree: ports.workTree, rooms, limits },
    ours: ports.ours ?? [".ltpm/task-queue.json", ".ltpm/.task-queue.json.ltpm-new", ".ltpm/archive"],
  });

  const executor: Executor = {
    name: "command",
    handle: (token) => handleOf(host, token),

    async prepare(token) {
      const files = filesOf(token);
      mkdirSync(files.folder, { recursive: true, mode: 0o700 });
      writeMark(files, ownMark());
    },

    async start(order) {
      const files = filesOf(order.token);
      try {
        await executor.prepare(order.token);
        writeAtomically(files.job, `${JSON.stringify(jobOf(order))}\n`, { mode: 0o600 });
        const child = await spawnSupervisor(ports, files, order);
        // From here on the supervisor answers for itself: when it dies before its claim, the attempt is lost.
        const mark = child.pid === undefined ? null : markOf(child.pid);
        writeMark(files, mark ?? { ...ownMark(), start: "ended" });
      } catch (error) {
        if (holderOf(files).kind === "supervisor") return;
        // A disk that takes no record leaves the starter's mark, or nothing: lost, once this process is gone.
        writeAtomically(files.record, `${JSON.stringify(faultRecord(order, error, files, ports.clock.now()))}\n`);
      }
    },

    async discard(token) {
      const files = filesOf(token);
      if (!existsSync(files.folder)) return;
      if (claimAsLost(files, "its reservation did not land")) rmSync(files.folder, { recursive: true, force: true });
    },

    async observe(handle, token) {
      const session = sessionOf(handle);
      if (session === null || session.token !== token)
        return { kind: "unknown", why: `${handle} is no session of this kind` };
      if (session.host !== host) {
        return { kind: "unknown", why: `it runs in another clone or on another machine (${session.host})` };
      }
      return observeHere(commonDir, token);
    },

    async cancel(handle, token) {
      const session = sessionOf(handle);
      if (session === null || session.token !== token || session.host !== host) return;
      await cancelHere(commonDir, token, limits.grace_ms + 3_000);
    },

    log: async (token) => readLog(filesOf(token).folder),
  };
  return executor;
}
