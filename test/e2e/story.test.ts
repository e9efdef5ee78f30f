/** The queue and the documents of a work tree, with the real program over real git. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { newProject, script, type TestProject } from "./project.ts";

const template = (name: string) => readFileSync(new URL(`../../templates/triad/en/${name}`, import.meta.url), "utf8");

async function withDocuments(): Promise<TestProject> {
  const project = await newProject();
  project.write("PROGRESS.md", template("PROGRESS.md"));
  project.write("NEXT_STEPS.md", template("NEXT_STEPS.md"));
  await project.git("add", "--all");
  await project.git("commit", "--quiet", "--message", "documents");
  return project;
}

function change(project: TestProject, path: string, how: (text: string) => string): void {
  project.write(path, how(project.read(path)));
}

test("tasks tell their story, boxes are heard, verification objects, what is taken out stays out", async () => {
  const project = await withDocuments();
  await project.ltpm(["add", script('console.log("built")'), "--no-dispatch"]);
  await project.ltpm(["add", "Write the handbook", "--accept", "file:handbook.md", "--no-dispatch"]);
  const done = await project.json<{ done: string[]; documents: string[] }>(["dispatch", "--wait"]);
  expect(done).toMatchObject({ done: ["T-01"], documents: ["NEXT_STEPS.md", "PROGRESS.md"] });
  expect(project.read("PROGRESS.md")).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d: T-01 done: .*built/);
  expect(project.read("PROGRESS.md")).toContain("**Overall Progress**: 50%");
  expect(project.read("NEXT_STEPS.md")).toContain("1. [x] T-01");

  const tick = (text: string) => text.replace("[ ] T-02", "[x] T-02");
  change(project, "NEXT_STEPS.md", tick);
  const refused = await project.ltpm(["dispatch"]);
  expect(refused.out).toContain("T-02 is not marked done");
  expect(refused.out).toContain("handbook.md");
  expect(project.read("NEXT_STEPS.md")).toContain("[ ] T-02");
  expect(project.read("PROGRESS.md")).toContain("T-02 is not done yet");

  project.write("handbook.md", "# Handbook\n");
  change(project, "NEXT_STEPS.md", (text) =>
    tick(text.replace(/^1\. \[x\] T-01.*\n/m, "")).replace(
      "## Waiting On",
      `## Inbox <!-- ltpm:intake -->\n\n- [ ] ${script('console.log("heard")')}\n\n## Waiting On`,
    ),
  );
  const heard = await project.json<object>(["dispatch", "--wait"]);
  expect(heard).toMatchObject({
    heard: { done: ["T-02"], added: ["T-03"] },
    done: ["T-03"],
    started: ["T-03"],
  });
  const next = project.read("NEXT_STEPS.md");
  expect(next).toMatch(/^- \[x\] .*heard.* \(T-03\) <!-- ltpm:T-03 -->$/m);
  expect(next).not.toContain("T-01");

  const before = [project.read("PROGRESS.md"), next, project.read(".ltpm/task-queue.json")];
  expect((await project.ltpm(["dispatch"])).out).toBe("HEARTBEAT_OK\n");
  expect([project.read("PROGRESS.md"), project.read("NEXT_STEPS.md"), project.read(".ltpm/task-queue.json")]).toEqual(
    before,
  );
});

test("without documents none is made, and a commit is heard all the same", async () => {
  const project = await newProject();
  await project.ltpm(["add", "Write the handbook", "--no-dispatch"]);
  await project.ltpm(["dispatch"]);
  await project.git("commit", "--quiet", "--allow-empty", "--message", "the handbook\n\nTask: T-01");
  expect((await project.ltpm(["dispatch"])).out).toContain("T-01 is marked done");
  const { out } = await project.git("status", "--porcelain", "--untracked-files=all");
  expect(out).not.toMatch(/PROGRESS|NEXT_STEPS|LEARNINGS/);
});
