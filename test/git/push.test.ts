import { describe, expect, test } from "vitest";
import { classifyFetch, tidyLine } from "../../src/git/fetch.ts";
import { classifyPush, type PushVerdict } from "../../src/git/push.ts";
import type { GitAnswer } from "../../src/git/run.ts";

const OURS = "342f33bb85863d8a9ff70c01e5350bf8c0641cda";
const OTHER = "8d92d5d7f3cfaeb0a382b64e113cb132b70268d6";
const OLD = "bdc030458f0a70b4364dad1deb4cc1ed8bd008a0";
const URL_ = "http://127.0.0.1:40917/r.git";

function said(code: number | null, stdout: string, stderr: string, timedOut = false): GitAnswer {
  return { code, stdout, stderr, timedOut };
}

/** What `--porcelain` prints about our ref. */
function line(flag: string, summary: string): string {
  return `To ${URL_}\n${flag}\t${OURS}:refs/heads/main\t${summary}\nDone\n`;
}

const FAILED = `error: failed to push some refs to '${URL_}'\n`;
const HUNG_UP =
  "send-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly\n";

/** Recorded from git 2.39 against `git http-backend`, the GH… ones from GitHub. */
const RECORDED: readonly (readonly [string, GitAnswer, Partial<PushVerdict>])[] = [
  ["landed", said(0, line(" ", "bdc0304..342f33b"), ""), { kind: "landed" }],
  ["a new branch", said(0, line("*", "[new branch]"), ""), { kind: "landed" }],
  ["already there", said(0, line("=", "[up to date]"), ""), { kind: "landed" }],
  ["the lease is stale", said(1, line("!", "[rejected] (stale info)"), FAILED), { kind: "lost_race", sent: false }],
  ["not fetched", said(1, line("!", "[rejected] (fetch first)"), FAILED), { kind: "lost_race", sent: false }],
  [
    "the race was lost in the server",
    said(
      1,
      line("!", "[remote rejected] (failed to update ref)"),
      `remote: error: cannot lock ref 'refs/heads/main': is at ${OTHER} but expected ${OLD}        \n${FAILED}`,
    ),
    { kind: "lost_race", sent: true },
  ],
  [
    "the same, as newer servers say it",
    said(
      1,
      line("!", `[remote rejected] (cannot lock ref 'refs/heads/main': is at ${OTHER} but expected ${OLD})`),
      FAILED,
    ),
    { kind: "lost_race", sent: true },
  ],
  [
    "it landed, and curl sent it again",
    said(
      1,
      line("!", "[remote rejected] (failed to update ref)"),
      `remote: error: cannot lock ref 'refs/heads/main': is at ${OURS} but expected ${OLD}        \n${FAILED}`,
    ),
    { kind: "ambiguous" },
  ],
  [
    "somebody's lock file",
    said(
      1,
      line("!", "[remote rejected] (failed to update ref)"),
      `remote: error: cannot lock ref 'refs/heads/main': Unable to create '/srv/r.git/./refs/heads/main.lock': File exists.\n${FAILED}`,
    ),
    { kind: "lost_race", sent: true },
  ],
  [
    "the branch went in between",
    said(
      1,
      line("!", "[remote rejected] (failed to update ref)"),
      `remote: error: cannot lock ref 'refs/heads/main': unable to resolve reference 'refs/heads/main'        \n${FAILED}`,
    ),
    { kind: "vanished" },
  ],
  ["no report", said(1, line("!", "[remote failure] (remote failed to report status)"), FAILED), { kind: "ambiguous" }],
  [
    "the connection broke",
    said(1, "Done\n", `error: RPC failed; curl 56 Recv failure: Connection reset by peer\n${HUNG_UP}`),
    { kind: "ambiguous", reason: "RPC failed; curl 56 Recv failure: Connection reset by peer" },
  ],
  ...["500", "502", "503", "429"].map(
    (status) =>
      [
        `HTTP ${status} on the push itself`,
        said(
          1,
          "Done\n",
          `error: RPC failed; HTTP ${status} curl 22 The requested URL returned error: ${status}\n${HUNG_UP}`,
        ),
        { kind: "ambiguous" },
      ] as const,
  ),
  [
    "HTTP 403 on the push itself",
    said(1, "Done\n", `error: RPC failed; HTTP 403 curl 22 The requested URL returned error: 403\n${HUNG_UP}`),
    { kind: "read_only" },
  ],
  [
    "HTTP 401 on the push itself",
    said(1, "Done\n", `error: RPC failed; HTTP 401 curl 22 The requested URL returned error: 401\n${HUNG_UP}`),
    { kind: "unauthorised" },
  ],
  [
    "HTTP 413 on the push itself",
    said(1, "Done\n", `error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413\n${HUNG_UP}`),
    { kind: "broken" },
  ],
  ["the server's transaction hook says no", said(1, "Done\n", HUNG_UP), { kind: "ambiguous" }],
  ["git took too long", said(null, "", "", true), { kind: "ambiguous" }],
  ["git is missing", said(127, "", "git was not found on the PATH"), { kind: "broken" }],
  [
    "a protected branch",
    said(
      1,
      line("!", "[remote rejected] (protected branch hook declined)"),
      "remote: error: GH006: Protected branch update failed for refs/heads/main.        \n" +
        `remote: error: Changes must be made through a pull request.        \n${FAILED}`,
    ),
    {
      kind: "refused",
      reason:
        "protected branch hook declined: GH006: Protected branch update failed for refs/heads/main. Changes must be made through a pull request.",
    },
  ],
  [
    "a ruleset",
    said(
      1,
      line("!", "[remote rejected] (push declined due to repository rule violations)"),
      `remote: error: GH013: Repository rule violations found for refs/heads/main.        \n${FAILED}`,
    ),
    { kind: "refused" },
  ],
  ["a hook", said(1, line("!", "[remote rejected] (pre-receive hook declined)"), FAILED), { kind: "refused" }],
  ["an update hook", said(1, line("!", "[remote rejected] (hook declined)"), FAILED), { kind: "refused" }],
  [
    "a checked out branch",
    said(1, line("!", "[remote rejected] (branch is currently checked out)"), FAILED),
    { kind: "refused" },
  ],
  [
    "a shallow clone",
    said(1, line("!", "[remote rejected] (shallow update not allowed)"), FAILED),
    { kind: "refused" },
  ],
  [
    "something nobody knows",
    said(1, line("!", "[remote rejected] (because)"), FAILED),
    { kind: "refused", reason: "because" },
  ],
  [
    "too large",
    said(
      1,
      line("!", "[remote rejected] (unpacker error)"),
      `remote: fatal: pack exceeds maximum allowed size        \nerror: remote unpack failed: unpack-objects abnormal exit\n${FAILED}`,
    ),
    { kind: "broken", reason: "pack exceeds maximum allowed size" },
  ],
  [
    "a limit that is told as a refusal",
    said(
      128,
      "",
      `remote: You have exceeded a secondary rate limit. Please wait a few minutes before you try again.\nfatal: unable to access '${URL_}/': The requested URL returned error: 403\n`,
    ),
    { kind: "unreachable", passing: true },
  ],
  [
    "a read-only token",
    said(
      128,
      "",
      `remote: Write access to repository not granted.\nfatal: unable to access '${URL_}/': The requested URL returned error: 403\n`,
    ),
    { kind: "read_only" },
  ],
  ["a wrong token", said(128, "", `fatal: Authentication failed for '${URL_}/'\n`), { kind: "unauthorised" }],
  [
    "no token",
    said(128, "", "fatal: could not read Username for 'http://127.0.0.1:40917': terminal prompts disabled\n"),
    { kind: "unauthorised" },
  ],
  ["no such repository", said(128, "", `fatal: repository '${URL_}/' not found\n`), { kind: "unauthorised" }],
  [
    "ssh without a key",
    said(128, "", "git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.\n"),
    { kind: "unauthorised" },
  ],
  [
    "a server that is not well at the first look",
    said(128, "", `fatal: unable to access '${URL_}/': The requested URL returned error: 503\n`),
    { kind: "unreachable", passing: true },
  ],
  [
    "nobody listens",
    said(
      128,
      "",
      `fatal: unable to access '${URL_}/': Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server\n`,
    ),
    { kind: "unreachable", passing: false },
  ],
  [
    "no such host",
    said(128, "", "fatal: unable to access 'http://nohost.invalid/x.git/': Could not resolve host: nohost.invalid\n"),
    { kind: "unreachable", passing: false },
  ],
  [
    "no such path",
    said(
      128,
      "",
      "fatal: '/nowhere/x.git' does not appear to be a git repository\nfatal: Could not read from remote repository.\n",
    ),
    { kind: "unreachable", passing: false },
  ],
];

