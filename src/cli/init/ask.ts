/** Questions to a person at the keyboard. */
import { createInterface } from "node:readline";
import type { Call } from "../call.ts";
import { flag } from "../call.ts";
import { Problem } from "../failure.ts";

export interface Asker {
  /** The answer without the spaces around it; "" when the person wants no more questions (Ctrl-D). */
  ask(question: string): Promise<string>;
  close(): void;
}

/** Asks over these streams; a stream that ends answers every further question with "". Ctrl-C ends the call: `ask` throws `Problem`. */
export function asker(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const lines = createInterface({ input, output });
  let isOpen = true;
  let isStopped = false;
  lines.on("close", () => {
    isOpen = false;
  });
  lines.on("SIGINT", () => {
    isStopped = true;
    lines.close();
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (!isOpen) return resolve("");
        const end = () => {
          output.write("\n");
          if (isStopped) reject(new Problem("stopped"));
          else resolve("");
        };
        lines.once("close", end);
        lines.question(`${question} `, (said) => {
          lines.off("close", end);
          resolve(said.trim());
        });
      }),
    close: () => lines.close(),
  };
}

/** Somebody to ask; null where nobody sits there, or who sits there said that nothing be asked. */
export function openAsker(call: Call): Asker | null {
  if (flag(call, "yes") || flag(call, "json") || !call.terminal.interactive || !process.stdin.isTTY) return null;
  return asker(process.stdin, process.stdout);
}
