/** The size of what is posted: within GitHub's limit, by saying less rather than by a cut in the middle. */
import { sanitise } from "./sanitise.ts";
import type { Voice } from "./voice.ts";

/** The most characters of a body, as UTF-16 units; GitHub takes 65,536. */
export const MOST_CHARACTERS = 60_000;
/** The most characters of a title; GitHub takes 256. */
export const MOST_TITLE = 200;

/** The first of these texts that fits into `room`; the last one is always short. Later ones are made only when needed. */
export function firstFitting(stages: readonly (() => string)[], room: number = MOST_CHARACTERS): string {
  let text = "";
  for (const stage of stages) {
    text = stage();
    if (text.length <= room) return text;
  }
  return text.length <= room ? text : "…";
}

/** Room for the marks that are added when a text is sent. */
const ROOM_FOR_MARKS = 2_000;

/** Texts in plain words, each a shorter way to say it: the first that fits when it is made safe. */
export function postable(
  voice: Voice,
  stages: readonly (() => string)[],
  room = MOST_CHARACTERS - ROOM_FOR_MARKS,
): string {
  return firstFitting(
    stages.map((stage) => () => sanitise(stage(), voice.hide)),
    room,
  );
}

/** A safe body with its hidden marks behind it. */
export function withMarkers(body: string, markers: readonly string[]): string {
  return `${body}\n\n${markers.join("\n")}`;
}
