/** Reads prose: which sentences ask for something, and where each request begins and ends. */
import { requests } from "./clauses.ts";
import { wrappedIn } from "./explicit.ts";
import { afterTopic, type Head, readHead } from "./head.ts";
import { imperativeAt } from "./imperative.ts";
import { asksToTell, isCourtesy, isErrand, isQuestion, isTalk } from "./negative.ts";
import type { Page } from "./page.ts";
import { row } from "./row.ts";
import { sentences } from "./sentences.ts";
import { stick } from "./sticky.ts";
import type { Span } from "./types.ts";
import { DEPENDENT, PROHIBITION } from "./verbs.ts";

/** `task` is asked for; `errand` counts only beside another; `context` and `question` explain; `courtesy` is dropped. */
export type UnitKind = "task" | "errand" | "context" | "question" | "courtesy" | "talk" | "empty";

export interface Unit extends Span {
  kind: UnitKind;
  /** The sentence it came from, opening included. */
  sentence: Span;
  /** "add task:" stood before it. */
  explicit: boolean;
  /** "add these tasks:", "handle these:": what follows is a list, marked or not. */
  plural: boolean;
  /** Asked of somebody ("can you"), or opened by "please". */
  asked: boolean;
  /** "also", "then": it is no detail of what came before. */
  ordered: boolean;
  /** Its object points back ("Test it."): it is no task of its own. */
  leans: boolean;
  /** It qualifies a request before it, if there is one ("Use TypeScript."). */
  dependent: boolean;
}

/** "When the build is green, deploy": the request comes after the first comma. */
const SUBORDINATE =
  /(?:when|once|if|after|before|while|since|because|as|for|in|on|at|to|with|using|by|during|given|from|whenever|unless|under|instead of|based on|如果|当|在|等|一旦|由于|因为|基于|根据|针对|对于|为了|按照|关于|通过)(?![\w-])/y;
/** "Can you see it?" asks about a state; nobody has to do anything. */
const STATE =
  /(?:believe|see|hear|imagine|guess|tell|remember|understand|know|have|be|come|feel|like|want|mean|think|agree|still|access|say|wait|talk|not|give me (?:a|an|some) (?:idea|hint|estimate))(?![\w-])|听|看到|看见|看得|明白|理解|相信|告诉|记得|知道|觉得|懂|等|来|用|是/y;
