/** Every way in which two clones' work comes together, for every thing they may both have done, with and without our merge driver. */
import { inject, onTestFinished, test } from "vitest";
import { newPair, OPERATIONS, play, STORIES } from "../workflows/merge/clones.ts";

const DRIVER = { true: "with", false: "without", vanished: "with a program that is gone as" } as const;
const GRID = OPERATIONS.flatMap((operation) =>
  Object.entries(STORIES).flatMap(([name, story]) =>
    ([true, false, "vanished"] as const).map((wired) => ({
      operation,
      name,
      story,
      driver: DRIVER[`${wired}`],
      wired,
    })),
  ),
);

test.each(GRID)("git $operation, $name, $driver the driver", ({ operation, story, wired }) => {
  const pair = newPair(inject("dist"), wired);
  onTestFinished(pair.close);
  play(pair, story, operation, wired === true);
});
