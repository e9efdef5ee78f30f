/** The dashboard as people meet it: kept current, its boxes act, and whoever may not tick them is told; with the built Action. */
import { expect, test } from "vitest";
import { boxesIn } from "../../../src/messages/github/markers.ts";
import { BOT, inProject, type Project, type Start, told } from "../../e2e/action/project.ts";
import type { GitHubDouble } from "../../github/double.ts";
import { issueClosed, issueEdited } from "../../github/events/payloads.ts";

const ON = { inputs: { dashboard: "true" } };
const BLOCKED: Start = { tasks: [{ status: "blocked" }, { status: "blocked" }, { status: "done" }] };

/** The number of the dashboard, which a first run has opened. */
async function opened(project: Project): Promise<number> {
  expect((await project.plan(undefined, ON)).code).toBe(0);
  return project.queue().github?.dashboard ?? 0;
}

function bodyOf(github: GitHubDouble, number: number): string {
  return github.issue(number).body ?? "";
}

/** The body with a box ticked, as the site sends it. */
function withTick(body: string, op: string, uid: string): string {
  const ticked = body.replace(`- [ ] <!-- ltpm:box:${op}:${uid}:`, `- [x] <!-- ltpm:box:${op}:${uid}:`);
  expect(ticked).not.toBe(body);
  return ticked;
}

/** Ticks a box as a person on the site. */
function tick({ github }: Project, number: number, by: string, op: string, uid: string) {
  const before = bodyOf(github, number);
  github.editIssue(number, by, { body: withTick(before, op, uid).replace(/\r?\n/g, "\r\n") });
  return issueEdited(github, number, by, { body: before });
}

test.concurrent("it is opened once, with label and marker, and shows the queue as it is", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    expect(github.issue(number)).toMatchObject({
      ...{ title: "📋 Task dashboard", labels: ["ltpm-dashboard"], author: BOT, state: "open" },
      body: expect.stringContaining("<!-- ltpm:dashboard -->"),
    });
    expect(boxesIn(bodyOf(github, number)).map(({ op, uid }) => `${op} ${uid}`)).toEqual([
      ...["retry uid-1", "skip uid-1", "done uid-1", "retry uid-2", "skip uid-2", "done uid-2"],
    ]);
    const comment = github.comment(1, "maintainer", "skip T-01");
    await project.plan(undefined, ON);
    expect(project.faces(comment)).toContain("rocket");
    expect(bodyOf(github, number)).not.toContain("uid-1:");
    expect(github.issues().filter(({ labels }) => labels.includes("ltpm-dashboard"))).toHaveLength(1);
    github.tally();
    await project.plan(undefined, ON);
    expect(github.tally().writes).toBe(0);
  });
});

test.concurrent("the number forgotten and the queue restored: it is found again by label and marker", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const { github: record, ...queue } = project.queue();
    const { dashboard: _, dashboard_hash: __, ...rest } = record ?? { comments_since: "", seen: [], issues_since: "" };
    github.seedFile("ltpm-state", ".ltpm/task-queue.json", JSON.stringify({ ...queue, github: rest }));
    github.comment(1, "maintainer", "skip T-01");
    await project.plan(undefined, ON);
    expect(project.queue().github?.dashboard).toBe(number);
  });
});

test.concurrent("a box that somebody with write permission ticks acts; the answer is the dashboard itself", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const result = await project.plan(tick(project, number, "maintainer", "skip", "uid-1"), ON);
    expect(result.code).toBe(0);
    expect(project.statuses()).toMatchObject({ "T-01": "skipped", "T-02": "blocked" });
    expect(bodyOf(github, number)).not.toContain("[x]");
    // Its event was dropped: the list finds the tick.
    tick(project, number, "maintainer", "done", "uid-2");
    expect((await project.plan(undefined, ON)).code).toBe(0);
    expect(project.statuses()["T-02"]).toBe("done");
    expect(project.answers(number).filter((text) => !text.includes("All tasks are blocked"))).toEqual([]);
  });
});

