/** Reads a regular expression into a tree: the part of JavaScript's syntax that can be matched in linear time. */

export type Place = "start" | "end" | "word" | "no_word";

export type PatternNode =
  /** One character, described as JavaScript writes it: `a`, `\d`, `.`, `[^x-z]`. */
  | { readonly kind: "one"; readonly source: string }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly branches: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly least: number; readonly most: number };

/** A construct that needs backtracking, or is not in the language. The message completes "the pattern …". */
export class PatternProblem extends Error {
  override readonly name = "PatternProblem";
}

interface Reader {
  readonly source: string;
  at: number;
}

/** `+`, `{2,}` and the like: what makes a repeat inside a repeat explode in a matcher that backtracks. */
const repeatsOften = (node: PatternNode): boolean => node.kind === "repeat" && node.most > 1;

function holdsRepeat(node: PatternNode): boolean {
  if (repeatsOften(node)) return true;
  if (node.kind === "repeat") return holdsRepeat(node.part);
  if (node.kind === "sequence") return node.parts.some(holdsRepeat);
  return node.kind === "choice" && node.branches.some(holdsRepeat);
}

/** The tree of a pattern whose syntax JavaScript accepts. Throws `PatternProblem`. */
export function parsePattern(source: string): PatternNode {
  const reader: Reader = { source, at: 0 };
  const tree = choice(reader);
  if (reader.at < source.length) throw new PatternProblem("has a `)` too many");
  return tree;
}

function choice(reader: Reader): PatternNode {
  const branches = [sequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at += 1;
    branches.push(sequence(reader));
  }
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: "choice", branches };
}

function sequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = reader.source[reader.at]; next !== undefined && next !== "|" && next !== ")"; ) {
    parts.push(repeated(reader, atom(reader)));
    next = reader.source[reader.at];
  }
  return { kind: "sequence", parts };
}

const COUNTED = /\{(\d{1,4})(,(\d{0,4}))?\}/y;

/** The bounds of a quantifier at the reader's place, which moves behind it; null when there is none. */
function quantifier(reader: Reader): { least: number; most: number } | null {
  const sign = reader.source[reader.at];
  const simple = { "*": [0, Number.POSITIVE_INFINITY], "+": [1, Number.POSITIVE_INFINITY], "?": [0, 1] }[sign ?? ""];
  if (simple !== undefined) {
    reader.at += 1;
    return { least: simple[0] ?? 0, most: simple[1] ?? 1 };
  }
  COUNTED.lastIndex = reader.at;
  const counted = COUNTED.exec(reader.source);
  if (counted === null) return null;
  reader.at += counted[0].length;
  const least = Number(counted[1]);
  if (counted[2] === undefined) return { least, most: least };
  return { least, most: counted[3] === "" ? Number.POSITIVE_INFINITY : Number(counted[3]) };
}

function repeated(reader: Reader, part: PatternNode): PatternNode {
  const bounds = quantifier(reader);
  if (bounds === null) return part;
  // A lazy quantifier matches the same texts; only where the match ends differs.
  if (reader.source[reader.at] === "?") reader.at += 1;
  if (bounds.most > 1 && holdsRepeat(part)) {
    throw new PatternProblem("repeats a group that itself repeats, such as (a+)+; write it without the inner repeat");
  }
  return { kind: "repeat", part, ...bounds };
}

function atom(reader: Reader): PatternNode {
  const { source } = reader;
  const point = source.codePointAt(reader.at);
  const sign = point === undefined ? "" : String.fromCodePoint(point);
  if (sign === "(") return group(reader);
  if (sign === "[") return characterClass(reader);
  if (sign === "\\") return escaped(reader);
  reader.at += sign.length;
  if (sign === "^") return { kind: "place", place: "start" };
  if (sign === "$") return { kind: "place", place: "end" };
  if (sign === ".") return { kind: "one", source: "." };
  return { kind: "one", source: literal(sign) };
}

/** A character as it stands in a pattern for itself. */
function literal(sign: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

const GROUP = /\(\?(?:(:)|<[A-Za-z_$][\w$]*>)/y;

function group(reader: Reader): PatternNode {
  GROUP.lastIndex = reader.at;
  const opening = GROUP.exec(reader.source);
  if (opening === null && reader.source[reader.at + 1] === "?") {
    throw new PatternProblem("looks ahead or behind with (?…), which checks do not support");
  }
  reader.at += opening === null ? 1 : opening[0].length;
  const inner = choice(reader);
  if (reader.source[reader.at] !== ")") throw new PatternProblem("has a `(` without its `)`");
  reader.at += 1;
  return inner;
}

function characterClass(reader: Reader): PatternNode {
  const start = reader.at;
  for (reader.at += 1; reader.at < reader.source.length; reader.at += 1) {
    if (reader.source[reader.at] === "\\") reader.at += 1;
    else if (reader.source[reader.at] === "]") {
      reader.at += 1;
      return { kind: "one", source: reader.source.slice(start, reader.at) };
    }
  }
  throw new PatternProblem("has a `[` without its `]`");
}

const ESCAPE =
  /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|c[A-Za-z]|[pP]\{[\w=]{1,60}\}|[dDsSwWnrtfv]|0(?!\d))/y;

function escaped(reader: Reader): PatternNode {
  const { source } = reader;
  ESCAPE.lastIndex = reader.at;
  const known = ESCAPE.exec(source);
  if (known !== null) {
    reader.at += known[0].length;
    return { kind: "one", source: known[0] };
  }
  const point = source.codePointAt(reader.at + 1);
  const sign = point === undefined ? "" : String.fromCodePoint(point);
  reader.at += 1 + sign.length;
  if (sign === "b" || sign === "B") return { kind: "place", place: sign === "b" ? "word" : "no_word" };
  if (/[\dk]/.test(sign)) throw new PatternProblem("refers back to a group, which checks do not support");
  if (/[A-Za-z]/.test(sign)) throw new PatternProblem(`has the unknown escape \\${sign}`);
  return { kind: "one", source: literal(sign) };
}
