/** One look at the repository where a server has no GraphQL: the default branch and the configuration in it, by git. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askRemote, connectionTrouble, lastWords } from "../git/fetch.ts";
import { type GitAnswer, gitOutput, gitSync } from "../git/run.ts";
import { tokenEnvironment } from "../git/token-environment.ts";
import type { ProjectLook } from "../github/project.ts";
import type { Repo } from "../github/types.ts";
import { StoreError } from "../state/store.ts";

export interface GitLook {
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string;
  readonly repo: Repo;
  readonly token: string;
}

/** Milliseconds for one call over the network. */
const PATIENCE = 60_000;
const CONFIG = ".ltpm/config.json";
const TOOLS = "TOOLS.md";

function orThrow(answer: GitAnswer): string {
  if (answer.code === 0) return answer.stdout;
  throw new StoreError("unreachable", connectionTrouble(answer)?.reason ?? lastWords(answer));
}

/** Looks at the newest commit of the default branch. The queue is not read: that is the store's work. Throws `StoreError`. */
export async function lookByGit({ serverUrl, repo, token }: GitLook): Promise<ProjectLook> {
  const server = serverUrl.replace(/\/+$/, "");
  const dir = mkdtempSync(join(tmpdir(), "ltpm-look-"));
  try {
    gitOutput(["init", "--quiet", "--bare", "--template=", "."], { cwd: dir });
    const remote = `${server}/${repo.owner}/${repo.name}.git`;
    const connection = {
      cwd: dir,
      remote,
      timeout: PATIENCE,
      env: { ...tokenEnvironment(server, token), GIT_DIR: dir },
    };
    const heads = orThrow(await askRemote(["ls-remote", "--symref", "--end-of-options", remote, "HEAD"], connection));
    const name = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(heads)?.[1];
    const head = /^([0-9a-f]{40,64})\tHEAD$/m.exec(heads)?.[1];
    if (name === undefined || head === undefined)
      return { home: null, state: null, config: null, tools: null, recent: null };
    orThrow(
      await askRemote(["fetch", "--quiet", "--depth=1", "--no-tags", "--end-of-options", remote, head], connection),
    );
    const text = (path: string) => {
      const shown = gitSync(["cat-file", "blob", `${head}:${path}`], { cwd: dir, env: { GIT_DIR: dir } });
      return shown.code === 0 ? shown.stdout : null;
    };
    const files = { config: text(CONFIG), tools: text(TOOLS) };
    return { home: { name, head, path: "", queue: null }, state: null, ...files, recent: null };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
