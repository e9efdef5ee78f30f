/** What became of tasks, told on the issue that they came from; and that all tasks are blocked. */
import { doneMessage } from "../done.ts";
import { oneLine } from "../terminal-text.ts";
import { shorten } from "../width.ts";
import { firstFitting, MOST_CHARACTERS } from "./posted.ts";
import { type ToldTask, withoutSecrets } from "./safe-task.ts";
import { sanitise, sanitiseLine } from "./sanitise.ts";
import type { Voice } from "./voice.ts";

const REASON_COLUMNS = 600;

/** One task's result: `✅ T-NN done — …`, or that it is blocked and where the steps are. */
function resultOf(voice: Voice, task: ToldTask): string {
  const { messages, words } = voice;
  const safe = withoutSecrets(voice, task);
  switch (safe.status) {
    case "done":
      return sanitise(doneMessage(messages, safe));
    case "blocked": {
      const reason = shorten(oneLine(safe.blocked_reason ?? "") || messages.outcome.noReason, REASON_COLUMNS);
      const said = sanitiseLine(words.issue.stillBlocked(safe.id, reason));
      const number = safe.blocked_issue ?? null;
      return number === null ? said : `${said}\n${words.issue.blockedAt(safe.id, number)}`;
    }
    case "skipped":
      return sanitise(messages.command.skipped(safe.id));
    case "pending":
    case "running":
      return sanitise(messages.command.retried(safe.id));
  }
}

/** The comment for these tasks, each in its own paragraph. */
export function reportText(voice: Voice, tasks: readonly ToldTask[]): string {
  const upTo = (count: number) => () => {
    const shown = tasks.slice(0, count).map((task) => resultOf(voice, task));
    const left = tasks.length - shown.length;
    return [...shown, ...(left > 0 ? [voice.words.issue.more(left)] : [])].join("\n\n");
  };
  return firstFitting([upTo(50), upTo(10), upTo(1), () => voice.words.issue.cutShort], MOST_CHARACTERS - 8_000);
}

/** `All tasks are blocked. …`, with the issues in which the steps stand. */
export function allBlockedText(voice: Voice, blocked: readonly ToldTask[]): string {
  const { messages, words } = voice;
  const item = (task: ToldTask) => {
    const text = sanitiseLine(words.issue.allBlockedItem(task.id, task.description), voice.hide, 200);
    return `- ${typeof task.blocked_issue === "number" ? `#${task.blocked_issue} ` : ""}${text}`;
  };
  const upTo = (count: number) => () => {
    const shown = blocked.slice(0, count).map(item);
    const left = blocked.length - shown.length;
    const lines = [...shown, ...(left > 0 ? [`- ${words.issue.more(left)}`] : [])].join("\n");
    return lines === "" ? messages.cycle.allBlocked : `${messages.cycle.allBlocked}\n\n${lines}`;
  };
  return firstFitting([upTo(50), upTo(10), () => messages.cycle.allBlocked]);
}
