/** Clients as processes: several at once (200 operations of eight are in test/soak), and one that is killed between its push and the answer. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { THOROUGH } from "../thorough.ts";
import { bundleRemoteDriver, crowd, startDriver, toldBy } from "./remote-crowd.ts";
import { localGit, openFar, startFar } from "./remote-store.ts";

let driver: Awaited<ReturnType<typeof bundleRemoteDriver>>;
beforeAll(async () => {
  driver = await bundleRemoteDriver();
});
afterAll(() => driver.remove());

const [clones, operations] = THOROUGH ? [4, 10] : [3, 5];
test("clones at once: all operations landed, each once, labels unique, nothing started twice", async () => {
  await crowd(driver.path, clones, operations);
}, 300_000);

test("a client killed between its push and the answer: the next one finds its work, and it is done once", async () => {
  const far = await startFar();
  try {
    const root = await far.clone();
    await startDriver(driver.path, root, "x", "add", "before").ended;
    let pushed = () => {};
    const whenPushed = new Promise<void>((resolve) => {
      pushed = resolve;
    });
    const gate = async () => {
      pushed();
      await new Promise((resolve) => setTimeout(resolve, 500));
    };
    far.server.inject({ on: "push", what: { kind: "hold_answer", gate } });
    const client = startDriver(driver.path, root, "x", "add", "killed");
    await whenPushed;
    client.child.kill("SIGKILL");
    expect(toldBy((await client.ended).lines)).toEqual([]);
    const { store } = await openFar(root);
    expect((await store.read()).state.queue.tasks.map((task) => task.uid)).toEqual(["uid-before", "uid-killed"]);
    const again = startDriver(driver.path, root, "x", "add", "killed", "after");
    expect(toldBy((await again.ended).lines).map(({ result, changed }) => [result, changed])).toEqual([
      ["", false],
      ["T-03", true],
    ]);
    expect(localGit(far.bare, "log", "--format=%s", "main").split("\n").slice(0, 3)).toEqual([
      "ltpm: add T-03",
      "ltpm: add T-02",
      "ltpm: add T-01",
    ]);
  } finally {
    await far.close();
  }
});
