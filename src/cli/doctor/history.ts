/** What surrounds the history: remotes that would take it along, hooks that are not whole, hooks that failed, saves that git lost. */
import { isWhole } from "../../history/auto-save/bytes.ts";
import { listSaves } from "../../history/auto-save/list.ts";
import { hooksStatus, installHooks } from "../../history/install/install.ts";
import { guardMirror, hasRemotes, mirrorRemotes } from "../../history/remotes.ts";
import { HISTORY_WORDS } from "../../messages/history.ts";
import { HOOK_WORDS } from "../../messages/hooks.ts";
import { timeAgo } from "../../messages/time-ago.ts";
import { hookPrograms, hookSettings } from "../hooks/hook-settings.ts";
import { shown } from "../hooks/install-here.ts";
import type { Project } from "../project.ts";
import type { Finding } from "./finding.ts";

/** Looks; with `fix`, guards mirrors and brings hooks up to date that are there already. Throws `GitError`. */
export async function examineHistory(project: Project, fix: boolean): Promise<Finding[]> {
  return [...examineMirrors(project, fix), ...(await examineHooks(project, fix)), ...examineSaves(project)];
}

function examineMirrors({ repository, language }: Project, fix: boolean): Finding[] {
  const words = HISTORY_WORDS[language];
  const found = mirrorRemotes(repository)
    .filter(({ guarded }) => !guarded)
    .map(({ name }): Finding => {
      if (fix) guardMirror(repository, name);
      return {
        code: "mirror_remote",
        level: "warning",
        problem: words.mirrors(name),
        remedy: words.mirrorRemedy,
        ...(fix ? { repaired: words.guarded(name) } : {}),
      };
    });
  // By hand it can be meant for any remote, and no setting keeps it from taking ours along.
  if (found.length > 0 || !hasRemotes(repository) || listSaves(repository).length === 0) return found;
  return [{ code: "mirror_by_hand", level: "note", problem: words.mirrorByHand, remedy: words.mirrorByHandRemedy }];
}

/** Nobody has to have hooks; who has them wants them whole. */
async function examineHooks(project: Project, fix: boolean): Promise<Finding[]> {
  const { repository, language, messages, clock } = project;
  const words = HOOK_WORDS[language];
  const [programs, settings] = [hookPrograms(), hookSettings(project)];
  const before = hooksStatus(repository, programs, settings);
  const last = before.failures.at(-1);
  const when = last?.time ? timeAgo(messages, last.time, clock.now()) : messages.time.unknown;
  const failed: Finding[] =
    last === undefined
      ? []
      : [
          {
            code: "hooks_failed",
            level: "warning",
            problem: words.failed(before.failures.length, last.hook, last.step, when),
            remedy: words.failureRemedy,
          },
        ];
  if (before.program === "missing" || before.whole) return failed;
  if (fix) await installHooks(repository, programs, settings, { now: clock.now() });
  const repaired = fix && hooksStatus(repository, programs, settings).whole;
  const notes = before.notes.map(({ code, path }) => words.note(code, shown(project, path)));
  const finding: Finding = {
    code: "hooks_not_whole",
    level: "warning",
    problem: [words.outOfOrder(shown(project, before.hooksDir)), ...notes].join("; "),
    remedy: words.toInstall,
    ...(repaired ? { repaired: words.whole } : {}),
  };
  return [finding, ...failed];
}

/** Git keeps what a ref names; a save whose bytes are gone was lost by a disk or a hand. */
function examineSaves({ repository, language }: Project): Finding[] {
  const words = HISTORY_WORDS[language];
  const lost = listSaves(repository).filter((save) => !isWhole(repository, save));
  return lost.slice(0, 5).map((save) => ({
    code: "lost_save",
    level: "warning",
    problem: words.lost(save.name),
    remedy: words.lostRemedy(save.ref),
  }));
}
