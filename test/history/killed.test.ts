import { expect, test } from "vitest";
import { tidyUp } from "./arrange.ts";
import { killSavers } from "./kills.ts";

tidyUp();

test("kill -9 at some moments of saving (test/soak: at more): what was said to be saved is there and whole, at most one more", async () => {
  await expect(killSavers(4)).resolves.toBeUndefined();
});
