/**
 * One cycle on GitHub: people's words and the dispatcher's work in one commit, then everything that is told, then the receipts in a
 * second one. It may be killed between any two steps: what is missing then stands in the state, and the next cycle finds it.
 */
import { endFenced, startAll } from "../dispatch/carry-out.ts";
import { type DeliveryReceipts, withDeliveries } from "../dispatch/claims.ts";
import type { CycleInput } from "../dispatch/cycle.ts";
import type { AttemptOrder, Executor, Observed } from "../dispatch/executor.ts";
import { inputFor, observeAll } from "../dispatch/gather.ts";
import { needsArchive } from "../dispatch/inbox/comments.ts";
import type { Inbox, InboxResult } from "../dispatch/inbox/types.ts";
import { cycleWithInbox } from "../dispatch/inbox/with-cycle.ts";
import type { LandResult, Work } from "../dispatch/landing.ts";
import type { DecidingPorts } from "../dispatch/ports.ts";
import { type Landing, withReceipts } from "../dispatch/receipts.ts";
import type { Settings } from "../dispatch/settings.ts";
import type { Observation } from "../dispatch/settle.ts";
import type { Told } from "../dispatch/story/types.ts";
import { landOwed } from "../dispatch/tell.ts";
import { manualExecutor } from "../executors/manual.ts";
import { systemClock, systemDice } from "../host/system-clock.ts";
import type { Voice } from "../messages/github/voice.ts";
import { HEARD_WORDS } from "../messages/story.ts";
import { replaceTasks, taskByUid } from "../queue/find.ts";
import type { Queue, Reference, Task } from "../queue/schema.ts";
import { latest } from "../state/clock.ts";
import type { Snapshot, State } from "../state/state.ts";
import type { Intent, Store } from "../state/store.ts";
import type { Story } from "./story.ts";

/** For so long nobody else sends what this run has claimed; a run that is killed holds it up no longer (ms). */
const CLAIM_MS = 10 * 60_000;

/** What sending came to. */
export interface Sent {
  readonly receipts: DeliveryReceipts;
  /** The hourly schedule as it is now; null: it was not touched. */
  readonly schedule: "on" | "off" | null;
}

export interface GitHubCycle {
  readonly store: Store;
  readonly settings: Settings;
  /** Carries out commands and agents; what people do themselves is the same everywhere. */
  readonly executor: Executor;
  readonly voice: Voice;
  /** `<run id>.<attempt>`: who claims notices. */
  readonly run: string;
  /** How many attempts may start. */
  readonly slots: number;
  readonly inbox: Inbox;
  /** The orders among these that no job can take, with what is to become of each. */
  unfit(orders: readonly AttemptOrder[]): readonly { readonly order: AttemptOrder; readonly observed: Observed }[];
  /** Lands verified work; the references are added to the task. */
  land(task: Task, work: Work): Promise<{ readonly result: LandResult; readonly references: readonly Reference[] }>;
  /** Sends what is owed and claimed. */
  tell(queue: Queue): Promise<Sent>;
  /** The documents, in the same commits as the queue. */
  readonly story: Story;
}

export interface GitHubCycleReport {
  /** Nothing to do, and nothing written: `HEARTBEAT_OK`. */
  readonly idle: boolean;
  readonly queue: Queue;
  readonly inbox: InboxResult;
  /** What went wrong outside of the state, in sentences; the next cycle tries again. */
  readonly troubles: readonly string[];
}

/** Runs the cycle on what was read. Rejects with what the store rejects with. */
export async function runGitHubCycle(cycle: GitHubCycle, snapshot: Snapshot): Promise<GitHubCycleReport> {
  const troubles: string[] = [];
  const { queue: before } = snapshot.state;
  const { executor } = cycle;
  const executors = { command: executor, agent: executor, person: manualExecutor() };
  // Verified work is always to be brought to the default branch's people: `land` says whether by a merge or a pull request.
  const settings: Settings = { ...cycle.settings, land: "merge" };
  const ports: DecidingPorts = { store: cycle.store, settings, executors, clock: systemClock, dice: systemDice };
  const observations = await observeAll(ports, before);
  troubles.push(...unanswered(before, observations));
  const input = await inputFor(ports, snapshot, observations, cycle.slots);
  const archive = needsArchive({ queue: before, ...cycle.inbox });
  const intent = cycleWithInbox(cycle.inbox, input, { voice: cycle.voice, archive, claimMs: CLAIM_MS });
  const done = await cycle.store.transact(await cycle.story.around(intent, snapshot.state, { inbox: cycle.inbox }));
  const { result } = done.result;
  troubles.push(...documentTroubles(done.result, cycle.voice));
  const fitting = await withoutUnfit(cycle, input, { state: done.state, result });
  await startAll(ports, fitting.orders, troubles);
  await endFenced(ports, before, result.fenced, troubles);
  const last = await landAndTell(cycle, fitting.state, troubles, fitting.orders.length > 0);
  const changed = done.changed || fitting.changed || last.changed;
  return { idle: result.idle && !changed, queue: last.queue, inbox: result.inbox, troubles };
}

/** A tick that was not followed, and documents that were left alone. */
function documentTroubles({ heard, troubles }: Told<unknown>, { words }: Voice): string[] {
  const { refused } = HEARD_WORDS[words.language];
  return [...heard.refused.map(({ id, why }) => refused(id, why)), ...troubles.map(({ why }) => why)];
}

