/** Whole processes, interleaved, medians: what a person waits for, compared in the same run with a floor. */
import { spawn, spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Wall milliseconds and peak memory (MiB, where `time` tells) of one process. A failing command is an error: nothing was measured. `accept`: the exit codes that are no failure. */
export function once(argv, { accept = [0], ...options }) {
  const began = performance.now();
  const ran = spawnSync(argv[0], argv.slice(1), {
    timeout: 60_000,
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ms = performance.now() - began;
  if (!accept.includes(ran.status)) throw new Error(`${argv.join(" ").slice(0, 120)} failed: ${ran.stderr}`);
  return ms;
}

/** Peak resident memory of a command in MiB; null where /usr/bin/time is missing. */
export function peakMemory(argv, options) {
  const ran = spawnSync("/usr/bin/time", ["-f", "%M", ...argv], { ...options, encoding: "utf8" });
  const kib = Number(ran.stderr?.trim().split("\n").at(-1));
  return ran.status === 0 && Number.isFinite(kib) ? kib / 1024 : null;
}

/** Runs every candidate once a round, in turn, `runs` rounds; gives each one's median. `before` prepares a run, untimed. */
export function interleaved(candidates, runs) {
  const times = new Map(candidates.map(({ name }) => [name, []]));
  for (const { measure } of candidates) measure();
  for (let round = 0; round < runs; round++) {
    for (const { name, measure } of candidates) times.get(name).push(measure());
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

/** Starts all at once and waits for all; wall milliseconds. */
export async function together(commands, options) {
  const began = performance.now();
  await Promise.all(
    commands.map(
      (argv) =>
        new Promise((resolve, reject) => {
          const child = spawn(argv[0], argv.slice(1), { ...options, stdio: ["ignore", "ignore", "inherit"] });
          child.on("error", reject);
          child.on("close", (code) =>
            code === 0 ? resolve() : reject(new Error(`${argv.slice(0, 4).join(" ")} exited ${code}`)),
          );
        }),
    ),
  );
  return performance.now() - began;
}
