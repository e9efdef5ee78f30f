import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/config/defaults.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import { loadedWith } from "../bundle.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ltpm-settings-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(join(root, name, ".."), { recursive: true });
  writeFileSync(join(root, name), content);
}

describe("readSettings", () => {
  test("no files: the defaults", async () =>
    expect(await readSettings({ root, env: { PATH: "/bin" } })).toEqual({ settings: DEFAULT_SETTINGS, warnings: [] }));

  test("a folder that is not there: the defaults", async () =>
    expect((await readSettings({ root: join(root, "gone"), env: {} })).settings).toBe(DEFAULT_SETTINGS));

  test("only the environment", async () =>
    expect((await readSettings({ root, env: { TASK_RUNNER_MAX_RETRIES: "5" } })).settings.max_retries).toBe(5));

  test("only an Action input", async () =>
    expect((await readSettings({ root, env: {}, actionInputs: { "max-retries": "6" } })).settings.max_retries).toBe(6));

  test("only a slip in the environment: its warning", async () =>
    expect((await readSettings({ root, env: { TASK_RUNNER_DIRS: "x" } })).warnings).toHaveLength(1));

  test("both files", async () => {
    write("TOOLS.md", "# Tools\n\n## Task Runner\n\nTASK_RUNNER_MAX_CONCURRENT=4\n");
    write(".ltpm/config.json", '{"task_runner": {"max_concurrent": 9, "max_retries": 1}, "land": "branch"}');
    const { settings } = await readSettings({ root, env: {} });
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, max_concurrent: 4, max_retries: 1, land: "branch" });
  });

  test("a TOOLS.md of other tools does not matter, whatever it holds", async () => {
    write("TOOLS.md", Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect((await readSettings({ root, env: {} })).settings).toBe(DEFAULT_SETTINGS);
  });

  test("`.ltpm` is a file: there is no config", async () => {
    write(".ltpm", "what");
    expect((await readSettings({ root, env: {} })).settings).toBe(DEFAULT_SETTINGS);
  });

  test.each([
    [
      "a folder in its place",
      () => mkdirSync(join(root, ".ltpm/config.json"), { recursive: true }),
      "unreadable",
      "it cannot be read (EISDIR)",
    ],
    [
      "not UTF-8",
      () => write(".ltpm/config.json", Buffer.from([0x7b, 0xff, 0x7d])),
      "not_text",
      "it is not a text in UTF-8",
    ],
    ["NUL bytes", () => write(".ltpm/config.json", '{"a":"\0"}'), "not_text", "it is not a text in UTF-8"],
    [
      "too large",
      () => write(".ltpm/config.json", " ".repeat(1024 * 1024 + 1)),
      "too_large",
      "it is larger than 1 MiB",
    ],
    ["not JSON", () => write(".ltpm/config.json", "{"), "not_json", "not valid JSON"],
  ])("%s", async (_name, prepare, code, problem) => {
    prepare();
    await expect(readSettings({ root, env: {} })).rejects.toMatchObject({
      name: "ConfigFault",
      code,
      place: expect.stringMatching(/^\.ltpm\/config\.json/),
      problem: expect.stringContaining(problem),
    });
  });
});

const source = (name: string) => fileURLToPath(new URL(`../../src/config/${name}`, import.meta.url));

describe("what has to be loaded", () => {
  test("without a config file neither the validator nor the merging", async () => {
    const inputs = await loadedWith(source("read-settings.ts"));
    expect(inputs.filter((name) => /node_modules|merge|schema|load\.ts/.test(name))).toEqual([]);
    expect(inputs).toContain(source("defaults.ts"));
  });

  test("with a sound one nothing that explains faults", async () => {
    const inputs = await loadedWith(source("load.ts"));
    expect(inputs.filter((name) => /jsonc|locate|in-the-file|nearest/.test(name))).toEqual([]);
    expect(inputs.some((name) => name.includes("valibot"))).toBe(true);
  });
});
