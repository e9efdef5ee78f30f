/** A GitHub double with a repository, and API stores on it: what the tests of the API store begin with. */
import { spawnSync } from "node:child_process";
import { openClient } from "../../src/github/client.ts";
import type { ClientOptions, GitHubClient } from "../../src/github/types.ts";
import { systemClock, systemDice } from "../../src/host/system-clock.ts";
import type { Clock } from "../../src/state/clock.ts";
import { type ApiOptions, type ApiStore, apiStore } from "../../src/stores/api.ts";
import type { RemoteWord } from "../../src/stores/remote-words.ts";
import { type GitHubDouble, type GitHubOptions, startGitHub, WORKFLOW_TOKEN } from "../github/double.ts";
import type { MadeWithDocuments } from "./document-contract.ts";

/** A double whose `main` holds a README. */
export async function startHub(options: GitHubOptions = {}): Promise<GitHubDouble> {
  const hub = await startGitHub(options);
  hub.seedFile("main", "README.md", "read me\n");
  return hub;
}

/** A client for the double that waits for nothing. */
export function clientOf(hub: GitHubDouble, given: Partial<ClientOptions> = {}): GitHubClient {
  return openClient({
    token: WORKFLOW_TOKEN,
    apiUrl: hub.apiUrl,
    graphqlUrl: hub.graphqlUrl,
    userAgent: "ltpm-test",
    sleep: async () => {},
    ...given,
  });
}

export interface OpenedHub {
  readonly store: ApiStore;
  readonly client: GitHubClient;
  readonly words: RemoteWord[];
  /** Milliseconds that the store wanted to wait. */
  readonly pauses: number[];
}

export type HubStore = Partial<Omit<ApiOptions, "repo">> & {
  readonly token?: string;
  /** Milliseconds for one request. */
  readonly timeout?: number;
};

/** An API store on the double: the default branch, `.ltpm`. It waits for nothing unless told. */
export function openHub(
  hub: GitHubDouble,
  { token = WORKFLOW_TOKEN, timeout = 30_000, ...given }: HubStore = {},
): OpenedHub {
  const words: RemoteWord[] = [];
  const pauses: number[] = [];
  const client = clientOf(hub, { token, timeout });
  const store = apiStore({
    client,
    repo: { owner: hub.owner, name: hub.name },
    branch: null,
    dir: ".ltpm",
    clock: systemClock,
    dice: systemDice,
    maxRetries: 3,
    say: (word) => words.push(word),
    wait: async (milliseconds) => void pauses.push(milliseconds),
    ...given,
  });
  return { store, client, words, pauses };
}

/** The bytes of a file on a branch, by git itself; null: there is none. */
export function bytesAt(hub: GitHubDouble, branch: string, path: string): Buffer | null {
  const shown = spawnSync("git", ["cat-file", "blob", `refs/heads/${branch}:${path}`], { cwd: hub.gitDir });
  return shown.status === 0 ? shown.stdout : null;
}

/** For the contract: `branch` null is the default branch, else a state branch that is made first. */
export async function hubMade(
  clock: Clock,
  branch: string | null,
  options: GitHubOptions = {},
): Promise<MadeWithDocuments> {
  const hub = await startHub(options);
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const open = () => openHub(hub, { clock, branch, wait }).store;
  const store = open();
  if (branch !== null) await store.createBranch();
  return {
    store,
    another: async () => open(),
    messageOf: async (version) =>
      hub.log(branch ?? "main").find(({ oid }) => oid === version)?.message ?? `no commit ${version}`,
    put: async (path, bytes) => void hub.seedFile(branch ?? "main", path, Buffer.from(bytes)),
    at: async (path) => bytesAt(hub, branch ?? "main", path),
    close: async () => {
      const violations = hub.takeViolations();
      await hub.close();
      if (violations.length > 0) throw new Error(violations.join("\n"));
    },
  };
}
