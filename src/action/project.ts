/** The project of a run: what the API says of its configuration and state, wired together once. No checkout is needed. */
import { loadSettings } from "../config/load.ts";
import { CONFIG_FILE, TOOLS_FILE } from "../config/read-settings.ts";
import type { Settings } from "../dispatch/settings.ts";
import { pathsOf, storyPaths } from "../dispatch/story/owed.ts";
import { BEGUN_REF, hasBegun, markBegun } from "../github/begun.ts";
import { openClient } from "../github/client.ts";
import { isGitHubError } from "../github/error.ts";
import type { HomeHistory } from "../github/home-history.ts";
import { lookAt, type ProjectLook, queuePath, readProject, STATE_BRANCH } from "../github/project.ts";
import type { RecentIssues } from "../github/recent-issues.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import { systemClock, systemDice } from "../host/system-clock.ts";
import { messagesIn } from "../messages/catalog.ts";
import { type Voice, voiceIn } from "../messages/github/voice.ts";
import type { Store } from "../state/store.ts";
import { StoreError } from "../state/store.ts";
import { apiStore } from "../stores/api.ts";
import type { GitLook } from "../stores/look-by-git.ts";
import { type RemoteWord, remoteWordLine } from "../stores/remote-words.ts";
import type { ActionContext, Environment } from "./context.ts";
import { type DocumentsLook, documentsIn, liesElsewhere, USUAL_DOCUMENTS } from "./documents.ts";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import { ActionProblem } from "./problem.ts";

export interface ActionProject {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly settings: Settings;
  /** Slips in the configuration that stop nothing. */
  readonly warnings: readonly string[];
  readonly store: Store;
  readonly voice: Voice;
  /** The default branch with its head: what attempts work on. */
  readonly home: { readonly name: string; readonly head: string };
  /** The issues that changed last; null where they were not looked at. */
  readonly recent: RecentIssues | null;
  readonly documents: DocumentsLook;
  /** The default branch's newest commits; null where they were not looked at. */
  readonly commits: HomeHistory | null;
}

/**
 * What differs on GitHub where the configuration says nothing: the workflow itself decides where tasks run, and work comes as a pull
 * request, since nobody sits before it.
 */
function onGitHub(settings: Settings, look: ProjectLook): Settings {
  if (look.config === null) return { ...settings, runner: "github", land: "branch" };
  const fields: unknown = JSON.parse(look.config.replace(/^\ufeff/, ""));
  const says = typeof fields === "object" && fields !== null && "land" in fields;
  if (settings.runner === "github") return says ? settings : { ...settings, land: "branch" };
  throw new ActionProblem(
    "wrong_input",
    `${CONFIG_FILE} says runner: local, so only a machine of yours starts tasks. Run \`ltpm init --github\` there and push what it writes`,
  );
}

async function settingsFor(look: ProjectLook, inputs: Inputs, env: Environment) {
  const named = (path: string, text: string | null) => (text === null ? null : { path, text });
  const { settings, warnings } = await loadSettings({
    actionInputs: inputs.settings,
    env,
    toolsMd: named(TOOLS_FILE, look.tools),
    configJson: named(CONFIG_FILE, look.config),
  });
  return { settings: onGitHub(settings, look), warnings };
}

interface Opened {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly settings: Settings;
  readonly look: ProjectLook;
}

type ActionStore = Store & { createBranch(): Promise<{ readonly version: string }> };

/** The store: by the API, or by git where the configuration says so or the server has no GraphQL. */
async function storeOf(
  { client, repo, settings, look }: Opened,
  byGit: GitLook | null,
  log: Log,
): Promise<ActionStore> {
  const { state_branch: branch, dir, max_retries: maxRetries, language } = settings;
  const messages = messagesIn(language ?? "en");
  const say = (word: RemoteWord) => log.info(remoteWordLine(messages, word));
  const how = { repo, branch, dir, maxRetries, say, clock: systemClock, dice: systemDice };
  if (byGit === null) return apiStore({ ...how, client, first: lookAt(look, branch, dir) });
  const { temporaryClone } = await import("../stores/temporary-clone.ts");
  const store = temporaryClone({ ...how, serverUrl: byGit.serverUrl, token: byGit.token });
  process.once("exit", store.close);
  return store;
}

