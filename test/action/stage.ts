/** What a runner sets up for one run: a payload's file, the files for outputs and summary, the environment. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "ltpm-action-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A directory of its own for one test. */
export function directory(): string {
  return mkdtempSync(join(scratch, "run-"));
}

export type Variables = Record<string, string | undefined>;

/** The environment of a run for `event`. `payload` as text is written as it is. */
export function environment(event: string, payload: unknown, more: Variables = {}): Variables {
  const dir = directory();
  const path = join(dir, "event.json");
  writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return {
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: "Codertocat/Hello-World",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKSPACE: dir,
    RUNNER_TEMP: dir,
    INPUT_TOKEN: "ghs_0123456789abcdefghijklmnop",
    ...more,
  };
}

export type Payload = Record<string, unknown>;

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

let known: readonly Examples[] | undefined;

/** GitHub's own examples of an event's payloads. */
export function examples(event: string): readonly Payload[] {
  const path = createRequire(import.meta.url).resolve("@octokit/webhooks-examples");
  known ??= JSON.parse(readFileSync(path, "utf8")) as readonly Examples[];
  const found = known.find(({ name }) => name === event)?.examples ?? [];
  if (found.length === 0) throw new Error(`no examples of ${event}`);
  return found;
}

/** GitHub's example of an event and its action, changed in some fields: `{ "comment.body": "retry T-02" }`. */
export function example(
  event: string,
  action: string | undefined,
  changes: Readonly<Record<string, unknown>> = {},
): Payload {
  const found = examples(event).find((payload) => payload.action === action);
  if (found === undefined) throw new Error(`no example of ${event} ${action}`);
  const copy = structuredClone(found);
  for (const [path, value] of Object.entries(changes)) put(copy, path.split("."), value);
  return copy;
}

function put(into: Payload, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const next = into[first];
  const inner: Payload = typeof next === "object" && next !== null ? (next as Payload) : {};
  into[first] = inner;
  put(inner, rest, value);
}
