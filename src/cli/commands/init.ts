/** `ltpm init`: set up here; `--github`: and there; `--fresh`: an empty queue, labels go on; `--remove`: everything of ours goes again. */
import { INIT_WORDS } from "../../messages/init.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import type { HooksAnswer } from "../hooks/install-here.ts";
import type { AgentsDone } from "../init/agents-step.ts";
import { type Asker, openAsker } from "../init/ask.ts";
import { type InitDone, initAnswer, initLines } from "../init/init-lines.ts";
import { makeProject } from "../init/make-project.ts";
import { initPlace } from "../init/places.ts";
import { type ProjectOptions, projectOptions, repositoryName } from "../init/project-options.ts";
import { openProject, type Project } from "../project.ts";
import { setUp } from "../set-up.ts";

const OF_DOCUMENTS = ["type", "goal", "owner", "language"] as const;

function checkUsage(call: Call): void {
  if (call.words.length > 0) throw usageError(call, "init takes no words; `-C DIR` works in another directory");
  const modes = ["github", "fresh", "remove"].filter((name) => flag(call, name));
  if (modes.length > 1) throw usageError(call, `--${modes.join(" and --")} exclude each other`);
  if (modes.length > 0 && flag(call, "agents")) throw usageError(call, "--agents goes with a plain init");
  if (flag(call, "hooks") && (flag(call, "fresh") || flag(call, "remove")))
    throw usageError(call, "--hooks goes with neither --fresh nor --remove");
  const about = OF_DOCUMENTS.filter((name) => call.options[name] !== undefined);
  if (about.length > 0 && (modes.length > 0 || flag(call, "no-documents")))
    throw usageError(call, `--${about.join(" and --")} is about documents, which this call does not make`);
}

async function chooseAgent(call: Call, project: Project): Promise<string | null> {
  // Without somebody at the keyboard a question would never be answered.
  const isAsked = !flag(call, "yes") && !flag(call, "json") && call.terminal.interactive && process.stdin.isTTY;
  if (!isAsked || project.settings.agents.length > 0) return null;
  const { offerAgents } = await import("../agent-choice.ts");
  return offerAgents(call, project);
}

async function removeAll(call: Call, project: Project): Promise<number> {
  const code = await (await import("../removal.ts")).removeAll(call, project);
  const { tellRemoved } = await import("../github/removal.ts");
  tellRemoved(call, project);
  return code;
}

/** Tells this clone's git how queue and documents merge; true when that was new. That it cannot be told stops nothing else. */
async function wire(call: Call, { repository, settings, language }: Project): Promise<boolean> {
  const { wireMerge } = await import("../merge/wire.ts");
  try {
    return await wireMerge(repository, { dir: settings.dir });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    call.terminal.err(`ltpm: ${INIT_WORDS[language].notWired(why)}\n`);
    return false;
  }
}

async function initGithub(call: Call): Promise<number> {
  const code = await (await import("./init-github.ts")).run(call);
  const project = await openProject(call);
  await wire(call, project);
  await joinHooks(call, project);
  return code;
}

/** `--hooks`; after the documents, since hooks look at those that are there. Null: nobody asked for them. */
async function joinHooks(call: Call, project: Project): Promise<HooksAnswer | null> {
  if (!flag(call, "hooks")) return null;
  return (await import("../hooks/install-here.ts")).installHere(project, call);
}

const NO_AGENT_FILES: AgentsDone = { written: [], broken: [] };

/** The documents, then the block for agents; an empty queue was all that `--fresh` asked for. */
async function documentsAndAgents(
  call: Call,
  project: Project,
  options: ProjectOptions,
  asker: Asker | null,
): Promise<Pick<InitDone, "documents" | "elsewhere" | "agentFiles">> {
  const none = { documents: null, elsewhere: [] };
  if (flag(call, "fresh")) return { ...none, agentFiles: NO_AGENT_FILES };
  const { repository, settings } = project;
  const place = initPlace(repository.root, settings.documents.dir);
  const isWanted = !flag(call, "no-documents");
  const wish = { name: repositoryName(repository), options, remember: false };
  const made =
    isWanted && "dir" in place
      ? { ...none, documents: await makeProject(project, { ...wish, dir: place.dir }, asker) }
      : { ...none, elsewhere: isWanted && "elsewhere" in place ? place.elsewhere : [] };
  const { agentsStep } = await import("../init/agents-step.ts");
  return { ...made, agentFiles: await agentsStep(project, flag(call, "agents"), asker) };
}

export async function run(call: Call): Promise<number> {
  checkUsage(call);
  if (flag(call, "github")) return initGithub(call);
  const project = await openProject(call);
  if (flag(call, "remove")) return removeAll(call, project);
  const options = projectOptions(call, project.language);
  if (project.settings.runner === "github") await project.createStateBranch();
  const { queue, heartbeat } = await setUp(project);
  const merges = await wire(call, project);
  const archived = flag(call, "fresh") ? await (await import("../removal.ts")).startFresh(project) : [];
  const agent = await chooseAgent(call, project);
  const asker = openAsker(call);
  try {
    const rest = await documentsAndAgents(call, project, options, asker);
    const done: InitDone = { queue, heartbeat, merges, archived, ...rest };
    if (!flag(call, "json")) call.terminal.out(`${initLines(project, done).join("\n")}\n`);
    const hooks = await joinHooks(call, project);
    if (flag(call, "json")) answer(call, { ...initAnswer(project, done), agent, hooks });
    return 0;
  } finally {
    asker?.close();
  }
}
