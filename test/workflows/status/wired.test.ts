import { utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newProject, script } from "../../e2e/project.ts";
import { PROGRESS } from "./documents-at.ts";

test("a cycle folds what is overdue, and counts what its attempts changed, for the reminder", async () => {
  const project = await newProject();
  project.write("PROGRESS.md", PROGRESS);
  await project.git("add", "--all");
  await project.git("commit", "--quiet", "--message", "documents");
  const then = Date.now() / 1000 - 3_600;
  for (const path of ["PROGRESS.md", ".git/logs/HEAD"]) utimesSync(join(project.root, path), then, then);
  project.write("b.txt", "b\n");
  const four = 'for (const n of [1,2,3,4]) require("fs").writeFileSync("new-" + n, "x"); console.log("four files")';
  expect((await project.ltpm(["add", `Make four files: ${script(four)}`])).err).toBe("");
  await project.ltpm(["dispatch", "--wait"]);
  expect(project.read("PROGRESS.md")).toContain("[Auto-Sync] 2 files changed: `HEARTBEAT.md`, `b.txt`");
  const status = await project.json<{ checkpoint_due: unknown[] }>(["status"]);
  expect(status.checkpoint_due).toEqual([{ kind: "files", files: 6 }]);
});
