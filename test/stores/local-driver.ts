/** The driver as a bundle, and its processes. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundle } from "../bundle.ts";
import { GIT_ENV } from "./local-store.ts";

/** Bundles the driver into `dir` as the CLI is bundled, and gives its path. */
export function bundleDriver(dir: string): Promise<string> {
  return bundle(fileURLToPath(new URL("driver.ts", import.meta.url)), dir, "driver");
}

export interface Ran {
  readonly code: number | null;
  /** What was acknowledged, in order. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Starts a program in a clean environment; `ended` comes when it has, however that was. */
export function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { env: { ...GIT_ENV, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      // A line that was cut off was not acknowledged.
      const lines = Buffer.concat(out).toString("utf8").split("\n").slice(0, -1);
      resolve({ code, lines, stderr: Buffer.concat(err).toString("utf8") });
    });
  });
  return { child, ended };
}

export function run(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return start(argv, env).ended;
}
