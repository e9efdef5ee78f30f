/** A command of every minute must not load what only rare cases need: looked up in the bundle, so that no clock is asked. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src/stores/local.ts", import.meta.url));

/** All modules that are loaded with the store itself, without those it loads on demand. */
async function loadedAtOnce(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [source],
    outdir: "unused",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    metafile: true,
    logLevel: "silent",
  });
  const entry = Object.keys(metafile.outputs).find((name) => metafile.outputs[name]?.entryPoint?.endsWith("local.ts"));
  const seen = new Set([entry ?? "no entry"]);
  for (const name of seen) {
    for (const { path, kind } of metafile.outputs[name]?.imports ?? []) if (kind === "import-statement") seen.add(path);
  }
  return [...seen].flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? { [name]: null }));
}

test("the store loads no validator, no JSON parser of its own, no processes, no compression", async () => {
  const loaded = await loadedAtOnce();
  expect(loaded.some((name) => name.endsWith("stores/write-state.ts"))).toBe(true);
  const heavy =
    /valibot|jsonc-parser|queue\/(parse|schema|merge)\.ts|child_process|zlib|git\/run\.ts|host\/machine\.ts/;
  expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
});
