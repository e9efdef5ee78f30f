/** A server with a bare repository, clones of it, and remote stores on them: what the tests of the remote store begin with. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRepository } from "../../src/git/repository.ts";
import { git } from "../../src/git/run.ts";
import { systemClock, systemDice } from "../../src/host/system-clock.ts";
import type { Clock } from "../../src/state/clock.ts";
import { type RemoteOptions, type RemoteStore, remoteStore } from "../../src/stores/remote.ts";
import { createStateBranch } from "../../src/stores/remote-create.ts";
import type { RemoteWord } from "../../src/stores/remote-words.ts";
import { type GitServer, startGitServer } from "../e2e/git-server.ts";
import type { MadeWithDocuments } from "./document-contract.ts";

/** No configuration of this machine or user reaches the tests' git, nor that of the stores in this process. */
const PLAIN = { HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
Object.assign(process.env, PLAIN);

const SOMEBODY = {
  GIT_AUTHOR_NAME: "Ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "Ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};

/** Git on this machine only: it waits, so it must not talk to the server. */
export function localGit(cwd: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH, LC_ALL: "C", ...PLAIN, ...SOMEBODY };
  const ran = spawnSync("git", args, { cwd, env, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`git ${args.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

/** Git that talks to the server of this process. */
export async function farGit(cwd: string, ...args: string[]): Promise<string> {
  const said = await git(args, { cwd, env: SOMEBODY });
  if (said.code !== 0) throw new Error(`git ${args.join(" ")}: ${said.stderr}`);
  return said.stdout;
}

export interface Far {
  readonly server: GitServer;
  /** The bare repository's path. */
  readonly bare: string;
  readonly name: string;
  /** A new clone's work tree. */
  clone(token?: string | null): Promise<string>;
  /** A commit on the bare repository's branch, as somebody else makes it. Gives its name. */
  commit(files: Readonly<Record<string, string | Uint8Array>>, branch?: string): string;
  head(branch?: string): string;
  close(): Promise<void>;
}

/** A server with one repository whose `main` holds a README. */
export async function startFar(name = "project"): Promise<Far> {
  const server = await startGitServer();
  const bare = server.create(name);
  const dirs: string[] = [];
  const newDir = () => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-far-")));
    dirs.push(dir);
    return dir;
  };
  const commit = (files: Readonly<Record<string, string | Uint8Array>>, branch = "main") =>
    commitInto(bare, files, branch);
  commit({ "README.md": "read me\n" });
  return {
    server,
    bare,
    name,
    commit,
    async clone(token = "wr1te-token") {
      const dir = join(newDir(), "a clone");
      await farGit(bare, "clone", "--quiet", server.url(name, token), dir);
      return dir;
    },
    head: (branch = "main") => localGit(bare, "rev-parse", `refs/heads/${branch}`).trim(),
    async close() {
      await server.close();
      for (const dir of [...dirs, server.root]) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A commit on the branch with these files put in or replaced, made with git's own index. */
function commitInto(bare: string, files: Readonly<Record<string, string | Uint8Array>>, branch: string): string {
  const index = join(bare, `index-${Math.random().toString(36).slice(2)}`);
  const ref = `refs/heads/${branch}`;
  const run = (input: string | Uint8Array, ...args: string[]) => {
    const env = { PATH: process.env.PATH, LC_ALL: "C", ...PLAIN, ...SOMEBODY, GIT_INDEX_FILE: index };
    const ran = spawnSync("git", args, { cwd: bare, env, encoding: "utf8", input });
    if (ran.status !== 0) throw new Error(`git ${args.join(" ")}: ${ran.stderr}`);
    return ran.stdout.trim();
  };
  const parent = spawnSync("git", ["rev-parse", "--verify", "--quiet", ref], {
    cwd: bare,
    encoding: "utf8",
  }).stdout.trim();
  if (parent !== "") run("", "read-tree", parent);
  for (const [path, text] of Object.entries(files)) {
    const oid = run(text, "hash-object", "-w", "--stdin");
    run("", "update-index", "--add", "--cacheinfo", `100644,${oid},${path}`);
  }
  const tree = run("", "write-tree");
  const made = run("", "commit-tree", ...(parent === "" ? [] : ["-p", parent]), "-m", "somebody's work", tree);
  run("", "update-ref", ref, made);
  rmSync(index, { force: true });
  return made;
}

export interface OpenedFar {
  readonly store: RemoteStore;
  readonly words: RemoteWord[];
}

/** A remote store in a clone: `origin`, its default branch, `.ltpm`. */
export async function openFar(root: string, given: Partial<RemoteOptions> = {}): Promise<OpenedFar> {
  const words: RemoteWord[] = [];
  const store = remoteStore({
    repository: await findRepository(root, {}),
    remote: "origin",
    branch: null,
    dir: ".ltpm",
    clock: systemClock,
    dice: systemDice,
    maxRetries: 3,
    say: (word) => words.push(word),
    ...given,
  });
  return { store, words };
}

/** For the contract: `branch` null is the default branch, else a state branch that is made first. */
export async function farMade(clock: Clock, branch: string | null, ownClones: boolean): Promise<MadeWithDocuments> {
  const far = await startFar();
  const root = await far.clone();
  if (branch !== null) {
    const repository = await findRepository(root, {});
    const how = { repository, remote: "origin", branch, dir: ".ltpm", clock, maxRetries: 3, op: "op-begin" };
    await createStateBranch(how);
  }
  const open = async (dir: string) => (await openFar(dir, { clock, branch })).store;
  return {
    store: await open(root),
    another: async () => open(ownClones ? await far.clone() : root),
    messageOf: async (version) => localGit(far.bare, "log", "-1", "--format=%B", version),
    put: async (path, bytes) => {
      far.commit({ [path]: bytes }, branch ?? "main");
    },
    at: async (path) => {
      const shown = spawnSync("git", ["cat-file", "blob", `refs/heads/${branch ?? "main"}:${path}`], { cwd: far.bare });
      return shown.status === 0 ? shown.stdout : null;
    },
    close: () => far.close(),
  };
}