test.concurrent("a tick by anybody else is undone and answered, a bot's and our own writing count for nothing", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    github.person("tom", "triage");
    expect((await project.plan(tick(project, number, "tom", "skip", "uid-1"), ON)).code).toBe(0);
    expect(project.statuses()["T-01"]).toBe("blocked");
    expect(project.answers(number)).toEqual([expect.stringContaining('yours is "triage"')]);
    expect(bodyOf(github, number)).not.toContain("[x]");
    github.person("evil[bot]", "admin", "Bot");
    await project.plan(tick(project, number, "evil[bot]", "skip", "uid-1"), ON);
    expect(project.statuses()["T-01"]).toBe("blocked");
    expect(project.answers(number)).toHaveLength(1);
  });
});

test.concurrent("a body of somebody else's making is no dashboard, whatever its marker and label say", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const fake = github.openIssue({
      by: "stranger",
      title: "x",
      body: bodyOf(github, number),
      labels: ["ltpm-dashboard"],
    });
    const before = fake.body ?? "";
    github.editIssue(fake.number, "stranger", { body: withTick(before, "skip", "uid-1") });
    await project.plan(issueEdited(github, fake.number, "stranger", { body: before }), ON);
    expect(project.statuses()["T-01"]).toBe("blocked");
    expect(project.queue().github?.dashboard).toBe(number);
  });
});

test.concurrent("a tick while the Action writes is not lost: it waits, or its event brings it", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const path = `/repos/${github.owner}/${github.name}/issues/${number}`;
    // Before the look at the body: the body is left alone, and the next run acts.
    github.comment(1, "maintainer", "mark T-01 done");
    github.fault({
      on: { method: "GET", path },
      what: { kind: "meanwhile", act: () => void tick(project, number, "maintainer", "done", "uid-2") },
    });
    expect((await project.plan(undefined, ON)).code).toBe(0);
    expect(bodyOf(github, number)).toContain("[x]");
    await project.plan(undefined, ON);
    expect(project.statuses()).toMatchObject({ "T-01": "done", "T-02": "done" });
    expect(bodyOf(github, number)).not.toContain("[x]");
  });
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const path = `/repos/${github.owner}/${github.name}/issues/${number}`;
    // Between the look and the write, which writes over it: the event has it.
    github.comment(1, "maintainer", "mark T-01 done");
    const events: ReturnType<typeof tick>[] = [];
    const act = () => void events.push(tick(project, number, "maintainer", "done", "uid-2"));
    github.fault({ on: { method: "PATCH", path }, what: { kind: "meanwhile", act } });
    await project.plan(undefined, ON);
    expect(bodyOf(github, number)).not.toContain("[x]");
    const [event] = events;
    if (event === undefined) throw new Error("nobody ticked");
    await project.plan(event, ON);
    expect(project.statuses()).toMatchObject({ "T-01": "done", "T-02": "done" });
  });
});

test.concurrent("switched off by the input there is none, and one that is there is left alone", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    await project.plan();
    expect(github.issues()).toHaveLength(1);
    github.comment(1, "maintainer", "/ltpm");
    const number = await opened(project);
    expect(number).toBeGreaterThan(1);
    const before = bodyOf(github, number);
    github.comment(1, "maintainer", "skip T-01");
    await project.plan();
    expect(bodyOf(github, number)).toBe(before);
    // It is deleted, found missing, and switched off: an idle project stays idle.
    github.deleteIssue(number);
    github.fault({
      on: { method: "POST", path: /\/issues$/ },
      what: { kind: "status", status: 502 },
      times: Number.POSITIVE_INFINITY,
    });
    await project.plan(undefined, ON);
    github.calm();
    await project.plan();
    github.tally();
    expect((await project.plan()).outputs.heartbeat).toBe("HEARTBEAT_OK");
    expect(github.tally().writes).toBe(0);
  });
});

