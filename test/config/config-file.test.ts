import { expect, test } from "vitest";
import type { Settings } from "../../src/dispatch/settings.ts";
import { faultOf, load } from "./loading.ts";

/** Every field of the config file: as written, as a setting. */
const FIELDS: readonly [field: string, value: unknown, setting: keyof Settings, expected: unknown][] = [
  ["task_runner", { dir: "tasks" }, "dir", "tasks"],
  ["task_runner", { max_concurrent: 5 }, "max_concurrent", 5],
  ["task_runner", { max_retries: 0 }, "max_retries", 0],
  ["task_runner", { archive_days: 30 }, "archive_days", 30],
  ["runner", "github", "runner", "github"],
  ["remote", "upstream", "remote", "upstream"],
  ["store", "git", "store", "git"],
  ["state_branch", "ltpm-state", "state_branch", "ltpm-state"],
  ["state_branch", null, "state_branch", null],
  ["agent", "claude", "agents", [{ name: "claude", preset: "claude", args: [] }]],
  ["agents", [], "agents", []],
  [
    "agents",
    ["codex", { name: "careful", preset: "claude", args: ["--model", "opus"] }],
    "agents",
    [
      { name: "codex", preset: "codex", args: [] },
      { name: "careful", preset: "claude", args: ["--model", "opus"] },
    ],
  ],
  [
    "agent",
    { name: "night-shift", argv: ["./agent.sh", "--quiet"] },
    "agents",
    [{ name: "night-shift", preset: "plain", args: [], argv: ["./agent.sh", "--quiet"] }],
  ],
  [
    "agent",
    { name: "claude", argv: ["/opt/claude/bin/claude"] },
    "agents",
    [{ name: "claude", preset: "claude", args: [], argv: ["/opt/claude/bin/claude"] }],
  ],
  ["inline_commands", "writers", "inline_commands", "writers"],
  ["inline_commands", "never", "inline_commands", "never"],
  ["isolation", "none", "isolation", "none"],
  ["land", "branch", "land", "branch"],
  ["check", ["npm", "test", "--", "a b"], "check", ["npm", "test", "--", "a b"]],
  ["check", " npm  test ", "check", ["npm", "test"]],
  ["check", null, "check", null],
  ["time_limit_minutes", 90, "time_limit_minutes", 90],
  ["time_limit_minutes", 0.05, "time_limit_minutes", 0.05],
  ["output_limit_kb", 64, "output_limit_kb", 64],
  ["env", ["API_URL", "_x1"], "env", ["API_URL", "_x1"]],
  [
    "allow_paths",
    [".github/workflows/", "hooks/pre-commit"],
    "allow_paths",
    [".github/workflows/", "hooks/pre-commit"],
  ],
  ["language", "zh-CN", "language", "zh-CN"],
  ["language", "en", "language", "en"],
  ["language", null, "language", null],
  [
    "task_types",
    [{ name: "db-migration", strategies: [{ name: "migrate" }], checks: ["command:npm run migrate:check"] }],
    "task_types",
    [
      {
        name: "db-migration",
        strategies: [{ name: "migrate", means: "agent", guidance: "" }],
        checks: ["command:npm run migrate:check"],
        changes_files: true,
      },
    ],
  ],
  [
    "task_types",
    [
      {
        name: "report",
        strategies: [{ name: "ask", means: "person", guidance: "Ask kindly." }],
        checks: ["answer"],
        changes_files: false,
        never_repeat: true,
        match: ["report", "/\\bberichte?\\b/i"],
      },
    ],
    "task_types",
    [
      {
        name: "report",
        strategies: [{ name: "ask", means: "person", guidance: "Ask kindly." }],
        checks: ["answer"],
        changes_files: false,
        never_repeat: true,
        match: ["report", "/\\bberichte?\\b/i"],
      },
    ],
  ],
];

test.each(FIELDS)("%s: %j", async (field, value, setting, expected) => {
  const { settings, warnings } = await load({ config: { [field]: value } });
  expect(settings[setting]).toEqual(expected);
  expect(warnings).toEqual([]);
});

