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
  readonly documents: DocumentSettings;
  /** Minutes without an entry in PROGRESS.md until an auto-sync is due, by the project's size (the source's 3.1). */
  readonly thresholds: SyncMinutes;
  /** By which these minutes are multiplied, as the project is worked on. */
  readonly activity_multipliers: { readonly high: number; readonly normal: number; readonly low: number };
  /** What notices activity while nobody commits: `auto` decides by the machine's load. */
  readonly trigger_mode: "auto" | "file_watcher" | "heartbeat";
  /** `fold`: the next command writes what hooks recorded; `worktree`: hooks' records are written at once; `off`: none. */
  readonly auto_sync: "fold" | "worktree" | "off";
  readonly backup: BackupSettings;
  /** What `convert` makes of a document when nobody says. */
  readonly format: { readonly default: "markdown" | "json" | "yaml" };
  readonly file_watcher: WatcherSettings;
  /** Whether plain words such as "milestone: …" have their effect, and in which languages. */
  readonly natural_language: { readonly enabled: boolean; readonly languages: readonly ("en" | "zh-CN")[] };
  /** Whether people are reminded to record their progress. */
  readonly prompts: boolean;
  /** Log files whose errors an auto-sync names, relative to the repository's root. */
  readonly logs: readonly string[];
}

/** Which documents are ours to write, and where they lie. */
export interface DocumentSettings {
  /**
   * The folder of MISSION.md, PROGRESS.md and NEXT_STEPS.md that the queue tells its story to, relative to the root, "." for the
   * root; null: the root.
   */
  readonly dir: string | null;
  /** Whether cycles write PROGRESS.md (and LEARNINGS.md, when it is consolidated). */
  readonly progress: boolean;
  /** Whether cycles write NEXT_STEPS.md and follow its boxes. */
  readonly next_steps: boolean;
  /** Whether the index in MEMORY.md is kept. */
  readonly memory: boolean;
}

export interface SyncMinutes {
  readonly simple: number;
  readonly medium: number;
  readonly complex: number;
  readonly very_complex: number;
}

export interface BackupSettings {
  readonly enabled: boolean;
  /** How many earlier states of a document are kept in each work tree. 0 turns it off. */
  readonly max_count: number;
  /** "." keeps them on hidden refs only; another folder gets them as files besides. */
  readonly directory: string;
}

export interface WatcherSettings {
  readonly enabled: boolean;
  readonly debounce_seconds: number;
  readonly ignore_patterns: readonly string[];
}
