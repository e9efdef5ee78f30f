/** What holds when nobody says anything, and the bounds of every number. */
import type { Settings } from "../dispatch/settings.ts";

export const DEFAULT_SETTINGS: Settings = {
  dir: ".ltpm",
  max_concurrent: 2,
  max_retries: 3,
  archive_days: 7,
  runner: "local",
  remote: "origin",
  store: "api",
  state_branch: null,
  agents: [],
  inline_commands: "local",
  isolation: "worktree",
  land: "merge",
  check: null,
  time_limit_minutes: 60,
  output_limit_kb: 1024,
  env: [],
  task_types: [],
  allow_paths: [],
  language: null,
  documents: { dir: null, progress: true, next_steps: true, memory: true },
  thresholds: { simple: 15, medium: 10, complex: 5, very_complex: 3 },
  activity_multipliers: { high: 0.5, normal: 1, low: 2 },
  trigger_mode: "auto",
  auto_sync: "fold",
  backup: { enabled: true, max_count: 5, directory: "." },
  format: { default: "json" },
  file_watcher: {
    enabled: true,
    debounce_seconds: 2,
    ignore_patterns: [".git/*", "node_modules/*", "__pycache__/*"],
  },
  natural_language: { enabled: true, languages: ["en", "zh-CN"] },
  prompts: true,
  logs: [],
};

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** No retries means one attempt; 0 days archives in the next cycle. The rest must be at least 1. */
export const BOUNDS = {
  max_concurrent: { least: 1, most: 256 },
  max_retries: { least: 0, most: 100 },
  archive_days: { least: 0, most: 36_500 },
  /** Two weeks: the longest that a timer of this platform waits is 24 days. */
  time_limit_minutes: { least: 0.01, most: 20_160 },
  output_limit_kb: { least: 1, most: 1_048_576 },
  /** A week; an effective threshold is never under three minutes, whatever is set here. */
  threshold_minutes: { least: 1, most: 10_080 },
  activity_multiplier: { least: 0.01, most: 100 },
  backup_count: { least: 0, most: 1_000 },
  debounce_seconds: { least: 0, most: 3_600 },
} as const satisfies Readonly<Record<string, Bounds>>;

/** `must be a whole number from 1 to 256` */
export function wholeNumberRule({ least, most }: Bounds): string {
  return `must be a whole number from ${least} to ${most}`;
}

/** The agents whose command lines we know; `plain` is a program of one's own. */
export const AGENT_PRESETS = [
  "claude",
  "codex",
  "gemini",
  "copilot",
  "opencode",
  "cursor-agent",
  "aider",
  "plain",
] as const;
