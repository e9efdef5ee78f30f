/** The documents on GitHub: queue and documents in one commit, people's boxes and words heard, nothing of theirs lost. */
import { expect, test } from "vitest";
import { issueOpened, pushed, scheduled } from "../../github/events/payloads.ts";
import { inProject, type Project, told } from "./project.ts";

const PROGRESS = `# PROGRESS.md — Parser

## Current Stage
- **Stage**: build
- **Overall Progress**: 10%
- **Last Updated**: 2026-01-01 10:00

## Completed Milestones

## Recent Activity
- 2026-01-01 10:00: began, by hand

## Blockers
`;
const NEXT = `# NEXT_STEPS.md — Parser

## Now
- [ ] talk to Ada
`;

/** The paths that each commit of a branch changed, newest first. */
function changes({ github }: Project, branch = "main"): string[][] {
  return github.log(branch).map(({ oid }) => {
    const { added, modified, removed } = github.shown.pushedCommit(oid);
    return [added, modified, removed].flatMap((paths) => (Array.isArray(paths) ? paths : [])).sort();
  });
}

const read = ({ github }: Project, path: string, branch = "main") => github.readFile(branch, path) ?? "";
const QUEUE = ".ltpm/task-queue.json";

test("an issue's tasks, a tick and a comment change queue and documents in the same commit; a push that races loses no line", async () => {
  const files = { "PROGRESS.md": PROGRESS, "NEXT_STEPS.md": NEXT };
  await inProject({ branch: "main", config: { state_branch: null }, files }, async (project) => {
    const { github } = project;
    const body = "- write the parser\n- write the manual";
    const { number } = github.openIssue({ by: "maintainer", title: "Two", body, labels: ["ltpm"] });
    expect((await project.plan(issueOpened(github, number))).code).toBe(0);
    expect(changes(project)).toContainEqual([QUEUE, "NEXT_STEPS.md"]);
    expect(read(project, "NEXT_STEPS.md")).toMatch(
      /^- \[ \] talk to Ada\n- \[ \] T-01: write the parser .*\n- \[ \] T-02: /m,
    );

    // As a merged pull request does it.
    const ticked = read(project, "NEXT_STEPS.md").replace("[ ] T-01", "[x] T-01");
    github.seedFile("main", "NEXT_STEPS.md", ticked, "Merge pull request #9 from somebody/parser");
    const push = await project.plan(pushed(github, { actor: "maintainer" }));
    expect([push.code, project.statuses()]).toEqual([0, { "T-01": "done", "T-02": "running" }]);
    expect(changes(project)).toContainEqual([QUEUE, "PROGRESS.md"]);
    expect(read(project, "PROGRESS.md")).toMatch(/T-01.*write the parser/);
    expect(read(project, "NEXT_STEPS.md")).toBe(ticked);

    const act = () => void github.seedFile("main", "PROGRESS.md", `${read(project, "PROGRESS.md")}- Ada is ill\n`);
    const raced = github.fault({ on: { field: "createCommitOnBranch" }, what: { kind: "meanwhile", act } });
    const { result, comment } = await project.hear("maintainer", "/ltpm milestone: the grammar is complete");
    expect([result.code, raced.met, project.faces(comment)]).toEqual([0, 1, ["eyes", "rocket"]]);
    expect(project.answers().at(-1)).toMatch(/^Milestone recorded in PROGRESS.md: the grammar is complete\n/);
    const progress = read(project, "PROGRESS.md");
    for (const line of ["- Ada is ill\n", "[Milestone] the grammar is complete <!--", "began, by hand"])
      expect(progress).toContain(line);
    expect(progress.split("the grammar is complete")).toHaveLength(2);

    // Nobody has changed anything since: nothing is read, and nothing is written.
    const head = github.head("main");
    const from = github.requests.length;
    expect((await project.plan(scheduled(github))).code).toBe(0);
    const asked = github.requests.slice(from).filter(({ fields }) => fields.includes("repository"));
    expect([asked.length, github.head("main")]).toEqual([1, head]);
  });
});

test("a state branch: NEXT_STEPS.md of the default branch is heard, with what verification says, and is never written", async () => {
  const files = { "NEXT_STEPS.md": "- [ ] T-01: write out.md\n- [ ] T-02: call Ada\n", "here.md": "yes\n" };
  const acceptance = ["file:here.md", "contains:out.md:/words/", "command:false"];
  const tasks = [{ status: "blocked", acceptance }, { status: "blocked" }] as const;
  await inProject({ tasks, files }, async (project) => {
    const { github } = project;
    expect((await project.plan()).code).toBe(0);
    github.seedFile("main", "NEXT_STEPS.md", files["NEXT_STEPS.md"].replaceAll("[ ]", "[x]"));
    const head = github.head("main");
    const push = await project.plan(pushed(github, { actor: "maintainer" }));
    expect([push.code, project.statuses()]).toEqual([0, { "T-01": "blocked", "T-02": "done" }]);
    expect(told(push, "warning")).toContainEqual(
      expect.stringMatching(/T-01 .*contains:out.md:\/words\/.*no file out.md/),
    );
    expect([github.head("main"), github.files("ltpm-state")]).toEqual([head, [QUEUE]]);
  });
});

