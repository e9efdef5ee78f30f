import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/config/defaults.ts";
import { documentFolderProblem, plainFolder } from "../../src/config/values.ts";
import type { Settings } from "../../src/dispatch/settings.ts";
import { faultOf, load } from "./loading.ts";

/** The source's own file (LTPM 12.3), letter for letter. */
const SOURCE = `{
  "version": "2.1",
  "thresholds": {
    "simple": 15,
    "medium": 10,
    "complex": 5,
    "very_complex": 3
  },
  "activity_multipliers": {
    "high": 0.5,
    "normal": 1.0,
    "low": 2.0
  },
  "trigger_mode": "auto",
  "backup": {
    "enabled": true,
    "max_count": 5,
    "directory": "."
  },
  "format": {
    "default": "markdown",
    "supported": ["markdown", "json", "yaml"]
  },
  "file_watcher": {
    "enabled": true,
    "debounce_seconds": 2,
    "ignore_patterns": [".git/*", "node_modules/*", "__pycache__/*"]
  },
  "natural_language": {
    "enabled": true,
    "languages": ["en", "zh-CN"]
  }
}
`;

test("the source's own configuration passes without a word, and says what holds anyway but for the format", async () => {
  const expected = { settings: { ...DEFAULT_SETTINGS, format: { default: "markdown" } }, warnings: [] };
  expect(await load({ config: SOURCE })).toEqual(expected);
  expect(await load({ config: SOURCE.replace("{", '{"$schema": "../schema/config.json",') })).toEqual(expected);
});

/** A part of a field: as written, and what of the setting is then other than the default. */
const PARTS: readonly [field: keyof Settings & string, value: object, other: object][] = [
  ["documents", {}, {}],
  ["documents", { dir: "docs" }, { dir: "docs" }],
  ["documents", { dir: "./projects/a b/" }, { dir: "projects/a b" }],
  ["documents", { dir: "." }, { dir: "." }],
  ["documents", { dir: null }, {}],
  ["documents", { progress: false }, { progress: false }],
  ["documents", { next_steps: false }, { next_steps: false }],
  ["documents", { memory: false }, { memory: false }],
  ["thresholds", { simple: 30 }, { simple: 30 }],
  ["thresholds", { medium: 7.5, complex: 1 }, { medium: 7.5, complex: 1 }],
  ["thresholds", { very_complex: 10_080 }, { very_complex: 10_080 }],
  ["activity_multipliers", { high: 0.25 }, { high: 0.25 }],
  ["activity_multipliers", { normal: 2, low: 100 }, { normal: 2, low: 100 }],
  ["backup", { enabled: false }, { enabled: false }],
  ["backup", { max_count: 0 }, { max_count: 0 }],
  ["backup", { directory: ".saves/" }, { directory: ".saves" }],
  ["format", { default: "yaml" }, { default: "yaml" }],
  ["file_watcher", { enabled: false }, { enabled: false }],
  ["file_watcher", { debounce_seconds: 0.5 }, { debounce_seconds: 0.5 }],
  ["file_watcher", { ignore_patterns: [] }, { ignore_patterns: [] }],
  ["natural_language", { enabled: false }, { enabled: false }],
  ["natural_language", { languages: ["zh-CN"] }, { languages: ["zh-CN"] }],
];

test.each(PARTS)("%s: %j leaves the rest as it was", async (field, value, other) => {
  const { settings, warnings } = await load({ config: { [field]: value } });
  const standard = DEFAULT_SETTINGS[field];
  expect(settings).toEqual({
    ...DEFAULT_SETTINGS,
    [field]: { ...(typeof standard === "object" ? standard : {}), ...other },
  });
  expect(warnings).toEqual([]);
});

test.each([
  ["trigger_mode", "file_watcher"],
  ["trigger_mode", "heartbeat"],
  ["auto_sync", "worktree"],
  ["auto_sync", "off"],
  ["prompts", false],
  ["logs", ["logs/app.log", "build.log"]],
] as const)("%s: %j", async (field, value) =>
  expect((await load({ config: { [field]: value } })).settings[field]).toEqual(value),
);

test("a field that nobody reads does not travel on", async () => {
  const { settings, warnings } = await load({ config: { backup: { max_count: 2, keep_all: true } } });
  expect(settings.backup).toEqual({ enabled: true, max_count: 2, directory: "." });
  expect(warnings).toEqual([expect.stringContaining("backup.keep_all")]);
});

const MINUTES = "must be a number of minutes from 1 to 10080";
const FLAG = "must be true or false";

