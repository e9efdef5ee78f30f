/** Keeps the dashboard: one issue, found by number or by label and marker, written only when it has something new to show. */
import { createHash } from "node:crypto";
import { type DashboardReceipt, mayOpenDashboard } from "../../dispatch/claims.ts";
import { type Dashboard, dashboard, dashboardFacts } from "../../messages/github/dashboard.ts";
import { boxesIn, DASHBOARD_MARKER, type FoundBox, sameBox } from "../../messages/github/markers.ts";
import type { Voice } from "../../messages/github/voice.ts";
import type { Queue } from "../../queue/schema.ts";
import { GitHubError } from "../error.ts";
import { type Issue, updateIssue } from "../issues.ts";
import type { Label } from "../labels.ts";
import type { GitHubClient, Repo } from "../types.ts";
import { findOurs, openIssue, sameText } from "./open-issue.ts";

export const DASHBOARD_LABEL: Label = {
  name: "ltpm-dashboard",
  color: "0e8a16",
  description: "The task dashboard of LTPM",
};

export interface DashboardKeeping {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly voice: Voice;
  /** As it was committed last. */
  readonly queue: Queue;
  /** Who we are in claims: only who has claimed it opens one. */
  readonly by: string;
  /** The body of the dashboard in which this run has seen people's ticks; null when it has seen none. */
  readonly seen: string | null;
}

export interface KeptDashboard {
  /** For `withDeliveries`. `off`: there can be none here. */
  readonly receipt: DashboardReceipt | "off";
  readonly written: boolean;
  /** Boxes that are ticked on GitHub and were not looked at yet: the body is left alone until they were. */
  readonly waiting: readonly FoundBox[];
  readonly trouble: string | null;
  /** What a permission or a setting would mend. */
  readonly denied: string | null;
}

/** Brings the dashboard up to date: no request when nothing changed. What GitHub refuses or does not answer is reported. */
export async function keepDashboard(keeping: DashboardKeeping): Promise<KeptDashboard> {
  const { github, tasks } = keeping.queue;
  const number = github?.dashboard ?? null;
  const before = github?.dashboard_hash ?? null;
  const hash = createHash("sha256").update(dashboardFacts(keeping.voice, tasks)).digest("hex").slice(0, 32);
  const from = { number, hash: before };
  const unchanged: KeptDashboard = {
    receipt: { ...from, from },
    ...{ written: false, waiting: [], trouble: null, denied: null },
  };
  if (number !== null && before === hash) return unchanged;
  try {
    const issue = await existing(keeping, number);
    if (issue === null && !mayOpenDashboard(keeping.queue, keeping.by)) {
      return { ...unchanged, receipt: { number: null, hash: null, from } };
    }
    const wanted = dashboard(keeping.voice, tasks);
    const kept = issue === null ? await opened(keeping, wanted) : await updated(keeping, issue, wanted);
    const isWaiting = kept.waiting.length > 0;
    const receipt = { number: kept.number, hash: isWaiting ? null : hash, from };
    return { ...unchanged, receipt, written: kept.written, waiting: kept.waiting };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const isDenied = ["unauthorised", "forbidden", "not_found"].includes(error.code);
    const trouble = error.code === "capped" ? null : `The dashboard was not brought up to date: ${error.message}`;
    // Where issues are switched off, none is asked for in run after run.
    const isOff = error.code === "gone" && /disabled/i.test(error.said);
    return { ...unchanged, ...(isOff ? { receipt: "off" } : {}), trouble, denied: isDenied ? error.message : null };
  }
}

interface Kept {
  readonly number: number;
  readonly written: boolean;
  readonly waiting: readonly FoundBox[];
}

function existing({ client, repo }: DashboardKeeping, number: number | null): Promise<Issue | null> {
  return findOurs(client, repo, number, { label: DASHBOARD_LABEL, marker: DASHBOARD_MARKER, look: true });
}

async function opened({ client, repo }: DashboardKeeping, wanted: Dashboard): Promise<Kept> {
  return { number: await openIssue(client, repo, wanted, DASHBOARD_LABEL), written: true, waiting: [] };
}

async function updated({ client, repo, seen }: DashboardKeeping, issue: Issue, wanted: Dashboard): Promise<Kept> {
  const waiting = unseenTicks(issue.body, seen, wanted.body);
  const kept = { number: issue.number, waiting };
  if (waiting.length > 0 || (issue.title === wanted.title && sameText(issue.body, wanted.body))) {
    return { ...kept, written: false };
  }
  await updateIssue(client, repo, issue.number, { title: wanted.title, body: wanted.body });
  return { ...kept, written: true };
}

/** Ticks on boxes that still stand for something, and that were not in the body this run has looked at. */
function unseenTicks(current: string, seen: string | null, wanted: string): FoundBox[] {
  const known = seen === null ? [] : boxesIn(seen).filter(({ ticked }) => ticked);
  const standing = boxesIn(wanted);
  return boxesIn(current).filter(
    (box) => box.ticked && standing.some((one) => sameBox(one, box)) && !known.some((one) => sameBox(one, box)),
  );
}
