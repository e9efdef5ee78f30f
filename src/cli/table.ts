/** The commands of `ltpm`: names, options and where each one's code is. But for the table of tasks it loads when it is called. */
import type { ParseArgsConfig } from "node:util";
import type { Call } from "./call.ts";
import { run as tasks } from "./commands/tasks.ts";
import { DOCUMENT_COMMANDS } from "./document-commands.ts";

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

/** What is said about a project whose documents are made. */
const PROJECT_OPTIONS = {
  type: { type: "string" },
  goal: { type: "string" },
  owner: { type: "string" },
  language: { type: "string" },
} as const satisfies Options;

/** Options that every command has. */
export const COMMON: Options = { C: { type: "string", short: "C" }, help: { type: "boolean", short: "h" } };

const control = () => import("./commands/control.ts");

export const COMMANDS: readonly CommandEntry[] = [
  {
    names: ["init"],
    usage:
      "init [--yes] [--no-documents] [--agents] [--hooks] [--type KIND] [--goal TEXT] [--owner NAME] [--language en|zh-CN] | init --github [--state-branch NAME] [--action OWNER/NAME@COMMIT] | init --fresh | init --remove",
    summary:
      "set up the queue and the documents here; --github: on GitHub, --fresh starts an empty queue, --remove takes all away",
    options: {
      yes: { type: "boolean", short: "y" },
      "no-documents": { type: "boolean" },
      agents: { type: "boolean" },
      ...PROJECT_OPTIONS,
      github: { type: "boolean" },
      "state-branch": { type: "string" },
      action: { type: "string" },
      fresh: { type: "boolean" },
      remove: { type: "boolean" },
      hooks: { type: "boolean" },
      ...JSON_OPTION,
    },
    load: () => import("./commands/init.ts"),
  },
  {
    names: ["init-project"],
    usage:
      'init_project "NAME" [--root] [--type code|art|writing|business|research] [--goal TEXT] [--owner NAME] [--language en|zh-CN] [--yes] [--json]',
    summary: "make MISSION.md, PROGRESS.md and NEXT_STEPS.md in projects/NAME/, or at the root",
    options: { root: { type: "boolean" }, yes: { type: "boolean", short: "y" }, ...PROJECT_OPTIONS, ...JSON_OPTION },
    load: () => import("./commands/init-project.ts"),
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
  ...DOCUMENT_COMMANDS,
  {
    names: ["status", "auto-sync-status"],
    usage: "status [--json]",
    summary: "say whether everything is safely recorded (also auto_sync_status); exit 1: not yet",
    options: JSON_OPTION,
    load: () => import("./commands/status.ts"),
  },
  {
    names: ["backup"],
    usage: "backup [DOC …] [--json]",
    summary: "keep the documents as they are now",
    options: JSON_OPTION,
    load: () => import("./commands/backup.ts"),
  },
  {
    names: ["history"],
    usage: "history [DOC] [--diff NAME | --show NAME] [--json] | history --push [REMOTE]",
    summary: "earlier states of the documents; --push sends them to a remote",
    options: { diff: { type: "string" }, show: { type: "string" }, push: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/history.ts"),
  },
  {
    names: ["restore"],
    usage: "restore --latest | NAME [DOC] [--json]",
    summary: "put an earlier state of a document back; what is there is kept first",
    options: { latest: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/restore.ts"),
  },
  {
    names: ["hooks"],
    usage: "hooks install|uninstall [--dry-run] | hooks status [--json]",
    summary: "join the Git hooks here: they save documents and record what happened, at next to no cost",
    options: { "dry-run": { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/hooks.ts"),
  },
  {
    names: ["watch"],
    usage: "watch [--once] [--json]",
    summary: "keep and record what changes while nobody commits; --once looks once",
    options: { once: { type: "boolean" }, ...JSON_OPTION },
    load: () => import("./commands/watch.ts"),
  },
  {
    names: ["merge-driver"],
    usage: "merge-driver BASE OURS THEIRS PATH",
    summary: "what git starts to merge the queue and the documents (`init` and `hooks install` tell it so)",
    options: {},
    load: () => import("./commands/merge-driver.ts"),
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
