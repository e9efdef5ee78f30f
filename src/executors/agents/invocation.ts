/** From an order to the exact call: argv, standard input, environment. Pure. */
import type { RunOrder } from "../../dispatch/executor.ts";
import type { AgentPreset } from "./preset.ts";
import { PRESETS } from "./presets.ts";

/** Where the attempt's own files lie. */
export interface RoomFiles {
  /** The folder that holds them: the one place besides the work tree in which an agent may write. */
  readonly room: string;
  readonly task: string;
  readonly result: string;
}

export interface Invocation {
  readonly argv: readonly string[];
  readonly stdin: string;
  /** Names of variables the program may see besides the standard ones. */
  readonly keys: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its last message will stand, when it writes one. */
  readonly lastMessage?: string;
  readonly preset?: AgentPreset;
}

/** A call that cannot be made, with what a person does about it. */
export interface NoInvocation {
  readonly problem: string;
  readonly steps: readonly string[];
}

/** One argument may hold at most 128 KiB on Linux; a longer instruction is pointed to. */
const LONGEST_ARGUMENT = 100_000;

function promptArgument(instruction: string, task: string): string {
  if (Buffer.byteLength(instruction) > LONGEST_ARGUMENT || instruction.includes("\0")) {
    return `Read the file ${task} and do exactly what it says.`;
  }
  // A prompt that begins with a dash would be taken for an option.
  return instruction.startsWith("-") ? ` ${instruction}` : instruction;
}

function fill(preset: AgentPreset, args: readonly string[], instruction: string, files: RoomFiles): string[] {
  return preset.argv.flatMap((part) => {
    if (part === "{args}") return [...args];
    if (part === "{prompt}") return [promptArgument(instruction, files.task)];
    if (part === "{task}") return [files.task];
    if (part === "{room}") return [files.room];
    if (part === "{last}") return [`${files.room}/${preset.lastMessage ?? "last-message.md"}`];
    return [part];
  });
}

/** The call for an order. An order for a person, an empty argv or an unknown preset has none. */
export function invocationOf(run: RunOrder, instruction: string, files: RoomFiles): Invocation | NoInvocation {
  if (run.kind === "person") return { problem: "A person does this task; there is nothing to start", steps: [] };
  if (run.kind === "command") {
    if (run.argv.length === 0) return { problem: "The command is empty", steps: ["Write the command into the task."] };
    return { argv: run.argv, stdin: instruction, keys: [], env: {} };
  }
  const preset = PRESETS.get(run.preset);
  if (preset === undefined) {
    const names = [...PRESETS.keys()].join(", ");
    return {
      problem: `There is no agent preset ${run.preset}`,
      steps: [`Use one of ${names} for agent ${run.agent}.`],
    };
  }
  const program = preset.program === "" ? [] : [preset.program];
  const argv = [...(run.argv ?? program), ...fill(preset, run.args, instruction, files)];
  if (argv.length === 0 || argv[0] === "") {
    return { problem: `Agent ${run.agent} has no program`, steps: preset.setup };
  }
  return {
    argv,
    stdin: preset.stdin === "instruction" ? instruction : "",
    keys: preset.keys,
    env: preset.env ?? {},
    ...(preset.lastMessage === undefined ? {} : { lastMessage: `${files.room}/${preset.lastMessage}` }),
    preset,
  };
}
