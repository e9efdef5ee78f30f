/** The servers of the double: one for the API, one for git (on GHES one for both). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { rootFields } from "../contract/graphql-contract.ts";
import type { LoggedRequest, TokenGrant } from "../face.ts";
import { createFaults, type Faults } from "../faults/armed.ts";
import type { Fault } from "../faults/fault.ts";
import { faultReply, primaryLimit, statusReply } from "../faults/replies.ts";
import { answerGit, isGitPath } from "../git/serve.ts";
import { answerGraphql } from "../graphql/serve.ts";
import { account } from "../world/people.ts";
import { moment, type Open, type World } from "../world/world.ts";
import type { Reply } from "./call.ts";
import { type Incoming, readIncoming, VERSIONS } from "./incoming.ts";
import { createRateMeter, type RateMeter } from "./rate.ts";
import { answerRest, errorReply } from "./rest.ts";
import { breakOff, send, sendHalf, type Wire, wireOf } from "./send.ts";

export interface Service {
  readonly world: World;
  readonly requests: Open<LoggedRequest>[];
  readonly faults: Faults;
  readonly rate: RateMeter;
  /** Milliseconds by which `Date` is ahead. */
  skew: number;
  /** Requests that wait for ever. */
  readonly hanging: Set<IncomingMessage>;
}

export function createService(world: World, rateLimit: number, skew: number): Service {
  const rate = createRateMeter(rateLimit, world.now);
  return { world, requests: [], faults: createFaults(), rate, skew, hanging: new Set() };
}

type Kind = "git" | "graphql" | "core" | "website";

function kindOf(world: World, path: string, serves: "api" | "git" | "both"): Kind {
  if (serves !== "api" && isGitPath(path)) return "git";
  if (serves === "git") return "website";
  return path === (world.ghes ? "/api/graphql" : "/graphql") ? "graphql" : "core";
}

function log(service: Service, incoming: Incoming, kind: Kind, grant: TokenGrant | null): Open<LoggedRequest> {
  const body = incoming.body;
  const query =
    kind === "graphql" && typeof body === "object" && body !== null && "query" in body ? String(body.query) : "";
  const { fields, isMutation } = query === "" ? { fields: [], isMutation: false } : rootFields(query);
  const entry: Open<LoggedRequest> = {
    method: incoming.method,
    path: kind === "graphql" ? "/graphql" : incoming.path,
    query: incoming.query,
    fields,
    body,
    status: 0,
    actor: grant?.actor ?? null,
    at: service.world.now(),
    writes: kind === "graphql" ? isMutation : kind === "core" && !["GET", "HEAD"].includes(incoming.method),
    fault: null,
  };
  service.requests.push(entry);
  return entry;
}

function showRate({ rate }: Service): Reply {
  const one = (resource: "core" | "graphql") => {
    const { limit, remaining, used, resetAt } = rate.show(resource);
    return { limit, remaining, used, reset: Math.floor(resetAt / 1000) };
  };
  const search = { ...one("core"), limit: 30, remaining: 30, used: 0 };
  return {
    status: 200,
    json: { resources: { core: one("core"), graphql: one("graphql"), search }, rate: one("core") },
  };
}

/** What is asked of every API request, before it is looked at. */
function refusal(
  { world, rate }: Service,
  incoming: Incoming,
  kind: "core" | "graphql",
  grant: TokenGrant | null,
): Reply | null {
  const where = `${incoming.method} ${incoming.path}`;
  if (!incoming.headers["user-agent"]) {
    world.violations.push(`${where}: no User-Agent`);
    return errorReply(
      403,
      "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
    );
  }
  if (incoming.token === null) return errorReply(401, "Requires authentication");
  if (grant === null) return errorReply(401, "Bad credentials");
  if (kind === "core" && !VERSIONS.includes(incoming.version)) {
    world.violations.push(`${where}: no such API version: ${incoming.version}`);
    return errorReply(400, `Invalid API version ${incoming.version}`);
  }
  return rate.take(kind) ? null : primaryLimit(403, rate.show(kind).resetAt);
}

async function answer(service: Service, incoming: Incoming, kind: Kind, grant: TokenGrant | null): Promise<Reply> {
  const { world, rate } = service;
  if (kind === "git") return answerGit(world, incoming, grant);
  if (kind === "website") {
    world.violations.push(`${incoming.method} ${incoming.path}: asked of the web site, not of the API`);
    return errorReply(404, "Not Found");
  }
  if (incoming.method === "GET" && incoming.path === "/rate_limit") return showRate(service);
  const refused = refusal(service, incoming, kind, grant);
  if (refused !== null || grant === null) return refused ?? errorReply(401, "Bad credentials");
  account(world, grant.actor);
  if (kind === "core") return answerRest(world, incoming, grant);
  if (!world.graphql || incoming.method !== "POST") return errorReply(404, "Not Found");
  return answerGraphql({ world, grant, rate }, incoming.body);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What happens before a request is carried out; false when it is not going to be. */
async function before(service: Service, request: IncomingMessage, fault: Fault | null): Promise<boolean> {
  if (fault?.kind === "delay") await pause(fault.ms);
  if (fault?.kind === "meanwhile") await fault.act();
  if (fault?.kind === "never") service.hanging.add(request);
  if (fault?.kind === "reset") breakOff(request);
  return fault?.kind !== "never" && fault?.kind !== "reset";
}

/** Sends the answer, or spoils it; gives the status that went out. */
async function after(
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire,
  fault: Fault | null,
): Promise<number> {
  if (fault?.kind === "hold_answer") await fault.until();
  if (fault?.kind === "lost_answer") {
    breakOff(request);
    return 0;
  }
  if (fault?.kind === "truncated") {
    sendHalf(request, response, wire);
    return 0;
  }
  send(response, wire);
  return wire.status;
}

async function handle(
  service: Service,
  serves: "api" | "git" | "both",
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world, rate } = service;
  const incoming = await readIncoming(request, world.ghes ? "/api/v3" : "");
  const kind = kindOf(world, incoming.path, serves);
  const grant = incoming.token === null ? null : (world.tokens.get(incoming.token) ?? null);
  const entry = log(service, incoming, kind, grant);
  const number = service.requests.length;
  const fault = service.faults.take(entry);
  entry.fault = fault?.kind ?? null;
  if (!(await before(service, request, fault))) return;
  const spoiled = fault === null ? null : faultReply(fault, world.now());
  const real = spoiled ?? (await answer(service, incoming, kind, grant));
  const reply = fault?.kind === "late_status" ? statusReply(fault.status) : real;
  const wire = wireOf(reply, incoming, {
    rate,
    resource: kind === "website" ? "git" : kind,
    date: world.now() + service.skew,
    number,
  });
  entry.status = await after(request, response, wire, fault);
}

/** Starts a server on 127.0.0.1. */
export async function listen(service: Service, serves: "api" | "git" | "both", port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(service, serves, request, response).catch((error: unknown) => {
      service.world.violations.push(`the double broke at ${moment(service.world.now())}: ${String(error)}`);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

export function originOf(server: Server): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return `http://127.0.0.1:${address.port}`;
}
