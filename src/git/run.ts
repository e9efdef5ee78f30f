/** The one place that starts git: argv only, a clean environment, no prompts, a time limit, bytes in and out. */
import { builtin } from "../host/builtin.ts";

export interface GitOptions {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until git is ended. Default 60,000; network calls give their own. */
  readonly timeout?: number;
  /** "latin1": what `gitSync` gives back holds one character for each byte. Default "utf8". */
  readonly encoding?: "utf8" | "latin1";
}

export interface GitAnswer {
  /** null: killed by a signal or the time limit. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Git refused, is missing or took too long. `answer` holds what it said. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly answer: GitAnswer;

  constructor(args: readonly string[], answer: GitAnswer) {
    const said = answer.stderr.trim() || answer.stdout.trim() || `exit ${answer.code}`;
    super(answer.timedOut ? `git ${args[0]} took too long and was ended` : `git ${args[0]} failed: ${said}`);
    this.answer = answer;
  }
}

/** Variables by which a surrounding git (a hook, a rebase) would redirect ours to another repository or index. */
const REDIRECTIONS = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_AUTHOR_NAME",
  "GIT_AUTHOR_EMAIL",
  "GIT_AUTHOR_DATE",
  "GIT_COMMITTER_DATE",
];

/** The environment for git: the process's own, without redirections, in the C locale (its words are read), no prompts. */
export function gitEnvironment(added: GitOptions["env"] = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of REDIRECTIONS) delete env[name];
  Object.assign(env, { LC_ALL: "C", LANGUAGE: "", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" });
  for (const [name, value] of Object.entries(added)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** Runs git and waits, for hot paths: no event loop, no promise. Returns whatever it answered. */
export function gitSync(args: readonly string[], options: GitOptions): GitAnswer {
  const ran = builtin("node:child_process").spawnSync("git", args, {
    cwd: options.cwd,
    env: gitEnvironment(options.env),
    ...(options.input === undefined ? {} : { input: options.input }),
    timeout: options.timeout ?? 60_000,
    maxBuffer: 1 << 30,
    encoding: options.encoding ?? "utf8",
    windowsHide: true,
  });
  if (ran.error !== undefined && ran.status === null && (ran.error as NodeJS.ErrnoException).code === "ENOENT") {
    return { code: 127, stdout: "", stderr: "git was not found on the PATH", timedOut: false };
  }
  const timedOut = ran.error !== undefined && (ran.error as NodeJS.ErrnoException).code === "ETIMEDOUT";
  return { code: ran.status, stdout: ran.stdout ?? "", stderr: ran.stderr ?? "", timedOut };
}

/** As `gitSync`, but a non-zero exit throws `GitError`; gives standard output. */
export function gitOutput(args: readonly string[], options: GitOptions): string {
  const answer = gitSync(args, options);
  if (answer.code !== 0) throw new GitError(args, answer);
  return answer.stdout;
}

/** Runs git without blocking, for fetch, push and other long calls. */
export function git(args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const child = builtin("node:child_process").spawn("git", args, {
      cwd: options.cwd,
      env: gitEnvironment(options.env),
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, options.timeout ?? 60_000);
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    const finish = (code: number | null, extra: string) => {
      clearTimeout(timer);
      const stderr = Buffer.concat(err).toString("utf8") + extra;
      resolve({ code, stdout: Buffer.concat(out).toString("utf8"), stderr, timedOut });
    };
    child.on("error", (error) => finish(127, `git could not be started: ${error.message}`));
    child.on("close", (code) => finish(code, ""));
  });
}
