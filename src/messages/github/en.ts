/** The English texts for GitHub. */
import type { GitHubWords } from "./catalog.ts";

const list = (items: readonly string[]) => items.join(", ");
const tasks = (count: number) => `${count} more ${count === 1 ? "task" : "tasks"}`;

export const EN_GITHUB: GitHubWords = {
  language: "en",
  reply: {
    nothingFound:
      'No task and no command was found in this comment. To add a task, begin with "/ltpm add"; to see the queue, write "show tasks".',
    unknown: (ids) =>
      `There ${ids.length === 1 ? "is no task" : "are no tasks"} ${list(ids)}. To see the tasks there are, write "show tasks".`,
    doneAlready: (id) => `${id} is done already, so nothing was changed. To run it again, write "retry ${id}".`,
    superseded: (id) =>
      `${id}: somebody decided otherwise after this was written, and that stands. To have it your way all the same, write it again.`,
    tooOld: (days) => `This is older than ${days} days, so nothing was changed. If you still want it, write it again.`,
    edited:
      "This comment was changed after it was written, so nothing was done. Write what you want in a comment of its own.",
    noPermission: (role) =>
      `Only people with write permission to this repository can do this${role === null ? "" : `; yours is "${role}"`}. Nothing was changed.`,
    permissionUnknown: (why) =>
      `Your permission could not be checked, so nothing was changed. Write it again later. The reason: ${why}`,
    commandNotTaken: (id) =>
      `${id}: commands in comments and issues are not run here, so the task waits for you; its issue says how it can be run. To change that: "inline_commands" in the configuration.`,
    archived: (id) => `${id} is in the archive, so nothing was changed. To bring it back, write "retry ${id}".`,
    tooLong: "It is done, but the answer is too long for a comment. The summary of this workflow run has the queue.",
  },
  issue: {
    blockedTitle: (id, attempts, description) => `🚫 ${id} blocked after ${attempts} attempts: ${description}`,
    earlierTries: (count) => `- ${count} earlier ${count === 1 ? "attempt" : "attempts"}, left out here`,
    cutShort: "It is too long to be shown here; the queue file has all of it.",
    closed: "This issue is closed.",
    gone: (id) => `${id} is no longer in the queue.`,
    stillBlocked: (id, reason) => `🚫 ${id} blocked — ${reason}`,
    blockedAt: (id, number) => `What to do for ${id}: #${number}`,
    allDone: "All tasks of this issue are finished, so it is closed.",
    allBlockedItem: (id, description) => `${id}: ${description}`,
    more: (count) => `… and ${tasks(count)}`,
  },
  dashboard: {
    title: "📋 Task dashboard",
    intro:
      "LTPM keeps this issue up to date. Tick a box to act on a task (this needs write permission); a comment such as `retry T-02` on any issue does the same. Do not edit anything else here: it is written anew.",
    running: "Running",
    blocked: "Blocked",
    pending: "Pending",
    finished: "Finished last",
    boxes: "Boxes to tick",
    more: (count) => `… and ${tasks(count)}, not shown here`,
    box: (op, id) => (op === "done" ? `mark ${id} done` : `${op} ${id}`),
    since: (moment) => `since ${moment}`,
    log: "log",
  },
  run: {
    summaryTitle: "LTPM",
    pullTitle: (id, description) => `${id}: ${description}`,
    pullTask: "Task",
    pullResult: "Result",
    pullVerified: (words) => `Verified: ${words}`,
    pullAttempt: (attempt, strategy) => `Made by attempt ${attempt} with the strategy "${strategy}".`,
    pullIssue: (number) => `The task came from #${number}.`,
    firstRun: (heartbeat, crons) =>
      [
        "⚙️ Task Runner initialized.",
        ...(heartbeat ? ["Heartbeat dispatcher registered in HEARTBEAT.md."] : []),
        crons.length > 0
          ? `Backup schedule registered (cron ${crons.map((cron) => `\`${cron}\``).join(" and ")}, UTC). Your tasks will execute automatically.`
          : "No schedule is set up: tasks start when you add them, and retries when the workflow is run.",
      ].join(" "),
  },
};