const POINTER_OBJECT = /\s+(?:it|them)(?![\w'-])|\s+(?:this|that)\s*(?=[.!,;]|$)|\s*(?:它|它们)/y;

/** Everything that the prose between `start` and `end` says, in order. */
export function readProse(page: Page, start: number, end: number): Unit[] {
  return sentences(page, start, end).flatMap((sentence) => readSentence(page.text, sentence));
}

function readSentence(text: string, sentence: Span): Unit[] {
  const head = readHead(text, sentence.start, sentence.end);
  const unit: Unit = {
    ...sentence,
    kind: "context",
    sentence,
    explicit: head.explicit || head.listed,
    plural: head.plural,
    asked: head.asked || head.polite,
    ordered: head.ordered,
    leans: false,
    dependent: false,
  };
  if (unit.explicit) return explicit(text, unit, head);
  const wrapped = wrappedIn(text, sentence.start, sentence.end);
  if (wrapped !== null) return [{ ...unit, ...wrapped, kind: "task", explicit: true }];
  const idle = idleKind(text, sentence, head);
  return idle === null ? asked(text, unit, head) : [{ ...unit, kind: idle, leans: idle === "context" }];
}

/** What a sentence is that asks for no work; null when it may ask for some. */
function idleKind(text: string, { start, end }: Span, head: Head): UnitKind | null {
  if (isCourtesy(text, start, end)) return "courtesy";
  if (head.body >= end) return head.asked ? "empty" : "courtesy";
  if (asksToTell(text, head.body, end)) return "question";
  if (isTalk(text, head.body)) return "talk";
  if (stick(DEPENDENT, text, head.body) === null && stick(PROHIBITION, text, head.body) !== null) return "context";
  const asking = head.asked || head.framed || subordinate(text, { start: head.body, end });
  if (asking || !isQuestion(text, start, end)) return null;
  return imperativeAt(text, head.body, end) !== null && text[end - 1] !== "?" ? null : "question";
}

/** Behind "add task:" everything is a task, also what does not look like one. */
function explicit(text: string, unit: Unit, head: Head): Unit[] {
  const { end } = unit.sentence;
  if (head.body >= end) return [{ ...unit, kind: "empty", start: end }];
  const inner = readHead(text, head.body, end);
  const start = inner.asked || inner.polite || inner.ordered ? inner.body : head.body;
  return split(text, unit, start, start);
}

/** A sentence that may ask for something: where the request begins decides. */
function asked(text: string, unit: Unit, head: Head): Unit[] {
  const request = requestAt(text, unit.sentence, head);
  if (request !== null) {
    const dependent = stick(DEPENDENT, text, request.body) !== null;
    return split(text, { ...unit, dependent }, request.opening, request.body);
  }
  const delegated = head.gerund || (head.delegated && stick(STATE, text, head.body) === null);
  if (!head.framed && !delegated) return [unit];
  const opening = delegated || head.ordered ? head.body : unit.sentence.start;
  return split(text, { ...unit, asked: true }, opening, opening);
}

interface Request {
  /** Place of its verb. */
  body: number;
  /** Where its text begins. */
  opening: number;
}

/** Where the request of a sentence begins: at once, behind a topic, or behind another clause. */
function requestAt(text: string, sentence: Span, head: Head): Request | null {
  const { start, end } = sentence;
  const verb = imperativeAt(text, head.body, end);
  const now = { body: head.body, opening: head.body };
  if (verb !== null && (!verb.weak || head.asked || verb.end + 1 < end)) return now;
  if (verb === null && stick(DEPENDENT, text, head.body) !== null) return now;
  const opening = head.ordered ? head.body : start;
  const topic = afterTopic(text, head.body, end);
  if (topic !== null) return { body: topic, opening };
  const comma = text.slice(head.body, end).indexOf(",");
  if (comma === -1) return null;
  const rest = readHead(text, head.body + comma + 1, end);
  const late = imperativeAt(text, rest.body, end);
  if (late === null) return null;
  if (subordinate(text, { start: head.body, end })) return { body: rest.body, opening };
  if (rest.ordered) return { body: rest.body, opening: rest.body };
  return rest.polite || rest.asked || !late.weak ? { body: rest.body, opening } : null;
}

/** `start` stands behind the opening. */
function subordinate(text: string, { start, end }: Span): boolean {
  return stick(SUBORDINATE, text, start) !== null && text.slice(start, end).includes(",");
}

/** Cuts a request into the several it may hold. It begins at `opening`; its verb stands at `body`. */
function split(text: string, unit: Unit, opening: number, body: number): Unit[] {
  const spans = unit.plural ? row(text, opening, unit.end) : requests(text, opening, unit.end, body);
  return spans.map(
    (span, index): Unit => ({
      ...unit,
      ...span,
      kind: unit.explicit || !isErrand(text, span.start, span.end) || goesOn(text, span) ? "task" : "errand",
      ordered: unit.ordered || index > 0,
      leans: index === 0 && leans(text, span),
      dependent: index === 0 && unit.dependent,
    }),
  );
}

/** "google X and summarize it": no longer a single search. */
function goesOn(text: string, span: Span): boolean {
  return [...text.slice(span.start, span.end).matchAll(/(?:,|\s(?:and|then)|并|然后)\s*/g)].some(
    (hit) => imperativeAt(text, span.start + hit.index + hit[0].length, span.end) !== null,
  );
}

function leans(text: string, span: Span): boolean {
  const verb = imperativeAt(text, span.start, span.end);
  return verb !== null && stick(POINTER_OBJECT, text, verb.end) !== null;
}
