/** Asking another repository: fetching one branch into a hidden ref, and what git's answers mean. */
import { type GitAnswer, git } from "./run.ts";

/** How to reach the other repository. */
export interface Connection {
  /** The work tree's root; relative addresses count from there. */
  readonly cwd: string;
  /** The name of a configured remote, or an address. */
  readonly remote: string;
  /** Milliseconds for one call. */
  readonly timeout: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The other side was not reached, or does not let us in. `reason` is one line for people. */
export type Trouble =
  /** `passing`: worth another try at once (the server is busy, a connection broke). */
  | { readonly kind: "unreachable"; readonly reason: string; readonly passing: boolean }
  | { readonly kind: "unauthorised"; readonly reason: string }
  | { readonly kind: "read_only"; readonly reason: string };

export type FetchVerdict =
  | { readonly kind: "fetched" }
  | { readonly kind: "no_branch" }
  /** Another process of this clone is writing the same ref: try again. */
  | { readonly kind: "busy" }
  | { readonly kind: "broken"; readonly reason: string }
  | Trouble;

/** Settings under which we talk: no hooks, no housekeeping, nothing but the branch, and a stalled connection ends. */
export function networkSettings(timeout: number): string[] {
  const settings = [
    "core.hooksPath=/dev/null",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.version=2",
    "submodule.recurse=false",
    "fetch.writeCommitGraph=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "push.recurseSubmodules=no",
    "push.negotiate=false",
    "http.lowSpeedLimit=1",
    // Later than our own limit, which says what happened; this one ends the helper process that git started.
    `http.lowSpeedTime=${Math.ceil(timeout / 1000) + 2}`,
  ];
  return settings.flatMap((setting) => ["-c", setting]);
}

/** Runs a git command that talks to `connection`. Answers after its time limit even where a helper process lives on. */
export async function askRemote(args: readonly string[], connection: Connection): Promise<GitAnswer> {
  const { cwd, env, timeout } = connection;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<GitAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ code: null, stdout: "", stderr: "", timedOut: true }), timeout + 250);
  });
  const asked = git([...networkSettings(timeout), ...args], { cwd, timeout, ...(env === undefined ? {} : { env }) });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What git said, for people: its last line that says something, without secrets and control characters. */
export function lastWords(answer: GitAnswer): string {
  if (answer.timedOut) return "no answer within the time limit";
  const said = `${answer.stderr}\n${answer.stdout}`.split("\n").map((line) => tidyLine(line));
  const telling = said.filter((line) => /^(fatal|error|remote|ssh|ERROR)\b/.test(line) && !/^remote:?$/.test(line));
  const pick =
    telling.find((line) => /^(fatal|ERROR)\b/.test(line)) ?? telling.at(-1) ?? said.find((line) => line !== "");
  return pick?.replace(/^(fatal|error): /, "") ?? `git ended with ${answer.code ?? "a signal"}`;
}

/** One line without control characters and without credentials in addresses, at most 300 characters. */
export function tidyLine(text: string): string {
  const plain = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").replace(/\/\/[^/\s@']{1,500}@/g, "//");
  return plain.trim().slice(0, 300);
}

const NO_ENTRY =
  /could not read (Username|Password)|Authentication failed|Invalid username or password|Permission denied \(|Host key verification failed|Access denied|returned error: 401|HTTP 401/i;
const READ_ONLY =
  /returned error: 403|HTTP 403|Write access to repository not granted|Permission to \S+ denied|marked as read only|read-only/i;
const NOT_FOUND = /repository '[^'\n]*' not found|Repository not found|returned error: 404|HTTP 404/i;
/** A limit is told with the status of a refusal. */
const LIMITED = /rate limit|too many requests|abuse detection/i;
const BUSY_SERVER = /(returned error:|HTTP) (5\d\d|408|429)/;
const BROKEN_LINE =
  /RPC failed|Connection reset|Connection timed out|Operation timed out|Operation too slow|Empty reply|early EOF|hung up unexpectedly|expected flush|unexpected disconnect|GnuTLS recv error|SSL_read|bad line length/i;
const NO_WAY =
  /Could not resolve|Couldn't connect|Failed to connect|Connection refused|No route to host|Network is unreachable|unable to access|Could not read from remote repository|does not appear to be a git repository|strange (host|path)name|transport '\w+' not allowed/i;

/** What is wrong with the way to the other side; null when the answer speaks of something else. */
export function connectionTrouble(answer: GitAnswer): Trouble | null {
  const { stderr } = answer;
  const reason = lastWords(answer);
  if (answer.timedOut) return { kind: "unreachable", reason, passing: false };
  if (LIMITED.test(stderr)) return { kind: "unreachable", reason, passing: true };
  if (NO_ENTRY.test(stderr)) return { kind: "unauthorised", reason };
  if (READ_ONLY.test(stderr)) return { kind: "read_only", reason };
  if (NOT_FOUND.test(stderr)) return { kind: "unauthorised", reason };
  if (BUSY_SERVER.test(stderr)) return { kind: "unreachable", reason, passing: true };
  if (NO_WAY.test(stderr)) return { kind: "unreachable", reason, passing: false };
  if (BROKEN_LINE.test(stderr)) return { kind: "unreachable", reason, passing: true };
  return null;
}

/** What came of a fetch. */
export function classifyFetch(answer: GitAnswer): FetchVerdict {
  if (answer.code === 0) return { kind: "fetched" };
  if (/couldn't find remote ref|Couldn't find remote ref/.test(answer.stderr)) return { kind: "no_branch" };
  if (/cannot lock ref|unable to update local ref|\.lock': File exists/.test(answer.stderr)) return { kind: "busy" };
  const reason = lastWords(answer);
  return answer.code === 127 ? { kind: "broken", reason } : (connectionTrouble(answer) ?? { kind: "broken", reason });
}

/** Fetches one branch into `ref`, whatever stood there; no tags, no FETCH_HEAD, no housekeeping. */
export async function fetchBranch(connection: Connection, branch: string, ref: string): Promise<FetchVerdict> {
  const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];
  const spec = `+refs/heads/${branch}:${ref}`;
  const args = ["fetch", ...quiet, "--refmap=", "--end-of-options", connection.remote, spec];
  return classifyFetch(await askRemote(args, connection));
}

/** The other side's default branch; null when it has none (no commits yet) or does not tell. */
export async function defaultBranch(connection: Connection): Promise<{ readonly branch: string | null } | Trouble> {
  const args = ["ls-remote", "--symref", "--end-of-options", connection.remote, "HEAD"];
  const answer = await askRemote(args, connection);
  if (answer.code !== 0) {
    const unknown = { kind: "unreachable", reason: lastWords(answer), passing: false } as const;
    return connectionTrouble(answer) ?? unknown;
  }
  return { branch: /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answer.stdout)?.[1] ?? null };
}
