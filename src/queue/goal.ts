/** The one sentence that says what a task is for, when nobody gave one. */

const GOAL_LENGTH = 200;

/** The first sentence of a description, at most 200 characters of it. */
export function goalOf(description: string): string {
  const line = description.split("\n", 1)[0]?.trim() ?? "";
  const sentence = /^.*?(?:[.!?](?=\s|$)|[\u3002\uff01\uff1f])/u.exec(line)?.[0] ?? line;
  return [...sentence].slice(0, GOAL_LENGTH).join("");
}
