/** Joining lefthook: it writes its hook files anew whenever its configuration changes, so we stand in its local configuration; pure. */
import type { HookEvent } from "./block.ts";

export const LEFTHOOK_LOCAL = "lefthook-local.yml";
const OPENS = "# >>> ltpm (`ltpm hooks uninstall` takes these lines away)\n";
const CLOSES = "# <<< ltpm\n";

/**
 * The local configuration with our commands for these events, at its beginning; null where that cannot be done without touching
 * what stands there: it has one of the events itself, or a YAML header.
 */
export function joinLefthook(text: string, blocks: readonly { event: HookEvent; block: string }[]): string | null {
  const rest = leaveLefthook(text) ?? "";
  if (/^(?:---|%)/m.test(rest)) return null;
  if (blocks.some(({ event }) => new RegExp(`^["']?${event}["']?\\s*:`, "m").test(rest))) return null;
  const ours = blocks.map(({ event, block }) => {
    // `{0}` are the hook's arguments.
    const lines = `set -- {0}\n${block}`.trimEnd().split("\n");
    return `${event}:\n  commands:\n    ltpm:\n      run: |\n${lines.map((line) => `        ${line}`.trimEnd()).join("\n")}\n`;
  });
  return `${OPENS}${ours.join("")}${CLOSES}${rest}`;
}

/** The configuration without our lines; null when nothing else is in it. */
export function leaveLefthook(text: string): string | null {
  const from = text.indexOf(OPENS);
  // Our last line stands at the margin; those inside are indented.
  const to = text.indexOf(`\n${CLOSES}`, from);
  const rest = from < 0 || to < 0 ? text : text.slice(0, from) + text.slice(to + 1 + CLOSES.length);
  return rest === "" ? null : rest;
}

export function isInLefthook(text: string, event: HookEvent): boolean {
  const from = text.indexOf(OPENS);
  return from >= 0 && text.slice(from, text.indexOf(`\n${CLOSES}`, from)).includes(`\n${event}:\n`);
}
