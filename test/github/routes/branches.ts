import { commitJson } from "../answers/history.ts";
import { repositoryPage, repositoryUrl } from "../answers/repository.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { mergeInto } from "../world/history.ts";
import { Refusal } from "../world/refusal.ts";
import { demandBranch, protectionOf } from "../world/rules.ts";
import type { World } from "../world/world.ts";
import { demandWorkflows } from "./content.ts";

const HEADS = "refs/heads/";

function isClassic(world: World, branch: string): boolean {
  return protectionOf(world, branch)?.kind === "classic";
}

function protectionUrl(world: World, branch: string): string {
  return `${repositoryUrl(world)}/branches/${encodeURIComponent(branch)}/protection`;
}

/** What a branch shows of its protection to everybody. */
function hint(world: World, branch: string): Record<string, unknown> {
  const checks = { enforcement_level: "off", contexts: [], checks: [] };
  return { enabled: isClassic(world, branch), required_status_checks: checks };
}

function list(call: Call): Reply {
  const { world } = call;
  const only = call.query.has("protected") ? call.query.yes("protected") : undefined;
  const all = world.git.refs.list(HEADS).map(({ name, oid }) => ({ name: name.slice(HEADS.length), oid }));
  const found = all.filter(({ name }) => only === undefined || (protectionOf(world, name) !== null) === only);
  return page(call, found, (branches) =>
    branches.map(({ name, oid }) => ({
      name,
      commit: { sha: oid, url: `${repositoryUrl(world)}/commits/${oid}` },
      protected: protectionOf(world, name) !== null,
      protection: hint(world, name),
      protection_url: protectionUrl(world, name),
    })),
  );
}

function get(call: Call): Reply {
  const { world } = call;
  const name = slot(call, "branch");
  const oid = world.git.refs.read(`${HEADS}${name}`);
  const commit = oid === null ? null : world.git.commit(oid);
  if (commit === null) throw new Refusal(404, "Branch not found");
  const url = `${repositoryUrl(world)}/branches/${encodeURIComponent(name)}`;
  return {
    status: 200,
    json: {
      name,
      commit: commitJson(world, commit),
      _links: { self: url, html: `${repositoryPage(world)}/tree/${name}` },
      protected: protectionOf(world, name) !== null,
      protection: hint(world, name),
      protection_url: protectionUrl(world, name),
    },
  };
}

function protection(call: Call): Reply {
  const name = slot(call, "branch");
  if (!isClassic(call.world, name)) throw new Refusal(404, "Branch not protected");
  const url = protectionUrl(call.world, name);
  const approvals = protectionOf(call.world, name)?.approvals ?? 0;
  const reviews = {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: false,
    require_code_owner_reviews: false,
    required_approving_review_count: approvals,
  };
  return { status: 200, json: { url, required_pull_request_reviews: reviews } };
}

/** The active rules of rulesets for a branch; classic protection is not among them, as on GitHub. */
function rules(call: Call): Reply {
  const { world } = call;
  const found = protectionOf(world, slot(call, "branch"));
  const from = { ruleset_source_type: "Repository", ruleset_source: `${world.owner}/${world.name}`, ruleset_id: 42 };
  const parameters = {
    required_approving_review_count: found?.approvals ?? 0,
    dismiss_stale_reviews_on_push: false,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
  };
  if (found === null || found.kind === "classic") return page(call, [], (none) => none);
  const all = [
    { type: "pull_request", parameters, ...from },
    { type: "deletion", ...from },
    ...(found.creations ? [{ type: "creation", ...from }] : []),
  ];
  return page(call, all, (some) => some);
}

function merge(call: Call): Reply {
  const { world } = call;
  const base = call.body.text("base") ?? "";
  const head = call.body.text("head") ?? "";
  const into = world.git.refs.read(`${HEADS}${base}`);
  const from = world.git.resolve(head);
  if (into === null) throw new Refusal(404, "Base does not exist");
  if (from === null) throw new Refusal(404, "Head does not exist");
  const message = call.body.text("commit_message") ?? `Merge ${head} into ${base}`;
  demandBranch(world, base, call.actor, "update", 403);
  const merged = mergeInto(world, into, from, { message, by: call.actor });
  if (merged === "merged") return { status: 204 };
  if (merged === "conflict") throw new Refusal(409, "Merge conflict");
  demandWorkflows(call, merged.oid);
  const commit = world.git.commit(merged.oid);
  if (commit === null || !world.git.refs.move(`${HEADS}${base}`, merged.oid, into))
    throw new Refusal(409, "Base branch was modified");
  return { status: 201, json: commitJson(world, commit) };
}

export const branchRoutes: Routes = {
  "repos/list-branches": list,
  "repos/get-branch": get,
  "repos/get-branch-protection": protection,
  "repos/get-branch-rules": rules,
  "repos/merge": merge,
};
