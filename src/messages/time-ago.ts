/** Moments as a person says them, seen from a moment that is passed in. */
import type { Messages, TimeUnit } from "./catalog.ts";

const MINUTE = 60_000;
const UNITS: readonly (readonly [unit: TimeUnit, milliseconds: number])[] = [
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

function biggestUnit(milliseconds: number): { readonly count: number; readonly unit: TimeUnit } | null {
  const found = UNITS.find(([, size]) => milliseconds >= size);
  return found === undefined ? null : { count: Math.floor(milliseconds / found[1]), unit: found[0] };
}

/** How long ago `moment` was (both ISO 8601). Under a minute, and for clocks that run ahead: "just now". */
export function timeAgo(messages: Messages, moment: string, now: string): string {
  const passed = Date.parse(now) - Date.parse(moment);
  if (Number.isNaN(passed)) return messages.time.unknown;
  const biggest = biggestUnit(passed);
  return biggest === null ? messages.time.justNow : messages.time.ago(biggest.count, biggest.unit);
}

/** How long until `moment` (both ISO 8601). */
export function timeUntil(messages: Messages, moment: string, now: string): string {
  const left = Date.parse(moment) - Date.parse(now);
  if (Number.isNaN(left)) return messages.time.unknown;
  const biggest = biggestUnit(left);
  return biggest === null ? messages.time.soon : messages.time.within(biggest.count, biggest.unit);
}

/** A moment to the minute, the same on every machine: `2026-11-21 09:30 UTC`. */
export function momentInWords(messages: Messages, moment: string): string {
  const parsed = Date.parse(moment);
  if (Number.isNaN(parsed)) return messages.time.unknown;
  return `${new Date(parsed).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Whole hours, minutes and seconds of a length of time. */
export function splitLength(milliseconds: number): readonly [hours: number, minutes: number, seconds: number] {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}
