import { commentJson } from "../answers/talk.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { invalid, notFound } from "../world/refusal.ts";
import { addComment, demandBody, demandUnlocked } from "../world/talk.ts";
import type { Comment } from "../world/world.ts";
import { existingIssue } from "./issues.ts";

export function commentOf(call: Call): Comment {
  const comment = call.world.comments.get(Number(slot(call, "comment_id")));
  if (comment === undefined) throw notFound();
  return comment;
}

function sinceOf(call: Call): number {
  return Date.parse(call.query.text("since") ?? "1970-01-01T00:00:00Z");
}

function notBefore(comments: Iterable<Comment>, since: number): Comment[] {
  return [...comments].filter((comment) => Math.floor(comment.updatedAt / 1000) * 1000 >= since);
}

function list(call: Call): Reply {
  const { number } = existingIssue(call);
  const found = notBefore(call.world.comments.values(), sinceOf(call)).filter((comment) => comment.issue === number);
  return page(call, found, (comments) => comments.map((comment) => commentJson(call.world, comment)));
}

/** By id unless a sort is asked for; `direction` means nothing without one, as on GitHub. */
function listAll(call: Call): Reply {
  const found = notBefore(call.world.comments.values(), sinceOf(call));
  const sort = call.query.text("sort");
  const sign = call.query.text("direction") === "desc" && sort !== undefined ? -1 : 1;
  const key = (comment: Comment) => (sort === "updated" ? comment.updatedAt : sort ? comment.createdAt : 0);
  found.sort((a, b) => sign * (key(a) - key(b) || a.id - b.id));
  return page(call, found, (comments) => comments.map((comment) => commentJson(call.world, comment)));
}

function text(call: Call): string {
  const body = call.body.text("body") ?? "";
  if (body.trim() === "") throw invalid("IssueComment", "body", "missing_field");
  demandBody("IssueComment", body);
  return body;
}

function create(call: Call): Reply {
  const issue = existingIssue(call);
  demandUnlocked(call.world, issue, call.actor, "comment");
  return { status: 201, json: commentJson(call.world, addComment(call.world, issue, call.actor, text(call))) };
}

function update(call: Call): Reply {
  const comment = commentOf(call);
  comment.body = text(call);
  comment.updatedAt = call.world.now();
  return { status: 200, json: commentJson(call.world, comment) };
}

function remove(call: Call): Reply {
  call.world.comments.delete(commentOf(call).id);
  return { status: 204 };
}

export const commentRoutes: Routes = {
  "issues/list-comments": list,
  "issues/list-comments-for-repo": listAll,
  "issues/create-comment": create,
  "issues/get-comment": (call) => ({ status: 200, json: commentJson(call.world, commentOf(call)) }),
  "issues/update-comment": update,
  "issues/delete-comment": remove,
};
