/** Reading refs without starting git: a loose ref is one line, `packed-refs` a short list. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObjectName } from "./objects.ts";
import type { Repository } from "./repository.ts";

/** What a look at the files says: an object name, "none" when there is no such ref, "ask" when only git can tell. */
export type RefLook = { readonly oid: string } | "none" | "ask";

/** Looks a ref of the common directory up in its files. */
export function lookUpRef(repository: Repository, ref: string): RefLook {
  if (!repository.refFiles) return "ask";
  // Loose first: packing writes `packed-refs` before it removes the loose file, so one of the two always has it.
  const loose = readOrNull(join(repository.commonDir, ref));
  if (loose !== null) return asOid(loose.trimEnd());
  const packed = readOrNull(join(repository.commonDir, "packed-refs"));
  if (packed === null) return "none";
  const at = packed.indexOf(` ${ref}\n`);
  if (at < 0) return "none";
  return asOid(packed.slice(packed.lastIndexOf("\n", at) + 1, at));
}

function asOid(text: string): RefLook {
  return isObjectName(text) ? { oid: text } : "ask";
}

/** A file's text; null when there is none. A file that is there and cannot be read throws. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
    throw error;
  }
}
