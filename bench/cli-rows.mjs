/** The commands of every minute as whole processes, against `node -e 0`. */

import { interleaved, once, peakMemory, together } from "./measure.mjs";
import { CLI, environment, repository } from "./project.mjs";

const BUDGETS = { 100: { read: 1.4, write: 1.6 }, 1000: { read: 1.6, write: 2 }, 10000: { read: 5, write: 5 } };
const MOST_MEMORY = 200;

export function ratioRow(row, ms, floor, budget) {
  const ratio = ms / floor;
  return {
    row,
    value: `${ratio.toFixed(2)} × (${ms.toFixed(0)} ms)`,
    budget: budget === null ? "" : `≤ ${budget} ×`,
    ratio,
    ms,
    within: budget === null ? null : ratio <= budget,
  };
}

/** `tasks`, `show`, `add --no-dispatch` and `skip` at a size. */
export function commandRows(scratch, size, runs) {
  const { root, env } = repository(scratch, size);
  const options = { cwd: root, env };
  const ltpm = (...args) => [process.execPath, CLI, ...args];
  let next = 0;
  // Done tasks cannot be skipped: every tenth label is stepped over.
  const nextOpen = () => {
    next += next % 10 === 9 ? 2 : 1;
    return `T-${String(next).padStart(2, "0")}`;
  };
  const candidates = [
    { name: "node -e 0", measure: () => once([process.execPath, "-e", "0"], options) },
    { name: "tasks", kind: "read", measure: () => once(ltpm("tasks"), options) },
    { name: "next", kind: "read", measure: () => once(ltpm("next"), options) },
    {
      name: "add --no-dispatch",
      kind: "write",
      measure: () => once(ltpm("add", "one more", "--no-dispatch"), options),
    },
    { name: "skip", kind: "write", measure: () => once(ltpm("skip", nextOpen()), options) },
  ];
  const medians = interleaved(candidates, runs);
  const floor = medians.get("node -e 0");
  const rows = candidates
    .slice(1)
    .map(({ name, kind }) => ratioRow(`${name} at ${size} tasks`, medians.get(name), floor, BUDGETS[size][kind]));
  if (size < 10_000) return rows;
  const memory = peakMemory(ltpm("add", "one more", "--no-dispatch"), options);
  const value = memory === null ? "not measured" : `${memory.toFixed(0)} MiB`;
  return [
    ...rows,
    {
      row: `add at ${size} tasks, memory`,
      value,
      budget: `≤ ${MOST_MEMORY} MiB`,
      within: memory === null ? null : memory <= MOST_MEMORY,
    },
  ];
}

/** 20 adds at once, all of which must be there afterwards. */
export async function parallelRow(scratch) {
  const { root, env } = repository(scratch, 1);
  const options = { cwd: root, env };
  const ms = await together(
    Array.from({ length: 20 }, (_, n) => [process.execPath, CLI, "add", `parallel ${n}`, "--no-dispatch"]),
    options,
  );
  const { spawnSync } = await import("node:child_process");
  const listed = spawnSync(process.execPath, [CLI, "tasks", "--json"], { ...options, encoding: "utf8" });
  const tasks = JSON.parse(listed.stdout).tasks.filter((task) => task.description.startsWith("parallel "));
  const whole = new Set(tasks.map((task) => task.id)).size;
  return {
    row: "20 parallel add",
    value: `${whole} of 20 in ${(ms / 1000).toFixed(2)} s`,
    budget: "20 of 20, ≤ 2 s",
    ms,
    within: whole === 20 && ms <= 2_000,
  };
}

export { environment };
