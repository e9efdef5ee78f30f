/** The JSON form: two spaces, a final line break. */
import { TriadFault } from "../fault.ts";

/** Keys keep their order; characters that could hide something stay visible as escapes. */
export function formatJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** @throws TriadFault `not_json`, with the line where the parser tells it */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const line = position === undefined ? 0 : text.slice(0, Number(position)).split("\n").length;
    throw new TriadFault("not_json", { file, line });
  }
}
