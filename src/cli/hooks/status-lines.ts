/** How the hooks stand, for people. */
import type { HooksStatus } from "../../history/install/install.ts";
import { HOOK_WORDS } from "../../messages/hooks.ts";
import { timeAgo } from "../../messages/time-ago.ts";
import type { Project } from "../project.ts";
import { shown } from "./install-here.ts";

/** Where they lie, each event, the program, what a person should know, what went wrong; at the end what to do. */
export function statusLines(project: Project, view: HooksStatus): string[] {
  const words = HOOK_WORDS[project.language];
  const events = Object.entries(view.events);
  const width = Math.max(...events.map(([event]) => event.length));
  const mark = (good: boolean) => (good ? project.paint.green("✔") : project.paint.red("✖"));
  const last = view.failures.at(-1);
  const when = last?.time ? timeAgo(project.messages, last.time, project.clock.now()) : project.messages.time.unknown;
  return [
    words.where(shown(project, view.hooksDir), view.manager),
    ...events.map(([event, state]) => `${mark(state === "installed")} ${event.padEnd(width)}  ${words.states[state]}`),
    `${mark(view.program === "current")} ${"ltpm".padEnd(width)}  ${words.program(view.program)}`,
    ...view.notes.map(({ code, path }) => `! ${words.note(code, shown(project, path))}`),
    ...(last === undefined
      ? []
      : [`! ${words.failed(view.failures.length, last.hook, last.step, when)}`, `  ${words.failureRemedy}`]),
    ...(view.whole ? [words.whole] : view.notes.some(({ code }) => code === "outside") ? [] : [words.toInstall]),
  ];
}
