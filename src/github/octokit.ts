/** Octokit with its throttling and retry plugins, set up so that nothing is sent twice or waited for without our knowing. */
import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import type Bottleneck from "bottleneck";
import type { Sent, Whole } from "./exchange.ts";
import { graphqlErrors, isInternal } from "./failure.ts";
import { atMost } from "./pace.ts";

/** Answers that another try does not better; limits (403, 429) are the throttling plugin's. */
const FINAL = [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 428, 429, 451];

export interface OctokitOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly userAgent: string;
  readonly fetch: (url: string, sent: Sent) => Promise<Whole>;
  readonly warn: (line: string) => void;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Keeps writes that notify people apart; resolves when the next one may go. */
  readonly pace: () => Promise<unknown>;
  /** Whether to repeat after these seconds, when a limit will have ended; when yes, it has waited before it answers. */
  readonly waitForLimit: (seconds: number, tries: number) => Promise<boolean>;
}

/** Repetitions of a call that failed for a passing reason. */
const RETRIES = 3;

/** Opens an Octokit. A call that must not be repeated says `request.retries: 0`. */
export function openOctokit(options: OctokitOptions): Octokit {
  const { sleep, waitForLimit, warn } = options;
  const Patient = Octokit.plugin(wholeAnswers, throttling, pauses(sleep), retry);
  const onLimit = (seconds: number, _call: object, _octokit: object, tries: number) => waitForLimit(seconds, tries);
  return new Patient({
    auth: options.token,
    baseUrl: options.apiUrl,
    userAgent: options.userAgent,
    log: { debug: () => {}, info: () => {}, warn, error: warn },
    request: { fetch: options.fetch, log: { warn } },
    retry: { doNotRetry: FINAL, retries: RETRIES, retryAfterBaseValue: 0 },
    throttle: {
      ...{ id: Math.random().toString(36), retryAfterBaseValue: 0 },
      ...{ onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
      // The plugin knows which writes notify people; when the next one may go is decided by a clock that is passed in. Its own
      // queues would also hold every call up by some turns of the event loop.
      ...{ write: turnstile((work) => work()), notifications: turnstile((work) => options.pace().then(work)) },
      ...{ global: turnstile(atMost(10)) },
    },
  });
}

type Run = <T>(work: () => Promise<T>) => Promise<T>;

/** What the throttling plugin asks before it sends: of a whole group of queues it uses no more than this. */
function turnstile(run: Run): Bottleneck.Group {
  const schedule = <A extends readonly unknown[]>(_job: object, work: (...args: A) => Promise<unknown>, ...args: A) =>
    run(() => work(...args));
  return { key: () => ({ schedule }) } as unknown as Bottleneck.Group;
}

/** An answer that was cut off on its way, is a gateway's page, or says that GitHub gave up in the middle: as good as none. */
function wholeAnswers(octokit: Octokit): void {
  octokit.hook.after("request", (response, call) => {
    const type = String(response.headers["content-type"] ?? "");
    const isText = typeof response.data === "string" && /^(?:application\/json|text\/html)\b/.test(type);
    const internal = graphqlErrors(response.data).find(isInternal);
    if (!isText && internal === undefined) return;
    const status = { ...response, status: 502 };
    throw new RequestError(internal?.message ?? "the answer was cut off", 502, { request: call, response: status });
  });
}

/** The pauses between the retry plugin's tries, 1, 4 and 9 seconds, on our clock. */
function pauses(sleep: (milliseconds: number) => Promise<unknown>) {
  return (octokit: Octokit): void => {
    octokit.hook.error("request", async (error, call) => {
      const { retries = RETRIES, retryCount = 0 } = call.request;
      const mayRepeat = "status" in error && error.status >= 400 && !FINAL.includes(error.status);
      if (mayRepeat && retryCount < retries) await sleep(1_000 * (retryCount + 1) ** 2);
      throw error;
    });
  };
}
