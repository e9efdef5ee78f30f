/** One comment: whether it counts, who wrote it, what it asks for, and the one reply it gets. */
import { intake } from "../../intake/intake.ts";
import { takeOrders } from "../../intake/orders.ts";
import { readPage } from "../../intake/page.ts";
import { tonguesOf } from "../../intake/spoken.ts";
import { labelsInUse } from "../../queue/find.ts";
import type { TaskSource } from "../../queue/schema.ts";
import type { State } from "../../state/state.ts";
import { addAll, type Origin } from "./additions.ts";
import { isFresh } from "./cursor.ts";
import { type Desk, reply, type Said } from "./desk.ts";
import { carryOut } from "./orders.ts";
import { isBot, refusal, standingOf } from "./people.ts";
import { spokenInComment, spokenParts } from "./spoken.ts";
import { type Inbox, LABEL, type SeenComment, type SeenIssue } from "./types.ts";
import { asks } from "./wants.ts";

/** Applies a comment, unless it was applied before. What nobody meant for us leaves no trace. */
export function applyComment(desk: Desk, comment: SeenComment): void {
  const tongues = tonguesOf(desk.settings.natural_language);
  if (!isFresh(desk.record, comment, desk.now) || !asks(comment.body, tongues)) return;
  const standing = standingOf(comment.author, desk.inbox.bots);
  const edited = Date.parse(comment.updated_at) !== Date.parse(comment.created_at);
  // Somebody who may is told that only the first words count; nobody else is owed an answer to an edit.
  if (standing === "silent" || (edited && standing !== "writer")) return;
  desk.record = { ...desk.record, seen: [...desk.record.seen, comment.id] };
  if (standing !== "writer") desk.refused += 1;
  const said = edited ? EDITED : standing === "writer" ? obey(desk, comment) : [refusal(comment.author)];
  if (isBot(comment.author)) return;
  const place = { key: `comment-${comment.id}`, issue: comment.issue, comment: comment.id };
  reply(desk, place, said.length > 0 ? said : NOTHING);
}

const EDITED: readonly Said[] = [{ kind: "edited" }];
const NOTHING: readonly Said[] = [{ kind: "nothing_found" }];

/** The labels that orders may name. */
export function knownLabels({ queue, archive }: State): Set<string> {
  const labels = labelsInUse(queue.tasks);
  for (const file of archive.values()) for (const label of labelsInUse(file.tasks)) labels.add(label);
  return labels;
}

function obey(desk: Desk, comment: SeenComment): Said[] {
  const { author, id, issue, url } = comment;
  const source: TaskSource = {
    kind: "issue_comment",
    url,
    actor: author.login,
    event: `comment:${id}`,
    // Bots are not answered, so what comes of their tasks is not reported either.
    ...(isBot(author) ? {} : { issue }),
  };
  const wish: Wish = { text: comment.body, as: "issue_comment", at: comment.created_at, orders: true };
  const said = obeyText(desk, wish, { key: `comment:${id}`, source });
  const spoken = spokenInComment(comment, desk.settings);
  return spoken === null ? said : [...said, ...spokenParts(spoken, desk.state, desk.settings)];
}

/** A text, as what it is read, and when it was written. */
export interface Wish {
  readonly text: string;
  readonly as: "issue_comment" | "issue";
  readonly at: string;
  /** Whether its writer may give orders, or only what it describes is wanted. */
  readonly orders: boolean;
}

/** Does what a text asks for: orders first, then additions, then the table. Nothing asked for: nothing said. */
export function obeyText(desk: Desk, { text, as, at, orders }: Wish, origin: Origin): Said[] {
  const known = knownLabels(desk.state);
  const wanted = intake({ text, source: as }, known, tonguesOf(desk.settings.natural_language));
  const said: Said[] = orders ? carryOut(desk, wanted.commands, at) : [];
  if (orders && wanted.unknown.length > 0) said.push({ kind: "unknown", ids: wanted.unknown });
  const bare = wanted.kind === "add" && wanted.tasks.length === 0;
  if (wanted.tasks.length > 0 || bare) said.push(...addAll(desk, wanted.tasks, origin));
  const status =
    wanted.kind === "status" || (wanted.kind === "mixed" && takeOrders(readPage(text.trimEnd(), true), known).status);
  if (status) said.push({ kind: "status", tasks: desk.state.queue.tasks, now: desk.now });
  return said;
}

/** Whether an order names a label that only the archive can know, so that the archive must be read for it. */
export function needsArchive(
  seen: { readonly queue: State["queue"] } & Pick<Inbox, "comments"> & Partial<Pick<Inbox, "issues" | "message">>,
): boolean {
  if (seen.queue.archivedCount === 0) return false;
  const known = labelsInUse(seen.queue.tasks);
  const texts = [
    ...seen.comments.map(({ body }) => body),
    ...(seen.issues ?? []).filter(isLabelled).map(({ title, body }) => `${title}\n\n${body}`),
    ...(seen.message === undefined ? [] : [seen.message.text]),
  ];
  return texts.some((text) => asks(text) && intake({ text, source: "issue_comment" }, known).unknown.length > 0);
}

function isLabelled({ labels }: SeenIssue): boolean {
  return labels.some((label) => label.toLowerCase() === LABEL);
}
