/** Picks the next strategy: a new one while there is one, then the one that rested longest. */
import type { Task } from "../queue/schema.ts";
import { countedAttempts } from "./attempts.ts";
import type { AgentSetting, Settings } from "./settings.ts";
import type { Strategy } from "./strategy.ts";

/**
 * The strategy of the next attempt. Never one already tried in this epoch while another is left, with one exception: a
 * fault of the moment (connection refused, service busy) may repeat the same strategy once.
 */
export function pickStrategy(task: Task, strategies: readonly Strategy[]): Strategy | null {
  const tried = countedAttempts(task);
  const last = tried.at(-1);
  if (last?.transient === true && tried.filter((attempt) => attempt.strategy === last.strategy).length === 1) {
    const again = strategies.find((strategy) => strategy.name === last.strategy);
    if (again !== undefined) return again;
  }
  const lastUse = (strategy: Strategy) => tried.findLastIndex((attempt) => attempt.strategy === strategy.name);
  let best: Strategy | null = null;
  for (const strategy of strategies) if (best === null || lastUse(strategy) < lastUse(best)) best = strategy;
  return best;
}

/** The agent that carries a strategy out: the first one set up, or for `second_agent` another one than the last attempt's. */
export function pickAgent(task: Task, strategy: Strategy, settings: Pick<Settings, "agents">): AgentSetting | null {
  const [first] = settings.agents;
  if (strategy.means === "agent") return first ?? null;
  if (strategy.means !== "second_agent") return null;
  const last = countedAttempts(task).at(-1)?.tool ?? first?.name;
  return settings.agents.find((agent) => agent.name !== last) ?? first ?? null;
}
