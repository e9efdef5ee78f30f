/**
 * Who sends an owed notice to GitHub. A sender claims it in the state before it sends, so that no two send it at the same
 * time; a claim that ended without a receipt means: perhaps it was sent, so look before you send it again.
 */
import { replaceTasks } from "../queue/find.ts";
import type { Notice, Queue, Task } from "../queue/schema.ts";
import { later } from "../state/clock.ts";

/** A notice's field `claim`. */
export interface Claim {
  /** `<run id>.<attempt>` of the sender. */
  readonly by: string;
  /** ISO 8601; afterwards anybody may claim it anew. */
  readonly until: string;
  /** Somebody claimed it before and left no receipt. */
  readonly look?: boolean;
}

/** A notice that we may send. */
export interface Mine {
  readonly notice: Notice;
  /** It may have been sent already: look first. */
  readonly look: boolean;
  /** ISO 8601; to be sent before this moment, or not at all. */
  readonly until: string;
}

/**
 * What is known of the issue of a blocked task, in its field `blocked_issue_state`: `asked` (somebody may have opened it),
 * `open` or `closed`. The number is in `blocked_issue`.
 */
export type IssueState = "asked" | "open" | "closed";

/** The claim that stands on a notice; null when there is none, or nothing that can be read as one. */
export function claimOf(notice: Notice): Claim | null {
  return readClaim(notice.claim);
}

function readClaim(claim: unknown): Claim | null {
  if (typeof claim !== "object" || claim === null || !("by" in claim) || !("until" in claim)) return null;
  const { by, until } = claim;
  if (typeof by !== "string" || typeof until !== "string") return null;
  return { by, until, ...("look" in claim && claim.look === true ? { look: true } : {}) };
}

/** What the task knows of its issue; one with a number and no word about it counts as open. */
export function issueState(task: Task): IssueState | null {
  const state: unknown = task.blocked_issue_state;
  if (state === "asked" || state === "open" || state === "closed") return state;
  return typeof task.blocked_issue === "number" ? "open" : null;
}

/** Whether a notice goes to GitHub at all; landing is work of another kind. */
const isSent = (notice: Notice) => notice.kind !== "land";

/** Whether a claim keeps others away at this moment. */
function isForeign(held: Claim | null, by: string, now: string): boolean {
  return held !== null && held.by !== by && Date.parse(held.until) > Date.parse(now);
}

/**
 * The queue with everything claimed by `by` that nobody else is about to send; the queue itself when there is nothing to
 * claim. Part of the first commit of a cycle, after everything that owes notices. `now` is ISO 8601.
 */
export function claim(queue: Queue, by: string, now: string, leaseMs: number): Queue {
  const until = later(now, leaseMs);
  const asked: Task[] = [];
  const byUid = new Map(queue.tasks.map((task) => [task.uid, task]));
  let any = false;
  const outbox = (queue.outbox ?? []).map((notice): Notice => {
    const held = claimOf(notice);
    if (!isSent(notice) || isForeign(held, by, now)) return notice;
    any = true;
    const task = notice.kind === "blocked" ? byUid.get(notice.uid ?? "") : undefined;
    const state = task === undefined ? null : issueState(task);
    // From here on the issue may be open, whatever happens to us.
    if (task !== undefined && state !== "open" && state !== "asked")
      asked.push({ ...task, blocked_issue_state: "asked" });
    const look = held !== null || state === "asked";
    return { ...notice, claim: { by, until, ...(look ? { look: true } : {}) } };
  });
  const github = withDashboardClaim(queue.github, any, { by, until }, now);
  if (!any) return github === queue.github || github === undefined ? queue : { ...queue, github };
  return { ...replaceTasks(queue, asked), outbox, ...(github === undefined ? {} : { github }) };
}

/**
 * Opening the dashboard is claimed like a notice, so that two runs do not open two. It is done along with other claims,
 * or when the one there was is known to be gone: a project without a dashboard writes nothing because of it.
 */
function withDashboardClaim(github: Queue["github"], any: boolean, mine: Claim, now: string): Queue["github"] {
  if (github === undefined || typeof github.dashboard === "number") return github;
  if (!any && github.dashboard !== null) return github;
  return isForeign(readClaim(github.dashboard_claim), mine.by, now) ? github : { ...github, dashboard_claim: mine };
}

/** Whether `by` may open a dashboard. */
export function mayOpenDashboard(queue: Pick<Queue, "github">, by: string): boolean {
  return readClaim(queue.github?.dashboard_claim)?.by === by;
}

/** The notices that `by` has claimed, in the order in which they were owed. */
export function mine(queue: Pick<Queue, "outbox">, by: string): Mine[] {
  return (queue.outbox ?? []).flatMap((notice) => {
    const held = claimOf(notice);
    return held === null || held.by !== by || !isSent(notice)
      ? []
      : [{ notice, look: held.look === true, until: held.until }];
  });
}

/** Why the issue of a task that is not blocked any more is closed. */
export function closeReason(task: Pick<Task, "status" | "blocked_code">): "done" | "retried" | "skipped" | "cancelled" {
  if (task.status === "done") return "done";
  if (task.status !== "skipped") return "retried";
  return task.blocked_code === "cancelled" ? "cancelled" : "skipped";
}

