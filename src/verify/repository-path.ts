/** Paths as checks may name them: inside the repository, never inside `.git`. */

export type ConfinedPath =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "wrong"; readonly problem: string };

const wrong = (problem: string): ConfinedPath => ({ kind: "wrong", problem });

/** The path with `/` between its parts and without `.` parts; or why it cannot be used. */
export function confinedPath(text: string): ConfinedPath {
  const path = text.trim();
  if (path === "") return wrong("the path is empty");
  if (path.length > 4_096) return wrong("the path is longer than 4,096 characters");
  if (/[\0-\x1f\x7f]/.test(path)) return wrong("the path holds a control character");
  if (/^(?:[\\/~]|[A-Za-z]:)/.test(path)) return wrong("the path must be relative to the repository's root");
  const parts = path.split(/[\\/]+/).filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return wrong("the path must not leave the repository (`..`)");
  if (parts.some((part) => part.toLowerCase() === ".git")) return wrong("the path must not point into .git");
  if (parts.length === 0) return wrong("the path names the repository itself, not a file");
  return { kind: "path", path: parts.join("/") };
}

/** Whether a path equals a prefix or lies below it. Case does not count: some file systems ignore it. */
export function isUnder(path: string, prefix: string): boolean {
  const normal = (text: string) => text.toLowerCase().replace(/^(?:\.\/)+/, "");
  const place = normal(path);
  const root = normal(prefix).replace(/\/+$/, "");
  return root !== "" && (place === root || place.startsWith(`${root}/`));
}

/** What attempts never change unless the configuration allows it: what runs by itself, and what governs us (security.md, 15). */
export const PROTECTED_PATHS: readonly string[] = [
  ".github/",
  ".ltpm/",
  ".git/",
  ".husky/",
  "hooks/",
  "action.yml",
  "action.yaml",
];

/** The paths among `changed` that lie under a forbidden prefix and under no allowed one. */
export function forbiddenAmong(
  changed: readonly string[],
  forbidden: readonly string[],
  allowed: readonly string[],
): string[] {
  const covers = (prefixes: readonly string[], path: string) => prefixes.some((prefix) => isUnder(path, prefix));
  return changed.filter((path) => covers(forbidden, path) && !covers(allowed, path));
}

/** Candidates for a path in running text; each ends at white space, quotes or brackets. */
const WORD = /[^\s"'`“”‘’«»<>()[\]{}|,;:，。；：（）、「」]+/g;
/** With an ending that starts with a letter; or one of the names that people write without one. */
const FILE =
  /^(?:[\w.@+-]+\/)*(?:[\w@+-][\w.@+-]*\.[A-Za-z][A-Za-z0-9]{0,9}|Dockerfile|Makefile|LICENSE|README|CHANGELOG|\.[a-z]+(?:ignore|rc|config|attributes|env))$/;
/** Domains, abbreviations, libraries and versions that only look like files. */
const NO_FILE =
  /^www\.|^(?:e\.g|i\.e|etc\.)|\.(?:com|org|net|io|dev|de|cn)$|^(?:node|next|nuxt|vue|react|express|three|d3)\.js$|^v?\d[\d.]*\.x$/i;

/** Files that a text names, in order, each once: `docs/notes.md`, `out.txt`. No addresses, no versions. */
export function pathsNamed(text: string, most = 20): string[] {
  const addressless = text.slice(0, 20_000).replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/\S+/gi, " ");
  const found = new Set<string>();
  for (const match of addressless.matchAll(WORD)) {
    const word = match[0].replace(/^\.\//, "").replace(/[.!?*_~]+$/, "");
    if (word.length > 200 || !FILE.test(word) || NO_FILE.test(word)) continue;
    const confined = confinedPath(word);
    if (confined.kind === "path") found.add(confined.path);
    if (found.size >= most) break;
  }
  return [...found];
}
