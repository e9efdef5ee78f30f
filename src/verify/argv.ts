/** Splits a command line into words as sh would, for commands that are started without a shell. */

export type Argv =
  | { readonly kind: "argv"; readonly argv: readonly [string, ...string[]] }
  /** The problem completes "the command …". */
  | { readonly kind: "wrong"; readonly problem: string };

const wrong = (problem: string): Argv => ({ kind: "wrong", problem });

/** One word's parts: plain text, quoted text, an escaped character, space, or a sign that only a shell understands. */
const PART = /([^\s'"\\|&;<>()$`*?[#~!]+)|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([ \t]+)|([\s\S])/y;

const MEANING: Readonly<Record<string, string>> = {
  "|": "a pipe",
  "&": "`&`",
  ";": "`;`",
  "<": "a redirection",
  ">": "a redirection",
  "(": "a subshell",
  ")": "a subshell",
  $: "a variable",
  "`": "a command substitution",
  "*": "a wildcard",
  "?": "a wildcard",
  "[": "a wildcard",
  "\n": "a second line",
  "\r": "a second line",
};

function shellSign(sign: string): string {
  if (sign === "'" || sign === '"') return "has a quotation mark that is not closed";
  if (sign === "\\") return "ends with a backslash";
  const meaning = MEANING[sign] ?? `the sign ${sign}`;
  return `uses ${meaning}, but it is started without a shell; quote it if it is meant as text, or put the line into a script`;
}

/** `git commit -m "a b"` → ["git","commit","-m","a b"]. Nothing is expanded; what only a shell understands is refused. */
export function splitArgv(line: string): Argv {
  const words: string[] = [];
  let word: string | null = null;
  PART.lastIndex = 0;
  const text = line.trim();
  if (text.length > 10_000) return wrong("is longer than 10,000 characters");
  if (text.includes("\0")) return wrong("holds a NUL character");
  while (PART.lastIndex < text.length) {
    const [, plain, single, double, escaped, space, sign] = PART.exec(text) ?? [];
    if (space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
    } else if (sign !== undefined) {
      // `#`, `~` and `!` mean something to a shell only where a word begins.
      if (!"#~!".includes(sign) || word === null) return wrong(shellSign(sign));
      word += sign;
    } else if (double !== undefined) {
      if (/(?:^|[^\\])(?:\\\\)*[$`]/.test(double)) return wrong(shellSign(double.includes("$") ? "$" : "`"));
      word = (word ?? "") + double.replace(/\\([\\"$`])/g, "$1");
    } else word = (word ?? "") + (plain ?? single ?? escaped ?? "");
  }
  if (word !== null) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined || program === "") return wrong("is empty");
  if (/^[A-Za-z_]\w*=/.test(program))
    return wrong("begins by setting a variable, which needs a shell; use `env NAME=value …`");
  return { kind: "argv", argv: [program, ...rest] };
}

/** A word as sh would need it written. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command line that `splitArgv` reads back as these words. */
export function joinArgv(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}
