/** GitHub's own example payloads, and the laying of real values over them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export type Payload = Record<string, unknown>;

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

let loaded: readonly Examples[] | undefined;

function all(): readonly Examples[] {
  if (loaded === undefined) {
    const file = createRequire(import.meta.url).resolve("@octokit/webhooks-examples");
    loaded = JSON.parse(readFileSync(file, "utf8"));
  }
  return loaded ?? [];
}

/** The newest example of an event: the last is the one that the schemas describe. Accounts that are not ours are left out. */
export function example(name: string, action?: string): Payload {
  const list = all().find((one) => one.name === name)?.examples ?? [];
  const found = list.filter((one) => action === undefined || one.action === action).at(-1);
  if (found === undefined) throw new Error(`no example of ${name} ${action ?? ""}`);
  const { organization: _, installation: __, ...payload } = found;
  return payload;
}

function isRecord(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the example has, with the real thing's values: webhooks show fewer fields than the API does. */
export function overlay(shape: unknown, real: unknown): unknown {
  if (real === undefined) return shape;
  if (!isRecord(shape) || !isRecord(real)) return real;
  return Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, overlay(value, real[key])]));
}
