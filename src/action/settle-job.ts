/** The job `settle`: judges what the attempts of this run left and writes it down. It may write, and executes nothing of theirs. */
import { join } from "node:path";
import { cycleIntent } from "../dispatch/cycle.ts";
import { inputFor } from "../dispatch/gather.ts";
import type { Inbox } from "../dispatch/inbox/types.ts";
import { manualExecutor } from "../executors/manual.ts";
import { collect } from "../executors/matrix/collect.ts";
import { matrixExecutor } from "../executors/matrix/matrix-executor.ts";
import { pushVerified } from "../executors/matrix/push-verified.ts";
import { runningOrders } from "../executors/matrix/running-orders.ts";
import { GitHubError } from "../github/error.ts";
import { dispatchWorkflow } from "../github/runs.ts";
import { systemClock, systemDice } from "../host/system-clock.ts";
import type { Snapshot } from "../state/state.ts";
import type { ActionContext } from "./context.ts";
import { reportOf } from "./cycle-report.ts";
import { runGitHubCycle } from "./github-cycle.ts";
import type { RunJob } from "./job.ts";
import { lander, remoteOf } from "./landing.ts";
import { lookAtRun } from "./look-at-run.ts";
import { type ActionProject, openProject } from "./project.ts";
import { openStory, readFirst } from "./story.ts";
import { type Telling, tell, workflowsOf } from "./tell.ts";

export const runJob: RunJob = async (context, inputs, log) => {
  const project = await openProject(context, inputs, log);
  const { client, repo, settings, store, voice, home } = project;
  const run = `${context.run.id}.${context.run.attempt}`;
  const snapshot = await store.read(readFirst(project));
  const { queue } = snapshot.state;
  const remote = remoteOf(context, inputs);
  const collected = await collect({
    orders: runningOrders(queue, settings, context.run.id),
    artifacts: inputs.artifacts,
    repository: { gitDir: join(context.workspace, ".git"), branch: home.name },
    settings,
    now: systemClock.now(),
  });
  try {
    const { observed, refusals } = await pushVerified(collected, queue, settings, remote);
    const telling: Telling = {
      project,
      inputs,
      run,
      workflows: workflowsOf(context, inputs),
      seen: null,
      troubles: [],
      denied: [...refusals],
      said: [],
    };
    const poll = (id: string) => lookAtRun(client, repo, id, telling.denied);
    const executor = matrixExecutor({ runId: context.run.id, poll, collected: observed, started: [] });
    const cycle = await runGitHubCycle(
      {
        ...{ store, settings, voice, run, executor, slots: 0, inbox: nothingNew(run) },
        unfit: () => [],
        story: openStory({ project, context, requests: [] }),
        land: lander(project, remote, collected.gitDir, telling.denied),
        tell: (owing) => tell(telling, owing),
      },
      snapshot,
    );
    const next = await startNext(
      project,
      context,
      { state: { ...snapshot.state, queue: cycle.queue }, version: "" },
      telling,
    );
    if (next !== null) log.info(next);
    const troubles = [...cycle.troubles, ...telling.troubles];
    return reportOf({ ...telling, ...cycle, before: queue, troubles, outputs: {} });
  } finally {
    collected.close();
  }
};

/** People are heard by the plan job; what they said meanwhile is found by the next one. */
function nothingNew(run: string): Inbox {
  return { comments: [], issues: [], comments_until: "", issues_until: "", run, bots: [], listed: 0 };
}

/** While something may start now, the next run is started from here: no event and no schedule has to come for it. */
async function startNext(
  project: ActionProject,
  context: ActionContext,
  snapshot: Snapshot,
  { troubles, denied }: Telling,
): Promise<string | null> {
  const { client, repo, settings, store, home } = project;
  const executor = matrixExecutor({ runId: context.run.id, poll: neverAsked, collected: new Map(), started: [] });
  const executors = { command: executor, agent: executor, person: manualExecutor() };
  const ports = { store, settings, executors, clock: systemClock, dice: systemDice };
  const input = await inputFor(ports, snapshot, []);
  const { result } = cycleIntent(input).apply(snapshot.state, systemClock.now());
  if (result.orders.length + result.blocked.length === 0) return null;
  try {
    const started = await dispatchWorkflow(client, repo, context.workflow ?? "ltpm.yml", home.name);
    return `The next run was started${started.url === null ? "" : `: ${started.url}`}.`;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.code === "forbidden" || error.code === "unauthorised") denied.push(error.message);
    else troubles.push(`The next run was not started, the schedule will do it: ${error.message}`);
    return null;
  }
}

function neverAsked(): Promise<never> {
  return Promise.reject(new Error("this look is about nothing that runs"));
}
