/** Who is heard: the author of a comment, or the one who did what an event says; never GitHub's `actor` of the run. */
import type { ReplyPart } from "../../messages/github/replies.ts";
import type { Person } from "./types.ts";

/** How somebody is treated. `silent`: neither heard nor answered. */
export type Standing = Person["standing"] | "silent";

/** Bots by type, and by name wherever the type is missing. */
export function isBot(person: Pick<Person, "login" | "type">): boolean {
  return person.type.toLowerCase() === "bot" || /\[bot\]$/i.test(person.login);
}

/** A bot counts only under its exact name in the committed configuration; there is no pattern that stands for all. */
export function standingOf(person: Person, bots: readonly string[]): Standing {
  if (isBot(person)) return bots.includes(person.login) ? "writer" : "silent";
  return person.standing;
}

/** What somebody is told who may not; nothing of what they wrote is in it. */
export function refusal(person: Person): ReplyPart {
  if (person.standing === "unknown") return { kind: "permission_unknown", why: person.why ?? "" };
  return { kind: "no_permission", role: person.role ?? null };
}
