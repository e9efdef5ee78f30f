/** Runs a sticky pattern at one place of a text: it matches right there, or not at all. */
export function stick(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
