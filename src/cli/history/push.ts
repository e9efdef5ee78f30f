/** `ltpm history --push`: saves and records to a remote, on purpose. Nothing else of ours ever sends them. */
import { SAVES } from "../../history/auto-save/save-name.ts";
import { SYNCED, SYNCS } from "../../history/auto-sync/record-name.ts";
import { refsBelow } from "../../history/hidden-refs.ts";
import { historyRefspecs } from "../../history/remotes.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { Problem } from "../failure.ts";
import type { Project } from "../project.ts";

/** Milliseconds without a word from the other side. */
const SILENCE = 60_000;

/** Sends all saves and records of this clone; gives how many there are. Throws `Problem` with what to do. */
export async function pushHistory(project: Project, remote: string): Promise<number> {
  const { repository } = project;
  const words = HISTORY_WORDS[project.language];
  const count = [SAVES, SYNCS, SYNCED].reduce((sum, folder) => sum + refsBelow(repository, folder).length, 0);
  const { simpleGit } = await import("simple-git");
  const git = simpleGit({ baseDir: repository.root, timeout: { block: SILENCE } });
  const names = (await git.getRemotes()).map(({ name }) => name);
  if (!names.includes(remote)) throw new Problem(words.noSuchRemote(remote, names));
  if (count === 0) return 0;
  try {
    // Saves are refs of one's own that no hook of a project has an opinion on.
    await git.raw(["push", "--no-verify", "--quiet", "--", remote, ...historyRefspecs()]);
  } catch (error) {
    throw new Problem(words.notPushed(remote, error instanceof Error ? error.message.trim() : String(error)));
  }
  return count;
}
