/** The project of a run: what the API says of its configuration and state, wired together once. No checkout is needed. */
import { loadSettings } from "../config/load.ts";
import { CONFIG_FILE, TOOLS_FILE } from "../config/read-settings.ts";
import type { Settings } from "../dispatch/settings.ts";
import { openClient } from "../github/client.ts";
import { lookAt, type ProjectLook, readProject } from "../github/project.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import { systemClock, systemDice } from "../host/system-clock.ts";
import { type Voice, voiceIn } from "../messages/github/voice.ts";
import type { Store } from "../state/store.ts";
import { StoreError } from "../state/store.ts";
import { type ApiStore, apiStore } from "../stores/api.ts";
import type { ActionContext, Environment } from "./context.ts";
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
}

/** Without a file the workflow itself is the decision: it was installed to run here. */
function withRunner(settings: Settings, look: ProjectLook): Settings {
  if (look.config === null) return { ...settings, runner: "github" };
  if (settings.runner === "github") return settings;
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
  return { settings: withRunner(settings, look), warnings };
}

/** The state's own branch is ours to begin; it is made by the first run that finds none. */
async function openStore(
  project: {
    readonly client: GitHubClient;
    readonly repo: Repo;
    readonly settings: Settings;
    readonly look: ProjectLook;
  },
  log: Log,
): Promise<ApiStore> {
  const { client, repo, settings, look } = project;
  const { state_branch: branch, dir } = settings;
  const open = (first: ProjectLook) =>
    apiStore({
      client,
      repo,
      branch,
      dir,
      clock: systemClock,
      dice: systemDice,
      maxRetries: settings.max_retries,
      say: (word) => log.info(JSON.stringify(word)),
      first: lookAt(first, branch, dir),
    });
  const store = open(look);
  if (branch === null || lookAt(look, branch, dir) !== null) return store;
  try {
    await store.read();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "no_state_branch") throw error;
    await store.createBranch();
    log.info(`The branch ${branch} now holds the queue.`);
  }
  return store;
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
  const look = await readProject(client, repo);
  if (look.home === null) {
    throw new ActionProblem(
      "no_repository",
      "The repository has no commits yet. Push a first one, then run this again",
    );
  }
  const { settings, warnings } = await settingsFor(look, inputs, process.env);
  const store = await openStore({ client, repo, settings, look }, log);
  const voice = voiceIn(settings.language ?? "en", log.clean);
  return { client, repo, settings, warnings, store, voice, home: { name: look.home.name, head: look.home.head } };
}
