/** `ltpm ARGS`: find the command, take the arguments apart, run it, turn what it throws into one sentence. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Call, OptionValue } from "./call.ts";
import { explain, UsageError } from "./failure.ts";
import { COMMANDS, COMMON, type CommandEntry, commandNamed } from "./table.ts";
import type { Terminal } from "./terminal.ts";

function help(): string {
  const column = Math.max(...COMMANDS.map(({ names }) => names[0]?.length ?? 0)) + 2;
  const rows = COMMANDS.map(({ names, summary }) => `  ${names[0]?.padEnd(column)}${summary}`);
  return `ltpm: a repository that works its own task queue off\n\n${rows.join("\n")}\n\n  ltpm COMMAND --help   how to call it\n  -C DIR                work in another directory\n  --version\n`;
}

function parse(
  entry: CommandEntry,
  args: readonly string[],
): { words: string[]; options: Record<string, OptionValue> } {
  try {
    const parsed = parseArgs({ args: [...args], options: { ...entry.options, ...COMMON }, allowPositionals: true });
    return { words: parsed.positionals, options: parsed.values };
  } catch (error) {
    const said = error instanceof Error ? error.message.split(". To specify")[0] : String(error);
    throw new UsageError(`${said}\nusage: ltpm ${entry.usage}`);
  }
}

/** The command's name is the first word that is no option; `-C DIR` may stand before it. */
function splitName(args: readonly string[]): { name: string | undefined; rest: string[] } {
  let index = 0;
  while (index < args.length && (args[index]?.startsWith("-") ?? false)) index += args[index] === "-C" ? 2 : 1;
  return { name: args[index], rest: [...args.slice(0, index), ...args.slice(index + 1)] };
}

async function dispatchTo(args: readonly string[], terminal: Terminal): Promise<number> {
  const { name, rest } = splitName(args);
  if (name === undefined || name === "help") {
    if (args.includes("--version")) terminal.out(`${(await import("./version.ts")).VERSION}\n`);
    else terminal.out(help());
    return name === undefined && args.length === 0 ? 2 : 0;
  }
  const entry = commandNamed(name);
  if (entry === undefined)
    throw new UsageError(`there is no command "${name.slice(0, 40)}". Run \`ltpm help\` to see all.`);
  const { words, options } = parse(entry, rest);
  if (options.help === true) {
    terminal.out(`usage: ltpm ${entry.usage}\n\n${entry.summary}\n`);
    return 0;
  }
  const where = typeof options.C === "string" ? resolve(terminal.cwd, options.C) : terminal.cwd;
  const call: Call = {
    name: name.replaceAll("_", "-"),
    usage: entry.usage,
    words,
    options,
    directory: where,
    terminal,
  };
  return (await entry.load()).run(call);
}

/** Runs one command line and gives its exit code: 0 fine, 1 a problem that was explained, 2 wrong usage. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatchTo(args, terminal);
  } catch (error) {
    const { text, code } = explain(error, Boolean(terminal.env.LTPM_DEBUG));
    terminal.err(`${text}\n`);
    return code;
  }
}
