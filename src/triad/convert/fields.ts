/** The source's fields of a document: its JSON and YAML form. What has no field travels beside them, as text. */
import * as v from "valibot";

/** An object; an array, which would pass for one without fields, is none. */
function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  const isNoArray = v.check((value: unknown) => !Array.isArray(value));
  return v.pipe(v.unknown(), isNoArray, v.looseObject(entries));
}

const dated = object({ date: v.optional(v.string()), description: v.string() });

/** The source's shape; every part may be missing, and whatever else stands there survives. */
export const FieldsSchema = object({
  project: v.optional(
    object({
      name: v.optional(v.string()),
      created: v.optional(v.string()),
      version: v.optional(v.string()),
      status: v.optional(v.string()),
    }),
  ),
  progress: v.optional(
    object({
      overall: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
      current_stage: v.optional(v.string()),
      milestones: v.optional(
        object({
          completed: v.optional(v.array(dated)),
          in_progress: v.optional(v.array(dated)),
          pending: v.optional(v.array(object({ description: v.string() }))),
        }),
      ),
      blockers: v.optional(v.array(object({ description: v.string(), severity: v.optional(v.string()) }))),
    }),
  ),
  activity: v.optional(v.array(object({ timestamp: v.optional(v.string()), action: v.string() }))),
  next_steps: v.optional(
    object({
      immediate: v.optional(
        v.array(object({ task: v.string(), priority: v.optional(v.number()), done: v.optional(v.boolean()) })),
      ),
    }),
  ),
});

export type Fields = v.InferOutput<typeof FieldsSchema>;

/** Where the whole text of a document travels, so that it comes back byte for byte. */
export const CarriedSchema = object({
  ltpm: v.optional(
    object({
      format: v.literal(1),
      documents: v.record(v.string(), v.string()),
    }),
  ),
});

export interface Carried {
  /** The form of this part; a newer one is refused. */
  readonly format: 1;
  /** Texts by file name, as decoded: a byte order mark and line ends included. */
  readonly documents: Readonly<Record<string, string>>;
}

/** What a JSON or YAML file holds. */
export type Converted = Fields & { readonly ltpm?: Carried };
