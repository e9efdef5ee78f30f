/** Accounts as GitHub's API shows them. */
import type { Role } from "../face.ts";
import { account } from "../world/people.ts";
import type { Account, World } from "../world/world.ts";

export function nodeId(kind: string, id: number): string {
  return `${kind}_kwDO${id.toString(36)}`;
}

export function userJson(world: World, login: string): Record<string, unknown> {
  return accountJson(world, account(world, login));
}

export function accountJson(world: World, person: Account): Record<string, unknown> {
  const { api, html } = world.urls;
  const name = encodeURIComponent(person.login);
  const url = `${api}/users/${name}`;
  const page = person.type === "Bot" ? `apps/${name.replace(/%5Bbot%5D$/, "")}` : name;
  return {
    login: person.login,
    id: person.id,
    node_id: nodeId("U", person.id),
    avatar_url: `${html}/avatars/u/${person.id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${html}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: person.type,
    user_view_type: "public",
    site_admin: false,
  };
}

const ORDER: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** The five switches that a role stands for. */
export function permissionsJson(role: Role): Record<string, boolean> {
  const has = (least: Role) => ORDER.indexOf(role) >= ORDER.indexOf(least);
  return {
    admin: has("admin"),
    maintain: has("maintain"),
    push: has("write"),
    triage: has("triage"),
    pull: has("read"),
  };
}
