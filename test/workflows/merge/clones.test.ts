/** A handful of the grid in `test/soak/merge-grid.test.ts`. */
import { inject, onTestFinished, test } from "vitest";
import { newPair, type Operation, play, STORIES } from "./clones.ts";

const ROWS: [operation: Operation, story: string, wired: boolean][] = [
  ["merge", "both added tasks", true],
  ["rebase", "one archived what the other put back", false],
  ["stash pop", "both wrote an entry, and the percentage", false],
];

test.each(ROWS)("git %s, %s (driver: %s): both clones agree in the end", (operation, name, wired) => {
  const pair = newPair(inject("dist"), wired);
  onTestFinished(pair.close);
  const story = STORIES[name];
  if (story === undefined) throw new Error(`no story ${name}`);
  play(pair, story, operation, wired);
});
