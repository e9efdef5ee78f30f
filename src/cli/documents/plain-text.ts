/** A document's text for a hot command: an ordinary file of ordinary text needs none of the care that others do. */
import { isUtf8 } from "node:buffer";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project.ts";

/** The text; null where there is none. Throws `Problem` and `HistoryError` as `readText` does. */
export async function plainText(project: Project, path: string): Promise<string | null> {
  const file = join(project.repository.root, path);
  try {
    if (realpathSync(file) === join(realpathSync(project.repository.root), path) && statSync(file).isFile()) {
      const bytes = readFileSync(file);
      if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString("utf8");
    }
  } catch {
    // What is not there, leads nowhere or cannot be read is looked at below.
  }
  const { inWords, readText } = await import("./texts.ts");
  return inWords(project, () => readText(project, path));
}