/** The state's own branch is ours to begin, once: by the first run that finds none. One that was there and is gone is an error. */
async function begun(opened: Opened, store: ActionStore, log: Log): Promise<void> {
  const { client, repo, settings, look } = opened;
  const branch = settings.state_branch;
  if (branch === null || lookAt(look, branch, settings.dir) !== null) return;
  try {
    await store.read();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "no_state_branch") throw error;
    if (await hasBegun(client, repo)) return stillThere(store, branch);
    await markBegun(client, repo, (await store.createBranch()).version);
    log.info(`The branch ${branch} now holds the queue.`);
  }
}

/** Marked, but not seen: gone, unless another run has begun it between our two looks. */
async function stillThere(store: ActionStore, branch: string): Promise<void> {
  try {
    await store.read();
  } catch (error) {
    throw error instanceof StoreError && error.code === "no_state_branch" ? gone(branch) : error;
  }
}

function gone(branch: string): StoreError {
  const back = `bring it back from a clone that has it (git push origin origin/${branch}:refs/heads/${branch})`;
  const anew = `to begin with an empty queue, delete the mark first (git push origin :${BEGUN_REF})`;
  return new StoreError("vanished", `The branch ${branch} held the queue and is gone: ${back}; ${anew}`);
}

/** The configuration in the default branch. `people`: and what they say. A server without GraphQL is asked by git. */
async function lookFor(
  client: GitHubClient,
  repo: Repo,
  git: GitLook,
  people: boolean,
): Promise<{ look: ProjectLook; hasGraphql: boolean }> {
  try {
    const asked = { issues: people, history: people, documents: USUAL_DOCUMENTS };
    return { look: await readProject(client, repo, asked), hasGraphql: true };
  } catch (error) {
    // A repository that is not there answers in GraphQL's own way; only a server without it has no such address.
    const isAbsent =
      isGitHubError(error, "not_found", "gone", "invalid") && error.type === null && error.status !== 200;
    if (!isAbsent) throw error;
    const { lookByGit } = await import("../stores/look-by-git.ts");
    return { look: await lookByGit(git), hasGraphql: false };
  }
}

/** Where the configuration names other places than the usual ones, one more look at all of them. */
async function lookThere(
  client: GitHubClient,
  repo: Repo,
  look: ProjectLook,
  settings: Settings,
): Promise<ProjectLook> {
  const { state_branch: branch, dir } = settings;
  const isNamed = branch === null || branch === STATE_BRANCH || branch === look.home?.name;
  const isUsual = isNamed && look.home?.path === queuePath(dir) && !liesElsewhere(look, settings);
  if (isUsual) return look;
  const stateBranch = branch ?? STATE_BRANCH;
  const documents = pathsOf(storyPaths(settings));
  const { home, state } = await readProject(client, repo, { dir, stateBranch, documents });
  return { ...look, home, state };
}

/** Opens the project that this run belongs to. Rejects with one sentence for whatever is wrong there. */
export async function openProject(context: ActionContext, inputs: Inputs, log: Log): Promise<ActionProject> {
  const { repo, urls } = context;
  const client = openClient({
    token: inputs.token,
    apiUrl: urls.api,
    graphqlUrl: urls.graphql,
    userAgent: "ltpm",
    maxWrites: inputs.max_writes,
    say: (line) => log.info(line),
  });
  const git: GitLook = { serverUrl: urls.server, repo, token: inputs.token };
  const found = await lookFor(client, repo, git, inputs.job === "plan");
  if (found.look.home === null) throw noCommits();
  const { hasGraphql } = found;
  const { settings, warnings } = await settingsFor(found.look, inputs, process.env);
  const look = hasGraphql ? await lookThere(client, repo, found.look, settings) : found.look;
  if (look.home === null) throw noCommits();
  const opened = { client, repo, settings, look };
  const store = await storeOf(opened, settings.store === "git" || !hasGraphql ? git : null, log);
  await begun(opened, store, log);
  const voice = voiceIn(settings.language ?? "en", log.clean);
  const home = { name: look.home.name, head: look.home.head };
  const documents = documentsIn(look, settings, hasGraphql);
  const { recent, history: commits = null } = look;
  return { client, repo, settings, warnings, store, voice, home, recent, documents, commits };
}

function noCommits(): ActionProblem {
  return new ActionProblem("no_repository", "The repository has no commits yet. Push a first one, then run this again");
}
