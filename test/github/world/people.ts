/** Accounts, what they may do in the repository, and how GitHub shows them. */
import type { Role } from "../face.ts";
import type { Account, World } from "./world.ts";

/** The account of a login; an unknown one becomes known, without a role. */
export function account(world: World, login: string): Account {
  const known = world.accounts.get(login.toLowerCase());
  return known ?? setAccount(world, login, "none");
}

export function setAccount(world: World, login: string, role: Role, type?: Account["type"]): Account {
  const known = world.accounts.get(login.toLowerCase());
  const guessed = login.endsWith("[bot]") ? "Bot" : "User";
  const id = login === "github-actions[bot]" ? 41898282 : (known?.id ?? world.nextId());
  const made: Account = { id, login, type: type ?? known?.type ?? guessed, role };
  world.accounts.set(login.toLowerCase(), made);
  return made;
}

/** The five old words of `permission`; `role_name` has the rest. */
export function oldWord(role: Role): string {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

/** What somebody without a role has: nothing, or reading what everybody may read. */
export function effectiveRole(world: World, person: Account): Role {
  return person.role === "none" && !world.private ? "read" : person.role;
}

/** `author_association` of what somebody wrote. */
export function association(world: World, login: string): string {
  if (login.toLowerCase() === world.owner.toLowerCase()) return "OWNER";
  const { role, type } = account(world, login);
  if (type === "Bot") return "NONE";
  return role === "none" ? "NONE" : "COLLABORATOR";
}

/** Commit author of what an account does over the API. */
export function commitAuthor(person: Account): { name: string; email: string } {
  return { name: person.login, email: `${person.id}+${person.login}@users.noreply.github.com` };
}
