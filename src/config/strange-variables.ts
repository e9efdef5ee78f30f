/** Words on variables that begin like ours and are none. Loaded only when there is one. */
import { say } from "../messages/terminal-text.ts";
import { nearest } from "./nearest.ts";
import type { Assignment } from "./tools-md.ts";

/** The name without what all of ours have in common, which would make every name a near miss. */
const own = (name: string) => name.replace(/^TASK_RUNNER_/, "");

function meant(name: string, known: readonly string[]): string | null {
  const found = nearest(own(name), known.map(own));
  return found === null ? null : (known.find((candidate) => own(candidate) === found) ?? null);
}

/** One warning each; of the environment's, which serves other programs too, only for near misses. */
export function strangeVariables(
  inEnvironment: readonly string[],
  inBlock: readonly Assignment[],
  file: string,
  known: readonly string[],
): readonly string[] {
  const misspelt = inEnvironment.flatMap((name) => {
    const hint = meant(name, known);
    return hint === null ? [] : [say`environment variable ${name} has no effect; did you mean ${hint}?`];
  });
  const unknown = inBlock.map(({ name, line }) => {
    const hint = meant(name, known);
    const help = hint === null ? `known are ${known.join(", ")}` : `did you mean ${hint}?`;
    return say`${file}:${line}: ${name} is not a setting and has no effect; ${help}`;
  });
  return [...misspelt, ...unknown];
}
