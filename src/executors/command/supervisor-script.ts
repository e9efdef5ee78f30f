/** Where the program is that supervises attempts. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The supervisor's bundle lies beside the program's, whose code is in `dist/` or in a folder of it. */
export function supervisorScript(): string {
  const candidates = ["./supervisor.js", "../supervisor.js"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const script = candidates.find((path) => existsSync(path));
  if (script === undefined) throw new Error("supervisor.js is missing from this installation");
  return script;
}
