import { issueJson } from "../answers/talk.ts";
import { type Call, issueOf, page, type Reply, type Routes, slot } from "../server/call.ts";
import { invalid, Refusal } from "../world/refusal.ts";
import { addIssue, changeIssue, demandBody, demandTitle } from "../world/talk.ts";
import type { Issue } from "../world/world.ts";

function demandIssues(call: Call): void {
  if (!call.world.flags.issues) throw new Refusal(410, "Issues has been disabled in this repository.");
}

/** The issue a path names; 410 for one that was deleted. */
function existing(call: Call): Issue {
  if (call.world.deleted.has(Number(slot(call, "issue_number")))) throw new Refusal(410, "This issue was deleted");
  return issueOf(call);
}

function labelNames(call: Call): string[] | undefined {
  const given = call.body.get("labels");
  if (!Array.isArray(given)) return undefined;
  return given.map((one: unknown) => {
    if (typeof one === "object" && one !== null && "name" in one) return String(one.name);
    return String(one);
  });
}

function order(call: Call): (a: Issue, b: Issue) => number {
  const by = call.query.text("sort") ?? "created";
  const sign = (call.query.text("direction") ?? "desc") === "asc" ? 1 : -1;
  const key = (issue: Issue) => (by === "updated" ? issue.updatedAt : issue.createdAt);
  return (a, b) => sign * (key(a) - key(b) || a.number - b.number);
}

function list(call: Call): Reply {
  demandIssues(call);
  const state = call.query.text("state") ?? "open";
  const labels = call.query.text("labels")?.split(",") ?? [];
  const since = Date.parse(call.query.text("since") ?? "1970-01-01T00:00:00Z");
  const creator = call.query.text("creator");
  const found = [...call.world.issues.values()]
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => labels.every((name) => issue.labels.some((l) => l.toLowerCase() === name.trim().toLowerCase())))
    .filter((issue) => Math.floor(issue.updatedAt / 1000) * 1000 >= since)
    .filter((issue) => creator === undefined || issue.author.toLowerCase() === creator.toLowerCase())
    .sort(order(call));
  return page(call, found, (issues) => issues.map((issue) => issueJson(call.world, issue)));
}

function create(call: Call): Reply {
  demandIssues(call);
  const title = call.body.text("title") ?? "";
  const body = call.body.text("body") ?? null;
  demandTitle(title);
  demandBody("Issue", body);
  const issue = addIssue(call.world, { title, body, labels: labelNames(call) ?? [], by: call.actor });
  return { status: 201, json: issueJson(call.world, issue) };
}

const REASONS = ["completed", "not_planned", "duplicate", "reopened"] as const;

function update(call: Call): Reply {
  const issue = existing(call);
  const title = call.body.text("title");
  const body = call.body.has("body") ? (call.body.text("body") ?? null) : undefined;
  const state = call.body.text("state");
  const reason = REASONS.find((one) => one === call.body.text("state_reason"));
  if (title !== undefined) demandTitle(title);
  demandBody("Issue", body);
  if (state !== undefined && state !== "open" && state !== "closed") throw invalid("Issue", "state", "invalid");
  changeIssue(call.world, issue, call.actor, { title, body, state, reason, labels: labelNames(call) });
  return { status: 200, json: issueJson(call.world, issue) };
}

function lock(call: Call): Reply {
  const issue = existing(call);
  issue.lockReason = call.body.text("lock_reason") ?? null;
  changeIssue(call.world, issue, call.actor, { locked: true });
  return { status: 204 };
}

function unlock(call: Call): Reply {
  const issue = existing(call);
  issue.lockReason = null;
  changeIssue(call.world, issue, call.actor, { locked: false });
  return { status: 204 };
}

export const issueRoutes: Routes = {
  "issues/list-for-repo": list,
  "issues/create": create,
  "issues/get": (call) => ({ status: 200, json: issueJson(call.world, existing(call)) }),
  "issues/update": update,
  "issues/lock": lock,
  "issues/unlock": unlock,
};

export { existing as existingIssue };
