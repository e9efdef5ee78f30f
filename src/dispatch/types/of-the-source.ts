/** The seven task types of the task-runner source, in the order in which a text is classified: first match wins. */
import type { TaskType } from "../strategy.ts";

const MESSAGING: TaskType = {
  name: "messaging",
  never_repeat: true,
  changes_files: false,
  checks: ["receipt"],
  strategies: [
    {
      name: "message-tool",
      means: "agent",
      guidance:
        "Send the message once, with the messaging tool you have. Check the place and the person before you send. Give the receipt (channel or address, and the message's id or link) as deliverable.",
    },
    {
      name: "channel-api",
      means: "agent",
      guidance:
        "The messaging tool did not do it. Send the message once through the channel's own API or command-line client, and give its answer (address, id) as deliverable.",
    },
    {
      name: "report-limit",
      means: "agent",
      guidance:
        "Do not send anything. Write the finished message into your deliverable and report `blocked`: which access is missing, and how the person can send it.",
    },
  ],
};

const REMINDER: TaskType = {
  name: "reminder-scheduling",
  changes_files: true,
  checks: ["reminder"],
  strategies: [
    {
      name: "schedule",
      means: "agent",
      guidance:
        "Register the reminder where this repository keeps its schedule (a workflow's cron, a schedule file). Look first whether it is there already: it must stand exactly once. Name the file as deliverable_path.",
    },
    {
      name: "reminder-file",
      means: "agent",
      guidance:
        "No schedule could be used. Write the reminder with its date and time (ISO 8601) into REMINDERS.md, one line, once. Name the file as deliverable_path.",
    },
    {
      name: "tell",
      means: "agent",
      guidance:
        "Report `blocked`: say what is to be remembered and when, so that the person can put it into a calendar.",
    },
  ],
};

const CODE_EXECUTION: TaskType = {
  name: "code-execution",
  changes_files: true,
  checks: ["exit", "trace"],
  strategies: [
    { name: "run", means: "inline", guidance: "Runs the command that the task carries, as it is." },
    {
      name: "run-tolerant",
      means: "inline",
      guidance:
        "Runs the command once more; what was wrong with the last run stands in LTPM_TASK_FILE and in LTPM_COMPLAINT, so that a script can act on it.",
    },
    {
      name: "run-in-terminal",
      means: "agent",
      guidance:
        "Run what the task asks for in a terminal. Read its output; when it asks something or stops, answer or mend what is in its way, then run it to the end. Report the output that matters.",
    },
    {
      name: "script",
      means: "agent",
      guidance:
        "Running it directly did not work. Write a small script that does it step by step and stops at the first error, run it, and report its output.",
    },
  ],
};

const FILE_CREATION: TaskType = {
  name: "file-creation",
  changes_files: true,
  checks: ["deliverable"],
  strategies: [
    { name: "write", means: "agent", guidance: "Write the file asked for, complete, and name it as deliverable_path." },
    {
      name: "edit",
      means: "agent",
      guidance:
        "Look at what is there now and edit it until it is what was asked; keep what is right. Name the file as deliverable_path.",
    },
    {
      name: "write-by-command",
      means: "agent",
      guidance:
        "Writing it directly did not work. Produce the file with a command or a short script, then read it back to be sure. Name it as deliverable_path.",
    },
    {
      name: "draft",
      means: "agent",
      guidance:
        "Hand over the best draft you can as that file, and say in its first lines and in your summary what is still missing.",
    },
  ],
};

const AGENT_DELEGATION: TaskType = {
  name: "agent-delegation",
  changes_files: true,
  checks: ["result", "project-check-if-changed"],
  strategies: [
    {
      name: "spawn",
      means: "agent",
      guidance:
        "Hand the work to an agent of its own with a clear brief, wait until it has ended, and check its result yourself.",
    },
    { name: "inline", means: "agent", guidance: "Delegating did not work. Do the work yourself, here, step by step." },
    {
      name: "report-limit",
      means: "agent",
      guidance:
        "Do not try again. Report `blocked`: exactly which limit stands in the way, and what the person can do about it.",
    },
  ],
};

const INFO_LOOKUP: TaskType = {
  name: "info-lookup",
  changes_files: false,
  checks: ["cited-answer"],
  strategies: [
    {
      name: "search",
      means: "agent",
      guidance:
        "Search the repository first, then what else you can reach. Answer what was asked and cite where each fact comes from.",
    },
    {
      name: "fetch",
      means: "agent",
      guidance:
        "Searching did not settle it. Open the primary source itself (the file, the page, the release notes), read it, and cite it.",
    },
    {
      name: "browse",
      means: "agent",
      guidance:
        "Follow the links and references onward from what was found so far, and compare two independent sources. Cite both.",
    },
    {
      name: "ask-for-source",
      means: "agent",
      guidance:
        "Do not guess. If the answer still cannot be found, report `blocked` and ask where it is to be found, in one question.",
    },
  ],
};

const UNKNOWN: TaskType = {
  name: "unknown",
  changes_files: true,
  checks: ["trace", "project-check-if-changed"],
  strategies: [
    {
      name: "look-up",
      means: "agent",
      guidance:
        "The task's kind is not clear. Look at the repository to find out what is meant, then do it. Leave something that can be checked: a changed file, or an answer with its source.",
    },
    {
      name: "re-classify",
      means: "agent",
      guidance:
        "Decide which kind of task this is (look something up, write a file, run something, change code, send a message) and do it as such; say which in your summary.",
    },
    {
      name: "ask-one-question",
      means: "agent",
      guidance:
        "If it is still not clear what is wanted, report `blocked` and ask the one question whose answer would settle it.",
    },
    {
      name: "block",
      means: "agent",
      guidance: "Report `blocked`: say what is missing in the task's text for anybody to work on it.",
    },
  ],
};

export const TYPES_OF_THE_SOURCE: readonly TaskType[] = [
  MESSAGING,
  REMINDER,
  CODE_EXECUTION,
  FILE_CREATION,
  AGENT_DELEGATION,
  INFO_LOOKUP,
  UNKNOWN,
];
