/** The machine's clock and chance, behind the ports of `state/clock.ts`. */
import { randomBytes } from "node:crypto";
import type { Clock, Dice } from "../state/clock.ts";

export const systemClock: Clock = { now: () => new Date().toISOString() };

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export const systemDice: Dice = {
  name: (length) => Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join(""),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};
