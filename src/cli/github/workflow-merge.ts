/** What an update does with a file that a person may have changed since we wrote it: decided first, then done. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitError, gitSync } from "../../git/run.ts";

/** The three texts: what lies there, what we wrote last, what we would write now. */
export interface Texts {
  readonly here: string | null;
  readonly base: string | null;
  readonly next: string;
}

export type Plan =
  | { readonly kind: "write" | "replace" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "merge"; readonly here: string; readonly base: string }
  /** A file of which we do not know that it was ever ours. */
  | { readonly kind: "foreign" };

const unix = (text: string) => text.replaceAll("\r\n", "\n");

/** Pure. A file as we wrote it is replaced, a changed one merged, any other left. */
export function planUpdate({ here, base, next }: Texts): Plan {
  if (here === null) return { kind: "write" };
  const mine = unix(here);
  if (mine === next) return { kind: "unchanged" };
  if (base === null) return { kind: "foreign" };
  if (mine === unix(base)) return { kind: "replace" };
  return unix(base) === next ? { kind: "unchanged" } : { kind: "merge", here: mine, base: unix(base) };
}

/** The person's changes and ours in one text; null when both changed the same lines. */
export function mergeTexts(here: string, base: string, next: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-merge-"));
  try {
    const paths = Object.entries({ here, base, next }).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
    const args = ["merge-file", "-p", ...paths];
    const answer = gitSync(args, { cwd: folder });
    // Its exit code counts the conflicts; from 128 on it is a failure.
    if (answer.code === null || answer.code > 127) throw new GitError(args, answer);
    return answer.code === 0 ? answer.stdout : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