const WRONG: readonly [field: string, value: unknown, place: string, problem: string][] = [
  ["documents", true, "documents", "must be an object, not true"],
  ["documents", { dir: 5 }, "documents.dir", "must be a text, not 5"],
  ["documents", { dir: "" }, "documents.dir", 'must name a folder, not ""'],
  ["documents", { dir: "../other" }, "documents.dir", 'must be a path inside the repository, not "../other"'],
  ["documents", { dir: "/srv/docs" }, "documents.dir", 'must be a path inside the repository, not "/srv/docs"'],
  ["documents", { dir: "~/docs" }, "documents.dir", 'must be a path inside the repository, not "~/docs"'],
  ["documents", { dir: "C:\\docs" }, "documents.dir", 'must be a path inside the repository, not "C:\\docs"'],
  ["documents", { dir: ".git/docs" }, "documents.dir", 'must not lie inside .git, not ".git/docs"'],
  ["documents", { progress: "yes" }, "documents.progress", `${FLAG}, not "yes"`],
  ["documents", { next_steps: 1 }, "documents.next_steps", `${FLAG}, not 1`],
  ["documents", { memory: null }, "documents.memory", `${FLAG}, not null`],
  ["thresholds", [15], "thresholds", "must be an object"],
  ["thresholds", { simple: "15" }, "thresholds.simple", `${MINUTES}, not "15"`],
  ["thresholds", { medium: 0 }, "thresholds.medium", `${MINUTES}, not 0`],
  ["thresholds", { complex: 10_081 }, "thresholds.complex", `${MINUTES}, not 10081`],
  ["thresholds", { very_complex: -3 }, "thresholds.very_complex", `${MINUTES}, not -3`],
  ["activity_multipliers", { high: 0 }, "activity_multipliers.high", "must be a number from 0.01 to 100, not 0"],
  ["activity_multipliers", { low: "2" }, "activity_multipliers.low", 'must be a number from 0.01 to 100, not "2"'],
  ["trigger_mode", "cron", "trigger_mode", 'must be one of "auto", "file_watcher", "heartbeat", not "cron"'],
  ["auto_sync", true, "auto_sync", 'must be one of "fold", "worktree", "off", not true'],
  ["backup", { enabled: "true" }, "backup.enabled", `${FLAG}, not "true"`],
  ["backup", { max_count: 2.5 }, "backup.max_count", "must be a whole number from 0 to 1000, not 2.5"],
  ["backup", { directory: "/tmp" }, "backup.directory", 'must be a path inside the repository, not "/tmp"'],
  ["backup", { directory: "a/.GIT" }, "backup.directory", 'must not lie inside .git, not "a/.GIT"'],
  ["format", { default: "toml" }, "format.default", 'must be one of "markdown", "json", "yaml", not "toml"'],
  ["format", { supported: "json" }, "format.supported", 'must be a list of formats, not "json"'],
  [
    "format",
    { default: "yaml", supported: ["markdown"] },
    "format.default",
    'is "yaml", which `format.supported` does not name',
  ],
  ["file_watcher", { enabled: 0 }, "file_watcher.enabled", `${FLAG}, not 0`],
  [
    "file_watcher",
    { debounce_seconds: -1 },
    "file_watcher.debounce_seconds",
    "must be a number of seconds from 0 to 3600, not -1",
  ],
  [
    "file_watcher",
    { ignore_patterns: ".git/*" },
    "file_watcher.ignore_patterns",
    'must be a list of patterns, not ".git/*"',
  ],
  ["file_watcher", { ignore_patterns: ["a", " "] }, "file_watcher.ignore_patterns[1]", 'must not be empty, not ""'],
  [
    "natural_language",
    { languages: ["de"] },
    "natural_language.languages[0]",
    'must be one of "en", "zh-CN", not "de"',
  ],
  ["natural_language", { enabled: [] }, "natural_language.enabled", FLAG],
  ["prompts", "no", "prompts", `${FLAG}, not "no"`],
  ["logs", "app.log", "logs", 'must be a list of paths, not "app.log"'],
  ["logs", ["../app.log"], "logs[0]", 'must be a path inside the repository, not "../app.log"'],
];

test.each(WRONG)("%s: %j is refused", async (field, value, place, problem) => {
  const fault = await faultOf({ config: { [field]: value } });
  expect([fault.code, fault.at?.field, fault.problem]).toEqual(["wrong_value", place, problem]);
  expect(fault.place).toMatch(/^\.ltpm\/config\.json:\d+:\d+: /);
});

test("the remedy names the default of a field inside, too", async () =>
  expect((await faultOf({ config: '{\n  "backup": {\n    "max_count": -1\n  }\n}' })).message).toBe(
    ".ltpm/config.json:3:18: backup.max_count: must be a whole number from 0 to 1000, not -1. Correct it, or remove it to get the default (5)",
  ));

test.each([
  ["docs", null, "docs"],
  ["a\\b", null, "a/b"],
  ["a\\..\\..\\b", "must be a path inside the repository", null],
  ["\\\\server\\share", "must be a path inside the repository", null],
  ["文档/项目", null, "文档/项目"],
  ["~docs", null, "~docs"],
  ["a\tb", "must not hold control characters", null],
  ["sub/.git/x", "must not lie inside .git", null],
  ["./", null, "."],
] as const)("the folder %j: %s", (text, problem, folder) => {
  expect(documentFolderProblem(text)).toBe(problem);
  if (folder !== null) expect(plainFolder(text)).toBe(folder);
});
