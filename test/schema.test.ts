import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { schemaFiles } from "../scripts/schema.mjs";

const directory = new URL("../schema", import.meta.url).pathname;

test("schema/ is what the validators say: run `npm run schema` and commit it", async () => {
  const committed = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  const files = await schemaFiles();
  expect(committed.sort()).toEqual(Object.keys(files).sort());
  for (const [path, text] of Object.entries(files))
    expect(readFileSync(join(directory, path), "utf8"), path).toBe(text);
});
