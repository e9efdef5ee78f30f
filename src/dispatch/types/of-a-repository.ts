/** The task types that a repository adds to the source's: changing code, reviewing it; and what a person does. */
import type { TaskType } from "../strategy.ts";

const CODE_CHANGE: TaskType = {
  name: "code-change",
  changes_files: true,
  checks: ["diff", "project-check"],
  strategies: [
    {
      name: "change",
      means: "agent",
      guidance:
        "Make the change in the style of the code around it, with a test where the project has tests. Run the project's own check.",
    },
    {
      name: "again-with-complaint",
      means: "agent",
      guidance:
        "Do it again, with the verifier's complaint: mend exactly what is named below, and keep what was right.",
    },
    {
      name: "smallest-change",
      means: "agent",
      guidance: "Make the smallest change that passes the checks. Leave everything else as it is.",
    },
    {
      name: "another-agent",
      means: "second_agent",
      guidance:
        "Another agent could not do it. Start from the task itself; take what is said about the last attempt as a hint, not as a plan.",
    },
    {
      name: "ask",
      means: "agent",
      guidance:
        "Find out what makes this impossible as asked. If you can mend it, do; else report `blocked` and ask for the one decision that is missing.",
    },
  ],
};

const REVIEW: TaskType = {
  name: "review",
  changes_files: false,
  checks: ["cited-answer"],
  strategies: [
    {
      name: "review",
      means: "agent",
      guidance:
        "Read what is to be reviewed and change nothing. Report findings with file and line, the gravest first; say so when there are none.",
    },
    {
      name: "review-again",
      means: "agent",
      guidance:
        "Review again, with the verifier's complaint: name what was reviewed, and give file and line with every finding.",
    },
    {
      name: "another-reviewer",
      means: "second_agent",
      guidance: "Another agent's review was not accepted. Review it yourself, from the start, with file and line.",
    },
    {
      name: "ask",
      means: "agent",
      guidance:
        "If it is not clear what is to be reviewed, report `blocked` and ask for it: which files, which change, which question.",
    },
  ],
};

/** Chosen with `--type manual`; no text is ever taken for it. */
const MANUAL: TaskType = {
  name: "manual",
  changes_files: false,
  checks: [],
  strategies: [
    { name: "by-hand", means: "person", guidance: "A person does this and says so: `ltpm mark T-NN done`." },
  ],
};

export const TYPES_OF_A_REPOSITORY: readonly TaskType[] = [CODE_CHANGE, REVIEW, MANUAL];
