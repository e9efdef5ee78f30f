import { expect, test } from "vitest";
import { tidyUp } from "../history/arrange.ts";
import { killSavers } from "../history/kills.ts";
import { killHooks } from "../hooks/kills.ts";

tidyUp();

test("kill -9 at a hundred moments of a hook", { timeout: 240_000 }, async () => {
  await expect(killHooks(100)).resolves.toBeUndefined();
});

test("kill -9 at fifty moments of saving", { timeout: 240_000 }, async () => {
  await expect(killSavers(50)).resolves.toBeUndefined();
});
