/** What `init --remove` does besides, in a repository that ran on GitHub. */
import type { Call } from "../call.ts";
import type { Project } from "../project.ts";
import { githubWords } from "./words.ts";
import { removeWorkflows } from "./workflow-files.ts";

/** Takes the workflows away and says so, with what stays on the remote. Silent where there was nothing. */
export function tellRemoved(call: Call, project: Project): void {
  const words = githubWords(project.messages.language);
  const paths = removeWorkflows(project.repository.root);
  const { runner, state_branch: branch } = project.settings;
  if (paths.length > 0) call.terminal.out(`${words.removed(paths)}\n`);
  if (runner === "github" && branch !== null) call.terminal.out(`${words.branchStays(branch)}\n`);
}
