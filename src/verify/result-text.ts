/** What an attempt has to say for itself: its own result file, else the agent's last words, else what was printed. */
import type { AttemptRecord } from "./attempt-record.ts";
import { ending, firstSentence, shortened } from "./plain-text.ts";

const said = (text: string | null | undefined): string | null => (text && /\S/.test(text) ? text : null);

/** The attempt's result in words, at most 2,000 characters; "" when it said and printed nothing. */
export function resultText(record: AttemptRecord): string {
  const told = said(record.result?.deliverable) ?? said(record.result?.summary) ?? said(record.agent?.text);
  return told === null ? ending(record.output) : shortened(told);
}

/** One sentence about the result; "" when there is nothing to say it from. */
export function resultSentence(record: AttemptRecord): string {
  const told = said(record.result?.summary) ?? said(record.result?.deliverable) ?? said(record.agent?.text);
  if (told !== null) return firstSentence(told);
  const lines = ending(record.output).split("\n");
  const last = lines.findLast((line) => /\S/.test(line));
  if (last !== undefined) return firstSentence(last);
  const { changed } = record;
  if (changed.length === 0) return "";
  return shortened(
    `changed ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? ` and ${changed.length - 3} more` : ""}`,
    300,
  );
}

/** All that the attempt said about its result, for checks that read it. */
export function allWords(record: AttemptRecord): string {
  const parts = [record.result?.summary, record.result?.deliverable, record.agent?.text];
  const told = parts.filter((part) => said(part) !== null).join("\n");
  return told === "" ? record.output : told;
}

/** Why the execution failed, at most 2,000 characters: what it said, with how it ended. */
export function failureText(record: AttemptRecord): string {
  const how = howItEnded(record);
  const words = said(record.agent?.error) ?? said(record.result?.summary) ?? said(record.agent?.text);
  const detail = words === null ? ending(record.output, 1_200) : shortened(words, 1_600);
  return shortened(detail === "" ? how : `${how}: ${detail}`);
}

function howItEnded(record: AttemptRecord): string {
  const { exit, agent, result } = record;
  if (exit.timed_out) return "it did not end within its time limit and was stopped";
  if (exit.signal !== null) return `it was ended by ${exit.signal}`;
  if (exit.code !== 0) return exit.code === null ? "it did not end by itself" : `it exited ${exit.code}`;
  if (agent?.ok === false) return "the agent reported an error";
  return result?.outcome === "failed" ? "it reported that it failed" : "it exited 0";
}
