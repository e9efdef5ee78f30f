import { mkdirSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchDocuments } from "../../../src/history/watch/documents.ts";
import { endPresence, showPresence, watchPresence } from "../../../src/history/watch/presence.ts";
import { open, repositoryAt, tidyUp, write } from "../arrange.ts";

tidyUp();

test("what a document said before is there when it says something else, is gone or comes back", async () => {
  const root = repositoryAt();
  const documents = watchDocuments(await open(root));
  const look = () =>
    documents
      .look(["PROGRESS.md", "docs/MISSION.md"])
      .map(({ document, before, after, wasSeen }) => [
        document,
        before?.toString() ?? null,
        after?.toString() ?? null,
        wasSeen,
      ]);
  const touched = () => documents.isTouched(["PROGRESS.md", "docs/MISSION.md"]);
  expect([look(), touched()]).toEqual([[], false]);
  write(root, "PROGRESS.md", "one");
  expect([touched(), touched()]).toEqual([true, false]);
  expect(look()).toEqual([["PROGRESS.md", null, "one", false]]);
  utimesSync(join(root, "PROGRESS.md"), 1, 1);
  expect([touched(), look()]).toEqual([true, []]);
  write(root, "PROGRESS.md", "two");
  expect([look(), look()]).toEqual([[["PROGRESS.md", "one", "two", false]], []]);
  write(root, "PROGRESS.md", "one");
  expect(look()).toEqual([["PROGRESS.md", "two", "one", true]]);
  rmSync(join(root, "PROGRESS.md"));
  expect(look()).toEqual([["PROGRESS.md", "one", null, false]]);
  mkdirSync(join(root, "PROGRESS.md"));
  expect(look()).toEqual([]);
  rmSync(join(root, "PROGRESS.md"), { recursive: true });
  write(root, "PROGRESS.md", "two");
  write(root, "docs/MISSION.md", "");
  expect(look()).toEqual([
    ["PROGRESS.md", null, "two", true],
    ["docs/MISSION.md", null, "", false],
  ]);
});

test("who watches is known while he lives", async () => {
  const place = await open(repositoryAt());
  expect(watchPresence(place)).toBe("none");
  showPresence(place, "heartbeat");
  expect([watchPresence(place), watchPresence(place, Date.now() + 60_000)]).toEqual(["heartbeat", "none"]);
  endPresence(place);
  expect(watchPresence(place)).toBe("none");
});
