import { commitJson, contentJson, gitCommitJson } from "../answers/history.ts";
import { directEntries } from "../git/trees.ts";
import { mayDo } from "../server/access.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { changesOf, commitTo } from "../world/history.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { changedWorkflow, demandBranch } from "../world/rules.ts";
import type { World } from "../world/world.ts";

/** A token that may not touch workflow files is told so as if the file were out of its reach. */
export function demandWorkflows(call: Call, commit: string): void {
  if (mayDo(call.grant, "workflows", "write")) return;
  if (changedWorkflow(call.world, commit) !== null) throw new Refusal(403, "Resource not accessible by integration");
}

function commitAt(world: World, ref: string): string {
  const found = world.git.resolve(ref);
  if (found === null) throw new Refusal(404, `No commit found for the ref ${ref}`);
  return found;
}

function read(call: Call): Reply {
  const path = slot(call, "path").replace(/^\/+|\/+$/g, "");
  const ref = call.query.text("ref") ?? call.world.defaultBranch;
  const entry = call.world.git.at(commitAt(call.world, ref), path);
  if (entry === null) throw notFound();
  if (entry.mode === "40000") {
    const inside = directEntries(call.world.git.objects, entry.oid);
    const entries = inside.map((one) => ({ ...one, path: path === "" ? one.path : `${path}/${one.path}` }));
    return { status: 200, json: entries.map((one) => contentJson(call.world, one, ref, false)) };
  }
  if (/\bvnd\.github\.(?:v3\.)?raw\b/.test(call.accept)) {
    const content = call.world.git.blob(entry.oid) ?? Buffer.alloc(0);
    return { status: 200, bytes: { type: "application/vnd.github.raw; charset=utf-8", content } };
  }
  return { status: 200, json: contentJson(call.world, entry, ref, true) };
}

function write(call: Call): Reply {
  const { world } = call;
  const path = slot(call, "path");
  const branch = call.body.text("branch") ?? world.defaultBranch;
  const head = world.git.resolve(`refs/heads/${branch}`);
  if (head === null) throw new Refusal(404, `Branch ${branch} not found`);
  const old = world.git.at(head, path);
  const expected = call.body.text("sha");
  if (old !== null && expected === undefined)
    throw invalid("Content", "sha", "missing_field", `"sha" wasn't supplied.`);
  if (expected !== undefined && old?.oid !== expected) throw new Refusal(409, `${path} does not match ${expected}`);
  demandBranch(world, branch, call.actor, "update", 409);
  const content = Buffer.from(call.body.text("content") ?? "", "base64");
  const order = {
    changes: changesOf(world, { [path]: content }),
    message: call.body.text("message") ?? "",
    by: call.actor,
  };
  const oid = commitTo(world, branch, head, order);
  const commit = oid === null ? null : world.git.commit(oid);
  const entry = oid === null ? null : world.git.at(oid, path);
  if (commit === null || entry === null)
    throw new Refusal(409, `is at ${world.git.resolve(branch)} but expected ${head}`);
  const shown = contentJson(world, entry, branch, false);
  return { status: old === null ? 201 : 200, json: { content: shown, commit: gitCommitJson(world, commit) } };
}

function listCommits(call: Call): Reply {
  const from = commitAt(call.world, call.query.text("sha") ?? call.world.defaultBranch);
  const since = Date.parse(call.query.text("since") ?? "1970-01-01T00:00:00Z");
  const found = call.world.git.history(from).filter((commit) => commit.committer.at >= since);
  return page(call, found, (commits) => commits.map((commit) => commitJson(call.world, commit)));
}

function getCommit(call: Call): Reply {
  const ref = slot(call, "ref");
  const oid = call.world.git.resolve(ref);
  const commit = oid === null ? null : call.world.git.commit(oid);
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return { status: 200, json: commitJson(call.world, commit) };
}

export const contentRoutes: Routes = {
  "repos/get-content": read,
  "repos/create-or-update-file-contents": write,
  "repos/list-commits": listCommits,
  "repos/get-commit": getCommit,
};
