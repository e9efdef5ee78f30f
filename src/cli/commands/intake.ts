/** `ltpm intake`: does with a message what the Action does with a comment; `--dry-run` only says what it would do. */
import { type IntakeResult, intake, type Message } from "../../intake/intake.ts";
import { tonguesOf } from "../../intake/spoken.ts";
import { addedMessage } from "../../messages/intake.ts";
import { countTasks, statusTable } from "../../messages/status-table.ts";
import { labelsInUse } from "../../queue/find.ts";
import type { Task } from "../../queue/schema.ts";
import { addIntent, type Wish, type Word } from "../../state/intents.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import type { SpokenOutcome } from "../documents/spoken.ts";
import { draftOf } from "../drafts.ts";
import { explain, Problem } from "../failure.ts";
import { orKeep, readToShow } from "../offline.ts";
import { openProject, type Project, tableLook } from "../project.ts";
import { promptIfDue } from "../prompts/if-due.ts";
import { problemWithDraft } from "../refusals.ts";
import { setUpIfNew } from "../set-up.ts";
import { applyWishes, wordAnswers, wordLine } from "../words.ts";

const SOURCES = ["cli", "issue_comment", "issue", "systemEvent"] as const;

function isSource(value: unknown): value is Message["source"] {
  return SOURCES.some((source) => source === value);
}

/** What `--dry-run --json` prints, in design.md's shape. */
function preview(result: IntakeResult): object {
  const tasks = result.tasks.map(({ description, details, after }) => ({
    description,
    details,
    ...(after.length > 0 ? { after } : {}),
  }));
  const { mode, kind, commands, unknown, ltpm } = result;
  return { mode, kind, tasks, commands, unknown, ltpm };
}

/** One line of `--batch`: text, and optionally where it comes from and who wrote it. */
function batchMessage(call: Call, line: string, number: number): Message {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw new Problem(`line ${number} is not JSON; --batch reads one object a line, such as {"text":"add task: …"}`);
  }
  if (typeof raw !== "object" || raw === null || !("text" in raw) || typeof raw.text !== "string") {
    throw new Problem(`line ${number} has no "text"`);
  }
  const fields: Record<string, unknown> = { ...raw };
  const source = fields.source ?? "issue_comment";
  if (!isSource(source)) throw usageError(call, `line ${number}: source must be one of ${SOURCES.join(", ")}`);
  return {
    text: raw.text,
    source,
    ...(typeof fields.author === "string" ? { author: fields.author } : {}),
    ...(fields.author_type === "Bot" || fields.author_type === "User" ? { authorType: fields.author_type } : {}),
    ...(typeof fields.author_association === "string" ? { authorAssociation: fields.author_association } : {}),
  };
}

async function dryRun(
  call: Call,
  hear: (message: Message) => IntakeResult,
  words: string,
  source: Message["source"],
): Promise<number> {
  if (!flag(call, "batch")) {
    const result = preview(hear({ text: words, source }));
    call.terminal.out(`${JSON.stringify(result, null, flag(call, "json") ? undefined : 2)}\n`);
    return 0;
  }
  const lines = words.split("\n").map((line, index) => ({ line: line.replace(/\r$/, ""), number: index + 1 }));
  const messages = lines
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => batchMessage(call, line, number));
  call.terminal.out(messages.map((message) => `${JSON.stringify(preview(hear(message)))}\n`).join(""));
  return 0;
}

/** All labels that a command may name: of the queue, and of the archive when there is one. */
async function knownLabels(project: Project, call: Call): Promise<Set<string>> {
  const { queue } = (await readToShow(project, call)).state;
  const labels = labelsInUse(queue.tasks);
  if (queue.archivedCount === 0) return labels;
  for (const file of (await readToShow(project, call, { archive: true })).state.archive.values()) {
    for (const label of labelsInUse(file.tasks)) labels.add(label);
  }
  return labels;
}

async function addAll(project: Project, call: Call, result: IntakeResult): Promise<readonly Task[]> {
  if (result.tasks.length === 0) return [];
  const drafts = result.tasks.map((task) => draftOf(task, project.dice, { kind: "cli" }));
  const op = project.dice.name(16);
  const maxRetries = project.settings.max_retries;
  const added = await orKeep(project, call, { kind: "add", op, drafts, maxRetries }, async () => {
    await setUpIfNew(project, call);
    return project.store.transact(addIntent(drafts, maxRetries, op));
  });
  if (added === null) return [];
  if (!added.result.ok) throw new Problem(problemWithDraft(project.messages, added.result.problem));
  return added.result.tasks;
}

