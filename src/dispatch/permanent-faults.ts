/** Faults that no other strategy mends: the task blocks at once, with the steps that mend it. */

export interface PermanentFault {
  readonly code: string;
  /** Plain words; completes "Why it's blocked: …". */
  readonly reason: string;
  readonly steps: readonly string[];
}

const CONFIG = ".ltpm/config.json";

/** The task needs an agent, and none is set up. */
export function noAgent(id: string): PermanentFault {
  return {
    code: "no_agent",
    reason: "no agent is set up here, and the task carries no command that could be run without one",
    steps: [
      `Set up an agent in ${CONFIG}, for example "agents": ["claude"] (or codex, gemini, copilot, opencode, cursor-agent, aider), then: ltpm retry ${id}`,
      `Or put the command that does it in backticks into the task's text: ltpm edit ${id} --description "Run \`npm test\`", then: ltpm retry ${id}`,
      `Or do it by hand and say so: ltpm mark ${id} done`,
    ],
  };
}

/** The task's command cannot be run as it is written. `why` is a sentence that says which part of it needs a shell. */
export function commandRefused(id: string, why: string): PermanentFault {
  return {
    code: "command_refused",
    reason: `its command is not run as it is written. ${why}`,
    steps: [
      `Write it so that it needs no shell, or hand it to one: ltpm edit ${id} --description "Run \`sh -c '…'\`", then: ltpm retry ${id}`,
      `Or put it into a script of the repository and name the script: ltpm edit ${id} --description "Run \`sh scripts/build.sh\`", then: ltpm retry ${id}`,
      `Or set up an agent in ${CONFIG}, for example "agents": ["claude"], then: ltpm retry ${id}`,
    ],
  };
}

/** The task carries a command, but came from where commands are not taken from. */
export function inlineNotAllowed(id: string, policy: "local" | "writers" | "never"): PermanentFault {
  const wider = policy === "local" ? `"writers"` : `"local" (or "writers")`;
  return {
    code: "inline_not_allowed",
    reason:
      policy === "never"
        ? `its text carries a command, and ${CONFIG} says that commands in texts are never run ("inline_commands": "never")`
        : "its text carries a command, and commands are run only when they come from the command line or a committed edit",
    steps: [
      `Read the command first: ltpm show ${id}`,
      policy === "never"
        ? `To allow commands in tasks: set "inline_commands" to ${wider} in ${CONFIG}, then: ltpm retry ${id}`
        : `If it is to be run: add the task again with ltpm add, in this repository, and skip this one: ltpm skip ${id}`,
      policy === "never"
        ? `Or run it yourself and say so: ltpm mark ${id} done`
        : `To allow commands of everybody with write permission: set "inline_commands" to ${wider} in ${CONFIG}, then: ltpm retry ${id}`,
    ],
  };
}

/** A check of the task or its type cannot be used. */
export function checksWrong(id: string, problems: readonly string[]): PermanentFault {
  return {
    code: "checks_wrong",
    reason: `its result could not be checked. ${problems.join(" ")}`,
    steps: [
      `Write the check anew: ltpm edit ${id} --accept "file:PATH" (or contains:PATH:/PATTERN/, command:PROGRAM ARGUMENTS, json:PATH#SCHEMA)`,
      `Then: ltpm retry ${id}`,
    ],
  };
}
