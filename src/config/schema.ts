/** What `.ltpm/config.json` may hold. The validator, its messages and the published `schema/config.json` come from here. */
import * as v from "valibot";
import { AGENT_PRESETS, BOUNDS, type Bounds, wholeNumberRule } from "./defaults.ts";
import { folderProblem, innerPathProblem, isBranchName, isWordOrPattern, plainWords } from "./values.ts";

const isPreset = (name: string) => AGENT_PRESETS.some((preset) => preset === name);

const text = v.pipe(v.string("must be a text"), v.minLength(1, "must not be empty"));
const texts = v.array(text, "must be a list of texts");
const flag = v.boolean("must be true or false");
const argv = v.pipe(texts, v.minLength(1, 'must name a program, e.g. ["npm", "test"]'));

function whole(bounds: Bounds) {
  const rule = wholeNumberRule(bounds);
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(bounds.least, rule), v.maxValue(bounds.most, rule));
}

function ruled(problem: (value: string) => string | null) {
  return v.pipe(
    v.string("must be a text"),
    v.check(
      (value) => problem(value) === null,
      (issue) => problem(issue.input) ?? "",
    ),
  );
}

function oneOf<const T extends readonly string[]>(names: T) {
  return v.picklist(names, `must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}`);
}

export const taskRunnerSchema = v.looseObject(
  {
    dir: v.optional(ruled(folderProblem)),
    max_concurrent: v.optional(whole(BOUNDS.max_concurrent)),
    max_retries: v.optional(whole(BOUNDS.max_retries)),
    archive_days: v.optional(whole(BOUNDS.archive_days)),
  },
  "must be an object",
);

export const agentObjectSchema = v.pipe(
  v.looseObject(
    { name: text, preset: v.optional(oneOf(AGENT_PRESETS)), args: v.optional(texts), argv: v.optional(argv) },
    "must be an object with a name",
  ),
  v.check(
    ({ name, preset, argv }) => preset !== undefined || argv !== undefined || isPreset(name),
    `needs a preset (${AGENT_PRESETS.join(", ")}), or argv with its program`,
  ),
  v.check(
    ({ name, preset, argv }) => argv !== undefined || (preset ?? name) !== "plain",
    'is plain, so it needs argv with its program, e.g. ["my-agent", "--quiet"]',
  ),
);

const agent = v.union(
  [
    v.pipe(
      v.string("must be a text"),
      v.check(
        (name) => isPreset(name) && name !== "plain",
        `must be one of ${AGENT_PRESETS.slice(0, -1).join(", ")}, or an object with name and argv for another program`,
      ),
    ),
    agentObjectSchema,
  ],
  "must be an agent's name or an object with name, preset, args and argv",
);

export const strategySchema = v.looseObject(
  {
    name: text,
    means: v.optional(oneOf(["inline", "agent", "second_agent", "person"])),
    guidance: v.optional(v.string("must be a text")),
  },
  "must be an object with a name",
);

export const taskTypeSchema = v.looseObject(
  {
    name: v.pipe(
      text,
      v.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens, e.g. db-migration"),
    ),
    strategies: v.pipe(
      v.array(strategySchema, "must be a list of strategies"),
      v.minLength(1, "must have at least one strategy"),
    ),
    // A type without a check would call everything done.
    checks: v.pipe(texts, v.minLength(1, "must have at least one check")),
    changes_files: v.optional(flag),
    never_repeat: v.optional(flag),
    match: v.optional(
      v.array(
        v.pipe(text, v.check(isWordOrPattern, "must be a word or a /regular expression/")),
        "must be a list of words or /regular expressions/",
      ),
    ),
  },
  "must be an object with name, strategies and checks",
);

const command = v.union(
  [
    argv,
    v.pipe(
      v.string("must be a text"),
      v.check(
        (words) => plainWords(words) !== null,
        'no shell reads it: write a list such as ["npm", "test"], and put anything more into a script',
      ),
    ),
  ],
  'must be a list such as ["npm", "test"]',
);

export const configSchema = v.looseObject(
  {
    task_runner: v.optional(taskRunnerSchema),
    runner: v.optional(oneOf(["local", "github"])),
    remote: v.optional(v.pipe(text, v.regex(/^[!-,.-~][!-~]*$/, "must be the name of a remote, e.g. origin"))),
    store: v.optional(oneOf(["api", "git"])),
    state_branch: v.nullish(v.pipe(text, v.check(isBranchName, "must be the name of a branch, e.g. ltpm-state"))),
    agent: v.optional(agent),
    agents: v.optional(v.array(agent, "must be a list of agents")),
    inline_commands: v.optional(oneOf(["local", "writers", "never"])),
    isolation: v.optional(oneOf(["worktree", "none"])),
    land: v.optional(oneOf(["merge", "branch"])),
    check: v.nullish(command),
    time_limit_minutes: v.optional(minutes()),
    output_limit_kb: v.optional(whole(BOUNDS.output_limit_kb)),
    env: v.optional(
      v.array(
        v.pipe(text, v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable, e.g. API_URL")),
        "must be a list of names of environment variables",
      ),
    ),
    task_types: v.optional(v.array(taskTypeSchema, "must be a list of task types")),
    allow_paths: v.optional(v.array(ruled(innerPathProblem), "must be a list of paths")),
    language: v.nullish(oneOf(["en", "zh-CN"])),
  },
  "must hold one object, e.g. {}",
);

function minutes() {
  const { least, most } = BOUNDS.time_limit_minutes;
  const rule = `must be a number of minutes from ${least} to ${most}`;
  return v.pipe(v.number(rule), v.minValue(least, rule), v.maxValue(most, rule));
}

export type ConfigFile = v.InferOutput<typeof configSchema>;
export type AgentEntry = v.InferOutput<typeof agent>;
export type TaskTypeEntry = v.InferOutput<typeof taskTypeSchema>;

/** Fields of the source's own configuration (LTPM 12.3), and the editor's: not ours to judge here. */
export const LET_THROUGH: readonly string[] = [
  "$schema",
  "version",
  "thresholds",
  "activity_multipliers",
  "trigger_mode",
  "backup",
  "format",
  "file_watcher",
  "natural_language",
];
