/** Octokit with its throttling and retry plugins, set up so that nothing is sent twice or waited for without our knowing. */
import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import type Bottleneck from "bottleneck";
import type { Sent, Whole } from "./exchange.ts";

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
export const RETRIES = 3;

/** Opens an Octokit. Each call says how often it may be repeated in `request.retries`. */
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
      // The plugin knows which writes notify people; when the next one may go is decided by a clock that is passed in.
      ...{ write: turnstile(() => Promise.resolve()), notifications: turnstile(options.pace) },
    },
  });
}

/** What the throttling plugin asks before it sends: of a whole group of queues it uses no more than this. */
function turnstile(wait: () => Promise<unknown>): Bottleneck.Group {
  const group = { key: () => ({ schedule: (_job: object, work: () => Promise<void>) => wait().then(work) }) };
  return group as unknown as Bottleneck.Group;
}

/** An answer that calls itself JSON and is none was cut off on its way: as good as none. */
function wholeAnswers(octokit: Octokit): void {
  octokit.hook.after("request", (response, call) => {
    const type = String(response.headers["content-type"] ?? "");
    if (typeof response.data !== "string" || !/^application\/json\b/.test(type)) return;
    throw new RequestError("the answer was cut off", 502, { request: call });
  });
}

/** The pauses between the retry plugin's tries, 1, 4 and 9 seconds, on our clock. */
function pauses(sleep: (milliseconds: number) => Promise<unknown>) {
  return (octokit: Octokit): void => {
    octokit.hook.error("request", async (error, call) => {
      const { retries = 0, retryCount = 0 } = call.request;
      const mayRepeat = "status" in error && error.status >= 400 && !FINAL.includes(error.status);
      if (mayRepeat && retryCount < retries) await sleep(1_000 * (retryCount + 1) ** 2);
      throw error;
    });
  };
}
