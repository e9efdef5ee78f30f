/**
 * Sends what a run has claimed in the outbox: answers, issues of blocked tasks, reports, closings. Safe against a crash at
 * any point and against other senders: what may have been sent before is looked for first, and what is not known to have
 * been sent stays owed.
 */
import { type DeliveryReceipts, mine } from "../../dispatch/claims.ts";
import { firstRunText } from "../../messages/github/run-texts.ts";
import type { Voice } from "../../messages/github/voice.ts";
import type { Notice, Queue } from "../../queue/schema.ts";
import type { GitHubClient, Repo } from "../types.ts";
import type { Desk, Owed } from "./desk.ts";
import { fateOf } from "./fate.ts";
import { closeIssueOfTask, tellBlocked } from "./issue-of-task.ts";
import { tellReply } from "./replies.ts";
import { closeSource, MOST_IN_ONE, tellReports } from "./reports.ts";
import { tellAllBlocked, tellFirstRun } from "./to-all.ts";

export interface Delivery {
  readonly client: GitHubClient;
  readonly repo: Repo;
  /** Speaks and hides secrets: `voiceIn(language, (text) => redact(text, values))`. */
  readonly voice: Voice;
  /** As it was committed, with the claims in it. */
  readonly queue: Queue;
  /** Who claimed: `<run id>.<attempt>`. */
  readonly by: string;
  /** The moment, in ms; nothing is sent behind the end of a claim. */
  readonly now: () => number;
  /** What the first run has set up, for the notice that says so. */
  readonly setup?: { readonly heartbeat: boolean; readonly crons: readonly string[] };
}

export interface Delivered extends DeliveryReceipts {
  /** What could not be done, in sentences. */
  readonly troubles: readonly string[];
  /** The first refusal that a permission or a setting would mend: the run is to end red with it. */
  readonly denied: string | null;
  /** Whether the cap on writes ended it; the rest follows in the next run. */
  readonly capped: boolean;
  /** How many of our notices are still owed. */
  readonly left: number;
  /** Texts for the job summary that had no other place. */
  readonly said: readonly string[];
}

/** One thing to be sent, for one notice or several. */
interface Parcel {
  readonly owed: readonly Owed[];
  readonly send: (desk: Desk) => Promise<void>;
}

/** Nothing is begun in the last part of a claim: a request may take its time. */
const MARGIN_MS = 60_000;
/** So many failures one after the other, and the rest waits for the next run. */
const MOST_FAILURES = 3;

/** Sends everything that `by` has claimed. Rejects only for faults of ours; what GitHub refuses or does not answer is reported. */
export async function deliverNotices(delivery: Delivery): Promise<Delivered> {
  const { client, repo, voice, queue } = delivery;
  const claimed = mine(queue, delivery.by);
  const until = Math.min(...claimed.map((one) => Date.parse(one.until)));
  const desk: Desk = {
    ...{ client, repo, voice, queue },
    issues: new Map(),
    troubles: [],
    toldOn: new Set(),
    steps: 0,
  };
  const outcome = { delivered: [] as string[], unsure: [] as string[], denied: null as string | null, capped: false };
  let failures = 0;
  for (const parcel of parcels(claimed, delivery)) {
    if (failures >= MOST_FAILURES || delivery.now() > until - MARGIN_MS) break;
    const ids = parcel.owed.map(({ notice }) => notice.id);
    const steps = desk.steps;
    try {
      await parcel.send(desk);
      outcome.delivered.push(...ids);
      failures = 0;
    } catch (error) {
      const again = parcel.owed.some(({ look }) => look);
      const fate = fateOf(error, desk.steps > steps, again);
      const why = error instanceof Error ? error.message : String(error);
      if (fate.notice === "never") outcome.delivered.push(...ids);
      if (fate.notice === "unsure") outcome.unsure.push(...ids);
      if (!fate.capped) desk.troubles.push(`${nameOf(parcel, desk)}: ${why}`);
      if (fate.denied) outcome.denied ??= why;
      outcome.capped ||= fate.capped;
      if (fate.stop) break;
      failures = fate.notice === "never" ? failures : failures + 1;
    }
  }
  return {
    ...outcome,
    issues: [...desk.issues].map(([uid, issue]) => ({ uid, ...issue })),
    troubles: desk.troubles,
    left: claimed.length - outcome.delivered.length,
    said: claimed.some(({ notice }) => notice.kind === "first_run") ? [firstRun(delivery)] : [],
  };
}

function firstRun({ voice, setup }: Delivery): string {
  return firstRunText(voice, setup?.heartbeat ?? false, setup?.crons ?? []);
}

/** How a trouble names what it is about. */
function nameOf({ owed }: Parcel, desk: Desk): string {
  const notice = owed.at(-1)?.notice;
  const task = desk.queue.tasks.find(({ uid }) => uid === notice?.uid);
  const on = typeof notice?.issue === "number" ? ` on #${notice.issue}` : "";
  return `The notice "${notice?.kind ?? ""}"${task === undefined ? "" : ` about ${task.id}`}${on} was not sent`;
}

/** What people wait for comes first; what refers to an issue comes after that issue was opened. */
function parcels(claimed: readonly Owed[], delivery: Delivery): Parcel[] {
  const of = (kind: Notice["kind"]) => claimed.filter(({ notice }) => notice.kind === kind);
  const each = (owed: readonly Owed[], send: (desk: Desk, one: Owed) => Promise<void>): Parcel[] =>
    owed.map((one) => ({ owed: [one], send: (desk) => send(desk, one) }));
  const closings = of("close_issue");
  return [
    ...answers(of("reply"), of("first_run"), delivery),
    ...each(of("blocked"), tellBlocked),
    ...reports(of("report")),
    ...each(closings.filter(isAboutTask), closeIssueOfTask),
    ...each(
      closings.filter((one) => !isAboutTask(one)),
      closeSource,
    ),
    ...each(of("all_blocked"), tellAllBlocked),
    // A task that is done is told on the issue it came from, on the dashboard and in the job summary.
    ...each(of("done"), () => Promise.resolve()),
  ];
}

const isAboutTask = ({ notice }: Owed) => notice.uid !== null;

/** Replies; the first of them carries along that everything was set up. */
function answers(replies: readonly Owed[], first: readonly Owed[], delivery: Delivery): Parcel[] {
  const [setUp] = first;
  const text = setUp === undefined ? "" : firstRun(delivery);
  if (setUp !== undefined && replies.length === 0) {
    return [{ owed: [setUp], send: (desk) => tellFirstRun(desk, setUp, text) }];
  }
  return replies.map((reply, at): Parcel => {
    const carried = at === 0 && setUp !== undefined ? { owed: setUp, text } : null;
    return {
      owed: carried === null ? [reply] : [carried.owed, reply],
      send: (desk) => tellReply(desk, reply, carried),
    };
  });
}

/** One comment for all results of an issue. */
function reports(owed: readonly Owed[]): Parcel[] {
  const byIssue = new Map<number, Owed[]>();
  for (const one of owed) {
    const { issue } = one.notice;
    if (typeof issue === "number") byIssue.set(issue, [...(byIssue.get(issue) ?? []), one]);
  }
  return [...byIssue].flatMap(([issue, all]) =>
    Array.from({ length: Math.ceil(all.length / MOST_IN_ONE) }, (_, at): Parcel => {
      const some = all.slice(at * MOST_IN_ONE, (at + 1) * MOST_IN_ONE);
      return { owed: some, send: (desk) => tellReports(desk, issue, some) };
    }),
  );
}
