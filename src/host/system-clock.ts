/** The machine's clock and chance, behind the ports of `state/clock.ts`. */
import type { Clock, Dice } from "../state/clock.ts";

export const systemClock: Clock = { now: () => new Date().toISOString() };

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export const systemDice: Dice = {
  // Names have to differ, not to be secret; V8 seeds this from the system's entropy in every process.
  name: (length) => Array.from({ length }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join(""),
  fraction: () => Math.random(),
};
