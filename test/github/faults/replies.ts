/** What GitHub answers when something is wrong that has nothing to do with the request. */
import type { Reply } from "../server/call.ts";
import { errorReply } from "../server/rest.ts";
import type { Fault } from "./fault.ts";

const SECONDARY =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";
const PRIMARY = "API rate limit exceeded for installation ID 1000001.";

const MESSAGES: Readonly<Record<number, string>> = {
  401: "Bad credentials",
  403: "Resource not accessible by integration",
  404: "Not Found",
  409: "Conflict",
  422: "Validation Failed",
  500: "Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The primary limit, hit. */
export function primaryLimit(status: 403 | 429, resetAt: number): Reply {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)) };
  return { ...errorReply(status, PRIMARY), headers };
}

export function statusReply(status: number, message?: string): Reply {
  return errorReply(status, message ?? MESSAGES[status] ?? "Error");
}

/** The answer in place of the real one; null for faults that are not an answer. */
export function faultReply(fault: Fault, now: number): Reply | null {
  if (fault.kind === "status") {
    return { ...statusReply(fault.status, fault.message), ...(fault.headers ? { headers: fault.headers } : {}) };
  }
  if (fault.kind === "secondary_limit") {
    const headers = fault.retryAfter === null ? {} : { "retry-after": String(fault.retryAfter) };
    return { ...errorReply(fault.status ?? 403, SECONDARY), headers };
  }
  if (fault.kind === "primary_limit") return primaryLimit(fault.status ?? 403, now + fault.resetIn * 1000);
  if (fault.kind === "garbage") {
    const page = "<!DOCTYPE html><html><body>We had issues producing the response to your request.</body></html>";
    return { status: 200, bytes: { type: "text/html", content: Buffer.from(page) } };
  }
  if (fault.kind === "graphql_error") {
    const error = { ...(fault.type === undefined ? {} : { type: fault.type }), message: fault.message };
    return { status: 200, json: { data: null, errors: [error] } };
  }
  return null;
}
