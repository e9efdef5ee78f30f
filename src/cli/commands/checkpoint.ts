/** `ltpm checkpoint [NOTE]`: records where things stand; without a note, what changed since the last entry. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { ENTRY_WORDS } from "../../messages/triad.ts";
import { plainInline } from "../../triad/commands/safe-text.ts";
import { openDocument, type TriadDocument } from "../../triad/document/open.ts";
import { loadBlockParser } from "../../triad/document/remark.ts";
import { styleOf } from "../../triad/document/style.ts";
import { answer, type Call, flag, text } from "../call.ts";
import { queueAtHand } from "../documents/fold-facts.ts";
import { foldIfWaiting } from "../documents/fold-look.ts";
import { type TriadPlace, triadPlace } from "../documents/place.ts";
import { type Account, recordAccount } from "../documents/record.ts";
import { entryId, type News, newsSince, standingNow } from "../documents/since.ts";
import { inWords, readText } from "../documents/texts.ts";
import { Problem } from "../failure.ts";
import { openProject, type Project } from "../project.ts";

/** So many files are named in the entry; the rest are counted. */
const NAMED = 5;

function entryText(news: News): (document: TriadDocument) => string {
  return (document) => {
    const { language } = styleOf(document);
    const names = news.files.slice(0, NAMED).map((file) => `\`${plainInline(file).replaceAll("`", "'")}\``);
    const files = news.files.length === 0 ? null : ENTRY_WORDS[language].filesChanged(news.files.length, names);
    return DOCUMENT_WORDS[language].checkpoint(files, news.done);
  };
}

async function whatIsNew(project: Project, place: TriadPlace): Promise<News | null> {
  const progress = readText(project, place.progress);
  if (progress === null) throw new Problem(DOCUMENT_WORDS[project.language].noProgress(place.progress));
  const document = openDocument(progress, await loadBlockParser());
  return newsSince(project, place, document, readText(project, place.learnings), await queueAtHand(project));
}

async function accountOf(project: Project, call: Call, place: TriadPlace): Promise<Account | null> {
  const note = call.words.join(" ").trim();
  if (note === "") {
    // What hooks recorded is an entry too: what is new counts from it.
    await foldIfWaiting(project, call);
    const news = await inWords(project, () => whatIsNew(project, place));
    return news === null
      ? null
      : {
          id: entryId("checkpoint", news.standing, news.files.length === 0 ? project.dice.name(8) : null),
          note: entryText(news),
        };
  }
  return { id: entryId("note", standingNow(project).standing, project.dice.name(8)), note: () => note };
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const place = triadPlace(project, text(call, "project") ?? null);
  const words = DOCUMENT_WORDS[project.language];
  const account = await accountOf(project, call, place);
  const recorded = account === null ? null : await recordAccount(project, call, place, account);
  const changed = recorded?.changed === true;
  if (flag(call, "json")) {
    answer(call, { path: place.progress, recorded: changed, memory: recorded?.memory === true });
  } else call.terminal.out(`${changed ? words.recorded(place.progress) : words.nothingNew(place.progress)}\n`);
  return 0;
}
