/** `createCommitOnBranch`, with the refusals GitHub has for it. */
import type { Change } from "../git/trees.ts";
import { mayDo } from "../server/access.ts";
import { authorOf, changesOf, committer } from "../world/history.ts";
import { branchRefusal, changedWorkflow, refusalText } from "../world/rules.ts";
import type { World } from "../world/world.ts";
import { FORBIDDEN, failure } from "./failure.ts";
import { commitNode, refNode } from "./objects.ts";
import type { Asker } from "./query.ts";

export interface CommitInput {
  readonly clientMutationId?: string | null;
  readonly branch: {
    readonly id?: string | null;
    readonly branchName?: string | null;
    readonly repositoryNameWithOwner?: string | null;
  };
  readonly message: { readonly headline: string; readonly body?: string | null };
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null;
    readonly deletions?: readonly { readonly path: string }[] | null;
  } | null;
}

function branchName(world: World, { branch }: CommitInput): string {
  const full = `${world.owner}/${world.name}`;
  if (branch.id) return branch.id.replace(/^REF_refs\/heads\//, "");
  if (branch.repositoryNameWithOwner?.toLowerCase() !== full.toLowerCase()) {
    throw failure("NOT_FOUND", `Could not resolve to a Repository with the name '${branch.repositoryNameWithOwner}'.`);
  }
  return (branch.branchName ?? "").replace(/^refs\/heads\//, "");
}

function demandPath(path: string): void {
  const isBad =
    path === "" || path.startsWith("/") || path.split("/").some((part) => ["", ".", "..", ".git"].includes(part));
  if (isBad) throw failure("UNPROCESSABLE", `A path was requested which is not valid: "${path}"`);
}

function changes(world: World, input: CommitInput, head: string): ReadonlyMap<string, Change> {
  const files: Record<string, Buffer | null> = {};
  for (const { path } of input.fileChanges?.deletions ?? []) {
    if (world.git.at(head, path) === null) {
      throw failure(
        "UNPROCESSABLE",
        `A path was requested for deletion which does not exist as of commit oid \`${head}\`: ${path}`,
      );
    }
    files[path] = null;
  }
  for (const { path, contents } of input.fileChanges?.additions ?? []) {
    demandPath(path);
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(contents))
      throw failure("UNPROCESSABLE", `contents of ${path} are not Base64`);
    files[path] = Buffer.from(contents, "base64");
  }
  return changesOf(world, files);
}

function demandBranch(world: World, branch: string, actor: string): void {
  const refusal = branchRefusal(world, branch, actor, "update");
  if (refusal === null) return;
  throw failure(
    refusal.kind === "classic" ? "BRANCH_PROTECTION_RULE_VIOLATION" : "UNPROCESSABLE",
    refusalText(refusal),
  );
}

function stale(expected: string): Error {
  return failure("STALE_DATA", `Expected branch to point to "${expected}" but it did not. Pull and try again.`);
}

export function createCommitOnBranch({ world, grant }: Asker, input: CommitInput): object {
  if (!mayDo(grant, "contents", "write")) throw failure("FORBIDDEN", FORBIDDEN);
  const branch = branchName(world, input);
  const head = world.git.refs.read(`refs/heads/${branch}`);
  if (head === null) throw failure("NOT_FOUND", `Could not resolve to a Ref with the name 'refs/heads/${branch}'.`);
  if (head !== input.expectedHeadOid) throw stale(input.expectedHeadOid);
  demandBranch(world, branch, grant.actor);
  const { headline, body } = input.message;
  const oid = world.git.write({
    parents: [head],
    changes: changes(world, input, head),
    message: body ? `${headline}\n\n${body}` : headline,
    author: authorOf(world, grant.actor),
    committer: committer(world),
  });
  const isForbidden = !mayDo(grant, "workflows", "write") && changedWorkflow(world, oid) !== null;
  if (isForbidden) throw failure("FORBIDDEN", FORBIDDEN);
  if (!world.git.refs.move(`refs/heads/${branch}`, oid, head)) throw stale(input.expectedHeadOid);
  const commit = world.git.commit(oid);
  return {
    __typename: "CreateCommitOnBranchPayload",
    clientMutationId: input.clientMutationId ?? null,
    commit: commit === null ? null : commitNode(world, commit),
    ref: () => refNode(world, `refs/heads/${branch}`),
  };
}
