/** One message in a form that fits into a table row. */
import { type IntakeResult, intake, type Source } from "../../src/intake/intake.ts";

export const KNOWN: ReadonlySet<string> = new Set(["T-01", "T-02", "T-03", "T-04", "T-05"]);

export function read(text: string, source: Source = "cli"): IntakeResult {
  return intake({ text, source }, KNOWN);
}

/** The descriptions of the tasks in a message. */
export function tasks(text: string, source: Source = "cli"): string[] {
  return read(text, source).tasks.map((task) => task.description);
}

/** The orders in a message as "op id". */
export function orders(text: string, source: Source = "issue_comment"): string[] {
  return read(text, source).commands.map((command) => `${command.op} ${command.id}`);
}
