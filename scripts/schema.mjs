/** Writes schema/*.json from the validators themselves: one source for types, checks and what is published. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Everything that is published: file name → valibot schema. */
async function published() {
  const dir = mkdtempSync(join(root, "node_modules", ".ltpm-schema-"));
  try {
    const outfile = join(dir, "schemas.mjs");
    await build({
      cwd: root,
      input: "scripts/published-schemas.ts",
      platform: "node",
      external: /^(?:node:|valibot)/,
      logLevel: "warn",
      output: { file: outfile, format: "esm", codeSplitting: false },
    });
    return (await import(pathToFileURL(outfile).href)).PUBLISHED;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The published files as texts, by path below schema/. */
export async function schemaFiles() {
  const files = {};
  for (const [name, schema] of Object.entries(await published())) {
    // Checks that JSON Schema cannot say (a readable date) are left to the program; `ignore` keeps the rest.
    const json = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
    files[`${name}.json`] = `${JSON.stringify({ ...json, title: `LTPM ${name}` }, null, 2)}\n`;
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(join(root, "schema"), { recursive: true, force: true });
  for (const [path, text] of Object.entries(await schemaFiles())) {
    const file = join(root, "schema", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
