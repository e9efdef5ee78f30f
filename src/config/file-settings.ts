/** The fields of a checked config file as settings: short forms written out, gaps filled with the defaults. */
import type { AgentSetting, Settings } from "../dispatch/settings.ts";
import type { TaskType } from "../dispatch/strategy.ts";
import { AGENT_PRESETS, DEFAULT_SETTINGS } from "./defaults.ts";
import { documentSettings } from "./document-settings.ts";
import type { AgentEntry, ConfigFile, TaskTypeEntry } from "./schema.ts";
import { plainWords } from "./values.ts";
import type { VariableName } from "./variables.ts";

function agentOf(entry: AgentEntry): AgentSetting {
  if (typeof entry === "string") return { name: entry, preset: entry, args: [] };
  const { name, args = [], argv } = entry;
  const isOwnProgram =
    argv !== undefined && entry.preset === undefined && !AGENT_PRESETS.some((known) => known === name);
  const preset = entry.preset ?? (isOwnProgram ? "plain" : name);
  return { name, preset, args, ...(argv === undefined ? {} : { argv }) };
}

function taskTypeOf(entry: TaskTypeEntry): TaskType {
  return {
    name: entry.name,
    strategies: entry.strategies.map(({ name, means = "agent", guidance = "" }) => ({ name, means, guidance })),
    checks: entry.checks,
    // The careful way: work that nobody described is kept apart from the work tree.
    changes_files: entry.changes_files ?? true,
    ...(entry.never_repeat === undefined ? {} : { never_repeat: entry.never_repeat }),
    ...(entry.match === undefined ? {} : { match: entry.match }),
  };
}

/** The settings that only the config file has; an empty object gives all their defaults. */
export function settingsOfFile(fields: ConfigFile): Omit<Settings, VariableName> {
  const { dir: _dir, max_concurrent: _most, max_retries: _tries, archive_days: _days, ...standard } = DEFAULT_SETTINGS;
  const agents = fields.agents ?? (fields.agent === undefined ? [] : [fields.agent]);
  const check = typeof fields.check === "string" ? plainWords(fields.check) : fields.check;
  return {
    runner: fields.runner ?? standard.runner,
    remote: fields.remote ?? standard.remote,
    store: fields.store ?? standard.store,
    state_branch: fields.state_branch ?? standard.state_branch,
    agents: agents.map(agentOf),
    inline_commands: fields.inline_commands ?? standard.inline_commands,
    isolation: fields.isolation ?? standard.isolation,
    land: fields.land ?? standard.land,
    check: check ?? standard.check,
    time_limit_minutes: fields.time_limit_minutes ?? standard.time_limit_minutes,
    output_limit_kb: fields.output_limit_kb ?? standard.output_limit_kb,
    env: fields.env ?? standard.env,
    task_types: (fields.task_types ?? []).map(taskTypeOf),
    allow_paths: fields.allow_paths ?? standard.allow_paths,
    language: fields.language ?? standard.language,
    ...documentSettings(fields),
  };
}
