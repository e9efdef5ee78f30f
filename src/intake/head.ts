/** Reads what stands before a request ("Hi, also, could you please …") and says what kind of opening it was. */
import { explicitAt } from "./explicit.ts";
import { ASKING, FILLER, FRAMED, MIND, ORDER, POLITE, TOPIC, WANTING } from "./head-words.ts";
import { imperativeAt } from "./imperative.ts";
import { stick } from "./sticky.ts";
import { tongues } from "./tongue.ts";
import { OPENING, STRONG } from "./verbs.ts";

export interface Head {
  /** Where the request itself begins. */
  body: number;
  /** "add task:" and its like. */
  explicit: boolean;
  /** "my tasks:", "handle these:": the same on the command line, talk in a comment. */
  listed: boolean;
  /** The opening announces several tasks ("add these tasks:", "my tasks:"). */
  plural: boolean;
  /** "can you", "I need you to", "handle these:": asked of somebody. */
  asked: boolean;
  /** Opened by an order word ("then", "also"). */
  ordered: boolean;
  polite: boolean;
  /** Asked of "you": what follows is a request also when its verb is not known. */
  delegated: boolean;
  /** "would you mind updating the docs": the request is no imperative. */
  gerund: boolean;
  /** "I need a report": the framing belongs to the task. */
  framed: boolean;
}

const TO_YOU = /\b(?:you|u|someone|somebody|anyone|ltpm|agent)\b|[你您]/;
const ASIDE_FIRST = /[\uE002]+\s*/y;
const FIRST_WORD = /[a-z]+/y;
const LIMIT = 12;

/** Reads the opening of a clause; `body` is `at` when there is none. `addressed` admits every trigger of the source. */
export function readHead(text: string, at: number, end: number): Head {
  const head: Head = {
    body: at,
    explicit: false,
    listed: false,
    plural: false,
    asked: false,
    ordered: false,
    polite: false,
    framed: false,
    gerund: false,
    delegated: false,
  };
  for (let round = 0; round < LIMIT && step(text, head, end); round += 1);
  const framed = stick(FRAMED.en, text, head.body) ?? stick(FRAMED.zh, text, head.body);
  head.framed = framed !== null && head.body + framed[0].length <= end;
  return head;
}

/** Takes one more piece of the opening off; false when nothing more is there. */
function step(text: string, head: Head, end: number): boolean {
  while (head.body < end && /[\s,;.]/.test(text[head.body] ?? "")) head.body += 1;
  if (isPlainVerb(text, head.body)) return false;
  const explicit = explicitAt(text, head.body, end);
  if (explicit !== null) {
    Object.assign(head, explicit.listed ? { listed: true } : { explicit: true });
    head.plural ||= explicit.plural;
    head.body = explicit.end;
    return true;
  }
  for (const pattern of tongues(ORDER, text, head.body)) {
    if (advance(text, head, end, pattern)) return mark(head, "ordered");
  }
  if (advance(text, head, end, MIND)) {
    head.gerund = true;
    return mark(head, "asked");
  }
  for (const pattern of tongues(ASKING, text, head.body).flat()) {
    const from = head.body;
    if (!advance(text, head, end, pattern)) continue;
    head.delegated ||= TO_YOU.test(text.slice(from, head.body));
    return mark(head, "asked");
  }
  if (wants(text, head, end)) return mark(head, "asked");
  for (const pattern of tongues(POLITE, text, head.body)) {
    if (advance(text, head, end, pattern)) return mark(head, "polite");
  }
  for (const pattern of [...tongues(FILLER, text, head.body), ASIDE_FIRST]) {
    if (advance(text, head, end, pattern)) return true;
  }
  return false;
}

/** "fix …": a verb that no opening begins with, so nothing has to be searched for. */
function isPlainVerb(text: string, at: number): boolean {
  const word = stick(FIRST_WORD, text, at)?.[0] ?? "";
  return STRONG.has(word) && !OPENING.has(word);
}

function mark(head: Head, what: "ordered" | "asked" | "polite"): true {
  head[what] = true;
  return true;
}

/** "我需要更新文档": only where a verb follows; "我需要一份报告" stays whole. */
function wants(text: string, head: Head, end: number): boolean {
  const before = head.body;
  for (const pattern of tongues(WANTING, text, head.body).flat()) {
    if (!advance(text, head, end, pattern)) continue;
    const verb = head.body + (stick(POLITE.zh, text, head.body)?.[0].length ?? 0);
    if (imperativeAt(text, verb, end) !== null) return true;
    head.body = before;
  }
  return false;
}

/** Moves over a pattern where it matches. */
function advance(text: string, head: Head, end: number, pattern: RegExp): boolean {
  const found = stick(pattern, text, head.body);
  if (found === null || found[0] === "" || head.body + found[0].length > end) return false;
  head.body += found[0].length;
  return true;
}

/** Where the request begins behind a topic ("Docs: update the README"); null when there is none. */
export function afterTopic(text: string, at: number, end: number): number | null {
  const found = stick(TOPIC, text, at);
  if (found === null) return null;
  const body = at + found[0].length;
  return body < end && imperativeAt(text, body, end) !== null ? body : null;
}
