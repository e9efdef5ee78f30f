/** `.ltpm/config.json`: text to checked fields. What is needed only to explain a fault is loaded only then. */
import { shapeOf, strangersIn, type Trouble } from "./config-shape.ts";
import type { NamedText } from "./fault.ts";
import type { ConfigFile } from "./schema.ts";

export interface CheckedConfig {
  readonly fields: ConfigFile;
  readonly warnings: readonly string[];
  /** The place of `task_runner.dir`, for a fault that only shows together with the environment or another field. */
  readonly dirPlace: string;
}

const explain = () => import("./in-the-file.ts");

/** Keys that may be forbidden, also when written with escapes: only then the tree is searched for them. */
const SUSPICIOUS = /proto|constructor|\\u/;

async function parse(source: NamedText): Promise<unknown> {
  try {
    return JSON.parse(source.text);
  } catch {
    throw (await explain()).syntaxFault(source);
  }
}

async function dirPlace(source: NamedText, { task_runner }: ConfigFile): Promise<string> {
  const outside = task_runner?.dir !== undefined && /^[~/]|\.\./.test(task_runner.dir);
  return outside ? (await explain()).placeOf(source, ["task_runner", "dir"]) : source.path;
}

/** Checks the file's text. Throws `ConfigFault` for the first fault; unknown fields are only warned of. */
export async function checkConfig(named: NamedText): Promise<CheckedConfig> {
  const source = { path: named.path, text: named.text.replace(/^\ufeff/, "") };
  const raw = await parse(source);
  const forbidden: Trouble | null = SUSPICIOUS.test(source.text) ? (await explain()).forbiddenIn(raw) : null;
  const shape = forbidden ?? shapeOf(raw);
  if (!("fields" in shape)) throw (await explain()).faultAt(source, shape);
  const strangers = strangersIn(shape.fields);
  const warnings: string[] = [];
  for (const stranger of strangers) warnings.push((await explain()).strangerWarning(source, stranger));
  return { fields: shape.fields, warnings, dirPlace: await dirPlace(source, shape.fields) };
}
