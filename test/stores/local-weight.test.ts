/** A command of every minute must not load what only rare cases need: looked up in the bundle, so that no clock is asked. */
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { expect, test } from "vitest";

const NEVER =
  /valibot|jsonc-parser|queue\/(parse|schema|merge)\.ts|child_process|zlib|git\/run\.ts|host\/machine\.ts|remote|github/;

/** All modules that are loaded with this one, without those that are loaded on demand. */
async function loadedWith(source: string): Promise<string[]> {
  const loaded: string[] = [];
  await build({
    input: fileURLToPath(new URL(`../../src/${source}`, import.meta.url)),
    platform: "node",
    external: /^node:/,
    write: false,
    logLevel: "silent",
    plugins: [
      {
        name: "without-what-is-loaded-on-demand",
        resolveDynamicImport: () => false,
        resolveId: (name) => void (name.startsWith("node:") && loaded.push(name)),
        moduleParsed: ({ id }) => void loaded.push(id),
      },
    ],
  });
  return loaded;
}

test.each([
  ["cli/main.ts", "stores/local.ts", /\/lock\.ts|write-state|commands\/add/],
  ["cli/commands/add.ts", "state/intents.ts", /cycles\.ts|executors/],
  ["stores/local-transact.ts", "stores/write-state.ts", /reconcile\.ts/],
])(
  "%s loads no validator, no JSON parser of its own, no processes, no compression",
  async (source, needed, besides) => {
    const loaded = await loadedWith(source);
    expect(loaded.some((name) => name.endsWith(needed))).toBe(true);
    expect(loaded.filter((name) => NEVER.test(name) || besides.test(name))).toEqual([]);
  },
);
