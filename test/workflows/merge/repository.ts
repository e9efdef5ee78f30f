/** A repository in a temporary directory, for tests of the merge that need git but no second clone. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const ENV: NodeJS.ProcessEnv = {
  ...{
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  },
  ...{ GIT_AUTHOR_NAME: "Ann", GIT_AUTHOR_EMAIL: "ann@example.org", GIT_EDITOR: "true" },
  ...{ GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.org" },
};

export interface TestRepository {
  readonly root: string;
  /** Standard output; throws where git does. */
  git(...args: string[]): string;
  /** The exit code, whatever it is. */
  try(...args: string[]): number | null;
  write(path: string, text: string | Uint8Array): void;
  read(path: string): string;
  commit(message: string): void;
}

export function newRepository(): TestRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-merging-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const options = { cwd: root, env: ENV, encoding: "utf8" } as const;
  const repository: TestRepository = {
    root,
    git: (...args) => execFileSync("git", args, { ...options, stdio: ["ignore", "pipe", "pipe"] }),
    try: (...args) => spawnSync("git", args, options).status,
    write: (path, text) => writeFileSync(join(root, path), text),
    read: (path) => readFileSync(join(root, path), "utf8"),
    commit: (message) => {
      repository.git("add", "--all");
      repository.git("commit", "--quiet", "--message", message);
    },
  };
  repository.git("init", "--quiet", "--initial-branch=main");
  return repository;
}

/** Two branches with their own version of a file; `main` is checked out. A version of null: deleted. */
export function branchOff(
  repository: TestRepository,
  path: string,
  base: string,
  ours: string | null,
  theirs: string | null,
): void {
  repository.write(path, base);
  repository.commit("base");
  repository.git("switch", "--quiet", "--create", "side");
  put(repository, path, theirs);
  repository.git("switch", "--quiet", "main");
  put(repository, path, ours);
}

function put(repository: TestRepository, path: string, text: string | null): void {
  if (text === null) repository.git("rm", "--quiet", path);
  else repository.write(path, text);
  repository.commit("a version");
}
