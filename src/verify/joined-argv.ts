/** Writes words as one command line, for people and for names: `intake/argv.ts` reads it back as the same words. */

function quoted(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `["git","commit","-m","a b"]` → `git commit -m 'a b'`. */
export function joinArgv(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}