test("commits on the default branch are heard once, with what verification says; not those of other branches", async () => {
  const blocked = { status: "blocked" } as const;
  const tasks = [blocked, { ...blocked, acceptance: ["file:missing.md"] }, blocked, blocked];
  await inProject({ tasks }, async (project) => {
    const { github } = project;
    github.seedFile("main", "a.md", "a\n", "Add a, closes T-01");
    // The first run that writes anything begins here: what was written before counts for nothing.
    const { number } = github.openIssue({ by: "maintainer", title: "Talk" });
    expect((await project.hear("maintainer", "skip T-04", number)).result.code).toBe(0);
    expect(project.statuses()["T-01"]).toBe("blocked");
    github.seedFile("main", "b.md", "b\n", "Write it\n\nTask: T-01");
    github.seedFile("main", "c.md", "c\n", "closes T-02");
    github.seedFile("elsewhere", "d.md", "d\n", "closes T-03");
    const push = await project.plan(pushed(github, { actor: "maintainer" }));
    expect([push.code, project.statuses()]).toMatchObject([
      0,
      { "T-01": "done", "T-02": "blocked", "T-03": "blocked" },
    ]);
    expect(told(push, "warning")).toContainEqual(expect.stringMatching(/T-02 .*file:missing.md/));
    github.tally();
    expect(told(await project.plan(scheduled(github)), "warning").join()).not.toContain("T-02");
    expect(github.tally()).toMatchObject({ writes: 0 });
  });
});

test.each(["main", "ltpm-state"])("land: merge ticks no boxes of other tasks (queue on %s)", async (branch) => {
  const next =
    "# NEXT_STEPS\n\n- [ ] T-01: write a.md\n\n## Later\n\nCalls:\n\n- [ ] T-02: call Ada\n- [ ] T-03: call Bob\n";
  const isApart = branch !== "main";
  const config = { state_branch: isApart ? branch : null, land: "merge" };
  const files = { "NEXT_STEPS.md": next };
  await inProject(
    { branch, config, files, tasks: [{ status: "pending" }, { status: "blocked" }, { status: "blocked" }] },
    async (project) => {
      const { github } = project;
      const agent =
        "require('fs').writeFileSync('NEXT_STEPS.md', require('fs').readFileSync('NEXT_STEPS.md', 'utf8').replace('[ ] T-02', '[x] T-02'))";
      github.seedFile("main", "agent.cjs", agent);
      const ran = await project.run(scheduled(github));
      expect([ran.settle?.code, project.statuses()]).toEqual([
        0,
        { "T-01": "done", "T-02": "blocked", "T-03": "blocked" },
      ]);
      expect(told(ran.settle ?? ran.plan, "warning")).toContainEqual(
        expect.stringMatching(/T-02 .*the work of T-01 ticked its box/),
      );
      expect(read(project, "NEXT_STEPS.md")).toContain(isApart ? "[x] T-02" : "[ ] T-02");
      // A person's own tick still counts.
      github.seedFile("main", "NEXT_STEPS.md", read(project, "NEXT_STEPS.md", "main").replace("[ ] T-03", "[x] T-03"));
      expect((await project.plan(pushed(github, { actor: "maintainer" }))).code).toBe(0);
      expect(project.statuses()).toEqual({ "T-01": "done", "T-02": "blocked", "T-03": "done" });
    },
  );
});

test.each([true, false])(
  "documents in a folder of their own, on a server with GraphQL (%s) or by git alone",
  async (graphql) => {
    const dir = "projects/parser";
    const files = { [`${dir}/PROGRESS.md`]: PROGRESS, [`${dir}/NEXT_STEPS.md`]: NEXT };
    const config = { state_branch: null, documents: { dir } };
    const tasks = [{ status: "done" }, { status: "blocked", blocked_issue: 1, blocked_issue_state: "open" }] as const;
    await inProject({ branch: "main", config, files, tasks, github: { graphql } }, async (project) => {
      const { github } = project;
      github.seedFile("main", `${dir}/NEXT_STEPS.md`, `${NEXT}- [ ] T-02: call Ada\n`);
      expect((await project.plan()).code).toBe(0);
      expect(changes(project)).toContainEqual([QUEUE, `${dir}/PROGRESS.md`]);
      expect(read(project, `${dir}/PROGRESS.md`)).toContain("T-02");
      github.seedFile("main", `${dir}/NEXT_STEPS.md`, `${NEXT}- [x] T-02: call Ada\n`);
      expect((await project.plan(pushed(github, { actor: "maintainer" }))).code).toBe(0);
      expect(project.statuses()["T-02"]).toBe("done");
      github.tally();
      const idle = await project.plan(scheduled(github));
      expect(idle.outputs.heartbeat).toBe("HEARTBEAT_OK");
      expect(github.tally().requests).toBeLessThanOrEqual(graphql ? 3 : 4);
    });
  },
);