test.concurrent("a project that had none gets one once, and is idle then; without issues it is idle at once", async () => {
  await inProject({ tasks: [{ status: "done" }] }, async (project) => {
    for (let runs = 0; runs < 2; runs++) await project.plan(undefined, ON);
    expect(project.queue().github?.dashboard).toBe(2);
    project.github.tally();
    expect((await project.plan(undefined, ON)).outputs.heartbeat).toBe("HEARTBEAT_OK");
    expect(project.github.tally().writes).toBe(0);
  });
  await inProject({ tasks: [{ status: "done" }] }, async (project) => {
    project.github.settings({ issues: false });
    const result = await project.plan(undefined, ON);
    expect([result.code, result.outputs.heartbeat]).toEqual([0, "HEARTBEAT_OK"]);
    expect(told(result, "warning").join()).toContain("switch issues on in the repository's settings");
    expect(project.github.tally().writes).toBe(0);
  });
});

test.concurrent("closed it stays closed and current; deleted it is opened anew", async () => {
  await inProject(BLOCKED, async (project) => {
    const { github } = project;
    const number = await opened(project);
    github.editIssue(number, "maintainer", { state: "closed" });
    expect((await project.plan(issueClosed(github, number, "maintainer"), ON)).code).toBe(0);
    github.comment(1, "maintainer", "skip T-01");
    expect((await project.plan(undefined, ON)).code).toBe(0);
    expect(github.issue(number).state).toBe("closed");
    expect(bodyOf(github, number)).not.toContain("uid-1:");
    github.deleteIssue(number);
    github.comment(1, "maintainer", "skip T-02");
    await project.plan(undefined, ON);
    // Who opens it has to claim it first: that takes a second run at the most.
    await project.plan(undefined, ON);
    const again = project.queue().github?.dashboard ?? 0;
    expect(again).toBeGreaterThan(number);
    expect(bodyOf(github, again)).toContain("<!-- ltpm:dashboard -->");
    expect(github.issues().filter(({ labels }) => labels.includes("ltpm-dashboard"))).toHaveLength(1);
  });
});

test.concurrent("500 tasks with long texts fit, and every box that is shown acts", async () => {
  const description = "translate the chapter about the weather ".repeat(20);
  const tasks = Array.from({ length: 500 }, (_, at) => ({
    status: at % 2 ? ("blocked" as const) : ("done" as const),
    description,
  }));
  await inProject({ tasks }, async (project) => {
    const { github } = project;
    const number = await opened(project);
    const body = bodyOf(github, number);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toContain("500 total");
    expect(body).toMatch(/… and \d+ more tasks, not shown here/);
    const boxes = boxesIn(body);
    expect(boxes.length).toBeGreaterThan(20);
    const { uid = "" } = boxes.at(-1) ?? {};
    await project.plan(tick(project, number, "maintainer", "done", uid), ON);
    expect(project.queue().tasks.find((task) => task.uid === uid)?.status).toBe("done");
  });
});

test.concurrent("a tick whose hand nobody can name is refused and told, once", async () => {
  await inProject({ ...BLOCKED, github: { graphql: false } }, async (project) => {
    const number = await opened(project);
    tick(project, number, "maintainer", "skip", "uid-1");
    expect((await project.plan(undefined, ON)).code).toBe(0);
    expect(project.statuses()["T-01"]).toBe("blocked");
    expect(bodyOf(project.github, number)).not.toContain("[x]");
    await project.plan(undefined, ON);
    const told = project.answers(number).filter((text) => text.includes("Your permission could not be checked"));
    expect(told).toHaveLength(1);
    // With its event it counts there as anywhere.
    await project.plan(tick(project, number, "maintainer", "skip", "uid-1"), ON);
    expect(project.statuses()["T-01"]).toBe("skipped");
    expect(project.answers(number).filter((text) => text.includes("could not be checked"))).toHaveLength(1);
  });
});

test.concurrent("several boxes ticked one after the other by a quick hand all act", async () => {
  await inProject({ tasks: Array.from({ length: 4 }, () => ({ status: "blocked" as const })) }, async (project) => {
    const number = await opened(project);
    const events = [1, 2, 3, 4].map((at) => tick(project, number, "maintainer", "done", `uid-${at}`));
    for (const event of [...events].reverse()) await project.plan(event, ON);
    expect(new Set(Object.values(project.statuses()))).toEqual(new Set(["done"]));
  });
});
