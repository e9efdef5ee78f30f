/** Options that commands on documents share. */
import { type Call, text, usageError } from "../call.ts";

/** `--percent 40`, also `40%`; undefined where it is not given. Anything but 0 to 100 is wrong usage. */
export function percentOf(call: Call): number | undefined {
  const given = text(call, "percent");
  if (given === undefined) return undefined;
  const value = /^(\d{1,3}(?:\.\d{1,6})?)\s?[%\uff05]?$/.exec(given.trim())?.[1];
  const percent = value === undefined ? Number.NaN : Number(value);
  if (!(percent <= 100)) throw usageError(call, "--percent takes a number from 0 to 100");
  return percent;
}

/** `--keep 5`; undefined where it is not given. */
export function keepOf(call: Call): number | undefined {
  const given = text(call, "keep");
  if (given === undefined) return undefined;
  if (!/^\d{1,4}$/.test(given)) throw usageError(call, "--keep takes a whole number");
  return Number(given);
}
