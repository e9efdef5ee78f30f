/** Everything that can be thrown on the way to GitHub and back, as a `GitHubError`. */
import { GitHubError } from "./error.ts";
import { refusal } from "./refusal.ts";

/** What was asked, as errors name it, and what a lost answer to it means. */
export interface Call {
  /** `POST /repos/octo/project/issues`, `mutation LtpmCommit`. */
  readonly route: string;
  readonly writes: boolean;
  /** Twice is as good as once. */
  readonly idempotent: boolean;
}

export interface Thrown {
  readonly status: number | null;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** The system's code of what kept the request from being sent, or its answer from coming. */
  readonly system: string;
  readonly timedOut: boolean;
}

/** Codes of connections that were never made: nothing was sent. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** Looks into whatever was thrown. */
export function thrownBy(error: unknown): Thrown {
  const { status, response, message } = isRecord(error) ? error : {};
  const { headers, data } = isRecord(response) ? response : {};
  const answered = isRecord(response);
  const causes = causesOf(error);
  return {
    status: answered && typeof status === "number" ? status : null,
    message: typeof message === "string" ? message : String(error),
    headers: isRecord(headers) ? headers : {},
    data,
    system: causes.map((cause) => String(cause.code ?? "")).find((code) => /^[A-Z_0-9]{3,}$/.test(code)) ?? "",
    timedOut: causes.some((cause) => cause.name === "TimeoutError"),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function causesOf(error: unknown): Record<string, unknown>[] {
  const causes: Record<string, unknown>[] = [];
  for (let at = error; isRecord(at) && causes.length < 5; at = at.cause) causes.push(at);
  return causes;
}

/** How many seconds a limit asks us to wait; null when this is no limit. `now` in milliseconds. */
export function limitOf({ status, message, headers, data }: Thrown, now: number): number | null {
  const inGraphql = graphqlErrors(data).some(({ type }) => type === "RATE_LIMITED");
  // Texts written faster than people read are refused as if they were wrong.
  if (status === 422 && /submitted too quickly/i.test(message)) return 60;
  if (status !== 403 && status !== 429 && !inGraphql) return null;
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return Math.max(1, Math.ceil(after));
  if (String(headers["x-ratelimit-remaining"]) === "0" || inGraphql) {
    const reset = Number(headers["x-ratelimit-reset"]) * 1_000;
    return Number.isFinite(reset) ? Math.max(1, Math.ceil((reset - now) / 1_000) + 1) : 60;
  }
  return status === 429 || /rate limit|abuse detection/i.test(message) ? 60 : null;
}

/** Whether the throttling plugin knows this limit by itself, and was asked already. */
export function isKnownToPlugin({ message, headers, data }: Thrown): boolean {
  if (/\bsecondary rate\b/i.test(message) || headers["x-ratelimit-remaining"] === "0") return true;
  return graphqlErrors(data).some(({ type }) => type === "RATE_LIMITED");
}

/** The request never left this machine. */
export function isUnsent({ status, system }: Thrown): boolean {
  return status === null && UNSENT.test(system);
}

interface GraphqlError {
  readonly type: string | null;
  readonly message: string;
  /** The fields that lead to what is refused. */
  readonly path: readonly string[];
}

/** The errors of a GraphQL answer. */
export function graphqlErrors(data: unknown): GraphqlError[] {
  const errors = isRecord(data) && Array.isArray(data.errors) ? data.errors : [];
  return errors.filter(isRecord).map(({ type, message, path }) => ({
    type: typeof type === "string" ? type : null,
    message: typeof message === "string" ? message : "",
    path: Array.isArray(path) ? path.filter((part) => typeof part === "string") : [],
  }));
}

/** The error for what was thrown. `tidy` makes one line of a text and takes secrets out. */
export function failure(call: Call, thrown: Thrown, now: number, tidy: (text: string) => string): GitHubError {
  const { status, headers } = thrown;
  const limit = limitOf(thrown, now);
  if (limit !== null) {
    const until = new Date(now + limit * 1_000).toISOString();
    const message = `GitHub's rate limit holds ${call.route} back until ${until.slice(11, 19)} UTC: try again then`;
    return new GitHubError(message, { code: "rate_limited", status, said: tidy(saidIn(thrown)), until });
  }
  const [first] = graphqlErrors(thrown.data);
  if (first !== undefined && (status === null || status < 400) && !isInternal(first)) {
    const { message, type, path } = first;
    return refusal({ route: call.route, status: null, said: tidy(message), type, path });
  }
  if (status !== null && status >= 400 && status < 500 && status !== 408) {
    const accepted = headers["x-accepted-github-permissions"];
    const said = tidy(saidIn(thrown));
    return refusal({ route: call.route, status, said, accepted: typeof accepted === "string" ? accepted : null });
  }
  return unanswered(call, thrown, tidy);
}

/** GitHub gave up in the middle of it. */
export function isInternal(error: { readonly type: string | null; readonly message: string }): boolean {
  const types = ["INTERNAL", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT", "LOADING"];
  if (error.type !== null) return types.includes(error.type);
  return /something went wrong|respond to your request in time|timed? ?out|internal (?:server )?error/i.test(
    error.message,
  );
}

function unanswered(call: Call, thrown: Thrown, tidy: (text: string) => string): GitHubError {
  const { status } = thrown;
  const why = thrown.timedOut ? "no answer within the time limit" : tidy(saidIn(thrown)) || `HTTP ${status}`;
  const shown = status === null || why.includes(`${status}`) ? why : `HTTP ${status}, ${why}`;
  if (call.writes && !call.idempotent && !isUnsent(thrown)) {
    const doubt = "whether it was carried out is not known, look before you repeat it";
    return new GitHubError(`the answer to ${call.route} was lost (${shown}): ${doubt}`, {
      ...{ code: "ambiguous", status, said: tidy(saidIn(thrown)) },
    });
  }
  const message = `GitHub did not answer ${call.route} (${shown}): try again later`;
  return new GitHubError(message, { code: "unavailable", status, said: tidy(saidIn(thrown)) });
}

/** What the answer says, with the reasons of a validation. */
function saidIn({ data, message }: Thrown): string {
  if (!isRecord(data)) return typeof data === "string" ? "" : message;
  const [first] = graphqlErrors(data);
  if (typeof data.message !== "string") return first?.message ?? message;
  const reasons = Array.isArray(data.errors) ? data.errors.map(reason).filter((text) => text !== "") : [];
  return [data.message, ...reasons].join("; ");
}

function reason(error: unknown): string {
  if (typeof error === "string") return error;
  if (!isRecord(error)) return "";
  if (typeof error.message === "string") return error.message;
  return [error.resource, error.field, error.code].filter((part) => typeof part === "string").join(" ");
}
