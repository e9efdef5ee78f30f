/** A pattern as steps of a small machine (Thompson): take a character, stand at a place, fork, match. */
import { type PatternNode, PatternProblem, type Place } from "./pattern-parse.ts";

/** The most steps a pattern may become: `a{1000}` is a thousand. */
const MAX_STEPS = 1_000;
/** How many answers about characters are remembered for one atom. */
const MAX_REMEMBERED = 20_000;

export type Step =
  | { kind: "one"; takes: (point: number) => boolean }
  | { kind: "place"; place: Place }
  | { kind: "fork"; to: number[] }
  | { kind: "match" };

/** Turns the tree into steps; step 0 is the first one, the last is the match. */
export function assemble(tree: PatternNode, flags: string): Step[] {
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= MAX_STEPS) throw new PatternProblem("repeats too often: write smaller numbers in {…}");
    return steps.push(step) - 1;
  };
  const emit = (node: PatternNode): void => {
    if (node.kind === "one") add({ kind: "one", takes: characterTest(node.source, flags) });
    else if (node.kind === "place") add({ kind: "place", place: node.place });
    else if (node.kind === "sequence") for (const part of node.parts) emit(part);
    else if (node.kind === "choice") emitChoice(node.branches, steps, add, emit);
    else emitRepeat(node, steps, add, emit);
  };
  emit(tree);
  add({ kind: "match" });
  return steps;
}

function emitChoice(
  branches: readonly PatternNode[],
  steps: Step[],
  add: (step: Step) => number,
  emit: (node: PatternNode) => void,
): void {
  const fork = { kind: "fork" as const, to: [] as number[] };
  add(fork);
  const ends: { to: number[] }[] = [];
  for (const branch of branches) {
    fork.to.push(steps.length);
    emit(branch);
    const jump = { kind: "fork" as const, to: [] as number[] };
    add(jump);
    ends.push(jump);
  }
  for (const jump of ends) jump.to.push(steps.length);
}

function emitRepeat(
  node: Extract<PatternNode, { kind: "repeat" }>,
  steps: Step[],
  add: (step: Step) => number,
  emit: (node: PatternNode) => void,
): void {
  for (let count = 0; count < node.least; count += 1) emit(node.part);
  if (node.most === Number.POSITIVE_INFINITY) {
    const fork = { kind: "fork" as const, to: [] as number[] };
    const start = add(fork);
    fork.to.push(steps.length);
    emit(node.part);
    add({ kind: "fork", to: [start] });
    fork.to.push(steps.length);
    return;
  }
  const exits: { to: number[] }[] = [];
  for (let count = node.least; count < node.most; count += 1) {
    const fork = { kind: "fork" as const, to: [] as number[] };
    add(fork);
    fork.to.push(steps.length);
    exits.push(fork);
    emit(node.part);
  }
  for (const fork of exits) fork.to.push(steps.length);
}

/** JavaScript itself says which single characters an atom takes; the answers are remembered. */
function characterTest(source: string, flags: string): (point: number) => boolean {
  const own = `${flags.includes("i") ? "i" : ""}${flags.includes("s") ? "s" : ""}`;
  const whole = `^(?:${source})$`;
  const tester = compiles(whole, `${own}u`) ? new RegExp(whole, `${own}u`) : new RegExp(whole, own);
  const known = new Map<number, boolean>();
  return (point) => {
    let answer = known.get(point);
    if (answer === undefined) {
      answer = tester.test(String.fromCodePoint(point));
      if (known.size < MAX_REMEMBERED) known.set(point, answer);
    }
    return answer;
  };
}

function compiles(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}
