/**
 * The double as a program of its own, for workflow runners and by hand: `node test/github/serve.mjs [options]`. It prints one line
 * of JSON with its addresses when it is ready. Options are in serve-main.ts. It ends with SIGTERM: 1 if there were violations.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Inside node_modules, so that what stays outside of the bundle is found.
const dir = mkdtempSync(join(root, "node_modules", ".ltpm-double-"));
process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
const file = join(dir, "serve.mjs");
await build({
  cwd: root,
  input: "test/github/serve-main.ts",
  platform: "node",
  external: /^(?:node:|ajv|graphql|yaml)/,
  logLevel: "warn",
  output: { file, format: "esm", codeSplitting: false },
});
await import(pathToFileURL(file).href);
