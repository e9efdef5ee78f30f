/** Runs a program in a process group of its own until it ends, its time is up or somebody stops it. Argv only, no shell. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { killRemains, signalGroup } from "./process-group.ts";

/** Marks every process of a run, wherever it goes: see `killRemains`. */
export interface RunMark {
  readonly variable: string;
  readonly value: string;
}

export interface ProgramOrder {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written to standard input, which is closed after it. */
  readonly stdin: string;
  readonly timeLimit: number;
  /** Milliseconds between asking the group to end and ending it. */
  readonly grace: number;
  /** When it aborts, the program is ended as when its time is up. */
  readonly stop: AbortSignal;
  readonly mark: RunMark;
  /** Gets whole characters, as they come. */
  onText(stream: "out" | "err", text: string): void;
  onStart?(pid: number): void;
}

export interface ProgramEnd {
  /** null when it was ended by a signal or never started. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly stopped: boolean;
  /** It could not be started: the system's code (`ENOENT`, `EACCES`, `E2BIG`) and words. */
  readonly fault?: { readonly code: string; readonly message: string };
}

/** The longest time a timer can wait, a little under 25 days; more would fire at once. */
const LONGEST = 2 ** 31 - 1;
/** How long after the program's end its output is read on: a process that got away may hold it open for ever. */
const LAST_WORDS = 1_000;

function faultOf(error: unknown): ProgramEnd {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = (known as NodeJS.ErrnoException).code ?? "EUNKNOWN";
  return { code: null, signal: null, timedOut: false, stopped: false, fault: { code, message: known.message } };
}

function start(order: ProgramOrder): ChildProcessWithoutNullStreams {
  const [program = "", ...args] = order.argv;
  const env = { ...order.env, [order.mark.variable]: order.mark.value };
  return spawn(program, args, { cwd: order.cwd, env, detached: true, windowsHide: true, stdio: "pipe" });
}

/** Runs it. Never throws. When it returns, every process of the run that carries the mark is gone. */
export async function runProgram(order: ProgramOrder): Promise<ProgramEnd> {
  let child: ChildProcessWithoutNullStreams;
  try {
    child = start(order);
  } catch (error) {
    return faultOf(error);
  }
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((resolve) => child.once("error", (error) => resolve(faultOf(error))));
  }
  child.on("error", () => {});
  order.onStart?.(pid);
  listen(child, order);
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const guard = guardOf(pid, order);
  const end = await ended;
  guard.release();
  killRemains(pid, order.mark.variable, order.mark.value);
  await Promise.race([closed, sleep(LAST_WORDS, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return { ...end, timedOut: guard.timedOut(), stopped: guard.stopped() };
}

function listen(child: ChildProcessWithoutNullStreams, order: ProgramOrder): void {
  child.stdout.setEncoding("utf8").on("data", (text: string) => order.onText("out", text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => order.onText("err", text));
  // A program that does not read its input closes the pipe: that is its right.
  child.stdin.on("error", () => {});
  child.stdout.on("error", () => {});
  child.stderr.on("error", () => {});
  child.stdin.end(order.stdin);
}

/** Ends the group when the time is up or somebody says stop: asks first, and does it after the grace. */
function guardOf(pid: number, order: ProgramOrder) {
  let [timedOut, stopped] = [false, false];
  let kill: NodeJS.Timeout | undefined;
  const end = () => {
    if (kill !== undefined) return;
    signalGroup(pid, "SIGTERM");
    kill = setTimeout(() => killRemains(pid, order.mark.variable, order.mark.value), order.grace);
  };
  const timer = setTimeout(
    () => {
      timedOut = !stopped;
      end();
    },
    Math.min(order.timeLimit, LONGEST),
  );
  const onStop = () => {
    stopped = !timedOut;
    end();
  };
  if (order.stop.aborted) onStop();
  else order.stop.addEventListener("abort", onStop, { once: true });
  return {
    timedOut: () => timedOut,
    stopped: () => stopped,
    release() {
      clearTimeout(timer);
      clearTimeout(kill);
      order.stop.removeEventListener("abort", onStop);
    },
  };
}
