/** Our entries as lines: safe whatever a task's text holds, known by their id, in the document's own language. */
import { STORY_WORDS, type StoryWords } from "../../messages/story.ts";
import type { NewItem } from "../../triad/commands/list.ts";
import { marker } from "../../triad/commands/marker.ts";
import { plainInline } from "../../triad/commands/safe-text.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { languageOf } from "../../triad/document/style.ts";

/** An entry shows the beginning of a text; no more of it is looked at. */
const LOOKED_AT = 2_000;
/** Half of a character at the end, where a text was cut in the middle of it. */
export const HALF = /[\ud800-\udbff]$/;

/** Something that happened, for the log. */
export interface Happening {
  readonly id: string;
  /** ISO 8601. */
  readonly moment: string;
  /** In the document's language. */
  text(words: StoryWords): string;
}

/** Other people's text in which no comment can start: not even one that would look like an entry of ours. */
export function tame(text: string): string {
  return text.slice(0, LOOKED_AT).replace(HALF, "").replaceAll("<!--", "<\\!--");
}

export function wordsFor(document: TriadDocument): StoryWords {
  return STORY_WORDS[languageOf(document.text)];
}

/** The line of the log that says it. */
export function logItem(happening: Happening, words: StoryWords, stampOf: (moment: string) => string): NewItem {
  const { id, moment, text } = happening;
  return { text: `${stampOf(moment)}${words.behindMoment}${plainInline(tame(text(words)))} ${marker(id)}` };
}
