/** TEMPORARY, by the lead, so that others can build: the intake helper overwrites this file. */
import { commandIn } from "./command-line.ts";
export function classifyTask(text: string): string {
  if (commandIn(text).kind !== "none") return "code-execution";
  return /write|file/.test(text) ? "file-creation" : "unknown";
}
