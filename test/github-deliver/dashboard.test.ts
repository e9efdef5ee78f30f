import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { boxesIn } from "../../src/messages/github/markers.ts";
import type { Fault, GitHubDouble } from "../github/double.ts";
import { aTask } from "../messages/a-task.ts";
import { aNotice, Project, START } from "./project.ts";

let github: GitHubDouble;
let project: Project;

beforeEach(async () => {
  project = await Project.start();
  github = project.github;
  const moment = new Date(START).toISOString();
  project.queue = {
    ...project.queue,
    tasks: [aTask({ uid: "u1" }), aTask({ id: "T-02", uid: "u2" })],
    github: { comments_since: moment, issues_since: moment, seen: [] },
  };
  project.owe(aNotice("first_run"));
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const keep = (options: Parameters<Project["run"]>[0] = {}) => project.run({ dashboard: true, ...options });
const all = () => github.issues().filter(({ body }) => body?.includes("<!-- ltpm:dashboard -->"));
const one = () => {
  const [dashboard, ...more] = all();
  if (dashboard === undefined) throw new Error("there is no dashboard");
  expect(more).toEqual([]);
  return dashboard;
};
const tick = (op: string) => {
  const { number, body } = one();
  const box = new RegExp(`- \\[ \\] (<!-- ltpm:box:${op}:)`);
  github.editIssue(number, "maintainer", { body: (body ?? "").replace(box, "- [x] $1") });
};

describe("the dashboard is one issue", () => {
  test("opened once, with a label; no request when nothing changed", async () => {
    await keep();
    expect(one().labels).toEqual(["ltpm-dashboard"]);
    expect(project.queue.github?.dashboard).toBe(one().number);
    const { queue } = project;
    github.tally();
    await keep();
    expect(github.tally().requests).toBe(0);
    expect(project.queue).toBe(queue);
  });

  test("written anew when a task moved, after a look at it", async () => {
    await keep();
    project.move("u1", { status: "done", completed_at: project.at, deliverable: "It is there" });
    github.tally();
    await keep();
    expect(github.tally()).toEqual({ requests: 2, writes: 1 });
    expect(one().body).toContain("✅ done | Write the report → It is there");
  });

  test("killed between any two requests: one", async () => {
    await project.runKilledEverywhere({ dashboard: true });
    expect(project.queue.github?.dashboard).toBe(one().number);
  });

  test("two runs at once: one", async () => {
    const other = async () => void (await keep());
    github.fault({ on: { method: "POST", path: /\/issues$/ }, what: { kind: "meanwhile", act: other } });
    await keep({ meanwhile: other });
    expect(project.queue.github?.dashboard).toBe(one().number);
  });

  test.each<Fault>([{ kind: "lost_answer" }, { kind: "truncated" }])(
    "an answer that says nothing ($kind): one",
    async (what) => {
      github.fault({ on: { method: "POST", path: /\/issues$/ }, what });
      await keep();
      await keep();
      expect(project.queue.github?.dashboard).toBe(one().number);
    },
  );

  test("deleted by hand: opened anew, once it is claimed", async () => {
    await keep();
    const first = one().number;
    github.deleteIssue(first);
    project.move("u1", { status: "skipped" });
    await keep();
    await keep();
    expect(one().number).not.toBe(first);
    expect(project.queue.github?.dashboard).toBe(one().number);
  });

  test("locked, or closed by hand: kept up to date, and left as it is", async () => {
    await keep();
    github.editIssue(one().number, "maintainer", { locked: true, state: "closed" });
    project.move("u1", { status: "skipped" });
    await keep();
    expect(one()).toMatchObject({ state: "closed", locked: true, body: expect.stringContaining("⏭️ skipped") });
  });

  test("switched off: none, and nothing is written about it", async () => {
    await project.run();
    expect(all()).toEqual([]);
    const { queue } = project;
    expect(queue.github).not.toHaveProperty("dashboard_claim");
    await project.run();
    expect(project.queue).toBe(queue);
  });

  test("the cap on writes: it follows in the next run", async () => {
    await keep({ maxWrites: 0 });
    expect(all()).toEqual([]);
    await keep();
    expect(one().title).toBe("📋 Task dashboard");
  });
});

describe("ticks that nobody has looked at yet are not written over", () => {
  test("it waits for the run that looks at them", async () => {
    await keep();
    tick("skip");
    const { body } = one();
    project.move("u2", { status: "skipped" });
    await keep();
    expect(one().body).toBe(body);
    expect(project.queue.github?.dashboard_hash).toBeNull();
    await keep({ seen: body });
    expect(boxesIn(one().body ?? "").filter(({ ticked }) => ticked)).toEqual([]);
  });

  test("a tick for a task that has moved on waits for nobody", async () => {
    await keep();
    tick("skip");
    project.move("u1", { status: "skipped" });
    await keep();
    expect(one().body).toContain("⏭️ skipped");
  });

  test("a box is offered for what can be decided", async () => {
    project.block("u1", { epoch: 2 });
    await keep();
    expect(boxesIn(one().body ?? "")).toEqual([
      { op: "retry", uid: "u1", epoch: 2, ticked: false },
      { op: "skip", uid: "u1", epoch: 2, ticked: false },
      { op: "done", uid: "u1", epoch: 2, ticked: false },
      { op: "skip", uid: "u2", epoch: 0, ticked: false },
    ]);
  });
});

test("10,000 tasks: it fits, and says how many it leaves out", async () => {
  const tasks = Array.from({ length: 10_000 }, (_, at) =>
    aTask({
      id: `T-${at + 1}`,
      uid: `u${at}`,
      description: `Write chapter ${at} of the very long report, with pictures`,
    }),
  );
  project.queue = { ...project.queue, tasks };
  await keep();
  expect(one().body?.length).toBeLessThan(60_001);
  expect(one().body).toContain("… and 9900 more tasks, not shown here");
});
