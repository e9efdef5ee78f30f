/** Finds JSON in what a program printed, among warnings and progress before, between and behind it. */
import type { FieldPath } from "./preset.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined. Looks at own fields only. */
export function fieldAt(value: unknown, path: FieldPath): unknown {
  let at: unknown = value;
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a list of messages the last one that is a result, else the value itself when it is an object. */
function asObject(value: unknown): JsonObject | null {
  if (isObject(value)) return value;
  if (!Array.isArray(value)) return null;
  const objects = value.filter(isObject);
  return objects.findLast((item) => item.type === "result") ?? objects.at(-1) ?? null;
}

/** How many places are tried as the beginning of an object: each try may read the whole text. */
const MOST_TRIES = 40;

/** The last JSON object in a text: alone, on the last line that is one, or from a line that begins with a brace. */
export function lastObject(text: string): JsonObject | null {
  const whole = asObject(tryParse(text.trim()));
  if (whole !== null) return whole;
  const lines = text.split("\n");
  let tries = 0;
  for (let i = lines.length - 1; i >= 0 && tries < MOST_TRIES; i--) {
    // Indented braces belong to an object that began further up.
    const line = lines[i] ?? "";
    if (!/^[[{]/.test(line)) continue;
    tries += 1;
    const found = asObject(tryParse(line)) ?? asObject(tryParse(upToClosing(lines.slice(i))));
    if (found !== null) return found;
  }
  return null;
}

/** Lines up to the last one that ends an object, so that words behind it do no harm. */
function upToClosing(lines: readonly string[]): string {
  const end = lines.findLastIndex((line) => /[\]}]\s*$/.test(line));
  return lines.slice(0, end + 1).join("\n");
}

/** Every line that is a JSON object, in order. */
export function objectLines(text: string): JsonObject[] {
  const found: JsonObject[] = [];
  for (const line of text.split("\n")) {
    if (!line.trimStart().startsWith("{")) continue;
    const value = tryParse(line);
    if (isObject(value)) found.push(value);
  }
  return found;
}
