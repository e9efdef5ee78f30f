/** The settings of a project after all sources were read (config/load.ts). Every field has a test of its effect. */
import type { TaskType } from "./strategy.ts";

/** An agent a project may call: a preset with its extra arguments, or a program of one's own. */
export interface AgentSetting {
  /** The name in the configuration, e.g. `claude` or `night-shift`. */
  readonly name: string;
  /** `claude`, `codex`, `gemini`, `copilot`, `opencode`, `cursor-agent`, `aider`, or `plain` with `argv`. */
  readonly preset: string;
  readonly args: readonly string[];
  /** For `plain`: the program and its arguments; the instruction comes on standard input. */
  readonly argv?: readonly string[];
}

export interface Settings {
  /** Where the queue file lies, relative to the repository's root unless absolute. Default `.ltpm`. */
  readonly dir: string;
  readonly max_concurrent: number;
  readonly max_retries: number;
  readonly archive_days: number;
  /** Who starts tasks: this machine or the GitHub Action. */
  readonly runner: "local" | "github";
  /** The remote and the branch that hold the state when `runner` is `github`; no branch: the remote's default branch. */
  readonly remote: string;
  readonly state_branch: string | null;
  /** How the Action reaches the state: GitHub's API, or git where a server has no GraphQL. */
  readonly store: "api" | "git";
  /** In the order in which they are tried. */
  readonly agents: readonly AgentSetting[];
  readonly inline_commands: "local" | "writers" | "never";
  readonly isolation: "worktree" | "none";
  readonly land: "merge" | "branch";
  /** The project's own check for changed code, e.g. ["npm","test"]; null when none is set. */
  readonly check: readonly string[] | null;
  readonly time_limit_minutes: number;
  readonly output_limit_kb: number;
  /** Names of environment variables that attempts may see. */
  readonly env: readonly string[];
  /** User's own task types, or changes to ours by the same name. */
  readonly task_types: readonly TaskType[];
  /** Paths under the protected folders that attempts may change all the same. */
  readonly allow_paths: readonly string[];
  readonly language: "en" | "zh-CN" | null;
}
