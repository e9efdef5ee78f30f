/**
 * `npm run bench [-- --quick] [-- --json] [-- --action] [-- --hooks] [-- --documents]`: the rows of the speed budget that belong to the CLI, the queue, the Action,
 * the documents and the hooks, with ratios to a floor of the same run, and Backlog.md (installed into a temporary folder) beside us. `--quick`: fewer runs, no
 * peer; `--action`, `--documents`, `--hooks`: only those.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { actionCostRows, actionRows } from "./action-rows.mjs";
import { commandRows, parallelRow } from "./cli-rows.mjs";
import { editRow, readerRows } from "./document-rows.mjs";
import { hookRows } from "./hook-rows.mjs";
import { inProcessRows } from "./in-process-rows.mjs";
import { installPeer, peerRows } from "./peers.mjs";
import { remoteRow } from "./remote-rows.mjs";

const flags = new Set(process.argv.slice(2));
const quick = flags.has("--quick");
const json = flags.has("--json");
const runs = quick ? 3 : 11;
const scratch = mkdtempSync(join(tmpdir(), "ltpm-bench-"));

function table(rows) {
  const shown = rows.map(({ row, value, budget, within }) => [
    row,
    value,
    budget,
    within === null ? "" : within ? "ok" : "OVER",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...shown.map((cells) => cells[column].length)));
  return shown
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const machine = {
  node: process.version,
  git: spawnSync("git", ["--version"], { encoding: "utf8" }).stdout.trim(),
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? "?"}`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  runs,
};

try {
  const rows = [];
  const say = (more) => {
    rows.push(...more);
    if (!json) console.log(table(more));
  };
  if (!json)
    console.log(
      `${machine.node}, ${machine.git}, ${machine.cpu}, ${machine.memory}, medians of ${runs} interleaved runs\n`,
    );
  const all = !["--action", "--hooks", "--documents"].some((one) => flags.has(one));
  if (all) {
    for (const size of quick ? [100] : [100, 1_000, 10_000]) say(commandRows(scratch, size, runs));
    say([await parallelRow(scratch)]);
    say(await inProcessRows(scratch, runs));
    if (!quick) say([await remoteRow(scratch)]);
  }
  if (all || flags.has("--documents")) {
    say([await editRow(scratch, runs)]);
    say(readerRows(scratch, runs));
  }
  if (all || flags.has("--hooks")) say(hookRows(scratch, runs, quick));
  if (all || flags.has("--action")) {
    say(await actionRows(scratch, runs));
    say(await actionCostRows(scratch));
  }
  if (!quick && all) {
    const peer = installPeer(scratch);
    say(peer.ok ? peerRows(scratch, peer.program, 100, runs) : [peer.row]);
  }
  if (json) console.log(JSON.stringify({ machine, rows }, null, 2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