/** A task that nobody can ask about stays as it is, for ever if need be: that has to be said. */
function unanswered({ tasks }: Queue, observations: readonly Observation[]): string[] {
  return observations.flatMap(({ uid, observed }) => {
    const task = tasks.find((one) => one.uid === uid);
    if (observed.kind !== "unknown" || task === undefined) return [];
    return [`Nobody can say how ${task.id} stands, so it is left as it is: ${observed.why}`];
  });
}

interface Fitting {
  readonly orders: readonly AttemptOrder[];
  readonly state: State;
  readonly changed: boolean;
}

/** Settles at once what was reserved and cannot be carried out: nobody else would ever hear of it. */
async function withoutUnfit(
  { store, inbox, voice, unfit }: GitHubCycle,
  input: CycleInput,
  { state, result }: { readonly state: State; readonly result: { readonly orders: readonly AttemptOrder[] } },
): Promise<Fitting> {
  const refused = unfit(result.orders);
  if (refused.length === 0) return { orders: result.orders, state, changed: false };
  const tokens = new Set(refused.map(({ order }) => order.token));
  const observations = refused.map(({ order, observed }) => ({ uid: order.uid, token: order.token, observed }));
  const draws = { tokens: [], fractions: [0.5] };
  const again: CycleInput = { ...input, op: systemDice.name(16), observations, draws };
  const nothingNew: Inbox = { ...inbox, comments: [], issues: [], comments_until: "", issues_until: "", listed: 0 };
  const settled = await store.transact(cycleWithInbox(withoutMessage(nothingNew), again, { voice, claimMs: CLAIM_MS }));
  return { orders: result.orders.filter(({ token }) => !tokens.has(token)), state: settled.state, changed: true };
}

function withoutMessage({ message: _message, ...inbox }: Inbox): Inbox {
  return inbox;
}

/** `settles`: the settle job of this run is coming, and writes down what can wait for it. */
async function landAndTell(cycle: GitHubCycle, state: State, troubles: string[], settles: boolean) {
  const references = new Map<string, readonly Reference[]>();
  const land = async (task: Task, work: Work): Promise<LandResult> => {
    const landed = await cycle.land(task, work);
    references.set(task.uid, landed.references);
    return landed.result;
  };
  const landings = await landOwed({ land }, state.queue, troubles);
  const landed = withLandings(state.queue, landings, references);
  const told = await cycle.tell(landed);
  if (settles && landings.length === 0 && isTidying(told)) return { queue: state.queue, changed: false };
  const receipts = receiptsIntent(landings, references, told, cycle.run);
  const now = latest(systemClock.now(), state.queue.updated_at);
  const next = receipts.apply(state, now).state;
  if (next === undefined && !cycle.story.isOwed(state.queue)) return { queue: state.queue, changed: false };
  const merged = cycle.settings.land === "merge" ? mergedAt(landings, references, state.queue) : null;
  const written = await cycle.store.transact(await cycle.story.around(receipts, state, { merged }));
  troubles.push(...documentTroubles(written.result, cycle.voice).filter((one) => !troubles.includes(one)));
  return { queue: written.state.queue, changed: written.changed };
}

/**
 * The default branch's commit after the last merge that this run has made; null when it made none. What a person merged, or an
 * earlier run, was seen with the first look, and its commit may be an old one by now.
 */
function mergedAt(
  landings: readonly Landing[],
  references: ReadonlyMap<string, readonly Reference[]>,
  queue: Queue,
): string | null {
  const own = landings.flatMap(({ uid, result }) => {
    const work = taskByUid(queue, uid)?.references ?? [];
    const isOurs = result.kind === "landed" && (references.get(uid) ?? []).length === 0;
    return isOurs && !work.some(({ value }) => value === result.commit) ? [result.commit] : [];
  });
  return own.at(-1) ?? null;
}

/** Whether nothing was told that must not be told again: the dashboard and the schedule are looked at anew each time. */
function isTidying({ receipts }: Sent): boolean {
  const { delivered, unsure, issues, dashboard } = receipts;
  const isOpened = dashboard !== undefined && dashboard !== "off" && dashboard.number !== dashboard.from.number;
  return delivered.length + unsure.length + issues.length === 0 && !isOpened;
}

/** The queue with what was landed, and with what its tasks can be found by besides. */
function withLandings(
  queue: Queue,
  landings: readonly Landing[],
  references: ReadonlyMap<string, readonly Reference[]>,
): Queue {
  const landed = withReceipts(queue, { delivered: [], landings });
  const changed = landed.tasks.flatMap((task) => {
    const known = task.references ?? [];
    const isNew = ({ kind, value }: Reference) => !known.some((one) => one.kind === kind && one.value === value);
    const more = (references.get(task.uid) ?? []).filter(isNew);
    return more.length === 0 || task.status !== "done" ? [] : [{ ...task, references: [...known, ...more] }];
  });
  return replaceTasks(landed, changed);
}

/** What was landed and told, as one intent. */
function receiptsIntent(
  landings: readonly Landing[],
  references: ReadonlyMap<string, readonly Reference[]>,
  { receipts, schedule }: Sent,
  run: string,
): Intent<null> {
  return {
    op: systemDice.name(16),
    subject: "ltpm: receipts",
    apply(state, now) {
      const told = withDeliveries(withLandings(state.queue, landings, references), run, receipts, now);
      const queue = withSchedule(told, schedule);
      return queue === state.queue ? { result: null } : { state: { ...state, queue }, result: null };
    },
  };
}

function withSchedule(queue: Queue, schedule: Sent["schedule"]): Queue {
  const { github } = queue;
  if (schedule === null || github === undefined || github.schedule === schedule) return queue;
  return { ...queue, github: { ...github, schedule } };
}
