/**
 * Reads what jobs left that ran strangers' code. Every byte of it may be forged: the names come from us, nothing is
 * followed out of the folder, sizes and depth are bounded, and only what a record has to say for itself is taken over.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { redact } from "../../host/redact.ts";
import { type AttemptRecord, attemptRecordSchema, checkOutcomeSchema } from "../../verify/attempt-record.ts";
import { knownFields } from "../command/result-file.ts";
import { parseStrangersJson, Refused, readBounded } from "../command/strangers-file.ts";
import { artifactName, BUNDLE_FILE, OUTCOMES_FILE, RECORD_FILE, verifiedName } from "./names.ts";

/** What an attempt's artifact says. */
export type ArtifactRead =
  | { readonly kind: "whole"; readonly claim: Claim; readonly bundle: string | null }
  /** Nothing there, or not all: the job ended before it was done. */
  | { readonly kind: "absent"; readonly why: string }
  /** There, but made by nobody who follows our rules. */
  | { readonly kind: "refused"; readonly why: string };

/** What an attempt says about itself; `base` and `commit` are looked at again, the rest is its word. */
export type Claim = Omit<AttemptRecord, "changed" | "checks" | "kept" | "branch" | "onto">;

/** What a verification says. */
export const outcomesSchema = v.object({
  token: v.string(),
  /** The commit whose tree was checked; null when the attempt left none. */
  commit: v.nullable(v.string()),
  outcomes: v.pipe(v.array(checkOutcomeSchema), v.maxLength(200)),
});
export type Outcomes = v.InferOutput<typeof outcomesSchema>;

const LARGEST_RECORD = 4_194_304;
const LARGEST_OUTCOMES = 2_097_152;
/** GitHub takes no larger push anyhow. */
export const LARGEST_BUNDLE = 1_073_741_824;
const DEEPEST = 32;
const LONGEST_OUTPUT = 8_000;
const LONGEST_TEXT = 100_000;
const MOST_NOTES = 20;

/** The folder of an artifact; null when there is none. Throws `Refused` for a link or a file in its place. */
/**
 * The folder of one artifact; null: there is none. Where a run left only one, `actions/download-artifact` puts its files into the
 * folder for all of them; it is ours when `file` there carries our token, else it is that of another attempt.
 */
function folderOf(artifacts: string, name: string, file: string, token: string): string | null {
  const folder = join(artifacts, name);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return isTokenOf(join(artifacts, file), token) ? artifacts : null;
  if (!stats.isDirectory()) throw new Refused(`the artifact ${name} is no folder`);
  return folder;
}

function isTokenOf(file: string, token: string): boolean {
  try {
    const value = parseStrangersJson(readBounded(file, LARGEST_RECORD) ?? "", DEEPEST);
    return typeof value === "object" && value !== null && "token" in value && value.token === token;
  } catch {
    return false;
  }
}

function parsed<S extends v.GenericSchema>(schema: S, text: string, file: string): v.InferOutput<S> {
  const inFile = (why: string) => new Refused(`${file} cannot be used: ${why}`);
  let value: unknown;
  try {
    value = parseStrangersJson(text, DEEPEST);
  } catch (error) {
    throw inFile(error instanceof Refused ? error.message : "it is not JSON");
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [first] = result.issues;
  throw inFile(`${first.path?.map((part) => String(part.key)).join(".") ?? "the file"}: ${first.message}`);
}

/** Takes secrets out of all texts, and the middle out of none: what is too long ends. */
function cleaned<T>(value: T): T {
  const clean = (part: unknown): unknown => {
    if (typeof part === "string") return redact(part.slice(0, LONGEST_TEXT));
    if (Array.isArray(part)) return part.slice(0, 200).map(clean);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, clean(inner)]));
  };
  // The same shape: strings stay strings, lists lists.
  return clean(value) as T;
}

/** How it ended; a fault's code goes into the state and into conditions, so it is a word. */
function exitOf(exit: AttemptRecord["exit"]): AttemptRecord["exit"] {
  if (exit.fault === undefined || /^[a-z_]{1,40}$/.test(exit.fault.code)) return exit;
  return { ...exit, fault: { ...exit.fault, code: "attempt_fault" } };
}

function claimOf(record: AttemptRecord): Claim {
  const { token, ended_at, exit, agent, result, result_problem, output, commit, base, notes } = record;
  return cleaned({
    ...{ token, ended_at, exit: exitOf(exit), output: output.slice(-LONGEST_OUTPUT) },
    ...(agent === undefined ? {} : { agent }),
    ...(result === undefined ? {} : { result: knownFields(result) }),
    ...(result_problem === undefined ? {} : { result_problem }),
    ...(commit === undefined ? {} : { commit }),
    ...(base === undefined ? {} : { base }),
    ...(notes === undefined ? {} : { notes: notes.slice(0, MOST_NOTES) }),
  });
}

function bundleIn(folder: string): string | null {
  const path = join(folder, BUNDLE_FILE);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isFile()) throw new Refused(`${BUNDLE_FILE} is no regular file`);
  if (stats.size > LARGEST_BUNDLE) throw new Refused(`${BUNDLE_FILE} is larger than ${LARGEST_BUNDLE} bytes`);
  return path;
}

/** Reads the artifact of an attempt below the folder `artifacts`. Never throws. */
export function readArtifact(artifacts: string, token: string): ArtifactRead {
  try {
    const folder = folderOf(artifacts, artifactName(token), RECORD_FILE, token);
    if (folder === null) return { kind: "absent", why: "its job left no result" };
    const text = readBounded(join(folder, RECORD_FILE), LARGEST_RECORD);
    if (text === null) return { kind: "absent", why: "its job ended before its result was written" };
    const record = parsed(attemptRecordSchema, text, RECORD_FILE);
    if (record.token !== token) throw new Refused(`${RECORD_FILE} carries the token of another attempt`);
    const bundle = bundleIn(folder);
    if (bundle === null && record.commit !== undefined) {
      return { kind: "absent", why: "its job ended before its work was handed over" };
    }
    if (bundle !== null && record.commit === undefined)
      throw new Refused("it holds work that its record does not name");
    return { kind: "whole", claim: claimOf(record), bundle };
  } catch (error) {
    return { kind: "refused", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The outcomes of the checks that ran in the job `verify`, or why there are none, in words for the middle of a sentence. */
export function readOutcomes(artifacts: string, token: string, commit: string | null): Outcomes | string {
  try {
    const folder = folderOf(artifacts, verifiedName(token), OUTCOMES_FILE, token);
    const text = folder === null ? null : readBounded(join(folder, OUTCOMES_FILE), LARGEST_OUTCOMES);
    if (text === null) return "the job that was to run it left no outcome";
    const found = parsed(outcomesSchema, text, OUTCOMES_FILE);
    if (found.token !== token) return "its outcome carries the token of another attempt";
    if (found.commit !== commit) return "its outcome is about another commit";
    return cleaned(found);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
