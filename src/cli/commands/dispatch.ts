/** `ltpm dispatch`: one pass; `--wait`: until the queue is worked off; `--dry-run`: what one pass would do. */
import { planCycle } from "../../dispatch/drive.ts";
import { HEARTBEAT_OK } from "../../messages/catalog.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { cyclePorts, dispatchOnce } from "../cycles.ts";
import { Problem } from "../failure.ts";
import { openProject, type Project } from "../project.ts";
import { promptIfDue } from "../prompts/if-due.ts";

async function dryRun(call: Call, project: Project): Promise<number> {
  const plan = await planCycle(cyclePorts(project, call));
  const starts = plan.orders.map((order) => ({ id: order.id, strategy: order.strategy }));
  const changes = [
    ...plan.settled.map(({ id, status }) => ({ id, status })),
    ...plan.blocked
      .filter((id) => !plan.settled.some((entry) => entry.id === id))
      .map((id) => ({ id, status: "blocked" as const })),
  ];
  if (flag(call, "json")) {
    answer(call, { heartbeat: plan.idle ? HEARTBEAT_OK : "ACTIVE", would_start: starts, would_change: changes });
    return 0;
  }
  const { cycle } = project.messages;
  const lines = [
    ...changes.map(({ id, status }) => cycle.wouldBecome(id, status)),
    ...starts.map(({ id, strategy }) => cycle.wouldStart(id, strategy)),
  ];
  call.terminal.out(`${lines.length === 0 ? cycle.wouldDoNothing : lines.join("\n")}\n`);
  return 0;
}

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "dispatch takes no words");
  const project = await openProject(call);
  if (!project.startsTasks && !flag(call, "here") && !flag(call, "dry-run")) {
    throw new Problem(
      "this project runs on GitHub (runner: github), so only the Action starts tasks; `ltpm dispatch --here` starts them on this machine all the same",
    );
  }
  if (flag(call, "dry-run")) return dryRun(call, project);
  if (flag(call, "wait")) {
    const code = await (await import("../wait.ts")).workOff(call, project);
    await promptIfDue(project, call);
    return code;
  }
  const done = await dispatchOnce(project, call);
  if (flag(call, "json")) answer(call, done);
  else if ("heartbeat" in done && done.heartbeat === HEARTBEAT_OK) call.terminal.out(`${HEARTBEAT_OK}\n`);
  await promptIfDue(project, call);
  return 0;
}
