/**
 * The tasks that a commit's message says are done: a trailer `Task: T-07`, or "closes T-07" in its text. Said clearly or not at
 * all: what is denied, partly done, planned, quoted or shown as code names no task.
 */
import { readLabelLeniently } from "../queue/label.ts";

/** Characters; what stands further down is a log, no message. */
const LONGEST = 20_000;
const OURS = /^Ltpm-Op:/m;
/** The words of such a subject are another commit's. */
const REVERT = /^\s*(?:(?:Revert|Reapply)\s+"|(?:fixup|squash|amend)! )/i;
const TRAILER = /^Task[ \t]*[:\uff1a][ \t]*(\S.*)$/i;
const LABEL = "[Tt][-\\u2010-\\u2015\\u2212]\\d{1,9}(?![\\w-])";
const LABELS = `${LABEL}(?:(?:[ ]?[,\u3001&\uff0c][ ]?(?:and )?| and |[ ]?[\u548c\u53ca\u4e0e][ ]?)${LABEL}){0,50}`;
/** "closes" states a fact wherever it stands; "close" is an order or a plan, and counts at the start of a clause only. */
const STATED = new RegExp(
  `(?<![\\w-])(?:closes|closed|fixes|fixed|resolves|resolved|completes|completed|finishes|finished):? (${LABELS})`,
  "giu",
);
const BARE = new RegExp(`(?<![\\w-])(?:close|fix|resolve|complete|finish):? (${LABELS})`, "giu");
const CHINESE = new RegExp(
  `(?:\u5173\u95ed|\u5b8c\u6210|\u89e3\u51b3|\u4fee\u590d)\u4e86?[:\uff1a]? ?(${LABELS})`,
  "gu",
);
/** Words in front of the verb, in the same clause, that take the statement back. */
const TAKEN_BACK =
  /(?:\b(?:not|never|no longer|without|partial(?:ly)?|partly|part of|half|almost|nearly|will|would|should|could|might|may|must|to|if|when|once|until|before|todo|wip|towards?|tr(?:y|ies|ied)|who|what|which one)\b|n't|n\u2019t|[\u4e0d\u672a\u6ca1\u5c1a\u5c06\u5f85]|\u90e8\u5206|\u51c6\u5907|\u5982\u679c|\u8ba1\u5212|\u5c1d\u8bd5|\u4e3a\u4e86)/iu;
const CLAUSE_END = /[.;:!?(\n\u3002\uff1b\uff1a\uff01\uff1f\uff08\u2014]/u;
/** Before a bare verb: nothing, or what only joins it to what was said before. */
const LEADS_IN = /^[\s\-*\u2022]*(?:(?:also|and|this|it|finally|now)[ ,]+){0,3}$/i;
/** So far back a clause may have begun. */
const REACH = 80;

/** The labels in the order of the text, canonical, each once. Linear in the length of the message. */
export function tasksOfCommit(message: string): string[] {
  const text = message.slice(0, LONGEST).replace(/\r\n?/g, "\n");
  if (OURS.test(text) || REVERT.test(text)) return [];
  const plain = withoutQuotations(text);
  const named = [...trailers(text), ...said(plain, STATED, isStated), ...said(plain, BARE, isOrder)];
  return [...new Set([...named, ...said(plain, CHINESE, isStated)])];
}

function withoutQuotations(text: string): string {
  return text
    .replace(/^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gm, "")
    .replace(/^[ \t]*>.*$/gm, "")
    .replace(/`[^`\n]{1,300}`|"[^"\n]{1,300}"|\u201c[^\u201d\n]{1,300}\u201d|\u300c[^\u300d\n]{1,300}\u300d/g, (span) =>
      "\u0001".repeat(span.length),
    );
}

/** Trailers stand in the last paragraph, each on a line of its own. */
function trailers(text: string): string[] {
  const last =
    text
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? "";
  return last.split("\n").flatMap((line) => {
    const value = TRAILER.exec(line)?.[1]?.trimEnd();
    if (value === undefined) return [];
    const labels = value.split(/[ \t]*[,\u3001\uff0c][ \t]*|[ \t]+/).map(readLabelLeniently);
    return labels.filter((label) => label !== null);
  });
}

function said(text: string, pattern: RegExp, counts: (before: string) => boolean): string[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const before =
      text
        .slice(Math.max(0, found.index - REACH), found.index)
        .split(CLAUSE_END)
        .at(-1) ?? "";
    if (!counts(before)) return [];
    const labels = (found[1] ?? "").match(new RegExp(LABEL, "gu")) ?? [];
    return labels.map(readLabelLeniently).filter((label) => label !== null);
  });
}

function isStated(before: string): boolean {
  return !TAKEN_BACK.test(before);
}

/** A comma begins a clause as well: "Add the parser, fix T-07". */
function isOrder(before: string): boolean {
  return LEADS_IN.test(before.split(/[,\uff0c]/).at(-1) ?? "") && isStated(before);
}
