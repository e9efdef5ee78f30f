/** The files that `init` writes, as they lie in `templates/` beside the program. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Reads a template; the program runs from `dist/`, `dist/chunks/` or `src/cli/`. */
export function template(name: string): string {
  const candidates = ["../templates/", "../../templates/"].map((path) =>
    fileURLToPath(new URL(path + name, import.meta.url)),
  );
  const file = candidates.find((path) => existsSync(path));
  if (file === undefined) throw new Error(`the template ${name} is missing from this installation`);
  return readFileSync(file, "utf8");
}
