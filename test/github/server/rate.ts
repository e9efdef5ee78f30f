/** How many requests are left in this hour. */
export interface RateMeter {
  /** Counts one request; says whether it is within the limit. */
  take(resource: "core" | "graphql"): boolean;
  show(resource: "core" | "graphql"): { limit: number; remaining: number; used: number; resetAt: number };
  set(remaining: number): void;
}

const HOUR = 60 * 60 * 1000;

export function createRateMeter(limit: number, now: () => number): RateMeter {
  // The hour begins with the first look at the clock: a test may not have set it yet.
  let resetAt = 0;
  const used = { core: 0, graphql: 0 };
  const turn = () => {
    if (now() < resetAt) return;
    resetAt = now() + HOUR;
    Object.assign(used, { core: 0, graphql: 0 });
  };
  return {
    take(resource) {
      turn();
      if (used[resource] >= limit) return false;
      used[resource]++;
      return true;
    },
    show(resource) {
      turn();
      return { limit, remaining: limit - used[resource], used: used[resource], resetAt };
    },
    set(remaining) {
      turn();
      used.core = limit - remaining;
      used.graphql = limit - remaining;
    },
  };
}
