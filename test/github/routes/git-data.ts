import { blobJson, gitCommitJson, refJson, treeJson } from "../answers/history.ts";
import type { Signature } from "../git/commits.ts";
import { allFiles, applyChanges, type Change, directEntries } from "../git/trees.ts";
import { type Call, type Reply, type Routes, slot } from "../server/call.ts";
import { authorOf } from "../world/history.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { demandBranch } from "../world/rules.ts";
import { demandWorkflows } from "./content.ts";

function createBlob(call: Call): Reply {
  const encoding = call.body.text("encoding") === "base64" ? "base64" : "utf8";
  const sha = call.world.git.objects.write("blob", Buffer.from(call.body.text("content") ?? "", encoding));
  const { url } = blobJson(call.world, sha, Buffer.alloc(0));
  return { status: 201, json: { sha, url } };
}

function getBlob(call: Call): Reply {
  const sha = slot(call, "file_sha");
  const content = call.world.git.blob(sha);
  if (content === null) throw notFound();
  if (/\bvnd\.github\.(?:v3\.)?raw\b/.test(call.accept)) {
    return { status: 200, bytes: { type: "application/vnd.github.raw; charset=utf-8", content } };
  }
  return { status: 200, json: blobJson(call.world, sha, content) };
}

function given(entry: unknown): Record<string, unknown> {
  return typeof entry === "object" && entry !== null ? Object.fromEntries(Object.entries(entry)) : {};
}

function treeChange(call: Call, entry: unknown): [string, Change] {
  const { path, mode, sha, content } = given(entry);
  if (typeof path !== "string" || path === "") throw new Refusal(422, "tree.path is missing");
  if (sha === null) return [path, { oid: null }];
  if (typeof content === "string") {
    return [path, { oid: call.world.git.objects.write("blob", Buffer.from(content)), mode: String(mode) }];
  }
  if (typeof sha !== "string" || call.world.git.objects.read(sha) === null) {
    throw new Refusal(422, `tree.sha ${String(sha)} is not a valid blob`);
  }
  return [path, { oid: sha, mode: mode === "040000" ? "40000" : String(mode) }];
}

function createTree(call: Call): Reply {
  const entries = call.body.get("tree");
  const base = call.body.text("base_tree");
  const changes = new Map((Array.isArray(entries) ? entries : []).map((entry: unknown) => treeChange(call, entry)));
  const from = base === undefined ? null : (call.world.git.commit(base)?.tree ?? base);
  if (from !== null && call.world.git.objects.read(from)?.type !== "tree") throw notFound();
  const sha = applyChanges(call.world.git.objects, from, changes);
  return { status: 201, json: treeJson(call.world, sha, directEntries(call.world.git.objects, sha)) };
}

function getTree(call: Call): Reply {
  const named = slot(call, "tree_sha");
  const oid = call.world.git.resolve(named);
  const sha = oid === null ? named : (call.world.git.commit(oid)?.tree ?? named);
  if (call.world.git.objects.read(sha)?.type !== "tree") throw notFound();
  const isDeep = call.query.text("recursive") !== undefined;
  const { objects } = call.world.git;
  return {
    status: 200,
    json: treeJson(call.world, sha, isDeep ? [...allFiles(objects, sha).values()] : directEntries(objects, sha)),
  };
}

function signature(call: Call, name: string, otherwise: Signature): Signature {
  const { name: who, email, date } = given(call.body.get(name));
  if (typeof who !== "string" || typeof email !== "string") return otherwise;
  return { name: who, email, at: typeof date === "string" ? Date.parse(date) : call.world.now() };
}

function createCommit(call: Call): Reply {
  const tree = call.body.text("tree") ?? "";
  const parents = call.body.texts("parents") ?? [];
  if (call.world.git.objects.read(tree)?.type !== "tree") throw new Refusal(422, "Tree SHA does not exist");
  if (parents.some((parent) => call.world.git.commit(parent) === null)) {
    throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
  }
  const author = signature(call, "author", authorOf(call.world, call.actor));
  const message = call.body.text("message") ?? "";
  const oid = call.world.git.writeTree({
    tree,
    parents,
    author,
    committer: signature(call, "committer", author),
    message,
  });
  const commit = call.world.git.commit(oid);
  if (commit === null) throw notFound();
  return { status: 201, json: gitCommitJson(call.world, commit) };
}

function getCommit(call: Call): Reply {
  const commit = call.world.git.commit(slot(call, "commit_sha"));
  if (commit === null) throw notFound();
  return { status: 200, json: gitCommitJson(call.world, commit) };
}

function getRef(call: Call): Reply {
  const name = `refs/${slot(call, "ref")}`;
  const oid = call.world.git.refs.read(name);
  if (oid === null) throw notFound();
  return { status: 200, json: refJson(call.world, name, oid) };
}

function branchOf(ref: string): string | null {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
}

function demandCommit(call: Call, sha: string): void {
  if (call.world.git.commit(sha) === null) throw new Refusal(422, "Object does not exist");
  demandWorkflows(call, sha);
}

function createRef(call: Call): Reply {
  const ref = call.body.text("ref") ?? "";
  const sha = call.body.text("sha") ?? "";
  if (!/^refs\/[^/]+\/[^\s~^:?*[\\]+$/.test(ref) || ref.includes("..")) {
    throw new Refusal(422, "Reference name is not valid.");
  }
  demandCommit(call, sha);
  const branch = branchOf(ref);
  if (branch !== null) demandBranch(call.world, branch, call.actor, "create", 422);
  if (!call.world.git.refs.move(ref, sha, null)) throw new Refusal(422, "Reference already exists");
  return { status: 201, json: refJson(call.world, ref, sha) };
}

function updateRef(call: Call): Reply {
  const ref = `refs/${slot(call, "ref")}`;
  const sha = call.body.text("sha") ?? "";
  const isForced = call.body.yes("force");
  const old = call.world.git.refs.read(ref);
  if (old === null) throw new Refusal(422, "Reference does not exist");
  demandCommit(call, sha);
  const branch = branchOf(ref);
  if (branch !== null) demandBranch(call.world, branch, call.actor, "update", 422);
  if (!isForced && !call.world.git.isAncestor(old, sha)) throw new Refusal(422, "Update is not a fast forward");
  if (!call.world.git.refs.move(ref, sha, old)) throw new Refusal(422, "Reference cannot be updated");
  return { status: 200, json: refJson(call.world, ref, sha) };
}

function deleteRef(call: Call): Reply {
  const ref = `refs/${slot(call, "ref")}`;
  if (call.world.git.refs.read(ref) === null) throw new Refusal(422, "Reference does not exist");
  const branch = branchOf(ref);
  if (branch === call.world.defaultBranch)
    throw invalid("Reference", "ref", "custom", "Cannot delete the default branch");
  if (branch !== null) demandBranch(call.world, branch, call.actor, "delete", 422);
  call.world.git.refs.remove(ref);
  return { status: 204 };
}

export const gitDataRoutes: Routes = {
  "git/create-blob": createBlob,
  "git/get-blob": getBlob,
  "git/create-tree": createTree,
  "git/get-tree": getTree,
  "git/create-commit": createCommit,
  "git/get-commit": getCommit,
  "git/get-ref": getRef,
  "git/list-matching-refs": (call) => ({
    status: 200,
    json: call.world.git.refs
      .list("refs/")
      .filter(({ name }) => name.startsWith(`refs/${slot(call, "ref")}`))
      .map(({ name, oid }) => refJson(call.world, name, oid)),
  }),
  "git/create-ref": createRef,
  "git/update-ref": updateRef,
  "git/delete-ref": deleteRef,
};
