/** Looking back in a branch through the API: whether a commit is in it, whether an operation is. Bounded. */
import { commitMessage } from "../git/objects.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import { EARLIER, earlierShape, type History } from "./api-queries.ts";

interface Asker {
  readonly client: GitHubClient;
  readonly repo: Repo;
}

type Commit = History["nodes"][number];

/** How far back is looked, in commits: a run's own operations are younger than that. */
const MOST = 2_000;

/** Goes back from `head` until `stop` says so; the commit at which it did, or null at the history's end or the bound. */
async function goBack(
  asker: Asker,
  head: string,
  first: History | null,
  stop: (commit: Commit) => boolean,
): Promise<Commit | null> {
  let page = first ?? (await earlier(asker, head, null));
  for (let seen = 0; ; ) {
    const found = page.nodes.find(stop);
    if (found !== undefined) return found;
    seen += page.nodes.length;
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage || endCursor === null || seen >= MOST) return null;
    page = await earlier(asker, head, endCursor);
  }
}

async function earlier({ client, repo }: Asker, head: string, after: string | null): Promise<History> {
  const variables = { owner: repo.owner, name: repo.name, head, after };
  const { object } = (await client.graphql(EARLIER, variables, earlierShape)).repository;
  return object?.history ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
}

/** Whether the commit `oid` is `head` or in its history. `first`: the newest commits, when they are known. */
export async function includes(asker: Asker, head: string, first: History | null, oid: string): Promise<boolean> {
  return (await goBack(asker, head, first, (commit) => commit.oid === oid)) !== null;
}

/**
 * The commit of the operation `op` among those that `head` has and `since` ("": the beginning) has not; null when there is
 * none. `parent` tells which of several tries it was.
 */
export async function findOperation(
  asker: Asker,
  op: string,
  since: string,
  head: string,
  first: History | null,
): Promise<{ readonly oid: string; readonly parent: string } | null> {
  if (since === head) return null;
  const trailer = commitMessage("", op).trimEnd().split("\n").at(-1) ?? "";
  const isIt = ({ message }: Commit) => message.split("\n").includes(trailer);
  const found = await goBack(asker, head, first, (commit) => commit.oid === since || isIt(commit));
  if (found === null || !isIt(found)) return null;
  return { oid: found.oid, parent: found.parents.nodes[0]?.oid ?? "" };
}
