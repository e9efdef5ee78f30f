/** The issue of a blocked task: the source's notice as its body, and the words with which it is closed. */
import { blockedMessage, triesThatCount } from "../blocked.ts";
import { doneMessage } from "../done.ts";
import type { CloseReason } from "./catalog.ts";
import { taskMarker } from "./markers.ts";
import { MOST_TITLE, postable, withMarkers } from "./posted.ts";
import { type ToldTask, withoutSecrets } from "./safe-task.ts";
import { sanitiseTitle } from "./sanitise.ts";
import type { Voice } from "./voice.ts";

/** What is posted for a blocked task; the marker is in the body. */
export interface BlockedIssue {
  readonly title: string;
  readonly body: string;
}

/** The notice with only its last tries, told in one line how many are left out. */
function withLastTries(voice: Voice, task: ToldTask, count: number): string {
  const counted = triesThatCount(task.strategies_tried);
  const tries = counted.length > 0 ? counted : task.strategies_tried;
  if (tries.length <= count) return blockedMessage(voice.messages, task);
  const lines = blockedMessage(voice.messages, task).split("\n");
  const first = lines.indexOf(voice.messages.outcome.whatWasTried) + 1;
  const left = tries.length - count;
  return lines.toSpliced(first, left, voice.words.issue.earlierTries(left)).join("\n");
}

/** Title and body: `🚫 T-NN blocked after [N] attempts`, what was tried, why, how to unblock, and how to reply. */
export function blockedIssue(voice: Voice, task: ToldTask): BlockedIssue {
  const safe = withoutSecrets(voice, task);
  const counted = triesThatCount(safe.strategies_tried);
  const attempts = counted.length > 0 ? counted.length : safe.strategies_tried.length;
  const title = voice.words.issue.blockedTitle(safe.id, attempts, safe.description);
  const short: ToldTask = { ...safe, user_action_required: null };
  const body = postable(voice, [
    () => withLastTries(voice, safe, 50),
    () => withLastTries(voice, safe, 10),
    () => withLastTries(voice, short, 10),
    () => withLastTries(voice, { ...short, strategies_tried: [], blocked_reason: voice.words.issue.cutShort }, 0),
  ]);
  return { title: sanitiseTitle(title, voice.hide, MOST_TITLE), body: withMarkers(body, [taskMarker(safe.uid)]) };
}

/** The word with which the issue is closed. `task`: as it is now; none when it is no longer in the queue. */
export function closingWord(voice: Voice, id: string, why: CloseReason, task: ToldTask | null): string {
  const { messages, words } = voice;
  const said = (): string => {
    switch (why) {
      case "done":
        return task === null ? messages.command.markedDone(id) : doneMessage(messages, withoutSecrets(voice, task));
      case "retried":
        return messages.command.retried(id);
      case "skipped":
        return messages.command.skipped(id);
      case "cancelled":
        return messages.command.cancelled(id);
      case "gone":
        return words.issue.gone(id);
      case "all_done":
        return "";
    }
  };
  const end = why === "all_done" ? words.issue.allDone : words.issue.closed;
  return postable(voice, [() => [said(), end].filter((text) => text !== "").join("\n\n"), () => end]);
}
