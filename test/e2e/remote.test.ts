import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Task } from "../../src/queue/schema.ts";
import { newProject, script, type TestProject } from "./project.ts";

/** A project whose state is the branch `ltpm-state` of a bare repository beside it. */
async function withHub(): Promise<{ project: TestProject; hub: string }> {
  const project = await newProject({ runner: "github", state_branch: "ltpm-state" });
  const hub = join(project.home, "hub.git");
  mkdirSync(hub);
  await project.git("init", "--quiet", "--bare", "--initial-branch=main", hub);
  await project.git("remote", "add", "origin", hub);
  await project.git("push", "--quiet", "origin", "main");
  expect(await project.ltpm(["init", "--yes", "--no-documents"])).toMatchObject({ code: 0 });
  return { project, hub };
}

describe("a state on a remote branch", () => {
  test("two clones see the same queue; the branch holds it, and no work tree is touched", async () => {
    const { project, hub } = await withHub();
    await project.ltpm(["add", "one"]);
    const clone = join(project.home, "clone");
    await project.git("clone", "--quiet", hub, clone);
    expect((await project.ltpm(["tasks"], { cwd: clone })).out).toContain("one");
    expect((await project.ltpm(["add", "two"], { cwd: clone })).out).toContain("T-02");
    expect((await project.tasks()).map((task) => task.description)).toEqual(["one", "two"]);
    expect((await project.git("status", "--porcelain")).out.replace("?? HEARTBEAT.md\n", "")).toBe("");
  });

  test("without the remote, an add waits here without an id, and sync sends it once", async () => {
    const { project, hub } = await withHub();
    await project.ltpm(["add", "one"]);
    renameSync(hub, `${hub}.away`);
    const kept = await project.ltpm(["add", "two"]);
    expect(kept).toMatchObject({ code: 0, out: expect.stringContaining("ltpm sync") });
    expect(kept.out).not.toContain("T-02");
    expect(await project.ltpm(["skip", "T-01"])).toMatchObject({ code: 0 });
    const seen = await project.ltpm(["tasks"]);
    expect(seen).toMatchObject({ code: 0, err: expect.stringContaining("last seen") });
    expect((await project.ltpm(["sync"])).code).toBe(1);
    renameSync(`${hub}.away`, hub);
    expect(await project.ltpm(["sync"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 kept changes were sent"),
    });
    expect(await project.ltpm(["sync"])).toMatchObject({ code: 0 });
    expect((await project.tasks()).map((task: Task) => [task.id, task.status])).toEqual([
      ["T-01", "skipped"],
      ["T-02", "pending"],
    ]);
  });

  test("a branch that vanished is an error, and is never silently made again", async () => {
    const { project } = await withHub();
    await project.ltpm(["add", "one"]);
    await project.git("push", "--quiet", "origin", "--delete", "ltpm-state");
    const said = await project.ltpm(["add", "two"]);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("ltpm-state") });
    expect((await project.git("ls-remote", "origin", "ltpm-state")).out).toBe("");
  });

  test("dispatch --here reserves there first: two clones never start the same task", async () => {
    const { project, hub } = await withHub();
    const clone = join(project.home, "clone");
    await project.git("clone", "--quiet", hub, clone);
    for (let n = 1; n <= 4; n++) {
      await project.ltpm([
        "add",
        script(
          `require("fs").appendFileSync(${JSON.stringify(join(project.home, "ran.txt"))}, "task ${n}\\n"); console.log("ok")`,
        ),
      ]);
    }
    const both = [project.root, clone].map((cwd) => project.ltpm(["dispatch", "--here", "--wait"], { cwd }));
    await Promise.all(both);
    await project.ltpm(["dispatch", "--here", "--wait"]);
    await project.ltpm(["dispatch", "--here", "--wait"], { cwd: clone });
    expect((await project.tasks()).map((task) => task.status)).toEqual(Array(4).fill("done"));
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(join(project.home, "ran.txt"), "utf8").trim().split("\n").sort()).toEqual(
      [1, 2, 3, 4].map((n) => `task ${n}`),
    );
  });
});
