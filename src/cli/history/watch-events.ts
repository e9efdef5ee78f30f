/** What a watcher says, line by line: for people in words, with `--json` one object a line. */
import type { Load, TriggerMode } from "../../history/watch/decide.ts";
import { WATCH_WORDS, type WatchReason } from "../../messages/watch.ts";
import { type Call, flag } from "../call.ts";
import type { Project } from "../project.ts";

export type WatchEvent =
  | {
      readonly event: "started" | "switched";
      readonly mode: TriggerMode;
      readonly reason: WatchReason;
      readonly load: Load;
    }
  | { readonly event: "kept"; readonly document: string; readonly name: string }
  | { readonly event: "recorded"; readonly mode: TriggerMode }
  | { readonly event: "folded"; readonly document: string; readonly files: number }
  | { readonly event: "cycle"; readonly document: string }
  | { readonly event: "trouble"; readonly problem: string }
  | { readonly event: "stopped" | "nothing" };

/** Writes a line. */
export type SayEvent = (project: Project, event: WatchEvent) => void;

export function eventSayer(call: Call): SayEvent {
  return (project, event) => {
    const at = project.clock.now();
    if (flag(call, "json")) call.terminal.out(`${JSON.stringify({ schema: 1, at, ...plain(event) })}\n`);
    else if (event.event === "trouble") call.terminal.err(`ltpm: ${lineOf(project, event)}\n`);
    else call.terminal.out(`${clockTime(at)} ${lineOf(project, event)}\n`);
  };
}

/** With the load in whole percent, flat. */
function plain(event: WatchEvent): object {
  if (event.event !== "started" && event.event !== "switched") return event;
  const { load, ...rest } = event;
  return { ...rest, cpu: percent(load.cpu), memory: percent(load.memory) };
}

function percent(share: number): number {
  return Math.round(share * 100);
}

/** The hour of this place: a watcher runs beside a person. */
function clockTime(at: string): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

function lineOf({ language }: Project, event: WatchEvent): string {
  const words = WATCH_WORDS[language];
  switch (event.event) {
    case "started":
      return words.started(event.mode, reasonOf(language, event.reason, event.load));
    case "switched":
      return words.switched(event.mode, reasonOf(language, event.reason, event.load));
    case "kept":
      return words.kept(event.document, event.name);
    case "recorded":
      return words.recorded[event.mode];
    case "folded":
      return words.folded(event.document);
    case "cycle":
      return words.cycle(event.document);
    case "trouble":
      return words.trouble(event.problem);
    case "stopped":
      return words.stopped;
    case "nothing":
      return words.nothing;
  }
}

function reasonOf(language: Project["language"], reason: WatchReason, load: Load): string {
  const words = WATCH_WORDS[language];
  if (reason === "config") return words.config;
  return reason === "load" ? words.load(percent(load.cpu), percent(load.memory)) : words.tooManyFiles;
}
