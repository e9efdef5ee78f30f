/** The documents: one edit inside one process, and the commands that read them as whole processes. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ratioRow } from "./cli-rows.mjs";
import { loadSubjects, timed } from "./in-process-rows.mjs";
import { interleaved, once } from "./measure.mjs";
import { CLI, environment } from "./project.mjs";

const MEGABYTE = 1_000_000;

/** A log as it grows: sections, lists, prose, now and then code. */
function longProgress() {
  const head = "# Progress\n\n**Last Updated**: 2026-11-20 10:00\n**Overall Progress**: 40%\n\n## Recent Activity\n\n";
  const parts = [head];
  for (let day = 0, size = head.length; size < MEGABYTE; day++) {
    const part =
      day % 12 === 11
        ? `\n## Week ${day}\n\nWe looked at *part ${day}* of [the plan](https://example.com/${day}) again.\n\n\`\`\`sh\nmake part-${day}\n\`\`\`\n\n`
        : `- 2026-10-${String((day % 28) + 1).padStart(2, "0")} 09:00: finished part ${day}, **verified** by \`make test\`\n`;
    parts.push(part);
    size += part.length;
  }
  return parts.join("");
}

/** `edit one line in a 1 MB PROGRESS.md` against remark's parse of the same text. */
export async function editRow(scratch, runs) {
  const { parsedByRemark, percentSet } = await loadSubjects(scratch, "document-subjects.ts");
  const text = longProgress();
  const [set, parse] = [await percentSet(), parsedByRemark(text)];
  let percent = 40;
  const edit = () => {
    percent = percent === 40 ? 41 : 40;
    return set(text, percent);
  };
  const [ours, floor] = timed(Math.min(runs, 7), edit, parse);
  const ratio = ours / floor;
  const value = `${ratio.toFixed(2)} × remark-parse (${ours.toFixed(0)} ms)`;
  return { row: "edit one line in a 1 MB PROGRESS.md", value, budget: "≤ 1.5 ×", within: ratio <= 1.5 };
}

const FILES = 5_000;

function bigProject(scratch) {
  const env = environment(scratch);
  const root = mkdtempSync(join(scratch, "documents-"));
  const git = (...args) => execFileSync("git", args, { cwd: root, env, stdio: "ignore" });
  git("init", "-q");
  for (let folder = 0; folder < 50; folder++) {
    mkdirSync(join(root, `part-${folder}`));
    for (let file = 0; file < FILES / 50; file++)
      writeFileSync(join(root, `part-${folder}`, `${file}.txt`), `${file}\n`);
  }
  execFileSync(process.execPath, [CLI, "init", "--yes"], { cwd: root, env, stdio: "ignore" });
  git("add", "-A");
  git("commit", "-q", "-m", "All of it");
  execFileSync(process.execPath, [CLI, "checkpoint", "begun"], { cwd: root, env, stdio: "ignore" });
  return { root, env };
}

/** `resume` and `status` on a repository of 5,000 files, against `git status` and an empty Node. */
export function readerRows(scratch, runs) {
  const { root, env } = bigProject(scratch);
  const options = { cwd: root, env };
  const ltpm = (...args) => [process.execPath, CLI, ...args];
  const medians = interleaved(
    [
      {
        name: "floor",
        measure: () => once(["git", "status", "--porcelain"], options) + once([process.execPath, "-e", "0"], options),
      },
      { name: "resume", measure: () => once(ltpm("resume"), options) },
      { name: "status", measure: () => once(ltpm("status"), { ...options, accept: [0, 1] }) },
    ],
    runs,
  );
  const floor = medians.get("floor");
  return ["resume", "status"].map((name) => ratioRow(`${name} with 5,000 files`, medians.get(name), floor, 2));
}
