/** What cannot be sent because of a fault of the moment, or because GitHub will not take it: neither lost nor said again. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHubDouble } from "../github/double.ts";
import { aNotice, Project } from "./project.ts";

let github: GitHubDouble;
let project: Project;

beforeEach(async () => {
  project = await Project.start();
  github = project.github;
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const HOUR = 3_600_000;

test("that all tasks are blocked is said as soon as there is an issue to say it on", async () => {
  project.block("u1");
  project.owe(aNotice("all_blocked", { id: "all_blocked:1" }));
  github.fault({ on: { method: "POST", path: /\/issues$/ }, what: { kind: "status", status: 500 } });
  await project.run();
  expect(github.issues()).toEqual([]);
  project.later(HOUR);
  await project.run();
  expect(github.comments().map(({ body }) => body.includes("all_blocked:1"))).toEqual([true]);
  expect(project.queue.outbox).toEqual([]);
});

test("an issue that GitHub does not let us close gets its closing word once, and is left to a person", async () => {
  project.block("u1");
  await project.run();
  project.move("u1", { status: "skipped" });
  const what = { kind: "status", status: 422 } as const;
  const met = github.fault({ on: { method: "PATCH" }, what, times: Number.POSITIVE_INFINITY });
  for (let n = 0; n < 3; n++) {
    await project.run();
    project.later(HOUR);
  }
  expect(met.met).toBe(1);
  expect(github.comments()).toHaveLength(1);
  expect(project.queue.outbox).toEqual([]);
});
