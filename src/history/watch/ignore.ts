/** Paths that a watcher passes over: the configuration's patterns, as people know them from `.gitignore`; pure. */

/** Says whether a path (from the root, `/` between its parts) is to be passed over. */
export type Ignores = (path: string) => boolean;

/**
 * Patterns such as `node_modules/*`, `*.log`, `build/**` or `/dist`: at any depth unless they begin with `/`, and with all that lies below. `*` and `?`
 * stay within a part of the path, `**` stands for any number of parts. `.git` is always passed over.
 */
export function ignoring(patterns: readonly string[]): Ignores {
  const rules = [".git", ...patterns].flatMap(ruleOf);
  return (path) => {
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    // A folder that is passed over takes along what is in it.
    return parts.some((_, at) => rules.some((rule) => matches(rule, parts.slice(0, at + 1))));
  };
}

type Rule = readonly string[];

/** `build/*` means the folder: nothing in it is wanted. */
function ruleOf(pattern: string): Rule[] {
  const anchored = pattern.startsWith("/") || pattern.startsWith("./");
  const parts = pattern
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  while (parts.length > 1 && /^\*+$/.test(parts.at(-1) ?? "")) parts.pop();
  if (parts.length === 0) return [];
  return [anchored ? parts : ["**", ...parts]];
}

function matches(rule: Rule, parts: readonly string[]): boolean {
  return greedy(rule, parts, "**", partMatches);
}

function partMatches(pattern: string, part: string): boolean {
  return greedy([...pattern], [...part], "*", (wanted, found) => wanted === "?" || wanted === found);
}

/**
 * Whether a pattern fits a whole sequence. Only the last joker is ever widened, so the time is at most the product of the two lengths.
 */
function greedy(
  pattern: readonly string[],
  text: readonly string[],
  joker: string,
  fits: (wanted: string, found: string) => boolean,
): boolean {
  let [p, t] = [0, 0];
  let retry: { readonly p: number; t: number } | null = null;
  while (t < text.length) {
    const [wanted, found] = [pattern[p], text[t]];
    if (wanted === joker) {
      retry = { p: p + 1, t };
      p++;
    } else if (wanted !== undefined && found !== undefined && fits(wanted, found)) {
      p++;
      t++;
    } else if (retry !== null) {
      retry.t++;
      [p, t] = [retry.p, retry.t];
    } else return false;
  }
  while (pattern[p] === joker) p++;
  return p === pattern.length;
}
