/** TEMPORARY, by the lead, so that others can build: the intake helper overwrites this file. */
export type CommandIn =
  | { kind: "none" }
  | { kind: "argv"; argv: string[]; source: string }
  | { kind: "refused"; source: string; reason: string };
export function commandIn(text: string): CommandIn {
  const span = /`([^`\n]+)`/.exec(text)?.[1] ?? /^run: (.*)$/m.exec(text)?.[1];
  return span === undefined || !span.includes(" ")
    ? { kind: "none" }
    : {
        kind: "argv",
        argv: [...span.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? ""),
        source: span,
      };
}
