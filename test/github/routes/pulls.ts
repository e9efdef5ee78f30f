import { pullJson } from "../answers/pull.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { mergeInto } from "../world/history.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { protectionOf } from "../world/rules.ts";
import { addIssue, changeIssue, demandBody, demandTitle } from "../world/talk.ts";
import type { Issue, World } from "../world/world.ts";
import { demandWorkflows } from "./content.ts";

const HEADS = "refs/heads/";
const FORBIDDEN = "GitHub Actions is not permitted to create or approve pull requests.";

function pullOf(call: Call): Issue {
  const issue = call.world.issues.get(Number(slot(call, "pull_number")));
  if (issue === undefined || issue.pull === null) throw notFound();
  return issue;
}

function list(call: Call): Reply {
  const state = call.query.text("state") ?? "open";
  const head = call.query.text("head");
  const base = call.query.text("base");
  const sign = (call.query.text("direction") ?? "desc") === "asc" ? 1 : -1;
  const sort = call.query.text("sort");
  const key = (issue: Issue) => (sort === "updated" ? issue.updatedAt : issue.createdAt);
  const found = [...call.world.issues.values()]
    .filter((issue) => issue.pull !== null && (state === "all" || issue.state === state))
    .filter((issue) => head === undefined || `${call.world.owner}:${issue.pull?.head}` === head)
    .filter((issue) => base === undefined || issue.pull?.base === base)
    .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number));
  return page(call, found, (pulls) => pulls.map((pull) => pullJson(call.world, pull, false)));
}

function demandCommits(world: World, base: string, head: string): void {
  const into = world.git.refs.read(`${HEADS}${base}`);
  const from = world.git.refs.read(`${HEADS}${head}`);
  if (into === null) throw invalid("PullRequest", "base", "invalid");
  if (from === null) throw invalid("PullRequest", "head", "invalid");
  if (world.git.isAncestor(from, into)) {
    throw invalid("PullRequest", "", "custom", `No commits between ${base} and ${head}`);
  }
}

function create(call: Call): Reply {
  const { world } = call;
  if (call.actor === "github-actions[bot]" && !world.flags.actionsMayOpenPulls) throw new Refusal(403, FORBIDDEN);
  const named = call.body.text("head") ?? "";
  const head = named.startsWith(`${world.owner}:`) ? named.slice(world.owner.length + 1) : named;
  const base = call.body.text("base") ?? "";
  const body = call.body.text("body") ?? null;
  const title = call.body.text("title") ?? "";
  const draft = call.body.yes("draft");
  call.body.get("maintainer_can_modify");
  demandTitle(title);
  demandBody("PullRequest", body);
  demandCommits(world, base, head);
  const open = [...world.issues.values()].find(
    (issue) => issue.state === "open" && issue.pull?.head === head && issue.pull.base === base,
  );
  if (open) {
    throw invalid("PullRequest", "", "custom", `A pull request already exists for ${world.owner}:${head}.`);
  }
  const issue = addIssue(world, { title, body, by: call.actor });
  issue.pull = { head, base, draft, merged: null };
  return { status: 201, json: pullJson(world, issue, true) };
}

function update(call: Call): Reply {
  const pull = pullOf(call);
  const state = call.body.text("state");
  const title = call.body.text("title");
  const body = call.body.has("body") ? (call.body.text("body") ?? null) : undefined;
  demandBody("PullRequest", body);
  changeIssue(call.world, pull, call.actor, {
    title,
    body,
    state: state === "open" || state === "closed" ? state : undefined,
  });
  pull.stateReason = null;
  return { status: 200, json: pullJson(call.world, pull, true) };
}

function demandApprovals(world: World, base: string): void {
  const protection = protectionOf(world, base);
  const approvals = protection?.approvals ?? 0;
  if (approvals === 0) return;
  const text = `At least ${approvals} approving review is required by reviewers with write access.`;
  throw new Refusal(405, protection?.kind === "classic" ? text : `Repository rule violations found\n\n${text}\n\n`);
}

function merge(call: Call): Reply {
  const { world } = call;
  const issue = pullOf(call);
  const pull = issue.pull;
  if (pull === null) throw notFound();
  const method = call.body.text("merge_method") ?? "merge";
  const title =
    call.body.text("commit_title") ?? `Merge pull request #${issue.number} from ${world.owner}/${pull.head}`;
  const text = call.body.text("commit_message") ?? issue.title;
  const expected = call.body.text("sha");
  const into = world.git.refs.read(`${HEADS}${pull.base}`);
  const from = world.git.refs.read(`${HEADS}${pull.head}`);
  if (issue.state === "closed" || into === null || from === null)
    throw new Refusal(405, "Pull Request is not mergeable");
  if (expected !== undefined && expected !== from)
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  demandApprovals(world, pull.base);
  const order = { message: `${title}\n\n${text}`, by: call.actor, ...(method === "merge" ? {} : { parents: [into] }) };
  const merged = mergeInto(world, into, from, order);
  if (merged === "conflict" || merged === "merged") throw new Refusal(405, "Pull Request is not mergeable");
  demandWorkflows(call, merged.oid);
  if (!world.git.refs.move(`${HEADS}${pull.base}`, merged.oid, into)) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  changeIssue(world, issue, call.actor, { state: "closed" });
  Object.assign(issue, { stateReason: null, pull: { ...pull, merged: merged.oid } });
  return { status: 200, json: { sha: merged.oid, merged: true, message: "Pull Request successfully merged" } };
}

export const pullRoutes: Routes = {
  "pulls/list": list,
  "pulls/create": create,
  "pulls/get": (call) => ({ status: 200, json: pullJson(call.world, pullOf(call), true) }),
  "pulls/update": update,
  "pulls/merge": merge,
};
