/** Walks a text once with the steps of a pattern. Where the walk can stand is remembered, so that most characters cost a look-up. */
import type { Place } from "./pattern-parse.ts";
import type { Step } from "./pattern-steps.ts";

/** The most characters of a text that are searched; what lies behind is not looked at. */
export const MAX_SEARCHED = 1_000_000;
/** How many remembered transitions are kept before the memory is emptied. */
const MAX_REMEMBERED = 20_000;

export interface Pattern {
  /** Whether the pattern matches somewhere in the text. */
  test(text: string): boolean;
}

/** What stands on one side of a position. */
const OUTSIDE = 0;
const LINE_END = 1;
const OTHER = 2;
const WORD = 3;

function sideOf(point: number): number {
  if (point === 10 || point === 13 || point === 0x2028 || point === 0x2029) return LINE_END;
  const word =
    (point >= 48 && point <= 57) || (point >= 65 && point <= 90) || point === 95 || (point >= 97 && point <= 122);
  return word ? WORD : OTHER;
}

function holds(place: Place, before: number, after: number, lines: boolean): boolean {
  if (place === "start") return before === OUTSIDE || (lines && before === LINE_END);
  if (place === "end") return after === OUTSIDE || (lines && after === LINE_END);
  return ((before === WORD) !== (after === WORD)) === (place === "word");
}

/** Where the walk stands: the steps it may be at, and what it came past. `next` remembers where each character led. */
interface Stand {
  readonly at: readonly number[];
  readonly before: number;
  readonly next: Map<number, Stand | "match">;
}

/** The matcher for these steps; `lines`: `^` and `$` also stand at line ends. */
export function machine(steps: readonly Step[], lines: boolean): Pattern {
  let stands = new Map<string, Stand>();
  let remembered = 0;
  const standAt = (at: readonly number[], before: number): Stand => {
    const key = `${before}:${at.join()}`;
    let stand = stands.get(key);
    if (stand === undefined) {
      stand = { at, before, next: new Map() };
      stands.set(key, stand);
    }
    return stand;
  };
  /** All steps reached without taking a character; null when one of them is the match. */
  const reach = (from: readonly number[], before: number, after: number): number[] | null => {
    const seen = new Uint8Array(steps.length);
    const open = [0, ...from];
    const reached: number[] = [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const step = steps[at];
      if (step === undefined || seen[at] === 1) continue;
      seen[at] = 1;
      if (step.kind === "match") return null;
      if (step.kind === "one") reached.push(at);
      else if (step.kind === "fork") open.push(...step.to);
      else if (holds(step.place, before, after, lines)) open.push(at + 1);
    }
    return reached;
  };
  const move = (stand: Stand, point: number): Stand | "match" => {
    const reached = reach(stand.at, stand.before, sideOf(point));
    if (reached === null) return "match";
    const taken = reached.filter((at) => {
      const step = steps[at];
      return step?.kind === "one" && step.takes(point);
    });
    return standAt(
      taken.map((at) => at + 1).sort((a, b) => a - b),
      sideOf(point),
    );
  };
  return {
    test(text) {
      let stand = standAt([], OUTSIDE);
      const end = Math.min(text.length, MAX_SEARCHED);
      for (let index = 0; index < end; ) {
        const point = text.codePointAt(index) ?? 0;
        let next = stand.next.get(point);
        if (next === undefined) {
          if (remembered >= MAX_REMEMBERED) {
            stands = new Map();
            remembered = 0;
          }
          next = move(stand, point);
          stand.next.set(point, next);
          remembered += 1;
        }
        if (next === "match") return true;
        stand = next;
        index += point > 0xffff ? 2 : 1;
      }
      return reach(stand.at, stand.before, OUTSIDE) === null;
    },
  };
}
