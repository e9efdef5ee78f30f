/** Everything a cycle reaches outside of itself; and how it bears with what goes wrong there. */
import type { Notice, Task } from "../queue/schema.ts";
import type { Clock, Dice } from "../state/clock.ts";
import type { State } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import type { Executor, RunOrder } from "./executor.ts";
import type { LandResult, Work } from "./landing.ts";
import type { Settings } from "./settings.ts";
import type { StoryPort } from "./story/port.ts";

export interface CyclePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly settings: Settings;
  /** Who carries out commands, agents and people's tasks here; the same executor may serve several. */
  readonly executors: Readonly<Record<RunOrder["kind"], Executor>>;
  /** Lands verified work. Must be safe to call again: work that is landed already answers `landed`. */
  land(task: Task, work: Work): Promise<LandResult>;
  /** Tells a person. True: it reached them. False or an exception: it stays owed. May see a notice twice after a crash. */
  deliver(notice: Notice, state: State): Promise<boolean>;
  /** The documents that the queue tells its story to; none: nothing is heard and nothing told. */
  readonly story?: StoryPort;
}

/** What a cycle needs to decide. */
export type DecidingPorts = Pick<CyclePorts, "store" | "clock" | "dice" | "settings" | "executors" | "story">;
/** What a cycle needs to start and end attempts. */
export type RunningPorts = Pick<CyclePorts, "executors">;

/** The executor of a running task; none when it runs where we cannot look (another kind of place): it is left alone. */
export function executorNamed(ports: RunningPorts, name: string): Executor | undefined {
  return Object.values(ports.executors).find((executor) => executor.name === name);
}

/** What an error says. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does it; a failure becomes a trouble (a sentence) and nothing else stops. */
export async function bearWith(troubles: string[], what: string, does: () => Promise<void>): Promise<void> {
  try {
    await does();
  } catch (error) {
    troubles.push(`${what}: ${wordsOf(error)}`);
  }
}
