/** `ltpm hooks install|uninstall|status`: joins the Git hooks that are there, leaves them, says how they stand. Exit 1: not all are in place. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hooksStatus, uninstallHooks } from "../../history/install/install.ts";
import { HOOK_WORDS } from "../../messages/hooks.ts";
import { QUEUE_FILE } from "../../state/files.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { hookPrograms, hookSettings } from "../hooks/hook-settings.ts";
import { installHere, saidOf, shown, stepLine } from "../hooks/install-here.ts";
import { statusLines } from "../hooks/status-lines.ts";
import { openProject, type Project } from "../project.ts";

async function install(call: Call, project: Project): Promise<number> {
  const dryRun = flag(call, "dry-run");
  const said = await installHere(project, call, dryRun);
  if (!dryRun) await (await import("../merge/wire.ts")).wireMerge(project.repository, { dir: project.settings.dir });
  if (flag(call, "json")) answer(call, { action: "install", dry_run: dryRun, ...said });
  const fits = !said.notes.some(({ code }) => code === "outside");
  return said.whole || (dryRun && fits) ? 0 : 1;
}

/** Where `init` was never called, `install` alone told git how to merge: that goes with the hooks. */
async function unwireAlone({ repository, queueDirectory }: Project): Promise<void> {
  if ([QUEUE_FILE, "config.json"].some((name) => existsSync(join(queueDirectory, name)))) return;
  (await import("../merge/wire.ts")).unwireMerge(repository);
}

async function uninstall(call: Call, project: Project): Promise<number> {
  const words = HOOK_WORDS[project.language];
  const dryRun = flag(call, "dry-run");
  const done = uninstallHooks(project.repository, dryRun);
  if (done.changed && !dryRun) await unwireAlone(project);
  const steps = done.steps.map((step) => stepLine(project, step, true));
  if (flag(call, "json")) answer(call, { action: "uninstall", dry_run: dryRun, ...saidOf(project, done), guarded: [] });
  else if (!done.changed) call.terminal.out(`${words.noneThere}\n`);
  else call.terminal.out(`${[...(dryRun ? [words.wouldRemove] : [words.removed]), ...steps].join("\n")}\n`);
  return 0;
}

function status(call: Call, project: Project): number {
  const view = hooksStatus(project.repository, hookPrograms(), hookSettings(project));
  const words = HOOK_WORDS[project.language];
  if (flag(call, "json"))
    answer(call, {
      hooks_dir: shown(project, view.hooksDir),
      hooks_path: view.hooksPath,
      manager: view.manager,
      events: view.events,
      program: view.program,
      whole: view.whole,
      notes: view.notes.map(({ code, path }) => ({
        code,
        path: shown(project, path),
        text: words.note(code, shown(project, path)),
      })),
      failures: view.failures,
    });
  else call.terminal.out(`${statusLines(project, view).join("\n")}\n`);
  return view.whole ? 0 : 1;
}

export async function run(call: Call): Promise<number> {
  const [action, ...more] = call.words;
  if (more.length > 0 || action === undefined || !["install", "uninstall", "status"].includes(action))
    throw usageError(call, "say what to do with the hooks: install, uninstall or status");
  if (action === "status" && flag(call, "dry-run"))
    throw usageError(call, "status changes nothing, so it needs no --dry-run");
  const project = await openProject(call);
  if (action === "install") return install(call, project);
  return action === "uninstall" ? uninstall(call, project) : status(call, project);
}
