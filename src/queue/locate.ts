/** Where in a JSON text a value stands, so that an error can name line and column. Loaded only when something is wrong. */
import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export type JsonPath = readonly (string | number)[];

/** Line and column of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}

/** The place of the value at `path`, or of its nearest parent that exists. */
export function locate(text: string, path: JsonPath): Place {
  const root = parseTree(text);
  for (let length = path.length; root !== undefined && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return placeOf(text, node.offset);
  }
  return { line: 1, column: 1 };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: "an unexpected word or character",
  InvalidNumberFormat: "a number that JSON does not know",
  PropertyNameExpected: "a name in double quotes is missing",
  ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  CloseBraceExpected: "a closing brace is missing",
  CloseBracketExpected: "a closing bracket is missing",
  EndOfFileExpected: "there is text behind the end",
  UnexpectedEndOfComment: "a comment without an end",
  UnexpectedEndOfString: "a text without its closing quote",
  UnexpectedEndOfNumber: "a number that breaks off",
  InvalidUnicode: "an invalid unicode escape",
  InvalidEscapeCharacter: "an invalid escape",
  InvalidCharacter: "a control character inside a text",
  InvalidCommentToken: "a comment, which JSON does not allow",
};

/** The first place where a text is not JSON, in words; null when it is. */
export function firstSyntaxFault(text: string): (Place & { readonly problem: string }) | null {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const first = errors.reduce<ParseError | null>(
    (best, e) => (best === null || e.offset < best.offset ? e : best),
    null,
  );
  if (first === null) return null;
  return { ...placeOf(text, first.offset), problem: PROBLEMS[printParseErrorCode(first.error)] ?? "not JSON" };
}

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
/** Deeper nesting than any file of ours has; a bound against hostile input. */
const MAX_DEPTH = 64;

/** The path of a key that could reach into JavaScript's own objects, or of nesting beyond any use; null when clean. */
export function forbiddenKey(value: unknown, path: JsonPath = []): JsonPath | null {
  if (typeof value !== "object" || value === null) return null;
  if (path.length > MAX_DEPTH) return path;
  for (const key of Object.keys(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (FORBIDDEN.has(key)) return here;
    const found = forbiddenKey((value as Record<string, unknown>)[key], here);
    if (found !== null) return found;
  }
  return null;
}

/** `["tasks", 3, "status"]` → `tasks[3].status`. */
export function fieldName(path: JsonPath): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? part : `${name}.${part}`;
  }, "");
}
