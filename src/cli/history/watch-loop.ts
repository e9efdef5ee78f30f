/** The watcher at work until somebody ends it: which way it looks, when it looks, and how it stops. */
import { posix } from "node:path";
import type { Settings } from "../../dispatch/settings.ts";
import { type Debounce, debounce } from "../../history/watch/debounce.ts";
import { decideTrigger, dependsOnLoad, type TriggerMode } from "../../history/watch/decide.ts";
import { watchDocuments } from "../../history/watch/documents.ts";
import { ignoring } from "../../history/watch/ignore.ts";
import { machineLoad } from "../../history/watch/machine-load.ts";
import { ALIVE_EVERY, endPresence, showPresence } from "../../history/watch/presence.ts";
import { type TreeWatch, watchTree } from "../../history/watch/tree.ts";
import type { Call } from "../call.ts";
import { placeIn, triadPlaces } from "../documents/place.ts";
import { explain } from "../failure.ts";
import { refreshHooks } from "../hooks/hook-settings.ts";
import { openProject, type Project } from "../project.ts";
import { possibleDocuments } from "./documents.ts";
import { eventSayer, type SayEvent } from "./watch-events.ts";
import { lookAround, type WatchMemory } from "./watch-round.ts";

/** How often the documents' dates are looked at where nothing is watched, and how often the load decides anew, in milliseconds. */
const POLL = 1_000;
const MINUTE = 60_000;
/** So long a look that goes on may take when somebody ends us. */
const LAST_WORDS = 500;

export interface WatchTimes {
  readonly poll: number;
  readonly minute: number;
}

/** A watcher's own memory of a work tree. */
export function watchMemory(project: Project): WatchMemory {
  return {
    documents: watchDocuments(project.repository),
    held: new Map(),
    made: new Map(),
    unsynced: false,
    minutes: null,
  };
}

class Watcher {
  private project: Project;
  private readonly call: Call;
  private readonly say: SayEvent;
  private readonly memory: WatchMemory;
  private readonly load = machineLoad();
  private readonly times: WatchTimes;
  private mode: TriggerMode | null = null;
  private room = true;
  private tree: TreeWatch | null = null;
  private poll: NodeJS.Timeout | undefined;
  private quiet: Debounce;
  private work: Promise<void> = Promise.resolve();
  private waiting = false;
  private stopped = false;
  private lastTrouble = "";

  constructor(project: Project, call: Call, times: WatchTimes) {
    this.project = project;
    this.call = call;
    this.times = times;
    this.say = eventSayer(call);
    this.memory = watchMemory(project);
    this.quiet = this.newDebounce(project.settings);
  }

  private newDebounce(settings: Settings): Debounce {
    return debounce(settings.file_watcher.debounce_seconds * 1000, () => this.look());
  }

  /** Runs until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
    this.enqueue(() => this.decide());
    this.look();
    const minute = setInterval(() => {
      this.enqueue(() => this.decide());
      this.look();
    }, this.times.minute);
    const alive = setInterval(() => this.show(), ALIVE_EVERY);
    if (!signal.aborted) await ended;
    this.stopped = true;
    clearInterval(minute);
    clearInterval(alive);
    clearInterval(this.poll);
    this.quiet.stop();
    await within(LAST_WORDS, Promise.all([this.work, this.tree?.close()]));
    endPresence(this.project.repository);
    this.say(this.project, { event: "stopped" });
  }

  private show(): void {
    if (this.mode !== null) showPresence(this.project.repository, this.mode);
  }

  /** One thing at a time; what goes wrong is said, once, and the watcher goes on. */
  private enqueue(job: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.stopped) return;
      try {
        await job();
        this.lastTrouble = "";
      } catch (error) {
        const problem = explain(error, false).text.replace(/^ltpm: /, "");
        if (!this.stopped && problem !== this.lastTrouble) this.say(this.project, { event: "trouble", problem });
        this.lastTrouble = problem;
      }
    });
  }

  /** A look that waits already sees what happens until its turn comes. */
  private look(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.enqueue(async () => {
      this.waiting = false;
      await this.refresh();
      const { call, project, memory, say } = this;
      await lookAround({ call, project, memory, say, mode: this.mode ?? "heartbeat" });
      if (this.tree?.isStale()) await this.arm("file_watcher");
    });
  }

  /** The configuration and the places of documents may have changed; what cannot be read now leaves us with what we know. */
  private async refresh(): Promise<void> {
    const before = this.project;
    this.project = await openProject(this.call);
    if (armKey(before) === armKey(this.project)) return;
    refreshHooks(this.project);
    this.quiet.stop();
    this.quiet = this.newDebounce(this.project.settings);
    if (this.tree !== null) await this.arm("file_watcher");
    await this.decide();
  }

  private async decide(): Promise<void> {
    const { settings } = this.project;
    const load = this.load();
    const mode = decideTrigger(settings, load, this.room);
    if (mode === this.mode) return;
    const first = this.mode === null;
    await this.arm(mode);
    const reason = !this.room ? "too_many_files" : dependsOnLoad(settings) ? "load" : "config";
    this.say(this.project, { event: first ? "started" : "switched", mode: this.mode ?? mode, reason, load });
  }

  /** Begins to watch, or to look now and then; what was done before ends. */
  private async arm(mode: TriggerMode): Promise<void> {
    clearInterval(this.poll);
    await this.tree?.close();
    this.tree = mode === "file_watcher" ? await this.watch() : null;
    this.mode = mode;
    this.show();
    if (mode === "heartbeat") this.poll = setInterval(() => this.pollOnce(), this.times.poll);
    // What happened while nobody watched.
    else this.quiet.touch();
  }

  private watch(): Promise<TreeWatch> {
    const { repository, settings } = this.project;
    const folders = [placeIn(settings.documents.dir ?? "."), ...triadPlaces(this.project)].map(({ dir }) => dir);
    const own = posix.normalize(settings.dir);
    return watchTree({
      repository,
      folders,
      ignores: ignoring(settings.file_watcher.ignore_patterns),
      onChange: (path) => {
        if (!this.isOwn(path, own)) this.memory.unsynced = true;
        this.quiet.touch();
      },
      onError: (error) => this.lostSight(error),
    });
  }

  /** The queue's files and PROGRESS.md are what is written about the work, not the work. */
  private isOwn(path: string, queueDirectory: string): boolean {
    return path === queueDirectory || path.startsWith(`${queueDirectory}/`) || posix.basename(path) === "PROGRESS.md";
  }

  private pollOnce(): void {
    if (!this.memory.documents.isTouched(possibleDocuments(this.project))) return;
    this.memory.unsynced = true;
    this.quiet.touch();
  }

  /** Documents are polled from then on: half a watch would be none. */
  private lostSight(error: Error): void {
    const code = "code" in error ? error.code : "";
    if (code === "ENOSPC" || code === "EMFILE" || code === "ENFILE") {
      if (!this.room) return;
      this.room = false;
      this.enqueue(() => this.decide());
    } else this.say(this.project, { event: "trouble", problem: error.message });
  }
}

/** What a running watch depends on. */
function armKey(project: Project): string {
  const { file_watcher, documents, trigger_mode, dir } = project.settings;
  return JSON.stringify([file_watcher, documents, trigger_mode, dir, triadPlaces(project).map((place) => place.dir)]);
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** Watches until `signal` is aborted; stops within a second. */
export async function watchOn(
  project: Project,
  call: Call,
  signal: AbortSignal,
  times: WatchTimes = { poll: POLL, minute: MINUTE },
): Promise<void> {
  await new Watcher(project, call, times).run(signal);
}
