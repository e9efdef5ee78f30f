/** The project a command works on: repository, settings, store and language, wired together once a call. */
import { isAbsolute, join } from "node:path";
import { readSettings } from "../config/read-settings.ts";
import type { Settings } from "../dispatch/settings.ts";
import { findRepository, type Repository } from "../git/repository.ts";
import { systemClock, systemDice } from "../host/system-clock.ts";
import type { Messages } from "../messages/catalog.ts";
import { type Paint, paint } from "../messages/colour.ts";
import { EN } from "../messages/en.ts";
import { chooseLanguage, type Language } from "../messages/language.ts";
import type { TableLook } from "../messages/status-table.ts";
import type { EndedSession } from "../queue/control.ts";
import type { Queue } from "../queue/schema.ts";
import type { Clock, Dice } from "../state/clock.ts";
import type { Store } from "../state/store.ts";
import { localStore } from "../stores/local.ts";
import type { RemoteStore } from "../stores/remote.ts";
import type { Call } from "./call.ts";
import { settleOnTheWay } from "./merge/on-the-way.ts";
import { localWordLines } from "./store-words.ts";

export interface Project {
  readonly repository: Repository;
  readonly settings: Settings;
  /** Slips in the configuration that stop nothing. */
  readonly warnings: readonly string[];
  /** Where the view of the queue lies, absolute. */
  readonly queueDirectory: string;
  readonly store: Store;
  /** The same store with what only a remote has; null for a local state. */
  readonly remote: RemoteStore | null;
  readonly messages: Messages;
  readonly language: Language;
  readonly paint: Paint;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Whether `add`, `intake` and `retry` may start tasks here: only the project's authority does. */
  readonly startsTasks: boolean;
  /** Sessions whose tasks a person moved on by editing the file: their processes are to be ended. */
  readonly orphans: EndedSession[];
  /** Makes the remote branch that holds the state, where there is none yet. Only with `runner: github`. */
  createStateBranch(): Promise<void>;
  /** The local state without a look at its view, for repairing a view that cannot be read; null: there is none. */
  stateBehindView(): Promise<Queue | null>;
}

/** How the status table looks on this call's terminal. */
export function tableLook(project: Project, call: Call): TableLook {
  const { interactive, columns } = call.terminal;
  return { now: project.clock.now(), columns: interactive ? columns : null, paint: project.paint };
}

async function remoteOf(
  repository: Repository,
  settings: Settings,
  call: Call,
  messages: Messages,
): Promise<RemoteStore> {
  const [{ remoteStore }, { remoteWordLine }] = await Promise.all([
    import("../stores/remote.ts"),
    import("../stores/remote-words.ts"),
  ]);
  return remoteStore({
    repository,
    remote: settings.remote,
    branch: settings.state_branch,
    dir: settings.dir,
    clock: systemClock,
    dice: systemDice,
    maxRetries: settings.max_retries,
    say: (word) => call.terminal.err(`${remoteWordLine(messages, word)}\n`),
  });
}

/** A default branch is there or is the user's to make; a branch of its own is ours to begin. */
async function createBranch(repository: Repository, settings: Settings): Promise<void> {
  if (settings.state_branch === null) return;
  const { createStateBranch } = await import("../stores/remote-create.ts");
  const { remote, state_branch: branch, dir, max_retries: maxRetries } = settings;
  await createStateBranch({ repository, remote, branch, dir, clock: systemClock, maxRetries, op: systemDice.name(16) });
}

/** One language is loaded, not all. */
async function messagesFor(language: Language): Promise<Messages> {
  return language === "en" ? EN : (await import("../messages/zh-cn.ts")).ZH_CN;
}

/** Opens the project of the call's directory. Throws what can be wrong there as one sentence. */
export async function openProject(call: Call): Promise<Project> {
  const { env } = call.terminal;
  const repository = await findRepository(call.directory, env);
  const { settings, warnings } = await readSettings({ root: repository.root, env });
  const language = chooseLanguage(settings.language, env);
  const messages = await messagesFor(language);
  const orphans: EndedSession[] = [];
  const github = settings.runner === "github";
  const remote = github ? await remoteOf(repository, settings, call, messages) : null;
  const local = () =>
    localStore({
      repository,
      dir: settings.dir,
      clock: systemClock,
      maxRetries: settings.max_retries,
      documents: async () =>
        (await import("../history/auto-save/document-files.ts")).documentFiles(repository, settings.backup),
      say: (word) => {
        if (word.kind === "edited") orphans.push(...word.ended);
        for (const line of localWordLines(messages, word)) call.terminal.err(`${line}\n`);
      },
    });
  const project: Project = {
    repository,
    settings,
    warnings,
    queueDirectory: isAbsolute(settings.dir) ? settings.dir : join(repository.root, settings.dir),
    store: remote ?? local(),
    remote,
    messages,
    language,
    paint: paint(call.terminal.colour),
    clock: systemClock,
    dice: systemDice,
    startsTasks: !github,
    orphans,
    createStateBranch: () => createBranch(repository, settings),
    stateBehindView: async () =>
      github
        ? null
        : await (await import("../stores/behind-view.ts")).stateBehindView(repository, {
            now: systemClock.now(),
            maxRetries: settings.max_retries,
          }),
  };
  await settleOnTheWay(project, call);
  return project;
}
