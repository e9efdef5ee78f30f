/** Says what type of work a task is, by its first request. The first type that fits, in a fixed order, wins. */
import { CODE_NOUN, DOCUMENT_NOUN, HAN_CODE, HAN_DOCUMENT, OBJECT_END, TYPES } from "./classify-words.ts";
import { commandIn } from "./command-line.ts";
import { afterTopic, readHead } from "./head.ts";
import { isHan, normalise } from "./normal.ts";

const ORDER = [
  "messaging",
  "reminder-scheduling",
  "code-execution",
  "file-creation",
  "code-change",
  "review",
  "agent-delegation",
  "info-lookup",
] as const;
/** The type is in the first words; the rest of a long text changes nothing. */
const LOOKED_AT = 600;
const TYPE_PREFIX: readonly (readonly [RegExp, string])[] = [
  [/^(?:fix|feat|refactor|perf|style|chore|build|ci|test|tests)(?:\([^)]{0,40}\))?!?:\s/, "code-change"],
  [/^docs?(?:\([^)]{0,40}\))?!?:\s/, "file-creation"],
];

/** The task type of companions.md for a task's text; "unknown" when nothing fits. */
export function classifyTask(text: string): string {
  const start = normalise(text.slice(0, LOOKED_AT)).trimStart();
  const prefixed = TYPE_PREFIX.find(([pattern]) => pattern.test(start));
  const request = requestOf(start);
  const carries = commandIn(text).kind !== "none";
  for (const type of ORDER) {
    if (type === "code-execution" && carries) return type;
    if (fits(type, request)) return prefixed?.[1] ?? type;
  }
  return prefixed?.[1] ?? "unknown";
}

/** The text without its opening: "please", "can you", "Docs:". */
function requestOf(text: string): string {
  const { body } = readHead(text, 0, text.length);
  return text.slice(afterTopic(text, body, text.length) ?? body);
}

function fits(type: (typeof ORDER)[number], request: string): boolean {
  const { en, zh } = TYPES[type];
  const han = isHan(request[0]);
  if (!(han ? zh : en).test(request)) return false;
  return type !== "file-creation" || (han ? writesHan(request) : writes(request));
}

/** Whether the object of the verb is something written down: "write a report", not "write a parser for reports". */
function writes(request: string): boolean {
  const rest = request.replace(/^\S+(?:\s(?:up|together)\b)?/, "");
  const end = rest.search(OBJECT_END);
  const object = end === -1 ? rest : rest.slice(0, end + 1);
  const verb = /^[a-z]+/.exec(request)?.[0] ?? "";
  if (verb === "document" || verb === "translate" || verb === "transcribe") return true;
  if (CODE_NOUN.test(object) && !/\.(?:md|txt|csv)\b|readme|report|guide/.test(object)) return false;
  return DOCUMENT_NOUN.test(` ${fileName(rest, object)}`);
}

/** The object, a file name cut at its dot included. */
function fileName(rest: string, object: string): string {
  return /\.\s*$/.test(object) ? rest.slice(0, object.length + 5) : object;
}

function writesHan(request: string): boolean {
  const clause = /^[^,;。.!?\n]*/.exec(request)?.[0] ?? request;
  const document = HAN_DOCUMENT.exec(clause);
  if (document === null) return /^(?:翻译|起草|草拟|撰写)/.test(request) || /\.(?:md|txt|csv|json|html)\b/.test(clause);
  return !HAN_CODE.test(clause) || clause.search(HAN_DOCUMENT) > clause.search(HAN_CODE);
}
