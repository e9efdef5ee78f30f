/** What `.ltpm/config.json` may hold. The validator, its messages and the published `schema/config.json` come from here. */
import * as v from "valibot";
import { AGENT_PRESETS, BOUNDS } from "./defaults.ts";
import {
  backupSchema,
  documentsSchema,
  formatSchema,
  languageSchema,
  multipliersSchema,
  naturalLanguageSchema,
  thresholdsSchema,
  watcherSchema,
} from "./document-schema.ts";
import { flag, oneOf, quantity, ruled, text, texts, whole } from "./field-schema.ts";
import { folderProblem, innerPathProblem, isBranchName, isWordOrPattern, plainWords } from "./values.ts";

const isPreset = (name: string) => AGENT_PRESETS.some((preset) => preset === name);

const argv = v.pipe(texts, v.minLength(1, 'must name a program, e.g. ["npm", "test"]'));

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
    time_limit_minutes: v.optional(quantity("minutes", BOUNDS.time_limit_minutes)),
    output_limit_kb: v.optional(whole(BOUNDS.output_limit_kb)),
    env: v.optional(
      v.array(
        v.pipe(text, v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable, e.g. API_URL")),
        "must be a list of names of environment variables",
      ),
    ),
    task_types: v.optional(v.array(taskTypeSchema, "must be a list of task types")),
    allow_paths: v.optional(v.array(ruled(innerPathProblem), "must be a list of paths")),
    language: v.nullish(languageSchema),
    documents: v.optional(documentsSchema),
    thresholds: v.optional(thresholdsSchema),
    activity_multipliers: v.optional(multipliersSchema),
    trigger_mode: v.optional(oneOf(["auto", "file_watcher", "heartbeat"])),
    auto_sync: v.optional(oneOf(["fold", "worktree", "off"])),
    backup: v.optional(backupSchema),
    format: v.optional(formatSchema),
    file_watcher: v.optional(watcherSchema),
    natural_language: v.optional(naturalLanguageSchema),
    prompts: v.optional(flag),
    logs: v.optional(v.array(ruled(innerPathProblem), "must be a list of paths")),
  },
  "must hold one object, e.g. {}",
);

export type ConfigFile = v.InferOutput<typeof configSchema>;
export type AgentEntry = v.InferOutput<typeof agent>;
export type TaskTypeEntry = v.InferOutput<typeof taskTypeSchema>;

/** The version of the source's own configuration (LTPM 12.3), and the editor's field: not ours to judge here. */
export const LET_THROUGH: readonly string[] = ["$schema", "version"];
