/** `ltpm retry|skip|cancel|done T-NN …` and `ltpm mark T-NN … done`. */
import type { Operation } from "../../queue/control.ts";
import { taskByLabel } from "../../queue/find.ts";
import { answer, type Call, flag, usageError } from "../call.ts";
import { labelsFrom } from "../labels.ts";
import { orKeep } from "../offline.ts";
import { openProject, type Project } from "../project.ts";
import { applyWishes, wordAnswers, wordLine } from "../words.ts";

const OPERATIONS: Readonly<Record<string, Operation>> = {
  retry: "retry",
  skip: "skip",
  cancel: "cancel",
  done: "done",
  mark: "done",
};

/** `mark T-01 T-02 done` and `mark T-01 as done`: the words around the labels are dropped. */
function labelWords(call: Call): readonly string[] {
  if (call.name !== "mark") return call.words;
  if (call.words.at(-1)?.toLowerCase() !== "done") throw usageError(call, "tasks can be marked `done`");
  return call.words.slice(0, -1).filter((word) => word.toLowerCase() !== "as");
}

export async function run(call: Call): Promise<number> {
  const operation = OPERATIONS[call.name] ?? "retry";
  const labels = labelsFrom(call, labelWords(call));
  if (labels.length === 0) throw usageError(call, "which task?");
  const project = await openProject(call);
  const wishes = labels.map((id) => ({ operation, id }));
  const op = project.dice.name(16);
  const words = await orKeep(project, call, { kind: "control", op, wishes }, () => applyWishes(project, wishes, op));
  if (words === null) return 0;
  if (!flag(call, "json"))
    for (const [index, word] of words.entries()) {
      const wish = wishes[index];
      if (wish)
        (word.kind === "unknown" || word.kind === "refused" ? call.terminal.err : call.terminal.out)(
          `${wordLine(project.messages, wish, word)}\n`,
        );
    }
  if (!flag(call, "json") && operation === "skip") await warnFollowers(call, project, labels);
  const isBack = operation === "retry" && words.some((word) => word.kind === "changed");
  if (isBack && !project.startsTasks && !flag(call, "json")) call.terminal.out(`${project.messages.cycle.onGitHub}\n`);
  const starts = isBack && project.startsTasks && !flag(call, "no-dispatch");
  const dispatched = starts ? await (await import("../cycles.ts")).dispatchOnce(project, call) : null;
  if (flag(call, "json")) answer(call, { words: wordAnswers(wishes, words), dispatched });
  return words.some((word) => word.kind === "unknown" || word.kind === "refused") ? 1 : 0;
}

/** A skipped task keeps those that depend on it waiting: said at once, not found out on Monday. */
async function warnFollowers(call: Call, project: Project, labels: readonly string[]): Promise<void> {
  const { queue } = (await project.store.read()).state;
  for (const label of labels) {
    const task = taskByLabel(queue, label);
    const followers = queue.tasks.filter(
      (other) => other.status === "pending" && task && other.depends_on?.includes(task.id),
    );
    if (task && followers.length > 0)
      call.terminal.out(
        `${project.messages.command.followersWait(
          task.id,
          followers.map((one) => one.id),
        )}\n`,
      );
  }
}
