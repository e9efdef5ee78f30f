/**
 * Writes two documents and a new one under faults: the child of document-faults.test.ts. `kill N` dies before its Nth change; `ENOSPC`, `EROFS` try every
 * step, one after the other, and say what was found.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findRepository } from "../../src/git/repository.ts";
import { documentFiles, rewriteDocuments } from "../../src/history/auto-save/document-files.ts";
import { HistoryError } from "../../src/history/history-error.ts";
import { arm } from "../stores/faulty-fs.ts";

const [, , root = "", what = "", step = ""] = process.argv;
const files = documentFiles(await findRepository(root, {}), { enabled: true, max_count: 5, directory: "." });
const PATHS = ["PROGRESS.md", "NEXT_STEPS.md", "new/folder/MISSION.md"];

/** Every document gets the round's number. */
async function round(n: number): Promise<void> {
  const at = () => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
  await rewriteDocuments(files, PATHS, at, () => new Map(PATHS.map((path) => [path, Buffer.from(`${n}\n`)])));
}

function look(): string[] {
  return PATHS.map((path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8").trim() : "-"));
}

function leftovers(): string[] {
  const names = readdirSync(root, { recursive: true }) as string[];
  return names.filter((name) => name.endsWith(".ltpm-new"));
}

async function outcome(n: number): Promise<string> {
  try {
    await round(n);
    return "done";
  } catch (error) {
    return error instanceof HistoryError ? error.code : String(error);
  }
}

if (what === "kill") {
  arm(`kill:${step}`);
  await round(1);
  process.stdout.write(`done after ${arm("none:0")} steps\n`);
} else {
  for (let n = 1; ; n++) {
    arm(`${what}:${n}`);
    const before = look();
    const said = await outcome(n);
    const steps = arm("none:0");
    process.stdout.write(`${JSON.stringify({ n, said, before, after: look(), leftovers: leftovers() })}\n`);
    if (steps < n) break;
  }
}
