/** A check of a JSON file against a JSON Schema file. The validator is loaded only here. */
import type { Check } from "../../verify/check.ts";
import { broken, type CheckContext, failed, passed, type Verdict } from "./check-context.ts";
import { type Found, findFile, readBeginning } from "./confined-file.ts";
import { TookTooLong, withinTime } from "./time-bound.ts";

const LARGEST = 5_242_880;

/** A validated function and, after a call, what it found. */
interface Validator {
  (value: unknown): unknown;
  errors?: readonly { instancePath: string; message?: string }[] | null;
}

function isRegular(found: Found): found is Extract<Found, { kind: "there" }> {
  return found.kind === "there" && found.stats.isFile();
}

function problemOf(found: Found): string {
  if (found.kind === "wrong") return found.problem;
  if (found.kind === "missing") return `there is no file ${found.path}`;
  return `${found.path} is no regular file`;
}

/** Reads a JSON file of the tree; a string is what is wrong with it. */
function readJson(root: string, path: string): { readonly value: unknown } | string {
  const found = findFile(root, path);
  if (!isRegular(found)) return problemOf(found);
  if (found.stats.size > LARGEST) return `${found.path} is larger than ${LARGEST} bytes`;
  try {
    return { value: JSON.parse(readBeginning(found.absolute, LARGEST).replace(/^\ufeff/, "")) };
  } catch (error) {
    return `${found.path} is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The validator for the draft that the schema names; newer drafts read older schemas alike but for rare words. */
async function compile(schema: unknown): Promise<Validator> {
  const draft = typeof schema === "object" && schema !== null && "$schema" in schema ? String(schema.$schema) : "";
  const options = { strict: false, validateFormats: false, logger: false } as const;
  if (draft.includes("2020-12")) {
    const { Ajv2020 } = await import("ajv/dist/2020.js");
    return new Ajv2020(options).compile(schema as object);
  }
  if (draft.includes("2019-09")) {
    const { Ajv2019 } = await import("ajv/dist/2019.js");
    return new Ajv2019(options).compile(schema as object);
  }
  const { Ajv } = await import("ajv");
  return new Ajv({ ...options, validateSchema: false }).compile(withoutDraft(schema) as object | boolean);
}

/** Drafts 4, 6 and 7 share one validator, which knows the last one's name only. */
function withoutDraft(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  return rest;
}

export async function checkJson(check: Extract<Check, { kind: "json" }>, context: CheckContext): Promise<Verdict> {
  const schema = readJson(context.schemaRoot ?? context.root, check.schema);
  if (typeof schema === "string") return broken(`the schema cannot be used: ${schema}`);
  const data = readJson(context.root, check.path);
  if (typeof data === "string") return failed(data);
  if (!(await context.kept(check.path))) return failed(`${check.path} is there, but git ignores it`);
  let validate: Validator;
  try {
    validate = await compile(schema.value);
  } catch (error) {
    return broken(
      `the schema ${check.schema} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    if (withinTime(context.limits.pattern_ms, () => validate(data.value) === true))
      return passed(`${check.path} is valid`);
  } catch (error) {
    if (error instanceof TookTooLong) return broken(`the schema ${check.schema} ${error.message} on ${check.path}`);
    throw error;
  }
  const first = validate.errors?.[0];
  return failed(`${check.path}${first?.instancePath ?? ""} ${first?.message ?? "is not valid"} (${check.schema})`);
}
