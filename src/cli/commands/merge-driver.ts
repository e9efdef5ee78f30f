/**
 * `ltpm merge-driver %O %A %B %P`: what git starts for our files in a merge, rebase, cherry-pick or stash pop. The result goes into
 * %A, exit 0. A side that cannot be read is left to git's own merge, with its markers: exit 1.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gitSync } from "../../git/run.ts";
import { systemClock } from "../../host/system-clock.ts";
import { chooseLanguage } from "../../messages/language.ts";
import { mergeWords } from "../../messages/merge.ts";
import { uidsIn } from "../../stores/merge-view.ts";
import { publishedTexts } from "../../stores/unmerged.ts";
import { type Call, usageError } from "../call.ts";
import { kindOf } from "../merge/kinds.ts";
import { mergeBytes } from "../merge/merge-file.ts";

/** Which repository git works on, when it says so: a merge in a work tree elsewhere. */
const PLACE = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"];

export async function run(call: Call): Promise<number> {
  const [base, ours, theirs, path, ...more] = call.words;
  if (base === undefined || ours === undefined || theirs === undefined || path === undefined || more.length > 0)
    throw usageError(call, "git calls it with the three versions and the path");
  const { env } = call.terminal;
  const place = Object.fromEntries(PLACE.map((name) => [name, env[name]]));
  const read = (file: string) => readFileSync(resolve(call.directory, file));
  try {
    const kind = kindOf(path, null);
    if (kind === null) throw new Error("this is none of ltpm's files");
    const versions = { base: read(base), ours: read(ours), theirs: read(theirs) };
    const merged = await mergeBytes(versions, {
      ...{ kind, file: path, defaults: { now: systemClock.now(), maxRetries: 3 } },
      published: () => uidsIn(publishedTexts(call.directory, path, place)),
    });
    writeFileSync(resolve(call.directory, ours), merged);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    call.terminal.err(`${mergeWords(chooseLanguage(null, env)).fallback(path, reason)}\n`);
    const labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
    gitSync(["merge-file", ...labels, "--", ours, base, theirs], { cwd: call.directory });
    return 1;
  }
}
