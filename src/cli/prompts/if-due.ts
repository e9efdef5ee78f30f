/** The reminder to record progress, as commands ask for it: for programs, and where it is turned off, it costs nothing. */
import type { Settings } from "../../dispatch/settings.ts";
import type { Repository } from "../../git/repository.ts";
import type { Language } from "../../messages/language.ts";
import { type Call, flag } from "../call.ts";

/** The part of a project that is needed here. */
export interface Prompted {
  readonly repository: Repository;
  readonly settings: Pick<Settings, "prompts">;
  readonly language: Language;
  readonly clock: { now(): string };
}

/**
 * Shows the reminder on a person's screen when it is time: the first command after half an hour, more than 3 files modified or a step over a minute
 * since the last record; with "goodbye", because somebody takes leave. Each at most once in 30 minutes. To be called last, after a
 * command's own words.
 */
export async function promptIfDue(project: Prompted, call: Call, goodbye?: "goodbye"): Promise<void> {
  if (!call.terminal.interactive || !project.settings.prompts || flag(call, "json")) return;
  const { showPrompt } = await import("./prompt.ts");
  showPrompt(project, call, goodbye === "goodbye");
}
