/** A command of every minute must not load what only rare cases need: looked up in the bundle, so that no clock is asked. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadedWith } from "../bundle.ts";

const NEVER =
  /valibot|jsonc-parser|queue\/(parse|schema|merge)\.ts|child_process|zlib|git\/run\.ts|host\/machine\.ts|remote|github|history|local-documents/;

test.each([
  ["cli/main.ts", "stores/local.ts", /\/lock\.ts|write-state|commands\/add/],
  ["cli/commands/add.ts", "state/intents.ts", /cycles\.ts|executors/],
  ["stores/local-transact.ts", "stores/write-state.ts", /reconcile\.ts/],
])(
  "%s loads no validator, no JSON parser of its own, no processes, no compression",
  async (source, needed, besides) => {
    const loaded = await loadedWith(fileURLToPath(new URL(`../../src/${source}`, import.meta.url)));
    expect(loaded.some((name) => name.endsWith(needed))).toBe(true);
    expect(loaded.filter((name) => NEVER.test(name) || besides.test(name))).toEqual([]);
  },
);
