/**
 * Regular expressions of users, matched in linear time: a pattern such as `(a|a)*b` cannot hang a check. Patterns become
 * a small machine that walks the text once (Thompson), its steps remembered; nothing is ever tried twice.
 * Limits: 200 characters of pattern, 1,000,000 of text; no look-around, no references back, no repeat of a repeat.
 */
import { PatternProblem, parsePattern } from "./pattern-parse.ts";
import { assemble } from "./pattern-steps.ts";
import { machine, type Pattern } from "./pattern-walk.ts";

/** The most characters of a pattern. */
export const MAX_PATTERN = 200;
export { MAX_SEARCHED, type Pattern } from "./pattern-walk.ts";

export type CompiledPattern =
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  /** The problem completes "the pattern …". */
  | { readonly kind: "wrong"; readonly problem: string };

/** Reads a pattern with JavaScript's flags `i`, `m`, `s` and `u`. */
export function compilePattern(source: string, flags = ""): CompiledPattern {
  const wrong = (problem: string): CompiledPattern => ({ kind: "wrong", problem });
  if (source === "") return wrong("is empty");
  if (source.length > MAX_PATTERN) return wrong(`is longer than ${MAX_PATTERN} characters`);
  if (!/^[imsu]*$/.test(flags) || new Set(flags).size !== flags.length)
    return wrong("has flags other than i, m, s and u");
  try {
    new RegExp(source, flags.replace("u", ""));
    const steps = assemble(parsePattern(source), flags);
    return { kind: "pattern", pattern: machine(steps, flags.includes("m")) };
  } catch (error) {
    if (error instanceof PatternProblem) return wrong(error.message);
    return wrong(`is no regular expression (${error instanceof Error ? error.message : "unreadable"})`);
  }
}
