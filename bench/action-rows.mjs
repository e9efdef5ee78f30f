/** The rows of the speed budget that belong to the Action: timed under Node 24, which GitHub runs it with. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSubjects } from "./in-process-rows.mjs";
import { environment, queueText, task } from "./project.mjs";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const MB = 1_000_000;

/** Node 24: this one, or the one that npm gets. Null where there is none. */
function node24() {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  const ran = spawnSync("npm", ["exec", "--yes", "--package=node@24", "--", "which", "node"], { encoding: "utf8" });
  return ran.status === 0 ? (ran.stdout.trim().split("\n").at(-1) ?? null) : null;
}

function notMeasured(row, why) {
  return [{ row, value: `not measured: ${why}`, budget: "", within: null }];
}

/** What is timed, and counted against the GitHub double. */
export async function actionRows(scratch, runs) {
  if (!existsSync(join(DIST, "action.js")))
    return notMeasured("Action", "dist/action.js is missing, run `npm run build`");
  const node = node24();
  if (node === null) return notMeasured("Action", "there is no Node 24 here");
  const script = fileURLToPath(new URL("./action.mjs", import.meta.url));
  const { NODE_EXTRA_CA_CERTS: _extra, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, scratch, String(runs)], { env, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`bench/action.mjs ended ${code}`)),
    );
  });
}

function sizeOf(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** What is computed: sizes, minutes, growth. */
export async function actionCostRows(scratch) {
  const { jobsStarted, firings } = await loadSubjects(scratch, "workflows.ts");
  const read = (name) => readFileSync(new URL(`../templates/workflows/${name}`, import.meta.url), "utf8");
  const workflow = read("ltpm.yml").replace(/\$\{DAILY\}/g, "17 3 * * *");
  const size = sizeOf(DIST);
  // The hourly schedule is switched off while the queue is idle; a job of a few seconds is billed as a minute.
  const idle = jobsStarted(workflow, { github: { event_name: "schedule", event: {} }, inputs: {} });
  const minutes = firings(workflow) * idle.length;
  const comment = { body: "Thank you, that looks right.", author_association: "OWNER", user: { type: "User" } };
  const started = jobsStarted(workflow, { github: { event_name: "issue_comment", event: { comment } }, inputs: {} });
  const growth = gitGrowth(scratch, 1_000);
  return [
    {
      row: "Action: all of dist/",
      value: `${(size / MB).toFixed(2)} MB`,
      budget: "≤ 1.5 MB",
      within: size <= 1.5 * MB,
    },
    {
      row: "Action: job minutes of an idle project a month",
      value: String(minutes),
      budget: "≤ 31",
      within: minutes <= 31,
    },
    {
      row: "Action: jobs an ordinary comment starts",
      value: String(started.length),
      budget: "0",
      within: started.length === 0,
    },
    {
      row: "Action: .git growth per 1,000 cycles of 100 tasks",
      value: `${(growth / MB).toFixed(2)} MB`,
      budget: "≤ 5 MB",
      within: growth <= 5 * MB,
    },
  ];
}

/** Bytes by which a repository grows when each of `cycles` cycles makes its two commits, after git has tidied up. */
function gitGrowth(scratch, cycles) {
  const dir = join(scratch, "growth.git");
  const git = (args, input) => {
    const ran = spawnSync("git", ["--git-dir", dir, ...args], { env: environment(scratch), input, maxBuffer: 2 ** 30 });
    if (ran.status !== 0) throw new Error(`git ${args[0]}: ${ran.stderr}`);
  };
  git(["init", "--quiet", "--bare"]);
  git(["fast-import", "--quiet"], history(0, 1));
  git(["gc", "--quiet"]);
  const before = sizeOf(dir);
  git(["fast-import", "--quiet"], history(1, 2 * cycles));
  git(["gc", "--quiet"]);
  return sizeOf(dir) - before;
}

/** Commits of a queue in which one task after another is reserved and then settled, as a stream for `git fast-import`. */
function history(from, count) {
  const queue = JSON.parse(queueText(100));
  const stream = [];
  for (let n = from; n < from + count; n++) {
    const at = Math.floor(n / 2) % queue.tasks.length;
    const moment = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
    const token = `token${String(n).padStart(9, "0")}`;
    const running = {
      status: "running",
      subagent_session: `gha:${n}`,
      started_at: moment,
      session: { token, reserved_at: moment },
    };
    queue.tasks[at] = { ...task(at + 1), ...(n % 2 === 0 ? running : { retries: n % 4, completed_at: moment }) };
    const text = `${JSON.stringify(queue, null, 2)}\n`;
    const message = `ltpm: cycle ${n}\n\nLtpm-Op: ${token}\n`;
    const parent = n === from && from > 0 ? "from refs/heads/main^0\n" : "";
    stream.push(`commit refs/heads/main\ncommitter B <b@localhost> ${1_767_225_600 + n * 60} +0000\n`);
    stream.push(`data ${Buffer.byteLength(message)}\n${message}\n${parent}`);
    stream.push(`M 100644 inline .ltpm/task-queue.json\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  }
  return stream.join("");
}
