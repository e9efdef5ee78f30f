/**
 * The executor `matrix`: attempts are jobs of the run that reserved them. Starting collects the order for the run's
 * outputs; an attempt ends when the settle job of that run has collected it, and is lost when the run is over without.
 */
import type { AttemptOrder, Executor, Observed } from "../../dispatch/executor.ts";
import { isGitHubError } from "../../github/error.ts";

/** What a look at a workflow run tells, as GitHub calls it. */
export interface RunLook {
  /** `queued`, `in_progress`, `waiting`, `completed` and others. */
  readonly status: string;
  readonly conclusion?: string | null;
}

export interface MatrixPorts {
  /** The run that this process belongs to (`GITHUB_RUN_ID`). */
  readonly runId: string;
  /** Looks at another run. Rejects when there is no answer, with a `GitHubError` that tells why. */
  poll(runId: string): Promise<RunLook>;
  /** In the settle job: what `collect` found, by token. Empty in the plan job. */
  readonly collected: ReadonlyMap<string, Observed>;
  /** Receives the orders that were reserved: the plan job packs them into its outputs. */
  readonly started: AttemptOrder[];
  /** Ends another run; only called when `alone` says that nothing else runs in it. Default: runs are left to end. */
  readonly cancelRun?: (runId: string) => Promise<void>;
  /** Whether an attempt is the only thing that counts in its run. */
  readonly alone?: (runId: string, token: string) => boolean;
}

/** The handle of a session in a run: `gha:<run id>`. */
export function runHandle(runId: string): string {
  return `gha:${runId}`;
}

/** The run that a handle names; null when it is none of this executor's. */
export function runOf(handle: string): string | null {
  return /^gha:(\d{1,20})$/.exec(handle)?.[1] ?? null;
}

const lost = (why: string): Observed => ({ kind: "lost", why });

/** A run that does not exist any more is lost; every other missing answer (limits, 5xx, network) says nothing. */
function withoutAnswer(runId: string, error: unknown): Observed {
  if (isGitHubError(error, "not_found", "gone")) return lost(`its workflow run ${runId} does not exist any more`);
  return { kind: "unknown", why: error instanceof Error ? error.message : String(error) };
}

function seenAs(runId: string, look: RunLook): Observed {
  if (look.status !== "completed") return { kind: "running" };
  const how = look.conclusion ? ` (${look.conclusion})` : "";
  return lost(`its workflow run ${runId} ended${how} without settling it`);
}

/**
 * The executor for jobs of this run. Handles carry the run only; the token fences the attempt. Nothing is started,
 * prepared or cleared away from here: a reservation that does not land has no order in the outputs.
 *
 * A single job of a matrix cannot be cancelled: an attempt that no longer counts goes on, with nothing to write with,
 * and its result is refused by its token. Where `cancelRun` is given, a run is ended in which nothing else counts.
 */
export function matrixExecutor(ports: MatrixPorts): Executor {
  const looks = new Map<string, Promise<Observed>>();
  const lookAt = (runId: string): Promise<Observed> => {
    const look = looks.get(runId) ?? pollOnce(ports, runId);
    looks.set(runId, look);
    return look;
  };
  return {
    name: "matrix",
    handle: () => runHandle(ports.runId),
    prepare: async () => {},
    discard: async () => {},
    async start(order) {
      if (ports.started.every(({ token }) => token !== order.token)) ports.started.push(order);
    },
    async observe(handle, token) {
      const runId = runOf(handle);
      if (runId === null) return { kind: "unknown", why: `${handle} is no session of this kind` };
      if (runId !== ports.runId) return lookAt(runId);
      return ownSession(ports, token);
    },
    async cancel(handle, token) {
      const runId = runOf(handle);
      // Never our own: that would end this process in the middle of its work.
      if (runId === null || runId === ports.runId || ports.alone?.(runId, token) !== true) return;
      await ports.cancelRun?.(runId);
    },
    log: async () => null,
  };
}

async function pollOnce(ports: MatrixPorts, runId: string): Promise<Observed> {
  try {
    return seenAs(runId, await ports.poll(runId));
  } catch (error) {
    return withoutAnswer(runId, error);
  }
}

/**
 * A session of our own run: collected by now, or started in this very process. Anything else was reserved by an earlier
 * attempt of the run (somebody pressed "Re-run"), whose jobs are over: runs are repeated only when they have ended.
 */
function ownSession({ runId, collected, started }: MatrixPorts, token: string): Observed {
  const found = collected.get(token);
  if (found !== undefined) return found;
  if (started.some((order) => order.token === token)) return { kind: "running" };
  return lost(`its workflow run ${runId} was started again and left nothing of it`);
}
