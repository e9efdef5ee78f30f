/**
 * The state on a branch of a server without GraphQL (`store: git`): git itself in a bare repository that lives as long as the
 * run, with a token that only the environment of its commands holds.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "../git/repository.ts";
import { gitOutput } from "../git/run.ts";
import { tokenEnvironment } from "../git/token-environment.ts";
import type { Repo } from "../github/types.ts";
import type { Dice } from "../state/clock.ts";
import { StoreError } from "../state/store.ts";
import { type RemoteOptions, type RemoteStore, remoteStore } from "./remote.ts";
import { type CreatedBranch, createStateBranch } from "./remote-create.ts";

export interface TemporaryCloneOptions extends Omit<RemoteOptions, "repository" | "remote" | "env" | "dice"> {
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string;
  readonly repo: Repo;
  readonly token: string;
  /** For the pauses between tries, and the name of the operation that makes the branch. */
  readonly dice: Dice;
}

/** A remote store whose clone goes away with it. */
export interface TemporaryClone extends RemoteStore {
  /** Makes the state's branch; one that is there stays as it is. Throws `StoreError`. */
  createBranch(): Promise<CreatedBranch>;
  /** Takes the clone away. */
  close(): void;
}

/** Opens the state on a branch of the server's repository. Nothing is fetched before the first call. Throws `GitError`. */
export function temporaryClone(options: TemporaryCloneOptions): TemporaryClone {
  const { serverUrl, repo, token, branch, ...rest } = options;
  const server = serverUrl.replace(/\/+$/, "");
  const repository = bareRepository();
  const remote = `${server}/${repo.owner}/${repo.name}.git`;
  const how = { ...rest, repository, remote, env: tokenEnvironment(server, token) };
  return {
    ...remoteStore({ ...how, branch }),
    createBranch() {
      if (branch === null)
        throw new StoreError("no_state_branch", "the default branch is made by a first commit, push one");
      return createStateBranch({ ...how, branch, op: options.dice.name(16) });
    },
    close: () => rmSync(repository.gitDir, { recursive: true, force: true }),
  };
}

function bareRepository(): Repository {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-state-"));
  gitOutput(["init", "--quiet", "--bare", "--template=", "."], { cwd: dir });
  return {
    ...{ root: dir, gitDir: dir, commonDir: dir, linked: false },
    ...{ objectFormat: "sha1", refFiles: true, allReflogs: false, shared: 0 },
  };
}
