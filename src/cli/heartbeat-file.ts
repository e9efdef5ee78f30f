/** The block in HEARTBEAT.md by which a heartbeat finds the queue. Written once, found by its heading, removed whole. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../host/atomic-file.ts";
import { template } from "./templates.ts";

const HEADING = "Task Runner Dispatcher";

function block(queueDirectory: string): string {
  return template("heartbeat.md").replace(/\$\{TASK_RUNNER_DIR\}/g, () => queueDirectory);
}

/** Appends the block unless the file already has one. The document's own text, line ends included, stays as it is. */
export function addHeartbeat(root: string, queueDirectory: string): boolean {
  const file = join(root, "HEARTBEAT.md");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (before.includes(HEADING)) return false;
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const gap = before === "" ? "" : before.endsWith("\n") ? newline : newline + newline;
  writeAtomically(file, before + gap + block(queueDirectory).replaceAll("\n", newline));
  return true;
}

/** Takes the block out again; a file that held nothing else goes too. A block that somebody changed stays. */
export function removeHeartbeat(root: string, queueDirectory: string): boolean {
  const file = join(root, "HEARTBEAT.md");
  if (!existsSync(file)) return false;
  const before = readFileSync(file, "utf8");
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const text = block(queueDirectory).replaceAll("\n", newline);
  const start = before.indexOf(text);
  if (start < 0) return false;
  const head = before.slice(0, start);
  const rest =
    (head.endsWith(newline + newline) ? head.slice(0, -newline.length) : head) + before.slice(start + text.length);
  if (rest.trim() === "") rmSync(file);
  else writeAtomically(file, rest);
  return true;
}
