/**
 * A file system that fails, or a machine that dies, at a chosen step. Imported first, it puts itself between this process and
 * node:fs. `LTPM_TEST_FAULT` is `kill:7` (the process dies before its 7th change), `ENOSPC:7` (that change
 * fails, half written), `ENOSPC:7+` (that and all later ones), or `EPERM:link` (no hard links here). At the end
 * `LTPM_TEST_STEPS` gets the number of changes. A process that tries many faults calls `arm` for each.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

let [what = "", at = ""] = (process.env.LTPM_TEST_FAULT ?? "").split(":");
let steps = 0;

/** From here on this fault, the steps counted anew; gives the number of steps since the last one. */
export function arm(fault: string): number {
  const before = steps;
  [what = "", at = ""] = fault.split(":");
  steps = 0;
  return before;
}

function failure(name: string, path: unknown): Error {
  return Object.assign(new Error(`${what}: injected, ${name} '${String(path)}'`), { code: what, path, syscall: name });
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

/** A disk that is full still removes; a file system that is read-only does not. */
function fails(name: string): boolean {
  if (at === "link") return name === "linkSync";
  return (name !== "rmSync" && name !== "unlinkSync") || what === "EROFS";
}

/** Runs one change; `partly` is what a write leaves when the disk fills up in the middle. */
function step<T>(name: string, path: unknown, change: () => T, partly = () => {}): T {
  steps += 1;
  const number = Number.parseInt(at, 10);
  const isIt = at === "link" || steps === number || (at.endsWith("+") && steps > number);
  if (!isIt) return change();
  if (what === "kill") die();
  if (what === "" || !fails(name)) return change();
  partly();
  throw failure(name, path);
}

const real = { ...fs };

if (what !== "") {
  for (const name of ["renameSync", "linkSync", "rmSync", "unlinkSync", "mkdirSync", "chmodSync"] as const) {
    Object.assign(fs, {
      [name]: (...args: [string]) => step(name, args[0], () => (real[name] as (...all: unknown[]) => unknown)(...args)),
    });
  }
  fs.writeFileSync = (file, data, options) => {
    const half = () => real.writeFileSync(file, Buffer.from(data as string).subarray(0, 10), options);
    return step("writeFileSync", file, () => real.writeFileSync(file, data, options), half);
  };
  fs.openSync = (path, flags, mode) => {
    if (flags !== "wx") return real.openSync(path, flags, mode);
    return step("openSync", path, () => real.openSync(path, flags, mode));
  };
  const flush = (file: number, done: fs.NoParamCallback) => {
    try {
      step("fsync", file, () => real.fsync(file, done));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  fs.fsync = Object.assign(flush, { __promisify__: real.fsync.__promisify__ });
  syncBuiltinESMExports();
  process.on("exit", () => {
    const report = process.env.LTPM_TEST_STEPS;
    if (report !== undefined) real.writeFileSync(report, String(steps));
  });
}
