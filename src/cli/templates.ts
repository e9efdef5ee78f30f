/** Files that come with the program: what `init` writes (`templates/`), and the hooks' programs (`hooks/`). */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file or folder of the installation; the program runs from `dist/`, `dist/chunks/` or `src/cli/`. Null: it is missing. */
function installed(path: string): string | null {
  const candidates = ["../", "../../"].map((up) => fileURLToPath(new URL(up + path, import.meta.url)));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** Reads a template. */
export function template(name: string): string {
  const file = installed(`templates/${name}`);
  if (file === null) throw new Error(`the template ${name} is missing from this installation`);
  return readFileSync(file, "utf8");
}

/** The folder with the hooks' programs in shell. */
export function hooksFolder(): string {
  const file = installed("hooks/run.sh");
  if (file === null) throw new Error("the hooks' programs are missing from this installation");
  return file.slice(0, -"/run.sh".length);
}
