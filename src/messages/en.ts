/** The English texts. Those of the source's section A5 and of its step 6 are kept letter for letter, the plural at 1 included. */
import type { Counts, Messages, Schedule, Try } from "./catalog.ts";
import { say, sentence } from "./terminal-text.ts";
import { splitLength } from "./time-ago.ts";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const tasks = (count: number) => plural(count, "task", "tasks");
const list = (items: readonly string[]) => items.join(", ");
const tryOf = (what: Try) => say`attempt ${what.attempt} of ${what.of}`;

/** Only the counts that say something: `1 running, 2 pending`. */
function nonzero(counts: Counts, keys: readonly Exclude<keyof Counts, "total">[]): string {
  return list(keys.filter((key) => counts[key] > 0).map((key) => `${counts[key]} ${key}`)) || "no tasks";
}

function length(milliseconds: number): string {
  const [hours, minutes, seconds] = splitLength(milliseconds);
  const parts = hours > 0 ? [`${hours} h`, `${minutes} min`] : [minutes > 0 ? `${minutes} min` : "", `${seconds} s`];
  return parts.filter((part) => part !== "").join(" ");
}

function scheduled(schedule: Schedule): string {
  switch (schedule.kind) {
    case "none":
      return "No schedule is set up: tasks start when you add them, and `ltpm dispatch` picks up retries and results.";
    case "every":
      return say`Backup schedule registered (runs every ${plural(schedule.minutes, "minute", "minutes")}). Your tasks will execute automatically.`;
    case "cron":
      return say`Backup schedule registered (cron ${schedule.cron}, UTC). Your tasks will execute automatically.`;
  }
}

