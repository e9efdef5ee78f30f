/** What single values must be like, for every source alike. Each answers what is wrong, or null. */
import { posix } from "node:path";

// A control character in a path or a name is a mistake or an attack, never a wish.
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;

function leavesRepository(path: string): boolean {
  return path.startsWith("/") || path.split("/").includes("..");
}

/** The folder of the queue: relative to the repository's root, absolute, or below `~/`. */
export function folderProblem(text: string): string | null {
  if (text.trim() === "") return "must name a folder";
  if (CONTROL.test(text)) return "must not hold control characters";
  if (/^~[^/]/.test(text)) return "can begin with `~/` for the home directory, not with `~` and a name";
  if (text.split("/").includes(".git")) return "must not lie inside .git";
  return null;
}

/** A path inside the repository, such as `hooks/` or `.github/workflows/ci.yml`. */
export function innerPathProblem(text: string): string | null {
  if (text.trim() === "") return "must name a file or a folder";
  if (CONTROL.test(text)) return "must not hold control characters";
  if (leavesRepository(text)) return "must be a path inside the repository";
  if (posix.normalize(text).split("/")[0] === ".git") return "must not lie inside .git";
  return null;
}

/** A folder inside the repository, "." for its root: of documents, or of copies of them. */
export function documentFolderProblem(text: string): string | null {
  if (text.trim() === "") return "must name a folder";
  if (/^~(?:\/|$)|^[A-Za-z]:|^\\/.test(text)) return "must be a path inside the repository";
  // Where names differ only by their letters' case, git's own folder has several.
  if (/(?:^|[\\/])\.git(?:[\\/]|$)/i.test(text)) return "must not lie inside .git";
  return innerPathProblem(text.replaceAll("\\", "/"));
}

/** `docs/` and `./docs` are the folder `docs`; "./" is ".". */
export function plainFolder(text: string): string {
  const path = posix.normalize(text.replaceAll("\\", "/"));
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/** A pattern of names, such as `node_modules/*`. */
export function patternProblem(text: string): string | null {
  if (text.trim() === "") return "must not be empty";
  return CONTROL.test(text) ? "must not hold control characters" : null;
}

/** Whether git takes the text for a branch's name (`git check-ref-format`). */
export function isBranchName(text: string): boolean {
  const parts = text.split("/");
  return (
    text !== "HEAD" &&
    text !== "@" &&
    // The whole path of a ref, where its last part is meant: git would make `refs/heads/refs/heads/…` of it.
    !text.startsWith("refs/") &&
    !text.startsWith("-") &&
    !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\.$/.test(text) &&
    parts.every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"))
  );
}

/** A command in one text: only words, since no shell reads it. Null when it needs more than that. */
export function plainWords(text: string): readonly string[] | null {
  const words = text.trim().split(/\s+/);
  return /["'\\$`|&;<>*?(){}[\]#~!\n]/.test(text.trim()) || words[0] === "" ? null : words;
}

/** Whether `/…/flags` is a regular expression; anything else is a word and fine. */
export function isWordOrPattern(text: string): boolean {
  const pattern = /^\/(.*)\/([a-z]*)$/s.exec(text);
  if (pattern === null) return text.trim() !== "";
  try {
    new RegExp(pattern[1] ?? "", pattern[2]);
    return true;
  } catch {
    return false;
  }
}

/** `~/x` → `/home/mona/x`; no `./` in front, no `/` behind. `home` is undefined when the environment has none. */
export function resolvedFolder(text: string, home: string | undefined): string | null {
  const rest = /^~(?:\/(.*))?$/s.exec(text)?.[1] ?? (text === "~" ? "" : null);
  if (rest !== null && (home === undefined || home === "")) return null;
  const path = posix.normalize(rest === null ? text : `${home}/${rest}`);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
