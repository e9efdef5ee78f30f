/**
 * What verification has against a task that a person ticked: its own checks, as far as they only look at files. They run on copies
 * of the files as they are on the default branch; nothing of them is executed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CheckContext } from "../executors/checks/check-context.ts";
import { runChecks } from "../executors/checks/run-checks.ts";
import { USUAL_LIMITS } from "../executors/command/job.ts";
import { type Asked, bytesOfSeen, FOLDER, hasRoom, lookAtPaths } from "../github/documents.ts";
import { HEARD_WORDS } from "../messages/story.ts";
import type { Task } from "../queue/schema.ts";
import { parseAccept } from "../verify/accept.ts";
import type { Check } from "../verify/check.ts";
import type { ActionProject } from "./project.ts";

type Looking = Extract<Check, { kind: "file" | "contains" | "json" }>;
type Place = Pick<ActionProject, "client" | "repo" | "home" | "voice">;

/** Paths in one request. */
const AT_ONCE = 100;
/** What is larger is not fetched to be looked at (bytes). */
const LARGEST = 20_000_000;

/** One sentence for each task, by its label, whose checks do not pass. Rejects with `GitHubError`. */
export async function objectionsTo(place: Place, tasks: readonly Task[]): Promise<Map<string, string>> {
  const wanted = tasks.map((task) => ({ task, checks: looking(task) })).filter(({ checks }) => checks.length > 0);
  const objections = new Map<string, string>();
  const words = HEARD_WORDS[place.voice.words.language];
  if (wanted.length === 0) return objections;
  const paths = [...new Set(wanted.flatMap(({ checks }) => checks.flatMap(pathsOf)))];
  const seen = await lookAll(place, paths);
  const root = mkdtempSync(join(tmpdir(), "ltpm-looked-at-"));
  try {
    await copyInto(root, place, paths, seen);
    for (const { task, checks } of wanted) {
      const able = checks.filter((check) => pathsOf(check).every((path) => canTell(path, seen)));
      const outcomes = await runChecks(able, contextIn(root, place));
      const failed = outcomes.find(({ ok }) => !ok);
      if (failed !== undefined) objections.set(task.id, words.failedCheck(failed.check, failed.detail));
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return objections;
}

function looking({ acceptance = [] }: Task): Looking[] {
  return acceptance.flatMap((spec): Looking[] => {
    const accepted = parseAccept(spec);
    if (accepted.kind === "wrong") return [];
    const { check } = accepted;
    return check.kind === "file" || check.kind === "contains" || check.kind === "json" ? [check] : [];
  });
}

function pathsOf(check: Looking): string[] {
  return check.kind === "json" ? [check.path, check.schema] : [check.path];
}

async function lookAll({ client, repo, home }: Place, paths: readonly string[]): Promise<Asked> {
  const seen: (readonly [string, Asked extends ReadonlyMap<string, infer S> ? S : never])[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const part = await lookAtPaths(client, repo, home.head, paths.slice(at, at + AT_ONCE));
    seen.push(...(part ?? []));
  }
  return new Map(seen);
}

/** Links and submodules lead to where nobody looks from here, and very large files are not fetched: nothing is said of them. */
function canTell(path: string, seen: Asked): boolean {
  const there = seen.get(path);
  if (there === undefined || !hasRoom(path, seen)) return false;
  if (there === null || there.mode === FOLDER) return true;
  return there.mode.startsWith("100") && (there.size ?? 0) <= LARGEST;
}

async function copyInto(root: string, { client, repo }: Place, paths: readonly string[], seen: Asked): Promise<void> {
  for (const path of paths) {
    const there = seen.get(path) ?? null;
    if (there === null || !canTell(path, seen)) continue;
    // Git keeps no empty folders.
    const file = there.mode === FOLDER ? join(root, path, ".ltpm-there") : join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, there.mode === FOLDER ? "there\n" : await bytesOfSeen(client, repo, there));
  }
}

function contextIn(root: string, { voice }: Place): CheckContext {
  const exit = { code: 0, signal: null, timed_out: false, cancelled: false };
  return {
    ...{ root, isolated: true, startedAt: 0, exit, output: "", instruction: "", changed: [], unmerged: [] },
    ...{ env: {}, token: "", stop: new AbortController().signal, redact: voice.hide },
    kept: async () => true,
    limits: { command_ms: 0, pattern_ms: USUAL_LIMITS.pattern_ms, grace_ms: 0 },
  };
}
