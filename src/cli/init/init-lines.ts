/** What `init` did, as lines for a person and as an answer for programs. */
import { INIT_WORDS } from "../../messages/init.ts";
import type { Project } from "../project.ts";
import type { AgentsDone } from "./agents-step.ts";
import { madeLines, openQuestions, type ProjectMade } from "./make-project.ts";

export interface InitDone {
  readonly queue: boolean;
  readonly heartbeat: boolean;
  /** The merge driver is new in this clone. */
  readonly merges: boolean;
  /** Labels that `--fresh` put into the archive. */
  readonly archived: readonly string[];
  readonly documents: ProjectMade | null;
  /** Folders that have documents, so that none were made at the root. */
  readonly elsewhere: readonly string[];
  readonly agentFiles: AgentsDone;
}

/** Never empty: where nothing changed it says so. */
export function initLines(project: Project, done: InitDone): string[] {
  const { messages } = project;
  const words = INIT_WORDS[project.language];
  const { documents, agentFiles } = done;
  const isNew = documents !== null && documents.written.length > 0;
  const first = done.queue || done.heartbeat ? [messages.setup.firstRun(done.heartbeat, { kind: "none" })] : [];
  const rest = [
    ...(done.archived.length > 0 ? [messages.command.archived(done.archived.length, [])] : []),
    ...(isNew ? madeLines(project, documents) : []),
    ...(done.elsewhere.length > 0 ? [words.elsewhere(done.elsewhere)] : []),
    ...(done.merges ? [words.merges] : []),
    ...(agentFiles.written.length > 0 ? [words.agentsWrote(agentFiles.written)] : []),
    ...agentFiles.broken.map(words.agentsBroken),
  ];
  const isChanged =
    first.length > 0 || done.merges || isNew || agentFiles.written.length > 0 || done.archived.length > 0;
  return isChanged ? [...first, ...rest] : [messages.setup.already, ...rest];
}

/** The parts of the `--json` answer that tell of documents, queue and settings. */
export function initAnswer(project: Project, { queue, heartbeat, merges, archived, documents, agentFiles }: InitDone) {
  return {
    queue,
    heartbeat,
    merge_driver: merges,
    archived,
    documents: documents && { dir: documents.dir, written: documents.written, kept: documents.kept },
    memory: documents?.memory ?? false,
    agent_files: agentFiles.written,
    next: documents === null ? [] : openQuestions(project, documents),
  };
}
