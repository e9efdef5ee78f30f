// Loaded into a run of the Action before it (NODE_OPTIONS): another hour of the day, and waits that are over sooner.
const { RUNNER_AHEAD_MS = "0", RUNNER_HASTE = "1" } = process.env;
const ahead = Number(RUNNER_AHEAD_MS);
const haste = Number(RUNNER_HASTE);

const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + ahead);
    else super(...given);
  }
  static now() {
    return Real.now() + ahead;
  }
};

const timers = require("node:timers/promises");
const { setTimeout: pause } = timers;
timers.setTimeout = (milliseconds, ...more) => pause(milliseconds / haste, ...more);
require("node:module").syncBuiltinESMExports();

// Time limits of requests are long; what is short may be somebody's polling.
const later = globalThis.setTimeout;
globalThis.setTimeout = (act, milliseconds, ...more) =>
  later(act, milliseconds >= 10_000 ? Math.max(2_000, milliseconds / haste) : milliseconds, ...more);
