/** A REST request from its route to its answer, judged on the way by GitHub's description. */
import { answerFaults, type Route as Found, findRoute, requestFaults } from "../contract/rest-contract.ts";
import type { TokenGrant } from "../face.ts";
import { branchRoutes } from "../routes/branches.ts";
import { commentRoutes } from "../routes/comments.ts";
import { contentRoutes } from "../routes/content.ts";
import { gitDataRoutes } from "../routes/git-data.ts";
import { issueRoutes } from "../routes/issues.ts";
import { jobRoutes } from "../routes/jobs.ts";
import { labelRoutes } from "../routes/labels.ts";
import { pullRoutes } from "../routes/pulls.ts";
import { reactionRoutes } from "../routes/reactions.ts";
import { repositoryRoutes } from "../routes/repository.ts";
import { notFound, Refusal } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { isAllowed, type Need, needOf } from "./access.ts";
import { Asked, type Reply, type Route } from "./call.ts";
import type { Incoming } from "./incoming.ts";

const ROUTES = new Map<string, Route>(
  Object.entries({
    ...repositoryRoutes,
    ...issueRoutes,
    ...commentRoutes,
    ...reactionRoutes,
    ...labelRoutes,
    ...contentRoutes,
    ...gitDataRoutes,
    ...branchRoutes,
    ...pullRoutes,
    ...jobRoutes,
  }),
);

/** The body of an error, as GitHub writes it. */
export function errorReply(status: number, message: string, details: Readonly<Record<string, unknown>> = {}): Reply {
  const documentation_url = "https://docs.github.com/rest";
  return { status, json: { message, ...details, documentation_url, status: String(status) } };
}

function demandRepository(world: World, { slots }: Found): void {
  const { owner, repo } = slots;
  if (owner === undefined || repo === undefined) return;
  if (`${owner}/${repo}`.toLowerCase() !== `${world.owner}/${world.name}`.toLowerCase()) throw notFound();
}

function demandAccess(world: World, grant: TokenGrant, need: Need, method: string): void {
  if (!isAllowed(grant, need, world.private)) throw new Refusal(403, "Resource not accessible by integration");
  if (world.flags.archived && method !== "GET") throw new Refusal(403, "Repository was archived so is read-only.");
}

function demandContract(world: World, route: Found, incoming: Incoming): void {
  const { query, body, bytes } = incoming;
  if (bytes.length > 0 && body === undefined) throw new Refusal(400, "Problems parsing JSON");
  // A field of a newer API that an old server refuses is no mistake of the description's.
  const faults = requestFaults(route, query, body, bytes.length === 0);
  if (faults.length === 0) return;
  world.violations.push(...faults.map((fault) => `${incoming.method} ${incoming.path}: ${fault}`));
  const isStrange = faults.some((fault) => fault.includes("additional properties"));
  throw new Refusal(
    isStrange && world.ghes ? 400 : 422,
    "Invalid request.\n\nFor 'links/0/schema', see the violations.",
    {
      errors: faults,
    },
  );
}

function call(world: World, route: Found, incoming: Incoming, grant: TokenGrant): Reply {
  const handler = ROUTES.get(route.operation.id);
  if (handler === undefined) throw new Error(`the double has no route for ${route.operation.id}`);
  const fields = typeof incoming.body === "object" && incoming.body !== null && !Array.isArray(incoming.body);
  const query = new Asked(incoming.query);
  const body = new Asked(fields ? Object.fromEntries(Object.entries(incoming.body ?? {})) : {});
  const address = new URL(`${world.urls.api}${incoming.path}`);
  // Pages are linked by the repository's number: a client has to follow links, not to build them.
  address.pathname = address.pathname.replace(/\/repos\/[^/]+\/[^/]+/, `/repositories/${world.id}`);
  for (const [name, value] of Object.entries(incoming.query)) address.searchParams.set(name, value);
  const { accept, version } = incoming;
  const given = {
    world,
    slots: route.slots,
    query,
    body,
    sent: incoming.body,
    actor: grant.actor,
    grant,
    accept,
    version,
  };
  const reply = handler({ ...given, address });
  const ignored = [...query.unread().map((name) => `query.${name}`), ...body.unread().map((name) => `body.${name}`)];
  world.violations.push(...ignored.map((name) => `${incoming.method} ${incoming.path}: the double ignores ${name}`));
  return reply;
}

/** Answers a REST request of somebody with this token. */
export function answerRest(world: World, incoming: Incoming, grant: TokenGrant): Reply {
  const path = incoming.path.replace(`/repositories/${world.id}`, `/repos/${world.owner}/${world.name}`);
  const route = findRoute(incoming.method, path);
  if (route === null) {
    world.violations.push(`${incoming.method} ${incoming.path}: no such operation in what the double knows`);
    return errorReply(404, "Not Found");
  }
  const need = needOf(route.operation.method, route.operation.path);
  const reply = answered(world, route, incoming, grant, need);
  const faults = answerFaults(route, reply.status, reply.json);
  world.violations.push(...faults.map((fault) => `${incoming.method} ${incoming.path}: ${fault}`));
  return { ...reply, headers: { "x-accepted-github-permissions": need.header, ...reply.headers } };
}

function answered(world: World, route: Found, incoming: Incoming, grant: TokenGrant, need: Need): Reply {
  try {
    demandRepository(world, route);
    demandAccess(world, grant, need, incoming.method);
    demandContract(world, route, incoming);
    return call(world, route, incoming, grant);
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.status, error.message, error.details);
    world.violations.push(`${incoming.method} ${incoming.path}: the double broke: ${String(error)}`);
    return errorReply(500, "Server Error");
  }
}
