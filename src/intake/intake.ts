/** Turns a message into what to do: tasks to add, orders about tasks, a status check, or nothing. Deterministic. */
import { addressedAt, afterSubcommand, isDispatchCall, isHeartbeat, isOurs, mayAsk } from "./address.ts";
import { type Reading, readDrafts } from "./drafts.ts";
import { explicitAt, wrappedIn } from "./explicit.ts";
import { wholeTask } from "./fallback.ts";
import { ALL_TONGUES, opensWithTrigger, triggersIn } from "./natural-language.ts";
import { QUICK_COMMAND } from "./natural-words.ts";
import { takeOrders } from "./orders.ts";
import { type Page, readPage, without } from "./page.ts";
import { paint } from "./protect.ts";
import type { IntakeResult, Kind, Message, Source, TaskDraft, Tongue } from "./types.ts";

export type {
  Command,
  IntakeResult,
  Kind,
  Message,
  Mode,
  Op,
  Source,
  SpokenWord,
  TaskDraft,
  Tongue,
  Trigger,
} from "./types.ts";

/** How far a message is meant for us. */
type Address = "none" | "context" | "direct" | "explicit";

const NOTHING: IntakeResult = { mode: "NONE", kind: "none", tasks: [], commands: [], unknown: [], ltpm: [] };

/**
 * What a message asks for. `known` holds the labels of all tasks, canonical; an order about any other is listed in
 * `unknown` and left out. `tongues`: the languages whose natural-language triggers count; none turns them off. Never throws,
 * whatever the text; time is linear in its length.
 */
export function intake(
  message: Message,
  known: ReadonlySet<string>,
  tongues: readonly Tongue[] = ALL_TONGUES,
): IntakeResult {
  if (message.source === "systemEvent") {
    return isHeartbeat(message.text) ? { ...NOTHING, mode: "DISPATCHER", kind: "dispatch" } : NOTHING;
  }
  const onGitHub = message.source !== "cli";
  if (!mayAsk(message) || isDispatchCall(message.text) || (onGitHub && isOurs(message.text))) return NOTHING;
  const { orders, found, left } = take(message.text, message.source, known, tongues);
  const kind = kindOf(found.add, orders.commands.length + orders.unknown.length > 0, orders.status);
  return {
    mode: kind === "none" ? "NONE" : "INTAKE",
    kind,
    tasks: found.tasks,
    commands: orders.commands,
    unknown: orders.unknown,
    ltpm: triggersIn(left, tongues),
  };
}

/** A message taken apart; `left` is its text with all painted over that is an order or a task, of the same length as written. */
function take(text: string, source: Source, known: ReadonlySet<string>, tongues: readonly Tongue[]) {
  const orders = takeOrders(readPage(text.trimEnd(), source !== "cli"), known);
  const found = readTasks(orders.rest, source, orders.any && orders.addressed, tongues);
  return { orders, found, left: paint(orders.rest.text, found.taken, ".") };
}

/** What is neither order nor task in a message, for whoever looks for triggers in it: normalised, as long as the text. */
export function leftOver(text: string, source: Source, tongues: readonly Tongue[] = ALL_TONGUES): string {
  return take(text, source, new Set(), tongues).left;
}

function kindOf(add: boolean, control: boolean, status: boolean): Kind {
  const kinds: Kind[] = [
    ...(add ? ["add" as const] : []),
    ...(control ? ["control" as const] : []),
    ...(status ? ["status" as const] : []),
  ];
  return kinds.length > 1 ? "mixed" : (kinds[0] ?? "none");
}

interface Found {
  add: boolean;
  tasks: TaskDraft[];
  taken: Reading["taken"];
}

const NO_TASKS: Found = { add: false, tasks: [], taken: [] };

/** `answered`: the address went with an order ("/ltpm retry T-02"), so the rest needs a trigger of its own. */
function readTasks(whole: Page, source: Source, answered: boolean, tongues: readonly Tongue[]): Found {
  const page = tongues.length > 0 && QUICK_COMMAND.test(whole.text) ? withoutFirstLine(whole) : whole;
  const first = page.text.search(/\S/);
  if (first === -1) return NO_TASKS;
  const mention = addressedAt(page.text, first);
  const told = mention === null ? null : afterSubcommand(page.text, mention);
  const addressed = mention === null ? page : without(page, [{ start: first, end: told ?? mention }]);
  const address = told === null ? addressOf(addressed, mention !== null, source) : "explicit";
  if (address === "none" && !answered) return NO_TASKS;
  const reading = readDrafts(addressed, source === "issue");
  if (address === "none") return ledOn(page, first) ? chosen(reading) : NO_TASKS;
  if (reading.tasks.length > 0)
    return reading.errandsOnly && reading.tasks.length === 1 && address !== "explicit" ? NO_TASKS : chosen(reading);
  if (reading.bare) return { ...NO_TASKS, add: true };
  if (address === "context" || reading.idle) return NO_TASKS;
  if (address === "direct" && opensWithTrigger(addressed.text, tongues)) return NO_TASKS;
  return { ...NO_TASKS, ...wholeTask(addressed, address === "explicit") };
}

/** "/checkpoint fix of the parser works" is a record, and no task. */
function withoutFirstLine(page: Page): Page {
  return without(page, [{ start: 0, end: firstStop(page.text, Math.max(0, page.text.search(/\S/))) }]);
}

/** What makes free text a request: anything on the command line, an address or "add task:" in front on GitHub. */
function addressOf(page: Page, mentioned: boolean, source: Source): Address {
  const first = Math.max(0, page.text.search(/\S/));
  const explicit = explicitAt(page.text, first, page.text.length);
  if (explicit !== null && !explicit.listed) return "explicit";
  if (wrappedIn(page.text, first, firstStop(page.text, first)) !== null) return "explicit";
  if (mentioned || source === "issue") return "direct";
  return source === "cli" ? "context" : "none";
}

/** End of the first line. */
function firstStop(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? text.length : found;
}

/** "… and fix the docs", right behind an order that was addressed to us. */
function ledOn(page: Page, first: number): boolean {
  return /^(?:and|then|also|plus|并|然后|再|另外|同时|,)/.test(page.text.slice(first, first + 6));
}

function chosen(reading: Reading): Found {
  return { add: true, tasks: reading.tasks, taken: reading.taken };
}
