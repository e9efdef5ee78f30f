/** Our own texts are never commands, not even one of their lines alone, as somebody might paste it. */
import { intake } from "../../intake/intake.ts";
import { BREAK } from "./references.ts";

const NO_LABELS: ReadonlySet<string> = new Set();

/** Whether a comment of this text would be acted on: an order, a status check, a task to add. */
function isCommand(text: string): boolean {
  return intake({ text, source: "issue_comment" }, NO_LABELS).kind !== "none";
}

/** The line, with an unseen character in its words where it would be read as a command. */
export function withoutCommand(line: string): string {
  if (!isCommand(line)) return line;
  const first = line.replace(/[A-Za-z\u3400-\u9fff]/, `$&${BREAK}`);
  if (!isCommand(first)) return first;
  return line.replace(/[A-Za-z]+|[\u3400-\u9fff]+/g, (word) => word.slice(0, 1) + BREAK + word.slice(1));
}
