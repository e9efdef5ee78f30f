/** The commands of `ltpm`: names, options and where each one's code is. But for the table of tasks it loads when it is called. */
import type { ParseArgsConfig } from "node:util";
import type { Call } from "./call.ts";
import { run as tasks } from "./commands/tasks.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

export interface CommandEntry {
  readonly names: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  readonly load: () => Promise<{ run(call: Call): Promise<number> }>;
}

const JSON_OPTION = { json: { type: "boolean" } } as const satisfies Options;
const QUEUE_ONLY = { "no-dispatch": { type: "boolean" } } as const satisfies Options;

/** Options that every command has. */
export const COMMON: Options = { C: { type: "string", short: "C" }, help: { type: "boolean", short: "h" } };

const control = () => import("./commands/control.ts");

export const COMMANDS: readonly CommandEntry[] = [
  {
    names: ["init"],
    usage: "init [--yes] [--github [--state-branch NAME] [--action OWNER/NAME@COMMIT] | --fresh | --remove]",
    summary: "set up the queue here; --github: on GitHub, --fresh starts an empty one, --remove takes everything away",
    options: {
      yes: { type: "boolean", short: "y" },
      github: { type: "boolean" },
      "state-branch": { type: "string" },
      action: { type: "string" },
      fresh: { type: "boolean" },
      remove: { type: "boolean" },
      ...JSON_OPTION,
    },
    load: () => import("./commands/init.ts"),
  },
  {
    names: ["add"],
    usage: 'add "TEXT" [--after T-01] [--priority N] [--type X] [--accept SPEC] [--not-before TIME] [--no-dispatch]',
    summary: "add one task and start it",
    options: {
      after: { type: "string", multiple: true },
      priority: { type: "string" },
      type: { type: "string" },
      goal: { type: "string" },
      accept: { type: "string", multiple: true },
      "not-before": { type: "string" },
      ...QUEUE_ONLY,
      ...JSON_OPTION,
    },
    load: () => import("./commands/add.ts"),
  },
  {
    names: ["intake"],
    usage: 'intake ["TEXT"] [--dry-run] [--batch] [--no-dispatch]',
    summary: "take a message apart: tasks, commands, questions (text or standard input)",
    options: {
      "dry-run": { type: "boolean" },
      batch: { type: "boolean" },
      source: { type: "string" },
      ...QUEUE_ONLY,
      ...JSON_OPTION,
    },
    load: () => import("./commands/intake.ts"),
  },
  {
    names: ["tasks", "list"],
    usage: "tasks [--json]",
    summary: "show the queue",
    options: JSON_OPTION,
    load: async () => ({ run: tasks }),
  },
  {
    names: ["show"],
    usage: "show T-NN [--log] [--json] | show tasks",
    summary: "show one task, or what its attempts printed",
    options: { log: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/show.ts"),
  },
  {
    names: ["edit"],
    usage:
      'edit T-NN [--description "TEXT"] [--goal "TEXT"] [--after T-01] [--priority N] [--type X] [--accept SPEC] [--not-before TIME]',
    summary: "change a task's words, order or checks",
    options: {
      description: { type: "string" },
      goal: { type: "string" },
      after: { type: "string", multiple: true },
      priority: { type: "string" },
      type: { type: "string" },
      accept: { type: "string", multiple: true },
      "not-before": { type: "string" },
      ...JSON_OPTION,
    },
    load: () => import("./commands/edit.ts"),
  },
  {
    names: ["retry"],
    usage: "retry T-NN … [--no-dispatch]",
    summary: "put tasks back, from the start",
    options: { ...QUEUE_ONLY, ...JSON_OPTION },
    load: control,
  },
  { names: ["skip"], usage: "skip T-NN …", summary: "leave tasks out", options: JSON_OPTION, load: control },
  {
    names: ["cancel"],
    usage: "cancel T-NN …",
    summary: "stop tasks, also while they run",
    options: JSON_OPTION,
    load: control,
  },
  {
    names: ["mark", "done"],
    usage: "mark T-NN … done | done T-NN …",
    summary: "say that tasks are done",
    options: JSON_OPTION,
    load: control,
  },
  {
    names: ["dispatch"],
    usage: "dispatch [--wait] [--dry-run] [--here] [--json]",
    summary: "one pass of the dispatcher; --wait works the queue off",
    options: { wait: { type: "boolean" }, "dry-run": { type: "boolean" }, here: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/dispatch.ts"),
  },
  {
    names: ["sync"],
    usage: "sync [--json]",
    summary: "bring this clone and the remote state together (runner: github)",
    options: JSON_OPTION,
    load: () => import("./commands/sync.ts"),
  },
  {
    names: ["archive"],
    usage: "archive [--json]",
    summary: "move finished tasks that are old enough to archive/YYYY-MM.json",
    options: JSON_OPTION,
    load: () => import("./commands/archive.ts"),
  },
  {
    names: ["doctor"],
    usage: "doctor [--fix] [--json]",
    summary: "say what is wrong here; --fix repairs what needs no guess",
    options: { fix: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/doctor.ts"),
  },
  {
    names: ["demo"],
    usage: "demo [--keep] [--json]",
    summary: "see it work, in a throwaway repository",
    options: { keep: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/demo.ts"),
  },
];

/** The command of that name; `_` and `-` are the same. */
export function commandNamed(name: string): CommandEntry | undefined {
  const wanted = name.replaceAll("_", "-");
  return COMMANDS.find((entry) => entry.names.includes(wanted));
}
