import { expect, test } from "vitest";
import { tidyUp } from "../history/arrange.ts";
import { killHooks } from "./kills.ts";

tidyUp();

test("kill -9 at some moments of a hook (test/soak: at a hundred): all is whole, the next hook saves", async () => {
  await expect(killHooks(15)).resolves.toBeUndefined();
});
