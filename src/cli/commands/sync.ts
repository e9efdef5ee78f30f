/** `ltpm sync`: what waits here goes to the remote state, and what is there comes here. */

import { openPending } from "../../stores/pending.ts";
import { replayInto } from "../../stores/pending-replay.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { Problem } from "../failure.ts";
import { openProject } from "../project.ts";
import { problemWithDraft } from "../refusals.ts";

export async function run(call: Call): Promise<number> {
  if (call.words.length > 0) throw usageError(call, "sync takes no words");
  const project = await openProject(call);
  const { messages, remote } = project;
  if (remote === null)
    throw new Problem("the state of this project is in this clone (runner: local); there is nothing to bring together");
  const report = await replayInto(openPending(project.repository), remote);
  const lines: string[] = [];
  let problems = 0;
  for (const one of report.replayed) {
    if (one.kind === "added" && !one.result.ok) lines.push(problemWithDraft(messages, one.result.problem));
    if (one.kind === "added" && !one.result.ok) problems++;
    if (one.kind === "controlled") lines.push(...one.outdated.map((wish) => messages.store.outdated(wish.id)));
  }
  if (report.stopped === null) await remote.read();
  const sent = report.replayed.length - problems;
  if (flag(call, "json")) answer(call, { sent, left: report.left });
  else {
    if (sent > 0) lines.push(messages.store.sent(sent));
    if (report.left > 0) lines.push(messages.store.stillWaiting(report.left));
    call.terminal.out(`${lines.length > 0 ? lines.join("\n") : messages.store.nothingToSync}\n`);
  }
  if (report.stopped !== null) throw report.stopped;
  return problems > 0 ? 1 : 0;
}
