/** The fields of the config file that are about the documents: the source's (LTPM 12.3) and ours. */
import * as v from "valibot";
import { BOUNDS } from "./defaults.ts";
import { flag, oneOf, quantity, ruled, whole } from "./field-schema.ts";
import { documentFolderProblem, patternProblem } from "./values.ts";

const NO_OBJECT = "must be an object";
const minutes = v.optional(quantity("minutes", BOUNDS.threshold_minutes));
const multiplier = v.optional(quantity("", BOUNDS.activity_multiplier));
const format = oneOf(["markdown", "json", "yaml"]);

export const languageSchema = oneOf(["en", "zh-CN"]);

export const documentsSchema = v.looseObject(
  {
    dir: v.nullish(ruled(documentFolderProblem)),
    progress: v.optional(flag),
    next_steps: v.optional(flag),
    memory: v.optional(flag),
  },
  NO_OBJECT,
);

export const thresholdsSchema = v.looseObject(
  { simple: minutes, medium: minutes, complex: minutes, very_complex: minutes },
  NO_OBJECT,
);

export const multipliersSchema = v.looseObject({ high: multiplier, normal: multiplier, low: multiplier }, NO_OBJECT);

export const backupSchema = v.looseObject(
  {
    enabled: v.optional(flag),
    max_count: v.optional(whole(BOUNDS.backup_count)),
    directory: v.optional(ruled(documentFolderProblem)),
  },
  NO_OBJECT,
);

/** `supported` is the source's list of what there is; it decides nothing, but must not contradict `default`. */
export const formatSchema = v.looseObject(
  { default: v.optional(format), supported: v.optional(v.array(format, "must be a list of formats")) },
  NO_OBJECT,
);

export const watcherSchema = v.looseObject(
  {
    enabled: v.optional(flag),
    debounce_seconds: v.optional(quantity("seconds", BOUNDS.debounce_seconds)),
    ignore_patterns: v.optional(v.array(ruled(patternProblem), "must be a list of patterns")),
  },
  NO_OBJECT,
);

export const naturalLanguageSchema = v.looseObject(
  { enabled: v.optional(flag), languages: v.optional(v.array(languageSchema, "must be a list of languages")) },
  NO_OBJECT,
);
