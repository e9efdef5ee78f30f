/** Moving one branch of another repository by compare-and-swap, and what git's answers mean. */
import { askRemote, type Connection, connectionTrouble, lastWords, type Trouble, tidyLine } from "./fetch.ts";
import type { GitAnswer } from "./run.ts";

export type PushVerdict =
  | { readonly kind: "landed" }
  /** The branch is not where we thought. `sent`: the server may have seen our commit before, so look for it. */
  | { readonly kind: "lost_race"; readonly sent: boolean }
  /** It landed, or it did not: fetch and look. */
  | { readonly kind: "ambiguous"; readonly reason: string }
  /** The server has it and does not want it. `setting` says what to change. */
  | { readonly kind: "refused"; readonly reason: string; readonly setting: string }
  /** The branch was deleted meanwhile. */
  | { readonly kind: "vanished" }
  /** The server could not take the objects. */
  | { readonly kind: "broken"; readonly reason: string }
  | Trouble;

const LOST_BEFORE = /stale info|fetch first|non-fast-forward|needs force|remote ref updated since checkout/;
const LOST_THERE =
  /failed to update ref|failed to lock|cannot lock ref|reference already exists|incorrect old value|reference conflict|fetch first/i;
const UNPACKING = /unpacker error|missing necessary objects|unpack failed|bad pack|index-pack/i;

const PROTECTED =
  "let LTPM push to this branch (a bypass for its token in the branch protection or ruleset), or set `state_branch` to a branch that is not protected";
const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/GH006|GH013|rule violations|protected branch/i, PROTECTED],
  [
    /GH001|exceeds GitHub's file size/i,
    "archive finished tasks (`ltpm archive`): a file is larger than the server takes",
  ],
  [/branch is currently checked out/, "push to a bare repository, or set `receive.denyCurrentBranch` there"],
  [/shallow update not allowed/, "fetch the whole history (`git fetch --unshallow`; in a workflow `fetch-depth: 0`)"],
  [/hook declined/, "ask who runs the server what its hook wants, or set `state_branch` to a branch that it accepts"],
];
const ANY_REFUSAL = "set `state_branch` to a branch that the server lets you push to";

interface RefLine {
  readonly flag: string;
  readonly summary: string;
}

/** The line of `--porcelain` about our one ref: `!<tab>from:to<tab>[rejected] (stale info)`. */
function refLine(stdout: string): RefLine | null {
  const found = /^([ +\-*!=])\t[^\t\n]*\t(.*)$/m.exec(stdout);
  return found?.[1] === undefined ? null : { flag: found[1], summary: found[2] ?? "" };
}

function rejected(summary: string, answer: GitAnswer, ours: string): PushVerdict {
  if (/^\[rejected\]/.test(summary) && LOST_BEFORE.test(summary)) return { kind: "lost_race", sent: false };
  if (/^\[remote failure\]/.test(summary)) return { kind: "ambiguous", reason: tidyLine(summary) };
  const said = `${summary}\n${answer.stderr}`;
  if (LOST_THERE.test(summary)) {
    if (/unable to resolve reference|reference does not exist/.test(said)) return { kind: "vanished" };
    // A connection that broke after the push makes curl send it again: the server then says that the branch is at OUR commit.
    if (said.includes(`is at ${ours}`)) return { kind: "ambiguous", reason: "the server saw this push twice" };
    return { kind: "lost_race", sent: true };
  }
  if (UNPACKING.test(summary)) return { kind: "broken", reason: unpackingWords(answer) };
  const setting = SETTINGS.find(([pattern]) => pattern.test(said))?.[1] ?? ANY_REFUSAL;
  return { kind: "refused", reason: refusalWords(summary, answer.stderr), setting };
}

function serverLines(stderr: string): string[] {
  const lines = stderr.split("\n").filter((line) => line.startsWith("remote:"));
  return lines
    .map((line) => tidyLine(line.replace(/^remote:\s*(error:|fatal:)?\s*/, "")))
    .filter((line) => line !== "");
}

function refusalWords(summary: string, stderr: string): string {
  const why = tidyLine(summary.slice(summary.indexOf("(") + 1, Math.max(summary.lastIndexOf(")"), 0) || undefined));
  const lines = serverLines(stderr).slice(0, 4);
  return lines.length === 0 ? why : `${why}: ${lines.join(" ")}`;
}

function unpackingWords(answer: GitAnswer): string {
  return serverLines(answer.stderr)[0] ?? lastWords(answer);
}

/** What came of `git push --porcelain` of the one commit `ours`. Pure; known by the strings that git really says. */
export function classifyPush(answer: GitAnswer, ours: string): PushVerdict {
  const line = refLine(answer.stdout);
  if (line !== null) return line.flag === "!" ? rejected(line.summary, answer, ours) : { kind: "landed" };
  const reason = lastWords(answer);
  if (answer.code === 127) return { kind: "broken", reason };
  if (/RPC failed; HTTP 413/.test(answer.stderr))
    return { kind: "broken", reason: "the server found it too large (HTTP 413)" };
  if (answer.timedOut) return { kind: "ambiguous", reason };
  // The request for the push itself broke or was answered by something in between: nobody knows what the server did.
  if (/RPC failed|unexpected disconnect|send-pack|hung up unexpectedly/.test(answer.stderr)) {
    const definite = /RPC failed; HTTP (401|403|404)\b/.test(answer.stderr) ? connectionTrouble(answer) : null;
    return definite ?? { kind: "ambiguous", reason: rpcWords(answer) };
  }
  return connectionTrouble(answer) ?? { kind: "ambiguous", reason };
}

function rpcWords(answer: GitAnswer): string {
  const line = answer.stderr.split("\n").find((one) => one.includes("RPC failed"));
  return line === undefined ? lastWords(answer) : tidyLine(line.replace(/^error: /, ""));
}

/**
 * Moves `branch` from `expected` to the commit `ours`, or not at all; `expected` "" means that it must not exist.
 * No hooks, no tags, no work tree.
 */
export async function pushCommit(
  connection: Connection,
  branch: string,
  ours: string,
  expected: string,
): Promise<PushVerdict> {
  const lease = `--force-with-lease=refs/heads/${branch}:${expected}`;
  const quiet = ["--porcelain", "--no-verify", "--no-signed", "--recurse-submodules=no"];
  const args = ["push", ...quiet, lease, "--end-of-options", connection.remote, `${ours}:refs/heads/${branch}`];
  return classifyPush(await askRemote(args, connection), ours);
}