/** A wrong value for every field: what the fault says, without its place. */
const WRONG: readonly [field: string, value: unknown, place: string, problem: string][] = [
  ["task_runner", 5, "task_runner", "must be an object, not 5"],
  ["task_runner", { dir: 5 }, "task_runner.dir", "must be a text, not 5"],
  ["task_runner", { dir: "" }, "task_runner.dir", 'must name a folder, not ""'],
  ["task_runner", { dir: ".git/x" }, "task_runner.dir", 'must not lie inside .git, not ".git/x"'],
  ["task_runner", { max_concurrent: 0 }, "task_runner.max_concurrent", "must be a whole number from 1 to 256, not 0"],
  [
    "task_runner",
    { max_concurrent: "2" },
    "task_runner.max_concurrent",
    'must be a whole number from 1 to 256, not "2"',
  ],
  ["task_runner", { max_retries: "two" }, "task_runner.max_retries", 'must be a whole number from 0 to 100, not "two"'],
  ["task_runner", { max_retries: 2.5 }, "task_runner.max_retries", "must be a whole number from 0 to 100, not 2.5"],
  ["task_runner", { max_retries: -1 }, "task_runner.max_retries", "must be a whole number from 0 to 100, not -1"],
  [
    "task_runner",
    { archive_days: 1e9 },
    "task_runner.archive_days",
    "must be a whole number from 0 to 36500, not 1000000000",
  ],
  [
    "task_runner",
    { archive_days: null },
    "task_runner.archive_days",
    "must be a whole number from 0 to 36500, not null",
  ],
  ["runner", "gitlab", "runner", 'must be one of "local", "github", not "gitlab"'],
  ["remote", "--upload-pack=x", "remote", 'must be the name of a remote, e.g. origin, not "--upload-pack=x"'],
  ["remote", "", "remote", 'must not be empty, not ""'],
  ["store", "disk", "store", 'must be one of "api", "git", not "disk"'],
  ["state_branch", "-f", "state_branch", 'must be the name of a branch, e.g. ltpm-state, not "-f"'],
  ["state_branch", "a..b", "state_branch", 'must be the name of a branch, e.g. ltpm-state, not "a..b"'],
  [
    "agent",
    "cluade",
    "agent",
    'must be one of claude, codex, gemini, copilot, opencode, cursor-agent, aider, or an object with name and argv for another program, not "cluade"',
  ],
  ["agent", 5, "agent", "must be an agent's name or an object with name, preset, args and argv, not 5"],
  ["agents", "claude", "agents", 'must be a list of agents, not "claude"'],
  ["agents", ["claude", {}], "agents[1].name", "is missing"],
  ["agents", ["claude", "claude"], "agents[1]", '"claude" is there twice'],
  [
    "agents",
    [{ name: "a", preset: "b" }],
    "agents[0].preset",
    'must be one of "claude", "codex", "gemini", "copilot", "opencode", "cursor-agent", "aider", "plain", not "b"',
  ],
  [
    "agents",
    [{ name: "a" }],
    "agents[0]",
    "needs a preset (claude, codex, gemini, copilot, opencode, cursor-agent, aider, plain), or argv with its program",
  ],
  [
    "agents",
    [{ name: "a", preset: "plain" }],
    "agents[0]",
    'is plain, so it needs argv with its program, e.g. ["my-agent", "--quiet"]',
  ],
  ["agents", [{ name: "claude", args: [1] }], "agents[0].args[0]", "must be a text, not 1"],
  ["agents", [{ name: "a", argv: [] }], "agents[0].argv", 'must name a program, e.g. ["npm", "test"]'],
  ["inline_commands", "always", "inline_commands", 'must be one of "local", "writers", "never", not "always"'],
  ["isolation", true, "isolation", 'must be one of "worktree", "none", not true'],
  ["land", "squash", "land", 'must be one of "merge", "branch", not "squash"'],
  [
    "check",
    "npm test && rm -rf x",
    "check",
    'no shell reads it: write a list such as ["npm", "test"], and put anything more into a script, not "npm test && rm -rf x"',
  ],
  ["check", [], "check", 'must name a program, e.g. ["npm", "test"]'],
  ["check", ["npm", 1], "check[1]", "must be a text, not 1"],
  ["check", 1, "check", 'must be a list such as ["npm", "test"], not 1'],
  ["time_limit_minutes", 0, "time_limit_minutes", "must be a number of minutes from 0.01 to 20160, not 0"],
  ["time_limit_minutes", 1e9, "time_limit_minutes", "must be a number of minutes from 0.01 to 20160, not 1000000000"],
  ["time_limit_minutes", "60", "time_limit_minutes", 'must be a number of minutes from 0.01 to 20160, not "60"'],
  ["output_limit_kb", 0, "output_limit_kb", "must be a whole number from 1 to 1048576, not 0"],
  ["env", "PATH", "env", 'must be a list of names of environment variables, not "PATH"'],
  ["env", ["A=B"], "env[0]", 'must be the name of an environment variable, e.g. API_URL, not "A=B"'],
  ["task_types", {}, "task_types", "must be a list of task types"],
  ["task_types", [{}], "task_types[0].name", "is missing"],
  [
    "task_types",
    [{ name: "X" }],
    "task_types[0].name",
    'must be lower-case letters, digits and hyphens, e.g. db-migration, not "X"',
  ],
  [
    "task_types",
    [{ name: "x", strategies: [], checks: ["exit"] }],
    "task_types[0].strategies",
    "must have at least one strategy",
  ],
  [
    "task_types",
    [{ name: "x", strategies: [{ name: "a" }], checks: [] }],
    "task_types[0].checks",
    "must have at least one check",
  ],
  [
    "task_types",
    [{ name: "x", strategies: [{ name: "a", means: "magic" }], checks: ["exit"] }],
    "task_types[0].strategies[0].means",
    'must be one of "inline", "agent", "second_agent", "person", not "magic"',
  ],
  [
    "task_types",
    [{ name: "x", strategies: [{ name: "a" }], checks: ["exit"], match: ["/(/"] }],
    "task_types[0].match[0]",
    'must be a word or a /regular expression/, not "/(/"',
  ],
  ["allow_paths", ["../x"], "allow_paths[0]", 'must be a path inside the repository, not "../x"'],
  ["allow_paths", ["/etc"], "allow_paths[0]", 'must be a path inside the repository, not "/etc"'],
  ["allow_paths", [".git/config"], "allow_paths[0]", 'must not lie inside .git, not ".git/config"'],
  ["language", "de", "language", 'must be one of "en", "zh-CN", not "de"'],
];

test.each(WRONG)("%s: %j is refused", async (field, value, place, problem) => {
  const fault = await faultOf({ config: { [field]: value } });
  expect(fault.code).toBe("wrong_value");
  expect(fault.place).toMatch(/^\.ltpm\/config\.json:\d+:\d+: /);
  expect(fault.at?.field).toBe(place);
  expect(fault.problem).toBe(problem);
});
