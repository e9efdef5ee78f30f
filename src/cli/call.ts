/** One call of a command: its name, its arguments already taken apart, and where to read and write. */
import { UsageError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

export type OptionValue = string | boolean | (string | boolean)[] | undefined;

export interface Call {
  /** The name it was called by: `skip`, `retry`, … */
  readonly name: string;
  readonly usage: string;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The directory to work in, after `-C`. */
  readonly directory: string;
  readonly terminal: Terminal;
}

export function flag(call: Call, name: string): boolean {
  return call.options[name] === true;
}

export function text(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === "string" ? value : undefined;
}

export function texts(call: Call, name: string): string[] | undefined {
  const value = call.options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}

/** A `--json` answer: one object, with the version of its schema. */
export function answer(call: Call, value: object): void {
  call.terminal.out(`${JSON.stringify({ schema: 1, ...value }, null, 2)}\n`);
}

export function usageError(call: Call, problem: string): UsageError {
  return new UsageError(`${problem}\nusage: ltpm ${call.usage}`);
}
