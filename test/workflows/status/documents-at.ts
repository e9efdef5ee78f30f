/** A repository with the documents of a small project, as old as a test wants them. */
import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Call } from "../../../src/cli/call.ts";
import { openProject, type Project } from "../../../src/cli/project.ts";
import { repositoryAt, write } from "../../history/arrange.ts";
import { GIT_ENV, runGit } from "../../stores/local-store.ts";

export const PROGRESS = `# Progress Tracker: Demo

**Last Updated**: 2026-01-01 08:00
**Overall Progress**: 10%

## Milestones

### ✅ Completed

- [2026-01-01] Parser

### ⏳ Pending

- [ ] Commands

## Recent Activity

- 2026-01-01 08:00: Wrote the parser
`;

export const NEXT = "# Next Steps: Demo\n\n## Immediate Priority (Next Session)\n\n1. [ ] Write the commands\n";

/** One commit with README.md, PROGRESS.md and NEXT_STEPS.md. `configuration` becomes `.ltpm/config.json`. */
export function projectAt(configuration?: object): string {
  const root = repositoryAt();
  write(root, "PROGRESS.md", PROGRESS);
  write(root, "NEXT_STEPS.md", NEXT);
  if (configuration !== undefined) write(root, ".ltpm/config.json", JSON.stringify(configuration));
  commitAll(root, "documents");
  return root;
}

export function commitAll(root: string, message: string): void {
  runGit(root, "add", "--all");
  runGit(root, "commit", "--quiet", "--message", message);
}

/** The project there, as a command has it on a person's screen, and what was said so far. */
export async function openAt(
  root: string,
  screen = false,
): Promise<{ readonly call: Call; readonly project: Project; said(): string }> {
  let text = "";
  const write = (more: string | Uint8Array) => {
    text += Buffer.from(more).toString("utf8");
  };
  const terminal = {
    env: GIT_ENV,
    cwd: root,
    colour: false,
    interactive: screen,
    columns: 100,
    out: write,
    err: write,
    input: async () => "",
  };
  const call: Call = { name: "test", usage: "test", words: [], options: {}, directory: root, terminal };
  return { call, project: await openProject(call), said: () => text };
}

/** Sets a file's date back; nobody can wait for an hour. */
export function age(root: string, path: string, minutes: number): void {
  const then = Date.now() / 1000 - minutes * 60;
  utimesSync(join(root, path), then, then);
}

/** How old it is, in minutes. */
export function ageOf(root: string, path: string): number {
  return (Date.now() - statSync(join(root, path)).mtimeMs) / 60_000;
}
