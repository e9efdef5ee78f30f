/** The job `plan`: hears people, decides what runs, tells what is owed. It may write, and executes nothing of the user's. */
import type { AttemptOrder, Observed } from "../dispatch/executor.ts";
import { matrixExecutor } from "../executors/matrix/matrix-executor.ts";
import { MOST_ORDER_BYTES, packOrders } from "../executors/matrix/pack.ts";
import { markBegun } from "../github/begun.ts";
import { reactEyes } from "../github/deliver/eyes.ts";
import { systemClock } from "../host/system-clock.ts";
import { latest } from "../state/clock.ts";
import { reportOf } from "./cycle-report.ts";
import { gather } from "./gather.ts";
import { runGitHubCycle } from "./github-cycle.ts";
import type { RunJob } from "./job.ts";
import { lander, remoteOf } from "./landing.ts";
import { lookAtRun } from "./look-at-run.ts";
import { openProject } from "./project.ts";
import { openStory, readFirst } from "./story.ts";
import { type Telling, tell, workflowsOf } from "./tell.ts";

/** So many comments get their 👀 before they are acted on; more would only keep them waiting. */
const MOST_EYES = 10;

export const runJob: RunJob = async (context, inputs, log) => {
  const project = await openProject(context, inputs, log);
  const { client, repo, settings, store, voice, home, recent } = project;
  const run = `${context.run.id}.${context.run.attempt}`;
  const snapshot = await store.read(readFirst(project));
  const { queue } = snapshot.state;
  // A branch that somebody made before the first run is remembered, too.
  if (queue.github === undefined && snapshot.version !== "" && settings.state_branch !== null)
    await markBegun(client, repo, snapshot.version);
  const now = latest(systemClock.now(), queue.updated_at);
  const { event } = context;
  const asked = { client, repo, recent, queue, event, message: inputs.message, bots: inputs.bots, run, now };
  const { inbox, dashboard, troubles } = await gather(asked);
  const heard = inbox.comments.filter(({ author }) => author.standing === "writer").slice(0, MOST_EYES);
  await reactEyes(
    client,
    repo,
    heard.map(({ issue, id }) => ({ issue, comment: id })),
  );
  const started: AttemptOrder[] = [];
  const telling: Telling = {
    project,
    inputs,
    run,
    workflows: workflowsOf(context, inputs),
    seen: dashboard,
    troubles: [...troubles],
    denied: [],
    said: [],
  };
  const poll = (id: string) => lookAtRun(client, repo, id, telling.denied);
  const cycle = await runGitHubCycle(
    {
      ...{ store, settings, voice, run, inbox, unfit, story: openStory({ project, context, requests: [] }) },
      executor: matrixExecutor({ runId: context.run.id, poll, collected: new Map(), started }),
      slots: settings.max_concurrent,
      land: lander(project, remoteOf(context, inputs), null, telling.denied),
      tell: (owing) => tell(telling, owing),
    },
    snapshot,
  );
  const { attempts, verify } = packOrders(started);
  return reportOf({
    ...{ project, before: queue, queue: cycle.queue, idle: cycle.idle, denied: telling.denied },
    troubles: [...cycle.troubles, ...telling.troubles],
    said: cycle.inbox.answer === null ? telling.said : [cycle.inbox.answer, ...telling.said],
    outputs: { attempts, verify, "max-parallel": Math.max(1, settings.max_concurrent), base: home.head },
  });
};

/** What does not fit into the outputs: a person has to shorten it, or it has its turn in the next run. */
function unfit(orders: readonly AttemptOrder[]): { order: AttemptOrder; observed: Observed }[] {
  return packOrders(orders).tooBig.map(({ order, why }) => {
    const isLong = Buffer.byteLength(JSON.stringify(order)) > MOST_ORDER_BYTES;
    return { order, observed: isLong ? tooLong(order, why) : { kind: "lost", why } };
  });
}

function tooLong({ id, token }: AttemptOrder, why: string): Observed {
  const reason = `The task does not fit into a job of GitHub Actions: ${why}`;
  const steps = [
    "Put the long part of the task's text into a file of the repository, and name the file in the task.",
    `Then shorten it: ltpm edit ${id} --description "…", and reply "retry ${id}".`,
  ];
  const exit = { code: null, signal: null, timed_out: false, cancelled: false };
  const record = { token, ended_at: systemClock.now(), exit: { ...exit, fault: { code: "too_long", reason, steps } } };
  return { kind: "ended", record: { ...record, output: "", changed: [], checks: [] } };
}