interface Spoken extends SpokenOutcome {
  /** A document could not be written; the rest of the message has its effect all the same. */
  readonly failed: boolean;
}

/** What its plain words had as an effect. */
async function actOn(call: Call, project: Project, message: Message, result: IntakeResult): Promise<Spoken> {
  if (result.ltpm.length === 0) return { recorded: [], lines: [], failed: false };
  const { actOnWords } = await import("../documents/spoken.ts");
  const { text, source } = message;
  try {
    const outcome = await actOnWords(project, call, { text, source, ltpm: result.ltpm, id: project.dice.name(8) });
    if (!flag(call, "json")) for (const line of outcome.lines) call.terminal.out(`${line}\n`);
    return { ...outcome, failed: false };
  } catch (error) {
    call.terminal.err(`${explain(error, Boolean(call.terminal.env.LTPM_DEBUG)).text}\n`);
    return { recorded: [], lines: [], failed: true };
  }
}

/** What came of the orders and tasks in a message. */
interface Done {
  readonly wishes: readonly Wish[];
  readonly words: readonly Word[];
  readonly tasks: readonly Task[];
}

async function tellDone(call: Call, project: Project, done: Done, starts: boolean): Promise<void> {
  const { messages } = project;
  for (const [index, word] of done.words.entries()) {
    const wish = done.wishes[index];
    if (wish) call.terminal.out(`${wordLine(messages, wish, word)}\n`);
  }
  if (done.tasks.length === 0) return;
  const { pending } = countTasks((await project.store.read()).state.queue.tasks);
  call.terminal.out(`${addedMessage(messages, done.tasks, starts ? { starts } : { starts, pending })}\n`);
  if (!project.startsTasks) call.terminal.out(`${messages.cycle.onGitHub}\n`);
}

async function carryOut(call: Call, project: Project, message: Message, result: IntakeResult): Promise<number> {
  const json = flag(call, "json");
  const { mode, kind, unknown } = result;
  const wishes = result.commands.map(({ op, id }) => ({ operation: op, id }));
  const op = project.dice.name(16);
  const work = () => applyWishes(project, wishes, op);
  const words = wishes.length === 0 ? [] : ((await orKeep(project, call, { kind: "control", op, wishes }, work)) ?? []);
  const tasks = await addAll(project, call, result);
  const starts = project.startsTasks && !flag(call, "no-dispatch");
  if (!json) await tellDone(call, project, { wishes, words, tasks }, starts);
  if (!json && unknown.length > 0) call.terminal.err(`${project.messages.command.unknown(unknown)}\n`);
  const spoken = await actOn(call, project, message, result);
  const changed = tasks.length > 0 || words.some((word) => word.kind === "changed");
  const dispatched =
    starts && (changed || mode === "DISPATCHER")
      ? await (await import("../cycles.ts")).dispatchOnce(project, call)
      : null;
  const nothing = spoken.lines.length + tasks.length + words.length + unknown.length === 0 && !spoken.failed;
  if (json) {
    const { recorded } = spoken;
    answer(call, { mode, kind, tasks, words: wordAnswers(wishes, words), unknown, recorded, dispatched });
  } else if (kind === "status") await printTable(call, project);
  else if (nothing) call.terminal.err(`${project.messages.intake.nothingFound}\n`);
  const leaves = result.ltpm.includes("pause") || result.ltpm.includes("end");
  await promptIfDue(project, call, leaves ? "goodbye" : undefined);
  return spoken.failed || unknown.length > 0 || words.some((word) => word.kind === "refused") ? 1 : 0;
}

async function printTable(call: Call, project: Project): Promise<void> {
  const { tasks } = (await project.store.read()).state.queue;
  call.terminal.out(`${statusTable(project.messages, tasks, tableLook(project, call))}\n`);
}

export async function run(call: Call): Promise<number> {
  const batch = flag(call, "batch");
  if (batch && !flag(call, "dry-run")) throw usageError(call, "--batch goes with --dry-run");
  const source = text(call, "source") ?? "cli";
  if (!isSource(source)) throw usageError(call, `--source must be one of ${SOURCES.join(", ")}`);
  const words = call.words.length > 0 ? call.words.join(" ") : await call.terminal.input();
  if (words.trim() === "" && !flag(call, "dry-run"))
    throw usageError(call, "no text came, neither as an argument nor on standard input");
  const project = await openProject(call);
  const known = await knownLabels(project, call);
  const hear = (message: Message) => intake(message, known, tonguesOf(project.settings.natural_language));
  if (flag(call, "dry-run")) return dryRun(call, hear, words, source);
  const message = { text: words, source };
  return carryOut(call, project, message, hear(message));
}
