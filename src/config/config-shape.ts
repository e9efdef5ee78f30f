/** What a config file's text holds, or the first thing that is wrong with it, by path. Where that stands is `in-the-file.ts`'s. */
import * as v from "valibot";
import type { JsonPath } from "../queue/locate.ts";
import {
  backupSchema,
  documentsSchema,
  formatSchema,
  multipliersSchema,
  naturalLanguageSchema,
  thresholdsSchema,
  watcherSchema,
} from "./document-schema.ts";
import type { ConfigFaultCode } from "./fault.ts";
import {
  type AgentEntry,
  agentObjectSchema,
  type ConfigFile,
  configSchema,
  LET_THROUGH,
  strategySchema,
  taskRunnerSchema,
  taskTypeSchema,
} from "./schema.ts";
import { quoted } from "./variables.ts";

export interface Trouble {
  readonly code: ConfigFaultCode;
  readonly path: JsonPath;
  readonly problem: string;
  /** Nothing stands there, so there is nothing to correct. */
  readonly missing?: boolean;
}

/** Of a choice between shapes, the fault of the one that came nearest: the one whose fields were looked at. */
function deepest(issue: v.BaseIssue<unknown>): { readonly path: JsonPath; readonly issue: v.BaseIssue<unknown> } {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const inner = (issue.issues ?? [])
    .map(deepest)
    .sort((a, b) => b.path.length - a.path.length)
    .find((found) => found.path.length > 0 || found.issue.kind === "validation");
  return inner === undefined ? { path, issue } : { path: [...path, ...inner.path], issue: inner.issue };
}

/** What stands there instead, in a few characters. A list or an object says enough by its place. */
function instead(value: unknown): string {
  if (typeof value === "string") return `, not ${quoted(value)}`;
  return typeof value === "object" && value !== null ? "" : `, not ${String(value)}`;
}

const nameOf = (agent: AgentEntry): string => (typeof agent === "string" ? agent : agent.name);

/** Objects of the file that hold plain fields. */
const BLOCKS = [
  ["task_runner", taskRunnerSchema],
  ["documents", documentsSchema],
  ["thresholds", thresholdsSchema],
  ["activity_multipliers", multipliersSchema],
  ["backup", backupSchema],
  ["format", formatSchema],
  ["file_watcher", watcherSchema],
  ["natural_language", naturalLanguageSchema],
] as const;

/** A list where an object belongs: to the validator it is one, with numbers for keys. */
function listForObject(raw: unknown): Trouble | null {
  if (Array.isArray(raw)) return { code: "wrong_value", path: [], problem: "must hold one object, e.g. {}" };
  if (typeof raw !== "object" || raw === null) return null;
  const wrong = Object.entries(raw).find(
    ([key, value]) => Array.isArray(value) && BLOCKS.some(([name]) => name === key),
  );
  return wrong === undefined ? null : { code: "wrong_value", path: [wrong[0]], problem: "must be an object" };
}

/** What no single field shows. */
function together(fields: ConfigFile): Trouble | null {
  if (fields.agent !== undefined && fields.agents !== undefined) {
    return {
      code: "wrong_value",
      path: ["agent"],
      problem: "stands beside `agents`; only one of the two can be meant",
    };
  }
  for (const [key, names] of [
    ["agents", (fields.agents ?? []).map(nameOf)],
    ["task_types", (fields.task_types ?? []).map(({ name }) => name)],
  ] as const) {
    const twice = names.findIndex((name, index) => names.indexOf(name) < index);
    if (twice >= 0) {
      return { code: "wrong_value", path: [key, twice], problem: `${quoted(names[twice] ?? "")} is there twice` };
    }
  }
  const { default: standard, supported } = fields.format ?? {};
  if (standard !== undefined && supported !== undefined && !supported.includes(standard)) {
    const problem = `is ${quoted(standard)}, which \`format.supported\` does not name`;
    return { code: "wrong_value", path: ["format", "default"], problem };
  }
  return null;
}

/** The fields of a parsed file, or what is wrong with them. */
export function shapeOf(raw: unknown): { readonly fields: ConfigFile } | Trouble {
  const list = listForObject(raw);
  if (list !== null) return list;
  const result = v.safeParse(configSchema, raw, { abortEarly: true });
  if (result.success) return together(result.output) ?? { fields: result.output };
  const { path, issue } = deepest(result.issues[0]);
  const missing = issue.kind === "schema" && issue.input === undefined;
  if (missing) return { code: "wrong_value", path, problem: "is missing", missing };
  return { code: "wrong_value", path, problem: issue.message + instead(issue.input) };
}

/** An object of the file, and the fields that are read there. */
export interface Spot {
  readonly path: JsonPath;
  readonly value: object;
  readonly known: readonly string[];
  /** Fields of the other level, by their whole names: some stand in the wrong one. */
  readonly elsewhere: readonly string[];
}

/** Names that several blocks have, and so point at none. */
const SHARED = new Set(["enabled", "default"]);

const keysOf = (schema: { readonly entries: object }) => Object.keys(schema.entries);
function spots(fields: ConfigFile): readonly Spot[] {
  const [top, agentKeys] = [keysOf(configSchema), keysOf(agentObjectSchema)];
  const inner = BLOCKS.flatMap(([name, schema]) =>
    keysOf(schema)
      .filter((key) => !SHARED.has(key))
      .map((key) => `${name}.${key}`),
  );
  const spot = (path: JsonPath, value: unknown, known: readonly string[], elsewhere: readonly string[] = []): Spot[] =>
    typeof value === "object" && value !== null ? [{ path, value, known, elsewhere }] : [];
  return [
    ...spot([], fields, top, inner),
    ...BLOCKS.flatMap(([name, schema]) => spot([name], fields[name], keysOf(schema), top)),
    ...spot(["agent"], fields.agent, agentKeys),
    ...(fields.agents ?? []).flatMap((agent, index) => spot(["agents", index], agent, agentKeys)),
    ...(fields.task_types ?? []).flatMap((type, index) => [
      ...spot(["task_types", index], type, keysOf(taskTypeSchema)),
      ...type.strategies.flatMap((strategy, at) =>
        spot(["task_types", index, "strategies", at], strategy, keysOf(strategySchema)),
      ),
    ]),
  ];
}

/** A field that nothing reads: most often a slip of the pen. */
export interface Stranger {
  readonly key: string;
  readonly spot: Spot;
}

export function strangersIn(fields: ConfigFile): readonly Stranger[] {
  return spots(fields).flatMap((spot) =>
    Object.keys(spot.value)
      .filter((key) => !spot.known.includes(key) && !(spot.path.length === 0 && LET_THROUGH.includes(key)))
      .map((key) => ({ key, spot })),
  );
}
