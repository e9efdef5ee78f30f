/** The commands on the documents: names, options and where each one's code is. */
import type { CommandEntry } from "./table.ts";

const JSON_OPTION = { json: { type: "boolean" } } as const;
const PROJECT_NAME = { project: { type: "string" } } as const;
/** What is told of a milestone. */
const ACCOUNT = {
  verified: { type: "string" },
  obstacles: { type: "string" },
  next: { type: "string" },
  percent: { type: "string" },
  stage: { type: "string" },
} as const;

export const DOCUMENT_COMMANDS: readonly CommandEntry[] = [
  {
    names: ["resume"],
    usage: "resume [PROJECT] [--json]",
    summary: "what a newcomer needs: goal, stage, last entries, blockers, the next action, the queue",
    options: { ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/resume.ts"),
  },
  {
    names: ["next"],
    usage: "next [PROJECT] [--json]",
    summary: "the one next action",
    options: { ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/next.ts"),
  },
  {
    names: ["checkpoint"],
    usage: 'checkpoint ["NOTE"] [--project NAME] [--json]',
    summary: "record where things stand in PROGRESS.md; without a note, what changed since",
    options: { ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/checkpoint.ts"),
  },
  {
    names: ["mark-milestone"],
    usage:
      'mark_milestone "DESC" [--verified TEXT] [--obstacles TEXT] [--next TEXT] [--percent N] [--stage TEXT] [--project NAME] [--json]',
    summary: "record a key milestone; the sixth consolidates",
    options: { ...ACCOUNT, ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/mark-milestone.ts"),
  },
  {
    names: ["update-progress"],
    usage:
      "update_progress [--percent N] [--stage TEXT] [--blocker TEXT …] [--solved TEXT …] [--note TEXT] [--achieved TEXT [--verified TEXT] [--obstacles TEXT] [--next TEXT]] [--project NAME] [--json]",
    summary: "set what PROGRESS.md states: percentage, stage, blockers; record what was achieved",
    options: {
      ...ACCOUNT,
      blocker: { type: "string", multiple: true },
      solved: { type: "string", multiple: true },
      note: { type: "string" },
      achieved: { type: "string" },
      ...PROJECT_NAME,
      ...JSON_OPTION,
    },
    load: () => import("./commands/update-progress.ts"),
  },
  {
    names: ["consolidate-progress", "consolidate"],
    usage: "consolidate_progress [--keep N] [--project NAME] [--json]",
    summary: "move old milestones to LEARNINGS.md as known facts (also consolidate)",
    options: { keep: { type: "string" }, ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/consolidate-progress.ts"),
  },
  {
    names: ["sync-memory"],
    usage: "sync_memory [--json]",
    summary: "bring the index of projects in MEMORY.md up to date",
    options: JSON_OPTION,
    load: () => import("./commands/sync-memory.ts"),
  },
  {
    names: ["convert"],
    usage: "convert [--from md|json|yaml] [--to md|json|yaml] [--joined] [--force] [PATH] [--project NAME] [--json]",
    summary: "write the JSON, YAML or Markdown form of documents beside them",
    options: {
      from: { type: "string" },
      to: { type: "string" },
      joined: { type: "boolean" },
      force: { type: "boolean" },
      ...PROJECT_NAME,
      ...JSON_OPTION,
    },
    load: () => import("./commands/convert.ts"),
  },
  {
    names: ["lint"],
    usage: "lint [PATH …] [--project NAME] [--json]",
    summary: "say what in the documents is in the wrong place, too long or not true; exit 1 when there is any",
    options: { ...PROJECT_NAME, ...JSON_OPTION },
    load: () => import("./commands/lint.ts"),
  },
];
