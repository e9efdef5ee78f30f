/** Planning and intake, inside one process: the code itself, without a start of Node around it. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "rolldown";
import { median } from "./measure.mjs";
import { queueText } from "./project.mjs";

/** Bundles a file of this folder, so that any Node runs it, and loads it. */
export async function loadSubjects(scratch, name) {
  const dir = mkdtempSync(join(scratch, "bundle-"));
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const input = fileURLToPath(new URL(`./${name}`, import.meta.url));
  await build({
    cwd,
    input,
    platform: "node",
    external: /^node:/,
    resolve: { mainFields: ["module", "main"] },
    logLevel: "silent",
    output: { file: join(dir, "subjects.mjs"), codeSplitting: false },
  });
  return import(pathToFileURL(join(dir, "subjects.mjs")).href);
}

/** Medians in ms, interleaved. */
export function timed(runs, ...works) {
  const times = works.map(() => []);
  for (const work of works) work();
  for (let round = 0; round < runs; round++) {
    for (const [index, work] of works.entries()) {
      const began = performance.now();
      work();
      times[index].push(performance.now() - began);
    }
  }
  return times.map(median);
}

export async function inProcessRows(scratch, runs) {
  const { planCycleOn, intakeOf } = await loadSubjects(scratch, "subjects.ts");
  const text = queueText(10_000);
  const plan = planCycleOn(text, 50);
  const [cycle, floor] = timed(runs, plan, () => JSON.stringify(JSON.parse(text), null, 2));
  const list = (n) =>
    Array.from({ length: n }, (_, i) => `${i + 1}. Fix the part number ${i + 1} and check it`).join("\n");
  const prose = (n) =>
    "Yesterday we looked at the boat, and it was fine, although v1.2 leaks a little. "
      .repeat(Math.ceil(n / 80))
      .slice(0, n);
  const [list5, list10, prose5, prose10] = timed(
    Math.min(runs, 5),
    () => intakeOf(list(5_000)),
    () => intakeOf(list(10_000)),
    () => intakeOf(prose(500_000)),
    () => intakeOf(prose(1_000_000)),
  );
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const growth = (name, half, whole) => ({
    row: `${name}: twice the input`,
    value: `${(whole / half).toFixed(2)} × the time`,
    budget: "≤ 2.3 ×",
    within: whole / half <= 2.3,
  });
  return [
    {
      row: `one cycle planned on 10,000 tasks, 50 running`,
      value: `${(cycle / floor).toFixed(2)} × parse + write (${cycle.toFixed(0)} ms)`,
      budget: "≤ 2 ×",
      within: cycle / floor <= 2,
    },
    { row: "intake of a 10,000-item list", value: seconds(list10), budget: "≤ 1 s", within: list10 <= 1_000 },
    growth("intake of a list", list5, list10),
    { row: "intake of 1 MB of prose", value: seconds(prose10), budget: "≤ 1 s", within: prose10 <= 1_000 },
    growth("intake of prose", prose5, prose10),
  ];
}