describe("what git says to a push", () => {
  test.each(RECORDED)("%s", (_, answer, verdict) => {
    expect(classifyPush(answer, OURS)).toMatchObject(verdict);
  });

  test("a refusal names the setting to change", () => {
    const settings = RECORDED.map(([, answer]) => classifyPush(answer, OURS)).flatMap((verdict) =>
      verdict.kind === "refused" ? [verdict.setting] : [],
    );
    expect(settings).toHaveLength(7);
    for (const setting of settings) expect(setting).toMatch(/state_branch|receive\.denyCurrentBranch|fetch-depth/);
  });

  test("neither secrets nor control characters of a server reach people", () => {
    const nasty = "remote: error: \u001b[31mno\u202e https://x-access-token:s3cret@example.org/a.git\u0007\n";
    const verdict = classifyPush(said(1, line("!", "[remote rejected] (hook declined)"), nasty), OURS);
    expect(verdict).toMatchObject({ kind: "refused", reason: "hook declined: [31mno https://example.org/a.git" });
    expect(tidyLine(`a ${"//x".repeat(100_000)}`)).toHaveLength(300);
  });
});

describe("what git says to a fetch", () => {
  const LOCKED = `error: cannot lock ref 'refs/ltpm/remote/main': is at ${OTHER} but expected ${OLD}\n`;
  test.each([
    ["done", said(0, "", ""), { kind: "fetched" }],
    ["no such branch", said(128, "", "fatal: couldn't find remote ref refs/heads/main\n"), { kind: "no_branch" }],
    ["another process fetches too", said(1, "", LOCKED), { kind: "busy" }],
    [
      "a broken answer",
      said(
        128,
        "",
        "error: RPC failed; HTTP 503 curl 22 The requested URL returned error: 503\nfatal: expected flush after ref listing\n",
      ),
      { kind: "unreachable", passing: true },
    ],
    [
      "a broken connection",
      said(
        128,
        "",
        "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: expected flush after ref listing\n",
      ),
      { kind: "unreachable", passing: true },
    ],
    ["too slow", said(null, "", "", true), { kind: "unreachable", passing: false }],
    ["a damaged pack", said(128, "", "fatal: index-pack failed\n"), { kind: "broken", reason: "index-pack failed" }],
  ] as const)("%s", (_, answer, verdict) => {
    expect(classifyFetch(answer)).toMatchObject(verdict);
  });
});
