/** `ltpm init --github`: the workflows, the configuration and the state's branch; again later: the same, brought up to date. */
import { gitSync } from "../../git/run.ts";
import { systemClock, systemDice } from "../../host/system-clock.ts";
import type { Store } from "../../state/store.ts";
import { StoreError } from "../../state/store.ts";
import { localStore } from "../../stores/local.ts";
import { answer, type Call, flag, text } from "../call.ts";
import { Problem } from "../failure.ts";
import { ownPin, readPin } from "../github/action-pin.ts";
import { chooseBranch } from "../github/choose-branch.ts";
import { setFields } from "../github/config-edit.ts";
import { copyState, endLocalState, hasLocalState } from "../github/move-state.ts";
import { slugOf } from "../github/remote-place.ts";
import { githubWords } from "../github/words.ts";
import { installWorkflows, type WorkflowChange } from "../github/workflow-files.ts";
import { openProject, type Project } from "../project.ts";
import { setUp } from "../set-up.ts";

/** The state as it is in this clone, whatever the configuration says by now. */
function localOf(project: Project): Store {
  const { repository, settings } = project;
  return localStore({ repository, dir: settings.dir, clock: systemClock, maxRetries: settings.max_retries, say() {} });
}

async function refuseWhileRunning(project: Project): Promise<void> {
  if (!hasLocalState(project.repository, project.queueDirectory, project.settings.runner === "local")) return;
  const { queue } = (await localOf(project).read()).state;
  const running = queue.tasks.filter(({ status }) => status === "running").map(({ id }) => id);
  if (running.length > 0)
    throw new Problem(
      `${running.join(", ")} still running here: wait for it, or \`ltpm cancel ${running.join(" ")}\` first`,
    );
}

function addressOf(project: Project): string {
  const { remote } = project.settings;
  const asked = gitSync(["remote", "get-url", remote], { cwd: project.repository.root });
  if (asked.code === 0) return asked.stdout.trim();
  throw new Problem(`there is no remote called ${remote}: \`git remote add ${remote} ADDRESS\` first`);
}

interface Arrived {
  readonly queue: boolean;
  readonly heartbeat: boolean;
  readonly moved: number;
}

/** Moves the state to where it shall be: from this clone, or from the branch that held it before. */
async function moveTo(project: Project, before: Project): Promise<number> {
  const { repository, queueDirectory, store } = project;
  const op = systemDice.name(16);
  if (hasLocalState(repository, queueDirectory, before.remote === null)) {
    const count = await copyState(localOf(project), store, op);
    endLocalState(repository, queueDirectory);
    return count;
  }
  const isElsewhere = before.remote !== null && before.settings.state_branch !== project.settings.state_branch;
  return isElsewhere ? copyState(before.remote, store, op) : 0;
}

/** Makes the branch and moves the state there. A remote that cannot be reached is said, and tried again by the next call. */
async function arrive(project: Project, before: Project): Promise<Arrived | StoreError> {
  try {
    await project.createStateBranch();
    const moved = await moveTo(project, before);
    return { ...(await setUp(project)), moved };
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

function tell(call: Call, lines: readonly string[]): void {
  call.terminal.out(`${lines.join("\n")}\n`);
}

export async function run(call: Call): Promise<number> {
  const before = await openProject(call);
  const words = githubWords(before.messages.language);
  const action = text(call, "action");
  const pin = action === undefined ? ownPin() : readPin(action);
  const address = addressOf(before);
  await refuseWhileRunning(before);
  const place = slugOf(address);
  const { branch, why } = await chooseBranch(call, before, place, words);
  const { root, commonDir } = before.repository;
  const seed = place === null ? address : `${place.owner}/${place.name}`;
  const workflows = installWorkflows({ root, commonDir, pin, seed });
  // On a laptop a person sees what is merged; here a pull request is how they see it.
  const missing: Record<string, string> = before.remote === null ? { land: "branch" } : {};
  setFields(root, { runner: "github", state_branch: branch }, missing);
  const project = await openProject(call);
  const arrived = await arrive(project, before);
  const problem = arrived instanceof StoreError ? words.notReached(arrived.message) : null;
  const { queue, heartbeat, moved } = arrived instanceof StoreError ? NOT_ARRIVED : arrived;
  const steps = words.steps(project.settings.agents[0]?.name ?? null);
  if (flag(call, "json"))
    answer(call, { queue, heartbeat, workflows, state_branch: branch, moved, problem, next: steps });
  else {
    tell(call, [
      ...workflows.map((change) => words.workflow(change)),
      ...(problem === null ? [words.state(branch, why)] : []),
      ...(moved > 0 ? [words.moved(moved)] : []),
      "",
      words.next,
      ...steps.map((step, index) => `${index + 1}. ${step}`),
    ]);
    if (problem !== null) call.terminal.err(`ltpm: ${problem}\n`);
  }
  return problem !== null || workflows.some(wasLeft) ? 1 : 0;
}

const NOT_ARRIVED: Arrived = { queue: false, heartbeat: false, moved: 0 };

function wasLeft({ change }: WorkflowChange): boolean {
  return change === "conflict" || change === "foreign";
}
