import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { tidyUp, write } from "../history/arrange.ts";
import { ltpm } from "../history/command-line.ts";
import { project, watching } from "../history/watch/watching.ts";

tidyUp();

test("new settings count at once; where nothing is watched, documents are looked at now and then", async () => {
  const root = project("file_watcher");
  const { said, end, lines } = await watching(root);
  await sleep(600);
  const committed = readFileSync(join(root, "PROGRESS.md"), "utf8");
  const settings = { trigger_mode: "heartbeat", file_watcher: { debounce_seconds: 0.2 } };
  write(root, ".ltpm/config.json", JSON.stringify(settings));
  expect(await said("switched")).toMatchObject({ mode: "heartbeat" });
  write(root, "PROGRESS.md", "polled\n");
  // What stands there first was kept at the start.
  await sleep(2_500);
  for (const [before, now] of [
    ["polled\n", "again\n"],
    ["again\n", committed],
    [committed, ""],
  ] as const) {
    write(root, "PROGRESS.md", now);
    const { name = "" } = await said("kept", "PROGRESS.md");
    expect((await ltpm(root, ["history", "--show", name])).out).toBe(before);
  }
  expect((await end("SIGTERM")).code).toBe(0);
  expect(lines.filter(({ event }) => event === "trouble")).toEqual([]);
});
