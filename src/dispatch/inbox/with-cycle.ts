/** The inbox and the cycle as one intent: people's words first, then the dispatcher's work, then what is owed for both. */
import { type Voice, voiceIn } from "../../messages/github/voice.ts";
import type { Queue } from "../../queue/schema.ts";
import type { Intent } from "../../state/store.ts";
import { claim, withClosesOwed } from "../claims.ts";
import { type CycleInput, type CycleResult, cycleIntent, cycleWords, subjectFrom } from "../cycle.ts";
import { applyInbox, withCursors } from "./apply.ts";
import { withReports } from "./reports.ts";
import type { Inbox, InboxResult } from "./types.ts";

export interface InboxCycle extends CycleResult {
  readonly inbox: InboxResult;
}

export interface InboxCycleOptions {
  /** Speaks the replies; by default in the project's language, hiding nothing. */
  readonly voice?: Voice;
  /** Whether the archive is read, because an order may name an archived task (`needsArchive`). */
  readonly archive?: boolean;
  /** For how long the run claims the notices it is going to send, in ms. Absent: they are not claimed. */
  readonly claimMs?: number;
}

/** What a queue owes to issues, read off its tasks. */
export function withIssuesOwed(queue: Queue, now: string): Queue {
  return withReports(withClosesOwed(queue, now), now);
}

/** One commit for everything: writes nothing when nothing is new, nothing happened and nothing is owed. */
export function cycleWithInbox(inbox: Inbox, input: CycleInput, options: InboxCycleOptions = {}): Intent<InboxCycle> {
  const voice = options.voice ?? voiceIn(input.settings.language ?? "en");
  const cycle = cycleIntent(input);
  return {
    op: input.op,
    archive: input.archive || options.archive === true,
    subject: (result) => subjectFrom([...inboxWords(result.inbox), ...cycleWords(result)]),
    apply(state, now) {
      const heard = applyInbox(state, now, inbox, input.settings, voice);
      // Before the cycle, so that nothing goes into the archive that something is owed for.
      const owing = { ...heard.state, queue: withIssuesOwed(heard.state.queue, now) };
      const planned = cycle.apply(owing, now);
      const next = planned.state ?? owing;
      const owed = withIssuesOwed(next.queue, now);
      const queue = options.claimMs === undefined ? owed : claim(owed, inbox.run, now, options.claimMs);
      const changed = queue !== state.queue || next.archive !== state.archive;
      const result: InboxCycle = { ...planned.result, idle: planned.result.idle && !changed, inbox: heard.result };
      return changed ? { state: { ...next, queue: withCursors(queue, inbox) }, result } : { result };
    },
  };
}

function inboxWords({ added, changed }: InboxResult): string[] {
  return [...changed.map(({ id, operation }) => `${operation} ${id}`), ...added.map((id) => `add ${id}`)];
}
