/** Backlog.md, the tool people compare us with, measured in the same run. Installed into a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ratioRow } from "./cli-rows.mjs";
import { interleaved, once } from "./measure.mjs";
import { CLI, environment, repository } from "./project.mjs";

const PACKAGE = "backlog.md@1.52.0";

/** Where a registry can be reached; else a row that says that the peer was not measured, and why. */
export function installPeer(scratch) {
  const prefix = mkdtempSync(join(scratch, "peer-"));
  const ran = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", prefix, PACKAGE], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });
  if (ran.status === 0) return { ok: true, program: join(prefix, "node_modules/.bin/backlog") };
  const why = ran.signal === "SIGTERM" ? "npm took over two minutes" : (ran.stderr.trim().split("\n")[0] ?? "");
  return { ok: false, row: { row: PACKAGE, value: `not measured: ${why}`.slice(0, 80), budget: "", within: null } };
}

/** One of its commands takes about 0.2 s, so that a queue of hundreds takes minutes to make. */
export function peerRows(scratch, peer, size, runs) {
  const ours = repository(scratch, size);
  const root = mkdtempSync(join(scratch, `peer-${size}-`));
  const options = { cwd: root, env: environment(root) };
  const must = (argv) => once(argv, options);
  must(["git", "init", "--quiet", root]);
  must([peer, "init", "bench", "--defaults"]);
  for (let n = 0; n < size; n++) must([peer, "task", "create", `Task number ${n}`]);
  const medians = interleaved(
    [
      { name: "node -e 0", measure: () => must([process.execPath, "-e", "0"]) },
      { name: "Backlog.md task list", measure: () => must([peer, "task", "list", "--plain"]) },
      { name: "Backlog.md task create", measure: () => must([peer, "task", "create", "one more"]) },
      { name: "ltpm tasks", measure: () => once([process.execPath, CLI, "tasks"], { cwd: ours.root, env: ours.env }) },
      {
        name: "ltpm add --no-dispatch",
        measure: () =>
          once([process.execPath, CLI, "add", "one more", "--no-dispatch"], { cwd: ours.root, env: ours.env }),
      },
    ],
    runs,
  );
  const floor = medians.get("node -e 0");
  return [...medians].slice(1).map(([name, ms]) => ratioRow(`${name} at ${size} tasks`, ms, floor, null));
}
