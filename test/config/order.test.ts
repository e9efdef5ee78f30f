import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/config/defaults.ts";
import { load, type Sources } from "./loading.ts";

/** One value of a setting in each source, strongest first. */
const SETTINGS = [
  {
    name: "dir",
    variable: "TASK_RUNNER_DIR",
    values: ["in-action", "in-env", "in-tools", "in-config"],
    standard: ".ltpm",
  },
  { name: "max_concurrent", variable: "TASK_RUNNER_MAX_CONCURRENT", values: [11, 12, 13, 14], standard: 2 },
  { name: "max_retries", variable: "TASK_RUNNER_MAX_RETRIES", values: [11, 12, 13, 14], standard: 3 },
  { name: "archive_days", variable: "TASK_RUNNER_ARCHIVE_DAYS", values: [11, 12, 13, 14], standard: 7 },
] as const;

function sourcesFrom(setting: (typeof SETTINGS)[number], strongest: number): Sources {
  const { name, variable, values } = setting;
  const all: Sources[] = [
    { inputs: { [name.replaceAll("_", "-")]: String(values[0]) } },
    { env: { [variable]: String(values[1]) } },
    { tools: `# Tools\n\n## Task Runner\n\n${variable}=${values[2]}\n` },
    { config: { task_runner: { [name]: values[3] } } },
  ];
  return Object.assign({}, ...all.slice(strongest));
}

describe.each(SETTINGS)("$name", (setting) => {
  test.each([
    ["the Action input", 0],
    ["the environment", 1],
    ["TOOLS.md", 2],
    ["the config file", 3],
  ])("%s wins over all behind it", async (_name, strongest) => {
    const { settings, warnings } = await load(sourcesFrom(setting, strongest));
    expect(settings[setting.name]).toBe(setting.values[strongest]);
    expect(warnings).toEqual([]);
  });

  test("and without any word the default holds", async () => {
    expect((await load({})).settings[setting.name]).toBe(setting.standard);
  });
});

test("without any source all settings are the defaults", async () =>
  expect(await load({})).toEqual({ settings: DEFAULT_SETTINGS, warnings: [] }));

test("an empty config file object changes nothing", async () =>
  expect(await load({ config: "{}" })).toEqual({ settings: DEFAULT_SETTINGS, warnings: [] }));

test.each([
  ["max-retries", 9],
  ["max_retries", 9],
  ["MAX_RETRIES", 9],
  ["task-runner-max-retries", 9],
  ["TASK_RUNNER_MAX_RETRIES", 9],
  ["something-else", 3],
])("Action input %s", async (key, expected) =>
  expect((await load({ inputs: { [key]: "9" } })).settings.max_retries).toBe(expected),
);

test("an Action input that was not given is empty, and lets the next source speak", async () =>
  expect(
    (await load({ inputs: { "max-retries": "" }, env: { TASK_RUNNER_MAX_RETRIES: "8" } })).settings.max_retries,
  ).toBe(8));