/** The notice by which the issue of a task is closed with a word. `blocked_issue` null: to be looked for by its marker. */
export function closeNotice(task: Task, now: string): Notice {
  const issue = task.blocked_issue ?? null;
  const id = `close_issue:${task.uid}:${task.epoch ?? 0}:${task.status}`;
  return { id, kind: "close_issue", uid: task.uid, owed_at: now, issue, why: closeReason(task) };
}

/**
 * The queue with a `close_issue` owed for every task that left `blocked` while its issue is, or may be, open: however it
 * left (a comment, a box, a laptop, another run), and also when the issue was opened by somebody who then crashed.
 */
export function withClosesOwed(queue: Queue, now: string): Queue {
  const stray = queue.tasks.filter((task) => {
    if (task.status === "blocked") return false;
    const state = issueState(task);
    return state === "asked" || state === "open";
  });
  if (stray.length === 0) return queue;
  const outbox = queue.outbox ?? [];
  const owed = new Set(outbox.flatMap(({ kind, uid }) => (kind === "close_issue" && uid !== null ? [uid] : [])));
  const missing = stray.filter(({ uid }) => !owed.has(uid));
  return missing.length === 0
    ? queue
    : { ...queue, outbox: [...outbox, ...missing.map((task) => closeNotice(task, now))] };
}

/** What sending came to: the second commit of a cycle writes it down. */
export interface DeliveryReceipts {
  /** Ids of notices that reached their reader, or have become pointless or impossible. */
  readonly delivered: readonly string[];
  /** Ids of notices of which nobody knows whether they were sent: they stay owed, to be looked for first. */
  readonly unsure: readonly string[];
  /** What became of the issues of blocked tasks; `number` null: there is none any more. */
  readonly issues: readonly { readonly uid: string; readonly number: number | null; readonly state: IssueState }[];
  /** What came of keeping the dashboard; `off`: there is to be none. Absent: it was not its turn. */
  readonly dashboard?: DashboardReceipt | "off";
}

export interface DashboardReceipt {
  /** null: there is none, and one is wanted. */
  readonly number: number | null;
  readonly hash: string | null;
  /** What stood in the state when it was kept; what somebody else has learned meanwhile is not forgotten. */
  readonly from: { readonly number: number | null; readonly hash: string | null };
}

/**
 * The queue after sending: what was delivered is owed no longer, claims that were not used are given back, issues are
 * remembered by their tasks, and an issue whose task has left `blocked` meanwhile is owed its closing.
 */
export function withDeliveries(queue: Queue, by: string, receipts: DeliveryReceipts, now: string): Queue {
  const gone = new Set(receipts.delivered);
  const unsure = new Set(receipts.unsure);
  const outbox = queue.outbox ?? [];
  const left = outbox.filter(({ id }) => !gone.has(id)).map((notice) => givenBack(notice, by, unsure, now));
  const told = left.length !== outbox.length || left.some((notice, at) => notice !== outbox[at]);
  const tasks = withIssues(queue.tasks, receipts.issues);
  const github = withDashboard(queue.github, by, receipts.dashboard);
  if (!told && tasks.length === 0 && github === queue.github) return queue;
  const next = { ...replaceTasks(queue, tasks), ...(github === undefined ? {} : { github }) };
  return withClosesOwed(told ? { ...next, outbox: left } : next, now);
}

/** The record with what is known of the dashboard, and without our claim to open one. */
function withDashboard(github: Queue["github"], by: string, kept: DeliveryReceipts["dashboard"]): Queue["github"] {
  if (github === undefined || kept === undefined) return github;
  const { dashboard_claim, ...rest } = github;
  const ours = readClaim(dashboard_claim)?.by === by;
  if (kept === "off") {
    if (!ours && github.dashboard !== null) return github;
    const { dashboard, ...without } = ours ? rest : github;
    return typeof dashboard === "number" ? { ...without, dashboard } : without;
  }
  const now = { number: github.dashboard ?? null, hash: github.dashboard_hash ?? null };
  const number = kept.number === null && now.number !== kept.from.number ? now.number : kept.number;
  const hash = now.hash === kept.from.hash && number === kept.number ? kept.hash : null;
  if (!ours && github.dashboard === number && now.hash === hash) return github;
  return { ...(ours ? rest : github), dashboard: number, dashboard_hash: hash };
}

/** An unused claim of ours goes; one that was used without an answer is over, and says so. */
function givenBack(notice: Notice, by: string, unsure: ReadonlySet<string>, now: string): Notice {
  const held = claimOf(notice);
  if (held === null || held.by !== by) return notice;
  if (unsure.has(notice.id) || held.look === true) return { ...notice, claim: { by, until: now, look: true } };
  const { claim: _claim, ...free } = notice;
  return free;
}

/** The tasks that learn something about their issue. */
function withIssues(tasks: readonly Task[], issues: DeliveryReceipts["issues"]): Task[] {
  const byUid = new Map(issues.map((issue) => [issue.uid, issue]));
  return tasks.flatMap((task) => {
    const issue = byUid.get(task.uid);
    if (issue === undefined) return [];
    if (task.blocked_issue === issue.number && issueState(task) === issue.state) return [];
    return [{ ...task, blocked_issue: issue.number, blocked_issue_state: issue.state }];
  });
}
