import { afterAll, beforeAll, test } from "vitest";
import { bundleRemoteDriver, crowd } from "../stores/remote-crowd.ts";

let driver: Awaited<ReturnType<typeof bundleRemoteDriver>>;
beforeAll(async () => {
  driver = await bundleRemoteDriver();
});
afterAll(() => driver.remove());

test("8 clones × 25 operations, on a server that loses answers and breaks connections: still each once", async () => {
  await crowd(driver.path, 8, 25, true);
}, 300_000);
