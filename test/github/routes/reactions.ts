import { reactionJson } from "../answers/talk.ts";
import { type Call, page, type Reply, type Routes, slot } from "../server/call.ts";
import { notFound } from "../world/refusal.ts";
import { demandUnlocked, react } from "../world/talk.ts";
import type { Reaction } from "../world/world.ts";
import { commentOf } from "./comments.ts";
import { existingIssue } from "./issues.ts";

type On = Reaction["on"];

function targetOf(call: Call, on: On): number {
  return on === "comment" ? commentOf(call).id : existingIssue(call).number;
}

function list(on: On): (call: Call) => Reply {
  return (call) => {
    const target = targetOf(call, on);
    const content = call.query.text("content");
    const found = call.world.reactions
      .filter((one) => one.on === on && one.target === target)
      .filter((one) => content === undefined || one.content === content);
    return page(call, found, (reactions) => reactions.map((reaction) => reactionJson(call.world, reaction)));
  };
}

function create(on: On): (call: Call) => Reply {
  return (call) => {
    const target = targetOf(call, on);
    const number = on === "comment" ? call.world.comments.get(target)?.issue : target;
    const issue = call.world.issues.get(number ?? 0);
    if (issue === undefined) throw notFound();
    demandUnlocked(call.world, issue, call.actor, "reaction");
    const { reaction, isNew } = react(call.world, on, target, call.actor, call.body.text("content") ?? "");
    return { status: isNew ? 201 : 200, json: reactionJson(call.world, reaction) };
  };
}

function remove(on: On): (call: Call) => Reply {
  return (call) => {
    const target = targetOf(call, on);
    const id = Number(slot(call, "reaction_id"));
    const at = call.world.reactions.findIndex((one) => one.id === id && one.on === on && one.target === target);
    if (at < 0) throw notFound();
    call.world.reactions.splice(at, 1);
    return { status: 204 };
  };
}

export const reactionRoutes: Routes = {
  "reactions/list-for-issue-comment": list("comment"),
  "reactions/create-for-issue-comment": create("comment"),
  "reactions/delete-for-issue-comment": remove("comment"),
  "reactions/list-for-issue": list("issue"),
  "reactions/create-for-issue": create("issue"),
  "reactions/delete-for-issue": remove("issue"),
};
