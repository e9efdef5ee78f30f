/** A diff on a person's screen. */
import type { Paint } from "../../messages/colour.ts";
import { safeLines } from "../../messages/terminal-text.ts";

/** Made safe for a screen, and painted line by line as git does. */
export function paintedDiff(diff: string, paint: Paint): string {
  return safeLines(diff)
    .split("\n")
    .map((line) => painted(line, paint))
    .join("\n");
}

function painted(line: string, paint: Paint): string {
  if (line.startsWith("+++") || line.startsWith("---")) return paint.bold(line);
  if (line.startsWith("@@")) return paint.dim(line);
  if (line.startsWith("+")) return paint.green(line);
  return line.startsWith("-") ? paint.red(line) : line;
}
