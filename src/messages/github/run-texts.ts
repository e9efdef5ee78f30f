/** What one run of the workflow says besides comments: its summary, its pull requests, and that everything is set up. */
import type { Attempt, Task } from "../../queue/schema.ts";
import { blockedMessage } from "../blocked.ts";
import { firstLine } from "../summary.ts";
import { oneLine } from "../terminal-text.ts";
import { pullMarker } from "./markers.ts";
import { firstFitting, MOST_TITLE, postable, withMarkers } from "./posted.ts";
import { type ToldTask, withoutSecrets } from "./safe-task.ts";
import { sanitise, sanitiseTitle } from "./sanitise.ts";
import { statusMarkdown } from "./status-markdown.ts";
import type { Voice } from "./voice.ts";

/** The job summary: the status table, then what to do for each blocked task. `now` is ISO 8601. */
export function jobSummary(
  voice: Voice,
  tasks: readonly ToldTask[],
  now: string,
  troubles: readonly string[] = [],
): string {
  const blocked = tasks.filter(({ status }) => status === "blocked");
  const upTo = (rows: number, details: number) => () =>
    [
      `## ${voice.words.run.summaryTitle}`,
      statusMarkdown(voice, tasks, { now, rows }),
      ...troubles.slice(0, 20).map((trouble) => `- ⚠️ ${sanitise(oneLine(voice.hide(trouble)))}`),
      ...blocked.slice(0, details).map((task) => sanitise(blockedMessage(voice.messages, withoutSecrets(voice, task)))),
    ].join("\n\n");
  return `${firstFitting([upTo(300, 20), upTo(50, 5), upTo(10, 0), () => `## ${voice.words.run.summaryTitle}`])}\n`;
}

/** Title and body of the pull request with a task's work; the marker is in the body. */
export function pullRequest(
  voice: Voice,
  task: ToldTask & Pick<Task, "verification" | "source">,
  attempt: Pick<Attempt, "attempt" | "strategy">,
  token: string,
): { readonly title: string; readonly body: string } {
  const words = voice.words.run;
  const safe = withoutSecrets(voice, task);
  const result = safe.deliverable ?? "";
  const issue = task.source?.issue;
  const say = (description: string, told: string) => () =>
    [
      `### ${words.pullTask}`,
      description,
      ...(told.trim() === "" ? [] : [`### ${words.pullResult}`, told]),
      ...(task.verification ? [words.pullVerified(oneLine(voice.hide(task.verification)))] : []),
      words.pullAttempt(attempt.attempt, attempt.strategy),
    ].join("\n\n");
  const body = postable(voice, [
    // Each by itself: a fence that one leaves open must not swallow what follows.
    say(sanitise(safe.description), sanitise(result)),
    say(sanitise(safe.description), firstLine(result)),
    say(firstLine(safe.description), ""),
    () => words.pullAttempt(attempt.attempt, ""),
  ]);
  // A reference, no `fixes`: the issue is closed when all of its tasks are done.
  const source = typeof issue === "number" ? `\n\n${words.pullIssue(issue)}` : "";
  const title = sanitiseTitle(words.pullTitle(safe.id, safe.description), voice.hide, MOST_TITLE);
  return { title, body: withMarkers(body + source, [pullMarker(safe.uid, token)]) };
}

/** Said once, when the first run has set everything up. `crons`: the schedules as they are installed. */
export function firstRunText(voice: Voice, heartbeat: boolean, crons: readonly string[]): string {
  const plain = crons.map((cron) => oneLine(cron).replaceAll("`", ""));
  return postable(voice, [() => voice.words.run.firstRun(heartbeat, plain)]);
}
