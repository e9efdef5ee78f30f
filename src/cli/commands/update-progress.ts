/** `ltpm update_progress`: sets what PROGRESS.md states, and records what was achieved. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { openDocument } from "../../triad/document/open.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { answer, type Call, flag, text, texts, usageError } from "../call.ts";
import { isTold } from "../documents/blockers.ts";
import { percentOf } from "../documents/options.ts";
import { type TriadPlace, triadPlace } from "../documents/place.ts";
import { type Account, recordAccount } from "../documents/record.ts";
import { entryId, standingNow } from "../documents/since.ts";
import { inWords, readText } from "../documents/texts.ts";
import { Problem } from "../failure.ts";
import { openProject, type Project } from "../project.ts";

const DETAILS = ["verified", "obstacles", "next"] as const;

/** What was asked for, without its id. Wrong usage where that is nothing. */
function wishes(call: Call): Omit<Account, "id"> {
  if (call.words.length > 0) throw usageError(call, `"${call.words.join(" ").slice(0, 40)}" is too much here`);
  const given = (name: string) => {
    const value = text(call, name);
    if (value !== undefined && value.trim() === "") throw usageError(call, `--${name} is empty`);
    return value;
  };
  const [percent, stage, note, achieved] = [percentOf(call), given("stage"), given("note"), given("achieved")];
  const details = DETAILS.filter((name) => given(name) !== undefined);
  if (achieved === undefined && details.length > 0) {
    throw usageError(call, `--${details[0]} tells more of what --achieved names`);
  }
  const [blockers, solved] = [texts(call, "blocker") ?? [], texts(call, "solved") ?? []];
  if ([...blockers, ...solved].some((one) => one.trim() === "")) throw usageError(call, "a blocker needs words");
  const [verified = null, obstacles = null, next = null] = DETAILS.map((name) => text(call, name) ?? null);
  const account = {
    ...(percent === undefined ? {} : { percent }),
    ...(stage === undefined ? {} : { stage }),
    ...(note === undefined ? {} : { note: () => note }),
    ...(achieved === undefined ? {} : { milestone: { achieved, verified, obstacles, next } }),
    ...(blockers.length === 0 ? {} : { blockers }),
    ...(solved.length === 0 ? {} : { solved }),
  };
  if (Object.keys(account).length === 0) throw usageError(call, "what is to be updated?");
  return account;
}

/** A person's own line is not ours to take out. */
async function checkSolved(project: Project, place: TriadPlace, solved: readonly string[]): Promise<void> {
  if (solved.length === 0) return;
  const document = openDocument(readText(project, place.progress) ?? "", await loadBlockParser());
  const stranger = solved.find((one) => !isTold(document, one));
  if (stranger === undefined) return;
  throw new Problem(DOCUMENT_WORDS[project.language].blockerNotOurs(stranger, place.progress));
}

export async function run(call: Call): Promise<number> {
  const account = wishes(call);
  const project = await openProject(call);
  const place = triadPlace(project, text(call, "project") ?? null);
  await inWords(project, () => checkSolved(project, place, account.solved ?? []));
  const kind = account.milestone === undefined ? "update" : "milestone";
  const id = entryId(kind, standingNow(project).standing, project.dice.name(8));
  const recorded = await recordAccount(project, call, place, { ...account, id });
  const words = DOCUMENT_WORDS[project.language];
  if (flag(call, "json")) {
    answer(call, { path: place.progress, recorded: recorded.changed, moved: recorded.moved, memory: recorded.memory });
    return 0;
  }
  const lines = [recorded.changed ? words.updated(place.progress) : words.unchanged(place.progress)];
  if (recorded.moved > 0) lines.push(words.moved(recorded.moved, place.learnings));
  call.terminal.out(`${lines.join("\n")}\n`);
  return 0;
}
