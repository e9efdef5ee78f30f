/**
 * A repository of our own, in which work of strangers is looked at. Its configuration is ours alone: no hooks, no
 * filters, no drivers, no other remotes. It sees the project's objects, and nothing that it receives reaches the
 * project's own repository.
 */
import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../../host/environment.ts";
import { runProgram } from "../../host/run-program.ts";
import { ending } from "../../verify/plain-text.ts";
import { Refused } from "../command/strangers-file.ts";

/** The project's repository, with the history of the default branch. */
export interface TrustedRepository {
  /** Its git directory: `.git` of a fresh checkout. */
  readonly gitDir: string;
  /** The default branch's name, for words. */
  readonly branch: string;
  /** Its commit. Default: the one that is checked out, which is what a fresh checkout has the history of. */
  readonly head?: string;
}

/** What git said in the quarantine. */
export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AskOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More output than this many characters ends git, and is refused. */
  readonly most?: number;
  /** Milliseconds. */
  readonly time?: number;
  readonly cwd?: string;
}

export interface Quarantine {
  /** The bare repository. */
  readonly gitDir: string;
  /** A folder for what belongs to it; gone when it is closed. */
  readonly folder: string;
  readonly trusted: Required<TrustedRepository>;
  /** Runs git in it. Throws `Refused` when it takes too long or says too much. */
  ask(args: readonly string[], options?: AskOptions): Promise<Answer>;
  /** As `ask`; gives standard output, and throws `Refused` when git does. */
  must(args: readonly string[], options?: AskOptions): Promise<string>;
  close(): void;
}

const SETTINGS: readonly string[] = [
  ...["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.quotePath=false", "core.attributesFile=/dev/null"],
  ...["core.protectHFS=true", "core.protectNTFS=true", "core.symlinks=true", "core.autocrlf=false", "core.eol=lf"],
  ...["core.bigFileThreshold=16m", "submodule.recurse=false", "fetch.recurseSubmodules=no", "gc.auto=0"],
  ...["maintenance.auto=false", "user.name=LTPM", "user.email=ltpm@localhost", "commit.gpgSign=false"],
  // One kind of address is let through: a file of this machine, which a bundle is.
  ...["protocol.allow=never", "protocol.file.allow=always"],
  ...["fetch.fsckObjects=true", "transfer.fsckObjects=true", "fetch.unpackLimit=1", "fetch.writeCommitGraph=false"],
];
const OPTIONS = ["--literal-pathspecs", "--no-replace-objects", ...SETTINGS.flatMap((setting) => ["-c", setting])];
/** Attributes of the repository itself come before those of any tree: no filter, no conversion, no encoding. */
const ATTRIBUTES = "* -text !eol -ident !filter !working-tree-encoding !merge !diff\n";
const MOST_OUTPUT = 33_554_432;
const LONG = 300_000;
/** One piece of memory that git takes: an object that claims to be larger ends git, not this machine. */
const ALLOC_LIMIT = "536870912";

/** Opens a quarantine beside the project's repository. Throws `Error` when that is none. */
export async function openQuarantine(trusted: TrustedRepository): Promise<Quarantine> {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-quarantine-"));
  const gitDir = join(folder, "bare.git");
  const ask = (args: readonly string[], options: AskOptions = {}) => askIn(gitDir, args, options);
  const must = async (args: readonly string[], options: AskOptions = {}) => {
    const answer = await ask(args, options);
    if (answer.code !== 0) throw new Refused(`git ${args[0]} refuses it: ${ending(answer.stderr, 300)}`);
    return answer.stdout;
  };
  const close = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  try {
    const theirs = (args: readonly string[]) => askIn(trusted.gitDir, ["rev-parse", ...args], {});
    const [head, format, objects, shallow] = await Promise.all([
      theirs(["--verify", "--end-of-options", `${trusted.head ?? "HEAD"}^{commit}`]),
      theirs(["--show-object-format"]),
      theirs(["--path-format=absolute", "--git-path", "objects"]),
      theirs(["--path-format=absolute", "--git-path", "shallow"]),
    ]);
    if (objects.code !== 0) throw new Error(`${trusted.gitDir} is no repository: ${ending(objects.stderr, 300)}`);
    if (head.code !== 0) throw new Error(`${trusted.gitDir} has no commit ${trusted.head ?? "HEAD"}`);
    const kind = format.stdout.trim() || "sha1";
    await must(["init", "--quiet", "--bare", "--template=", `--object-format=${kind}`, gitDir], { cwd: folder });
    for (const part of ["info", "objects/info"]) mkdirSync(join(gitDir, part), { recursive: true });
    writeFileSync(join(gitDir, "info", "attributes"), ATTRIBUTES);
    writeFileSync(join(gitDir, "objects/info/alternates"), `${objects.stdout.trim()}\n`);
    if (existsSync(shallow.stdout.trim())) copyFileSync(shallow.stdout.trim(), join(gitDir, "shallow"));
    const known = { ...trusted, head: head.stdout.trim().split("\n").at(-1) ?? "" };
    await must(["update-ref", "refs/ltpm/default", known.head]);
    return { gitDir, folder, trusted: known, ask, must, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The environment for git: where programs are, and nothing that a runner or a person configured. */
function environment(gitDir: string, added: AskOptions["env"] = {}): Record<string, string> {
  const plain = childEnvironment(process.env, []);
  for (const name of Object.keys(plain)) if (name.startsWith("GIT_")) delete plain[name];
  return {
    ...plain,
    ...{ GIT_DIR: gitDir, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_ATTR_NOSYSTEM: "1" },
    ...{ GIT_TERMINAL_PROMPT: "0", GIT_ALLOC_LIMIT: ALLOC_LIMIT, LC_ALL: "C", LANGUAGE: "" },
    ...added,
  };
}

async function askIn(gitDir: string, args: readonly string[], options: AskOptions): Promise<Answer> {
  const { input = "", most = MOST_OUTPUT, time = LONG, cwd = tmpdir() } = options;
  const stop = new AbortController();
  const said = { out: "", err: "" };
  const end = await runProgram({
    argv: ["git", ...OPTIONS, ...args],
    ...{ cwd, env: environment(gitDir, options.env), stdin: input, timeLimit: time, grace: 500, stop: stop.signal },
    mark: { variable: "LTPM_QUARANTINE", value: randomUUID() },
    onText(stream, text) {
      if (said[stream].length + text.length > most) stop.abort();
      else said[stream] += text;
    },
  });
  if (end.fault !== undefined) throw new Error(`git could not be started: ${end.fault.message}`);
  if (end.timedOut) throw new Refused(`git ${args[0]} did not come to an end in ${time / 1_000} s`);
  if (end.stopped) throw new Refused(`git ${args[0]} has too much to say about it`);
  return { code: end.code, stdout: said.out, stderr: said.err };
}
