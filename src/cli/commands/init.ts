/** `ltpm init`: set up here; `--github`: and there; `--fresh`: an empty queue, labels go on; `--remove`: everything of ours goes again. */
import { answer, type Call, flag, usageError } from "../call.ts";
import { openProject, type Project } from "../project.ts";
import { setUp } from "../set-up.ts";

async function chooseAgent(call: Call, project: Project): Promise<string | null> {
  if (flag(call, "yes") || !call.terminal.interactive || project.settings.agents.length > 0) return null;
  const { offerAgents } = await import("../agent-choice.ts");
  return offerAgents(call, project);
}

async function removeAll(call: Call, project: Project): Promise<number> {
  const code = await (await import("../removal.ts")).removeAll(call, project);
  const { tellRemoved } = await import("../github/removal.ts");
  tellRemoved(call, project);
  return code;
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "init takes no words; `-C DIR` works in another directory");
  if (flag(call, "fresh") && flag(call, "remove")) throw usageError(call, "--fresh and --remove exclude each other");
  if (flag(call, "github")) {
    if (flag(call, "fresh") || flag(call, "remove"))
      throw usageError(call, "--github goes with neither --fresh nor --remove");
    return (await import("./init-github.ts")).run(call);
  }
  const project = await openProject(call);
  if (flag(call, "remove")) return removeAll(call, project);
  if (project.settings.runner === "github") await project.createStateBranch();
  const done = await setUp(project);
  const left = flag(call, "fresh") ? await (await import("../removal.ts")).startFresh(project) : [];
  const agent = await chooseAgent(call, project);
  if (flag(call, "json")) answer(call, { queue: done.queue, heartbeat: done.heartbeat, agent, archived: left });
  else {
    const { messages } = project;
    const first = done.queue || done.heartbeat;
    call.terminal.out(
      `${first ? messages.setup.firstRun(done.heartbeat, { kind: "none" }) : messages.setup.already}\n`,
    );
    if (left.length > 0) call.terminal.out(`${messages.command.archived(left.length, [])}\n`);
  }
  return 0;
}