export const EN: Messages = {
  language: "en",
  intake: {
    added: (id, description, next) => say`Added ${id}: ${sentence(description, ".")} ${next}`,
    addedMany: (count) => say`📋 Added ${count} tasks to queue:`,
    startingNow: "Starting now...",
    queueHas: (pending) => say`Queue now has ${pending} pending tasks.`,
    nothingFound:
      'No task and no command was found in this text. To queue it all the same: ltpm add "…". To see the queue: ltpm tasks',
    alreadyThere: (id, description) =>
      say`${id} is in the queue already: ${sentence(description, ".")} Nothing was added.`,
  },
  command: {
    skipped: (id) => say`⏭️ ${id} skipped — as requested.`,
    retried: (id) => say`🔁 ${id} is pending again — its retries start from 0.`,
    cancelled: (id) => say`⏭️ ${id} cancelled — as requested.`,
    markedDone: (id) => say`✅ ${id} done — marked by hand.`,
    stopped: "The attempt that was running has been stopped.",
    unknown: (ids) =>
      ids.length === 1
        ? say`There is no task ${list(ids)}. To see the tasks there are: ltpm tasks`
        : say`There are no tasks ${list(ids)}. To see the tasks there are: ltpm tasks`,
    doneAlready: (id) => say`${id} is done already, so nothing was changed. To run it again: ltpm retry ${id}`,
    unchanged: (id, status) => say`${id} is ${status} already; nothing was changed.`,
    notEditedRunning: (id) =>
      say`${id} is running, so it was not changed. To change it: ltpm cancel ${id}, then ltpm edit ${id}, then ltpm retry ${id}`,
    unknownDependency: (label) => say`There is no task ${label} to wait for. To see the tasks there are: ltpm tasks`,
    dependencyCircle: (labels) =>
      say`These tasks would wait for each other for ever: ${labels.join(" → ")}. Leave out one of these dependencies.`,
    edited: (id, fields) => say`${id} changed: ${list(fields)}.`,
    followersWait: (id, followers) =>
      followers.length === 1
        ? say`${list(followers)} depends on ${id} and keeps waiting until ${id} is done.`
        : say`${list(followers)} depend on ${id} and keep waiting until ${id} is done.`,
    archived: (count, months) =>
      months.length > 0 ? say`🗄️ ${tasks(count)} archived to ${list(months)}.` : say`🗄️ ${tasks(count)} archived.`,
  },
  cycle: {
    allBlocked: "All tasks are blocked. Review unblock instructions above.",
    started: (what, strategy) => say`🔄 ${what.id} started — ${tryOf(what)}, strategy "${strategy}".`,
    triesAgain: (what, why, next) =>
      say`↩️ ${what.id} ${tryOf(what)} failed: ${sentence(why, ".")} Next strategy: "${next}".`,
    lost: (id) => say`${id}: its session is gone, so it is pending again. This costs it no retry.`,
    progress: (counts, elapsed) =>
      say`⏳ ${nonzero(counts, ["running", "pending", "done", "blocked", "skipped"])} — ${length(elapsed)}`,
    finished: (counts) => say`Finished: ${nonzero(counts, ["done", "blocked", "skipped", "running", "pending"])}.`,
    leftRunning: (count) =>
      say`${plural(count, "task is", "tasks are")} running. To collect results: ltpm dispatch. To wait for them: ltpm dispatch --wait`,
    stoppedWaiting: (running) =>
      say`Stopped waiting; ${plural(running, "running task goes", "running tasks go")} on. To collect results: ltpm dispatch`,
    notYet: (id, why) => say`⏳ ${id} waits: ${sentence(why, ".")}`,
    wouldStart: (id, strategy) => say`Would start ${id} with strategy "${strategy}".`,
    wouldBecome: (id, status) => say`Would set ${id} to ${status}.`,
    wouldDoNothing: "Nothing would be done.",
    landed: (id, branch, commit) => say`${id}: its work was merged into ${branch} as ${commit}.`,
    notLanded: (id, branch, why) =>
      say`${id}: its work was not merged: ${sentence(why, ".")} It is kept; to merge it yourself: git merge ${branch}`,
    onGitHub: "It starts with the next run on GitHub; to start one now: gh workflow run ltpm.yml",
    savedOnBranch: (branch) =>
      say`What a lost attempt had done so far is kept on branch ${branch}: git log -p ${branch}`,
    leftOnBranch: (id, branch) => say`${id}: its work is on branch ${branch}. To take it over: git merge ${branch}`,
  },
  outcome: {
    done: (id, summary) => say`✅ ${id} done — ${summary}`,
    noSummary: "finished and verified",
    deliverable: (place) => say`Deliverable: ${place}`,
    blocked: (id, attempts) => say`🚫 ${id} blocked after ${attempts} attempts`,
    whatWasTried: "What was tried:",
    tried: (strategy, result) => say`- ${strategy}: ${result}`,
    nothingTried: "- nothing yet: it could not start",
    noResult: "it ended without a word",
    whyBlocked: (reason) => say`Why it's blocked: ${reason}`,
    noReason: "no reason was recorded",
    toUnblock: "To unblock:",
    lookAtLog: (id) => say`See what the last attempt printed: ltpm show ${id} --log`,
    replyRetry: (id) => say`Reply "retry ${id}" once ready.`,
  },
  table: {
    title: (n) =>
      say`📋 Task Queue — [${n.total} total, ${n.pending} pending, ${n.running} running, ${n.done} done, ${n.blocked} blocked]`,
    head: ["ID", "Status", "Description"],
    status: {
      pending: "⏳ pending",
      running: "🔄 running",
      done: "✅ done",
      blocked: "🚫 blocked",
      skipped: "⏭️ skipped",
    },
    startedAgo: (ago) => say`(started ${ago})`,
    notBefore: (moment) => say`(not before ${moment})`,
    empty: 'The queue is empty. To add a task: ltpm add "what is to be done"',
  },
  detail: {
    row: {
      goal: "Goal",
      type: "Type",
      priority: "Priority",
      added: "Added",
      started: "Started",
      finished: "Finished",
      waits: "Depends on",
      notBefore: "Not before",
      accept: "Accepted if",
      retries: "Retries",
      session: "Session",
      result: "Result",
      file: "File",
      kept: "Kept as",
      verified: "Verified",
      blocked: "Reason",
      toUnblock: "To unblock",
      aliases: "Also called",
    },
    attempts: "Attempts:",
    earlier: (count) => say`${plural(count, "earlier attempt", "earlier attempts")} before the last retry.`,
    outcome: {
      done: "done",
      failed: "failed",
      verification_failed: "failed verification",
      blocked: "blocked",
      lost: "session lost",
      cancelled: "cancelled",
    },
    verifier: (words) => say`verifier: ${words}`,
    details: "Details:",
    retries: (used, most) => say`${used} of ${most}`,
    noLog: (id) => say`There is no log of ${id} on this machine: it has not run here yet.`,
  },
  store: {
    rolledBack:
      "The queue file in the work tree was an earlier one (git reset, stash or switch?); it was brought up to date.",
    edited: (ids) => say`Changes made to the queue file by hand or by a pull were taken over: ${list(ids)}.`,
    adopted: (count) => say`The queue that is committed here was taken over: ${tasks(count)}.`,
    keptForLater: (remote) =>
      say`${remote} cannot be reached: this is kept here, without an id, until it can. To send it then: ltpm sync`,
    lastSeen: (remote) => say`${remote} cannot be reached; this is what it held when it was last seen.`,
    sent: (count) => say`${plural(count, "kept change was", "kept changes were")} sent.`,
    stillWaiting: (count) => say`${plural(count, "change still waits", "changes still wait")} here.`,
    nothingToSync: "Nothing waits here, and the state was read anew.",
    outdated: (id) => say`${id}: somebody decided otherwise since; that stands.`,
    restored: "The queue file was missing; it was restored. To start with an empty queue instead: ltpm init --fresh",
    relabelled: (from, to) =>
      say`${from} was given to two tasks in clones that worked apart; one of them is now ${to}.`,
    conflictMerged: (file, kept) =>
      say`${file} was in conflict; both sides were merged. The two originals are kept: ${list(kept)}.`,
    removedByHand: (id) =>
      say`${id} was taken out of the queue file; it is in the archive. To bring it back: ltpm retry ${id}`,
    notTaken: (id, field, why) =>
      say`${id}: the change to ${field} was not taken: ${sentence(why, ".")} It stays as it was.`,
    viewNotWritten: (file, why) =>
      say`The change is saved, but ${file} could not be brought up to date: ${sentence(why, ".")} The next command tries again.`,
    remoteRewritten: (branch) =>
      say`The history of ${branch} was rewritten by somebody (a force push); work goes on with what is there now.`,
    remoteRestored: (branch, file) =>
      say`A commit on ${branch} removed ${file}; it comes back, as it was before, with the next change.`,
    remoteRenamed: (from, to) =>
      say`The remote's default branch is now ${to}, no longer ${from}; the queue moves along.`,
  },
  setup: {
    firstRun: (heartbeat, schedule) =>
      `⚙️ Task Runner initialized. ${heartbeat ? "Heartbeat dispatcher registered in HEARTBEAT.md. " : ""}${scheduled(schedule)}`,
    already: "Everything is set up already; nothing was changed.",
    whichAgent: (names) => say`Which agent shall do tasks that carry no command? (${names.join(", ")}; empty for none)`,
    removed: "LTPM was removed from this repository. What Git already holds in its history stays there.",
  },
  time: {
    justNow: "just now",
    ago: (count, unit) => `${plural(count, unit, `${unit}s`)} ago`,
    soon: "in a moment",
    within: (count, unit) => `in ${plural(count, unit, `${unit}s`)}`,
    unknown: "at an unknown time",
    length,
  },
};
