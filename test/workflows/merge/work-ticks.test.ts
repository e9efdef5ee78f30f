/** Boxes that an attempt ticked in work which a cycle merged by itself: nobody has said that those tasks are done. */
import { expect, test } from "vitest";
import { newProject } from "../../e2e/project.ts";

const NEXT = "# NEXT_STEPS\n\n- [ ] talk to Eve\n\n## Calls\n\n- [ ] T-02: call Ada\n- [ ] T-03: call Bob\n";
const AGENT = `const fs = require("fs"); fs.writeFileSync("poem.md", "# A poem\\n");
fs.writeFileSync("NEXT_STEPS.md", fs.readFileSync("NEXT_STEPS.md", "utf8").replace("[ ] T-02", "[x] T-02")); console.log("wrote poem.md")`;

test("a tick that came with merged work is put back with a word; a person's tick counts, also of the same box", async () => {
  const agents = [{ name: "fake", preset: "plain", argv: ["node", "-e", AGENT] }];
  const project = await newProject({ agents, task_runner: { max_concurrent: 1 } });
  const later = ["--no-dispatch", "--not-before", "2099-01-01"];
  for (const text of ["Write a poem into poem.md", "call Ada", "call Bob"]) await project.ltpm(["add", text, ...later]);
  project.write("NEXT_STEPS.md", NEXT);
  await project.ltpm(["dispatch"]);
  // Whoever takes the task's line out leaves the list alone for as long as it runs, so that its work can be merged.
  project.write("NEXT_STEPS.md", project.read("NEXT_STEPS.md").replace(/^.*T-01.*\n/m, ""));
  await project.git("add", "--all");
  await project.git("commit", "--quiet", "--message", "plans");
  await project.ltpm(["edit", "T-01", "--not-before", "2020-01-01"]);
  const ran = await project.ltpm(["dispatch", "--wait"]);
  expect([ran.code, (await project.git("log", "--format=%s", "-1", "poem.md")).out]).toMatchObject([
    0,
    expect.any(String),
  ]);
  const statuses = async () => (await project.tasks()).map(({ id, status }) => `${id} ${status}`);
  expect(project.read("poem.md")).toBe("# A poem\n");
  expect((await project.git("show", "HEAD:NEXT_STEPS.md")).out).toContain("[x] T-02");
  expect(await statuses()).toEqual(["T-01 done", "T-02 pending", "T-03 pending"]);
  expect(project.read("NEXT_STEPS.md")).toContain("[ ] T-02");
  expect(ran.out + ran.err).toMatch(/T-02 .*the work of T-01 ticked its box/);
  const tick = (label: string) =>
    project.write("NEXT_STEPS.md", project.read("NEXT_STEPS.md").replace(`[ ] ${label}`, `[x] ${label}`));
  tick("T-02");
  tick("T-03");
  await project.ltpm(["dispatch"]);
  expect(await statuses()).toEqual(["T-01 done", "T-02 done", "T-03 done"]);
});
