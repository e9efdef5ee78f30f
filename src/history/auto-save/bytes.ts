/** The bytes of a save, exactly; and what lies between two states, as git shows it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLoose, writeLoose } from "../../git/loose.ts";
import type { Repository } from "../../git/repository.ts";
import { gitOutput, gitSync } from "../../git/run.ts";
import { blobNameOf } from "../hidden-commit.ts";
import { HistoryError } from "../history-error.ts";
import type { NamedSave } from "./save-name.ts";

/** What the document held. Throws `HistoryError` "unreadable_save". */
export function bytesOf(repository: Repository, save: NamedSave): Buffer {
  const loose = readLoose(repository, save.blob);
  return loose?.type === "blob" ? loose.bytes : unpacked(repository, save);
}

/** From a pack by way of a file: a document need not be UTF-8, and what passes git's standard output here becomes text. */
function unpacked(repository: Repository, save: NamedSave): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-save-"));
  try {
    const env = { GIT_DIR: repository.gitDir, GIT_WORK_TREE: folder };
    const name = gitOutput(["unpack-file", save.blob], { cwd: folder, env }).trim();
    return readFileSync(join(folder, name));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HistoryError("unreadable_save", `${save.name} cannot be read: ${why}; \`git fsck\` tells more`, {
      cause: error,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A unified diff from a save to another, or to these bytes (a document as it is now); "" when they are equal. Attributes,
 * external tools and colours of the user stay out of it. Throws `GitError`.
 */
export function diffOf(repository: Repository, from: NamedSave, to: NamedSave | Uint8Array): string {
  const blob = to instanceof Uint8Array ? blobNameOf(repository, to) : to.blob;
  if (blob === from.blob) return "";
  const env = { GIT_DIR: repository.gitDir };
  const options = { cwd: repository.root, env };
  // A blob nobody refers to: the next gc takes it.
  if (to instanceof Uint8Array) writeBlob(repository, to);
  const args = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/"];
  const text = gitOutput([...args, from.blob, blob], options);
  // Git can only name the blobs; people know the document.
  const [left, right] = [from.name, to instanceof Uint8Array ? from.document : to.name];
  const header = /^diff --git .*\nindex [^\n]*\n(?:--- [^\n]*\n\+\+\+ [^\n]*\n)?/.exec(text)?.[0] ?? "";
  const rest = text.slice(header.length);
  return /^Binary files/.test(rest) ? `${left} and ${right} differ\n` : `--- ${left}\n+++ ${right}\n${rest}`;
}

function writeBlob(repository: Repository, bytes: Uint8Array): void {
  try {
    writeLoose(repository, "blob", bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HistoryError("unreadable_save", `the difference cannot be shown, git needs room for it: ${why}`, {
      cause: error,
    });
  }
}

/** Whether git still has the save's bytes. */
export function isWhole(repository: Repository, save: NamedSave): boolean {
  const env = { GIT_DIR: repository.gitDir };
  return gitSync(["cat-file", "-e", `${save.blob}^{blob}`], { cwd: repository.root, env }).code === 0;
}
