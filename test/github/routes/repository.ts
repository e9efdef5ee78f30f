import { repositoryJson } from "../answers/repository.ts";
import { accountJson, permissionsJson, userJson } from "../answers/user.ts";
import type { Role } from "../face.ts";
import { mayDo } from "../server/access.ts";
import type { Call, Reply, Routes } from "../server/call.ts";
import { slot } from "../server/call.ts";
import { effectiveRole, oldWord } from "../world/people.ts";
import { Refusal } from "../world/refusal.ts";
import { moment } from "../world/world.ts";

function permission(call: Call): Reply {
  const login = slot(call, "username");
  const person = call.world.accounts.get(login.toLowerCase());
  if (person === undefined || person.type !== "User") throw new Refusal(404, `${login} is not a user`);
  const role = effectiveRole(call.world, person);
  const user = { ...accountJson(call.world, person), permissions: permissionsJson(role), role_name: role };
  return { status: 200, json: { permission: oldWord(role), role_name: role, user } };
}

/** What a token's permissions come to as a role. */
function roleOf(call: Call): Role {
  if (mayDo(call.grant, "administration", "write")) return "admin";
  return mayDo(call.grant, "contents", "write") ? "write" : "read";
}

function repositoryDispatch(call: Call): Reply {
  const eventType = call.body.text("event_type") ?? "";
  const payload = call.body.get("client_payload") ?? {};
  if (eventType === "" || eventType.length > 100) throw new Refusal(422, "Invalid request.\n\nevent_type is invalid.");
  call.world.dispatches.push({ eventType, payload });
  return { status: 204 };
}

/** An installation's token is nobody: this is refused, as on GitHub. */
function user(call: Call): Reply {
  if (call.actor.endsWith("[bot]")) throw new Refusal(403, "Resource not accessible by integration");
  const numbers = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const words = { name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null };
  const dates = { created_at: moment(0), updated_at: moment(0) };
  return { status: 200, json: { ...userJson(call.world, call.actor), ...words, ...numbers, ...dates } };
}

export const repositoryRoutes: Routes = {
  "repos/get": (call) => ({ status: 200, json: repositoryJson(call.world, roleOf(call)) }),
  "repos/get-collaborator-permission-level": permission,
  "repos/create-dispatch-event": repositoryDispatch,
  "users/get-authenticated": user,
};
