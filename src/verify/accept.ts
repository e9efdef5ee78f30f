/** Reads the checks that people give with `--accept`: `file:`, `contains:`, `command:`, `json:`. */
import { splitArgv } from "../intake/argv.ts";
import type { Check } from "./check.ts";
import { compilePattern } from "./pattern.ts";
import { confinedPath } from "./repository-path.ts";

export type Accepted =
  | { readonly kind: "check"; readonly check: Check }
  /** One sentence that says what is wrong with the check and how it is written. */
  | { readonly kind: "wrong"; readonly problem: string };

const FORMS = "file:PATH, contains:PATH:/PATTERN/, command:PROGRAM ARGUMENTS or json:PATH#SCHEMA";

/** Reads one `--accept` check. Paths stay inside the repository; commands are split as sh would, without a shell. */
export function parseAccept(spec: string): Accepted {
  const text = spec.trim();
  const colon = text.indexOf(":");
  const form = colon < 0 ? "" : text.slice(0, colon).toLowerCase();
  const rest = text.slice(colon + 1);
  switch (form) {
    case "file":
      return fileCheck(text, rest);
    case "contains":
      return containsCheck(text, rest);
    case "command":
      return commandCheck(text, rest);
    case "json":
      return jsonCheck(text, rest);
    default:
      return { kind: "wrong", problem: `The check ${shown(text)} is of no known form: write ${FORMS}.` };
  }
}

/** The check as quoted in a sentence. */
function shown(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}

function wrong(text: string, problem: string): Accepted {
  return { kind: "wrong", problem: `The check ${shown(text)} cannot be used: ${problem}.` };
}

function fileCheck(text: string, rest: string): Accepted {
  const place = confinedPath(rest);
  if (place.kind === "wrong") return wrong(text, place.problem);
  return { kind: "check", check: { kind: "file", path: place.path } };
}

function containsCheck(text: string, rest: string): Accepted {
  const start = rest.indexOf(":/");
  const end = rest.lastIndexOf("/");
  if (start < 0 || end < start + 2) return wrong(text, "write it as contains:PATH:/PATTERN/");
  const place = confinedPath(rest.slice(0, start));
  if (place.kind === "wrong") return wrong(text, place.problem);
  const pattern = rest.slice(start + 2, end);
  const flags = rest.slice(end + 1).trim();
  const compiled = compilePattern(pattern, flags);
  if (compiled.kind === "wrong") return wrong(text, `the pattern ${compiled.problem}`);
  return { kind: "check", check: { kind: "contains", path: place.path, pattern, flags } };
}

function commandCheck(text: string, rest: string): Accepted {
  const split = splitArgv(rest);
  if (!split.ok) return { kind: "wrong", problem: `The check ${shown(text)} cannot be used. ${split.reason}` };
  if ((split.argv[0] ?? "") === "") return wrong(text, "write it as command:PROGRAM ARGUMENTS");
  return { kind: "check", check: { kind: "command", argv: split.argv } };
}

function jsonCheck(text: string, rest: string): Accepted {
  const hash = rest.indexOf("#");
  if (hash < 0)
    return wrong(text, "write it as json:PATH#SCHEMA, where SCHEMA is a JSON Schema file of the repository");
  const [data, schema] = [confinedPath(rest.slice(0, hash)), confinedPath(rest.slice(hash + 1))];
  if (data.kind === "wrong") return wrong(text, data.problem);
  if (schema.kind === "wrong") return wrong(text, `of the schema: ${schema.problem}`);
  return { kind: "check", check: { kind: "json", path: data.path, schema: schema.path } };
}
