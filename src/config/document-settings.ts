/** The config file's fields about the documents, gaps filled with the defaults, field by field. */
import type { Settings } from "../dispatch/settings.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import type { ConfigFile } from "./schema.ts";
import { plainFolder } from "./values.ts";

export type DocumentPart = Pick<
  Settings,
  | "documents"
  | "thresholds"
  | "activity_multipliers"
  | "trigger_mode"
  | "auto_sync"
  | "backup"
  | "format"
  | "file_watcher"
  | "natural_language"
  | "prompts"
  | "logs"
>;

/** A field that nobody reads must not travel on, so each is named. */
export function documentSettings(fields: ConfigFile): DocumentPart {
  const standard = DEFAULT_SETTINGS;
  const { documents, thresholds, activity_multipliers: multipliers, backup } = fields;
  const { file_watcher: watcher, natural_language: language } = fields;
  const dir = documents?.dir ?? standard.documents.dir;
  return {
    documents: {
      dir: dir === null ? null : plainFolder(dir),
      progress: documents?.progress ?? standard.documents.progress,
      next_steps: documents?.next_steps ?? standard.documents.next_steps,
      memory: documents?.memory ?? standard.documents.memory,
    },
    thresholds: {
      simple: thresholds?.simple ?? standard.thresholds.simple,
      medium: thresholds?.medium ?? standard.thresholds.medium,
      complex: thresholds?.complex ?? standard.thresholds.complex,
      very_complex: thresholds?.very_complex ?? standard.thresholds.very_complex,
    },
    activity_multipliers: {
      high: multipliers?.high ?? standard.activity_multipliers.high,
      normal: multipliers?.normal ?? standard.activity_multipliers.normal,
      low: multipliers?.low ?? standard.activity_multipliers.low,
    },
    trigger_mode: fields.trigger_mode ?? standard.trigger_mode,
    auto_sync: fields.auto_sync ?? standard.auto_sync,
    backup: {
      enabled: backup?.enabled ?? standard.backup.enabled,
      max_count: backup?.max_count ?? standard.backup.max_count,
      directory: plainFolder(backup?.directory ?? standard.backup.directory),
    },
    format: { default: fields.format?.default ?? standard.format.default },
    file_watcher: {
      enabled: watcher?.enabled ?? standard.file_watcher.enabled,
      debounce_seconds: watcher?.debounce_seconds ?? standard.file_watcher.debounce_seconds,
      ignore_patterns: watcher?.ignore_patterns ?? standard.file_watcher.ignore_patterns,
    },
    natural_language: {
      enabled: language?.enabled ?? standard.natural_language.enabled,
      languages: language?.languages ?? standard.natural_language.languages,
    },
    prompts: fields.prompts ?? standard.prompts,
    logs: fields.logs ?? standard.logs,
  };
}
