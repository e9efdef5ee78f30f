/** `query { … }`: the repository, who one is, the rate limit. */
import { repositoryPage } from "../answers/repository.ts";
import { nodeId } from "../answers/user.ts";
import type { Scope, TokenGrant } from "../face.ts";
import { mayDo } from "../server/access.ts";
import type { RateMeter } from "../server/rate.ts";
import { moment, type World } from "../world/world.ts";
import { type Bounds, connection } from "./connection.ts";
import { FORBIDDEN, failure } from "./failure.ts";
import { objectNode, refNode } from "./objects.ts";
import { actorNode, type IssuesBounds, issueNode, issuesConnection } from "./talk.ts";

export interface Asker {
  readonly world: World;
  readonly grant: TokenGrant;
  readonly rate: RateMeter;
}

function demandRead({ world, grant }: Asker, scope: Scope): void {
  if (world.private && !mayDo(grant, scope, "read")) throw failure("FORBIDDEN", FORBIDDEN);
}

function viewerPermission(grant: TokenGrant): string {
  if (mayDo(grant, "administration", "write")) return "ADMIN";
  return mayDo(grant, "contents", "write") ? "WRITE" : "READ";
}

function objectOf(asker: Asker, asked: { expression?: string | null; oid?: string | null }): object | null {
  demandRead(asker, "contents");
  return objectNode(asker.world, asked.expression ?? asked.oid ?? "");
}

/** A reference by `refs/heads/x`, `heads/x` or just `x`. */
function refOf(asker: Asker, name: string): object | null {
  demandRead(asker, "contents");
  const places = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`];
  const full = places.find((place) => place.startsWith("refs/") && asker.world.git.refs.read(place) !== null);
  return full === undefined ? null : refNode(asker.world, full);
}

export function repositoryNode(asker: Asker): object {
  const { world, grant } = asker;
  return {
    __typename: "Repository",
    id: nodeId("R", world.id),
    databaseId: world.id,
    name: world.name,
    nameWithOwner: `${world.owner}/${world.name}`,
    owner: actorNode(world, world.owner),
    url: repositoryPage(world),
    isPrivate: world.private,
    isArchived: world.flags.archived,
    isEmpty: world.git.refs.list("refs/heads/").length === 0,
    hasIssuesEnabled: world.flags.issues,
    viewerPermission: viewerPermission(grant),
    visibility: world.private ? "PRIVATE" : "PUBLIC",
    defaultBranchRef: () => refOf(asker, `refs/heads/${world.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refOf(asker, qualifiedName),
    refs: ({ refPrefix, ...bounds }: Bounds & { refPrefix: string }) => {
      demandRead(asker, "contents");
      return connection("refs", world.git.refs.list(refPrefix), bounds, ({ name }) => refNode(world, name));
    },
    object: (asked: { expression?: string | null; oid?: string | null }) => objectOf(asker, asked),
    issue: ({ number }: { number: number }) => {
      demandRead(asker, "issues");
      const issue = world.issues.get(number);
      if (issue === undefined || issue.pull !== null) {
        throw failure("NOT_FOUND", `Could not resolve to an Issue with the number of ${number}.`);
      }
      return issueNode(world, issue);
    },
    issues: (asked: IssuesBounds) => {
      demandRead(asker, "issues");
      return issuesConnection(world, asked);
    },
  };
}

export function queryRoot(asker: Asker): object {
  const { world, grant, rate } = asker;
  return {
    viewer: () => actorNode(world, grant.actor),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const full = `${owner}/${name}`;
      if (full.toLowerCase() !== `${world.owner}/${world.name}`.toLowerCase()) {
        throw failure("NOT_FOUND", `Could not resolve to a Repository with the name '${full}'.`);
      }
      return repositoryNode(asker);
    },
    rateLimit: () => {
      const { limit, remaining, used, resetAt } = rate.show("graphql");
      return { limit, remaining, used, cost: 1, nodeCount: 0, resetAt: moment(resetAt) };
    },
  };
}
