/** A reply on the wire, with GitHub's headers; and the ways in which it goes wrong. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reply } from "./call.ts";
import type { Incoming } from "./incoming.ts";
import type { RateMeter } from "./rate.ts";

export interface Surroundings {
  readonly rate: RateMeter;
  readonly resource: "core" | "graphql" | "git";
  /** For the `Date` header, in milliseconds. */
  readonly date: number;
  readonly number: number;
}

function rateHeaders({ rate, resource }: Surroundings): Record<string, string> {
  if (resource === "git") return {};
  const { limit, remaining, used, resetAt } = rate.show(resource);
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-used": String(used),
    "x-ratelimit-reset": String(Math.floor(resetAt / 1000)),
    "x-ratelimit-resource": resource,
  };
}

export interface Wire {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** What exactly goes out. A GET whose answer the client already has becomes 304. */
export function wireOf(reply: Reply, incoming: Incoming, around: Surroundings): Wire {
  const isEmpty = reply.json === undefined && reply.bytes === undefined;
  const body = reply.bytes?.content ?? (isEmpty ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.json)));
  const headers: Record<string, string> = {
    server: "github.com",
    date: new Date(around.date).toUTCString(),
    "x-github-request-id": `D0:${around.number.toString(16).toUpperCase().padStart(6, "0")}`,
    ...(isEmpty ? {} : { "content-type": reply.bytes?.type ?? "application/json; charset=utf-8" }),
    ...(around.resource === "git" ? {} : { "x-github-media-type": "github.v3; format=json" }),
    ...rateHeaders(around),
    ...reply.headers,
  };
  if (incoming.method === "GET" && reply.status === 200 && around.resource === "core") {
    const etag = `W/"${createHash("sha256").update(body).digest("hex")}"`;
    headers.etag = etag;
    if (incoming.headers["if-none-match"] === etag) return { status: 304, headers, body: Buffer.alloc(0) };
  }
  return { status: reply.status, headers, body };
}

function begin(response: ServerResponse, { status, headers, body }: Wire): void {
  const length = status === 204 || status === 304 ? {} : { "content-length": String(body.length) };
  response.writeHead(status, { ...headers, ...length });
}

export function send(response: ServerResponse, wire: Wire): void {
  begin(response, wire);
  response.end(wire.body);
}

/** Half of it, then the connection breaks. */
export function sendHalf(request: IncomingMessage, response: ServerResponse, wire: Wire): void {
  begin(response, wire);
  const half = wire.body.subarray(0, Math.ceil(wire.body.length / 2));
  response.write(half, () => request.socket.destroy());
}

export function breakOff(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}
