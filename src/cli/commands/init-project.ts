/** `ltpm init_project NAME`: the three documents of a project below `projects/`, or at the root with `--root`. */
import { oneLine } from "../../messages/terminal-text.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { setPath } from "../github/config-edit.ts";
import { refreshHooks } from "../hooks/hook-settings.ts";
import { openAsker } from "../init/ask.ts";
import { folderName } from "../init/folder-name.ts";
import { madeLines, makeProject, openQuestions } from "../init/make-project.ts";
import { hasDocuments, projectDir } from "../init/places.ts";
import { projectOptions } from "../init/project-options.ts";
import { openProject, type Project } from "../project.ts";

function nameOf(call: Call): { readonly name: string; readonly safe: string } {
  const name = oneLine(call.words.join(" "));
  if (name === "") throw usageError(call, "init_project needs the project's name");
  const safe = folderName(name);
  if (safe === null) throw usageError(call, "the name needs a letter or a digit, for its folder");
  return { name, safe };
}

/** Where nothing else says which documents are the queue's, they are those of this project. */
function configure(project: Project, dir: string): boolean {
  const { root } = project.repository;
  if (dir === "." || project.settings.documents.dir !== null || hasDocuments(root, ".")) return false;
  return setPath(root, ["documents", "dir"], dir);
}

export async function run(call: Call): Promise<number> {
  const { name, safe } = nameOf(call);
  const project = await openProject(call);
  const options = projectOptions(call, project.language);
  const dir = flag(call, "root") ? "." : projectDir(project.repository.root, name, safe);
  const asker = openAsker(call);
  try {
    const made = await makeProject(project, { dir, name, options, remember: true }, asker);
    const configured = configure(project, dir);
    // From now on the hooks keep these documents too.
    refreshHooks(await openProject(call));
    if (flag(call, "json")) {
      const { written, kept, memory } = made;
      answer(call, { name, dir, written, kept, memory, configured, next: openQuestions(project, made) });
      return 0;
    }
    call.terminal.out(`${madeLines(project, made, configured).join("\n")}\n`);
    return 0;
  } finally {
    asker?.close();
  }
}
