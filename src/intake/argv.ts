/** Splits a command into argv as POSIX sh does for quotes and backslash, and refuses everything that only a shell does. */

export type Argv = { ok: true; argv: string[] } | { ok: false; reason: string };

const NEEDS_SHELL = "|&;<>()$`*?\n";
const NAMES: ReadonlyMap<string, string> = new Map([
  ["\n", "a line break"],
  ["\0", "a NUL character"],
]);
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/** A word that is being read; `quoted` tells an empty word in quotes from none. */
interface Reader {
  source: string;
  at: number;
  word: string;
  started: boolean;
  argv: string[];
}

/** The words of `source`. No expansion ever happens: what a shell would expand is refused, with the reason in one sentence. */
export function splitArgv(source: string): Argv {
  const reader: Reader = { source, at: 0, word: "", started: false, argv: [] };
  if (source.includes("\0")) return refuse("\0");
  const assignment = ASSIGNMENT.exec(source.trimStart());
  if (assignment !== null) {
    return {
      ok: false,
      reason: `It sets a variable (${assignment[0]}…) in front of the command, which only a shell does; write \`sh -c '…'\` if you mean that.`,
    };
  }
  while (reader.at < source.length) {
    const fault = step(reader);
    if (fault !== null) return fault;
  }
  finishWord(reader);
  return { ok: true, argv: reader.argv };
}

function step(reader: Reader): Argv | null {
  const character = reader.source[reader.at] ?? "";
  if (character === " " || character === "\t" || character === "\r") {
    finishWord(reader);
    reader.at += 1;
    return null;
  }
  if (character === "'") return singleQuoted(reader);
  if (character === '"') return doubleQuoted(reader);
  if (character === "\\") return escaped(reader);
  if (NEEDS_SHELL.includes(character)) return refuse(character);
  if (!reader.started && (character === "~" || character === "#")) return refuse(character);
  take(reader, character);
  return null;
}

function take(reader: Reader, character: string): void {
  reader.word += character;
  reader.started = true;
  reader.at += 1;
}

function finishWord(reader: Reader): void {
  if (reader.started) reader.argv.push(reader.word);
  reader.word = "";
  reader.started = false;
}

/** Everything up to the next quote is data. */
function singleQuoted(reader: Reader): Argv | null {
  const close = reader.source.indexOf("'", reader.at + 1);
  if (close === -1) return unclosed("'");
  reader.word += reader.source.slice(reader.at + 1, close);
  reader.started = true;
  reader.at = close + 1;
  return null;
}

/** A shell would still expand `$` and backticks in here. */
function doubleQuoted(reader: Reader): Argv | null {
  reader.started = true;
  for (let at = reader.at + 1; at < reader.source.length; at += 1) {
    const character = reader.source[at] ?? "";
    if (character === '"') {
      reader.at = at + 1;
      return null;
    }
    if (character === "$" || character === "`") return expands(character);
    const next = reader.source[at + 1] ?? "";
    if (character === "\\" && '$`"\\'.includes(next) && next !== "") {
      reader.word += next;
      at += 1;
    } else reader.word += character;
  }
  return unclosed('"');
}

function escaped(reader: Reader): Argv | null {
  const next = reader.source[reader.at + 1];
  if (next === undefined) return { ok: false, reason: "It ends with a backslash that escapes nothing." };
  if (next === "\n") return refuse("\n");
  reader.at += 1;
  take(reader, next);
  return null;
}

function refuse(character: string): Argv {
  const name = NAMES.get(character) ?? `an unquoted ${character}`;
  const way = character === "\0" ? "take it out" : "quote it, or write `sh -c '…'` if you mean a shell";
  return { ok: false, reason: `It holds ${name}, and tasks run without a shell; ${way}.` };
}

function expands(character: string): Argv {
  const way = "put it in single quotes, or write `sh -c '…'` if you mean a shell";
  return {
    ok: false,
    reason: `It holds ${character} in double quotes, which a shell would expand, and tasks run without one; ${way}.`,
  };
}

function unclosed(quote: string): Argv {
  return { ok: false, reason: `It has a quote (${quote}) that is never closed.` };
}
