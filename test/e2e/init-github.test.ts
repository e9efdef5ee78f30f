import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { newProject, run, type TestProject } from "./project.ts";

const ACTION = "octo/ltpm@0123456789abcdef0123456789abcdef01234567";
const NEXT = "octo/ltpm@89abcdef0123456789abcdef0123456789abcdef";
const DISPATCHER = ".github/workflows/ltpm.yml";
const SCHEDULE = ".github/workflows/ltpm-schedule.yml";

interface Answer {
  readonly workflows: readonly { readonly path: string; readonly change: string; readonly proposal?: string }[];
  readonly state_branch: string | null;
  readonly moved: number;
  readonly problem: string | null;
  readonly next: readonly string[];
}

/** A repository with a bare one as its remote. */
async function withHub(): Promise<{ project: TestProject; hub: string }> {
  const project = await newProject();
  const hub = join(project.home, "hub.git");
  mkdirSync(hub);
  await project.git("init", "--quiet", "--bare", "--initial-branch=main", hub);
  await project.git("remote", "add", "origin", hub);
  await project.git("push", "--quiet", "origin", "main");
  return { project, hub };
}

const github = (project: TestProject, ...more: string[]) =>
  project.json<Answer>(["init", "--github", "--yes", "--action", ACTION, ...more]);
const changes = (answer: Answer) => answer.workflows.map(({ change }) => change);

describe("init --github", () => {
  test("writes both workflows with the pin, the configuration and the state's branch, and says what is left to do", async () => {
    const { project } = await withHub();
    const said = await project.ltpm(["init", "--github", "--yes", "--action", `${ACTION} # v1.2.3`]);
    expect(said).toMatchObject({ code: 0, err: "" });
    for (const part of [DISPATCHER, SCHEDULE, "ltpm-state", "git push", "pull requests", "label"])
      expect(said.out).toContain(part);
    expect(project.read(DISPATCHER)).toContain(`uses: ${ACTION} # v1.2.3\n`);
    expect(project.read(DISPATCHER) + project.read(SCHEDULE)).not.toMatch(/\$\{[A-Z]/);
    expect(JSON.parse(project.read(".ltpm/config.json"))).toEqual({
      runner: "github",
      state_branch: "ltpm-state",
      land: "branch",
    });
    expect((await project.git("ls-remote", "--heads", "origin")).out).toContain("refs/heads/ltpm-state");
    expect((await project.ltpm(["add", "one"])).out).toContain("T-01");
  });

  test("again it changes nothing", async () => {
    const { project } = await withHub();
    expect(changes(await github(project))).toEqual(["written", "written"]);
    await project.git("add", "--all");
    const again = await github(project);
    expect(changes(again)).toEqual(["unchanged", "unchanged"]);
    expect((await project.git("diff", "--stat")).out).toBe("");
  });

  test("keeps the rest of a configuration, its comments' places and order included", async () => {
    const { project } = await withHub();
    project.write(
      ".ltpm/config.json",
      '{\n  "agents": ["claude"],\n  "check": ["npm", "test"],\n  "land": "merge"\n}\n',
    );
    await github(project);
    expect(project.read(".ltpm/config.json")).toBe(
      '{\n  "agents": ["claude"],\n  "check": ["npm", "test"],\n  "land": "merge",\n  "runner": "github",\n  "state_branch": "ltpm-state"\n}\n',
    );
  });

  test("moves the tasks of this clone to the branch, with their labels, once", async () => {
    const { project } = await withHub();
    await project.ltpm(["init", "--yes"]);
    for (const text of ["one", "two"]) await project.ltpm(["add", text, "--no-dispatch"]);
    await project.ltpm(["skip", "T-01"]);
    expect(await github(project)).toMatchObject({ moved: 2, problem: null });
    expect(await github(project)).toMatchObject({ moved: 0 });
    expect((await project.tasks()).map(({ id, status }) => [id, status])).toEqual([
      ["T-01", "skipped"],
      ["T-02", "pending"],
    ]);
    expect(existsSync(join(project.root, ".ltpm/task-queue.json"))).toBe(false);
    expect((await project.git("for-each-ref", "refs/ltpm/state")).out).toBe("");
    expect((await project.ltpm(["add", "three"])).out).toContain("T-03");
  });

  test("a second clone's tasks come beside those that are there", async () => {
    const { project, hub } = await withHub();
    const other = join(project.home, "other");
    await project.git("clone", "--quiet", hub, other);
    await project.ltpm(["add", "here", "--no-dispatch"]);
    await project.ltpm(["add", "there", "--no-dispatch"], { cwd: other });
    await github(project);
    await project.ltpm(["init", "--github", "--yes", "--action", ACTION], { cwd: other });
    const tasks = await project.tasks();
    expect(tasks.map(({ description }) => description).sort()).toEqual(["here", "there"]);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(2);
  });

  test("on the default branch when told so", async () => {
    const { project } = await withHub();
    expect(await github(project, "--state-branch", "default")).toMatchObject({ state_branch: null, problem: null });
    await project.ltpm(["add", "one"]);
    expect((await project.git("fetch", "--quiet")).code).toBe(0);
    expect((await project.git("show", "origin/main:.ltpm/task-queue.json")).out).toContain('"one"');
  });

  test("moves from the default branch to one of its own, when that is protected later", async () => {
    const { project } = await withHub();
    await github(project, "--state-branch", "default");
    await project.ltpm(["add", "one"]);
    expect(await github(project, "--state-branch", "ltpm-state")).toMatchObject({ moved: 1, problem: null });
    expect((await project.tasks()).map(({ id }) => id)).toEqual(["T-01"]);
    expect(await github(project)).toMatchObject({ state_branch: "ltpm-state", moved: 0 });
  });

  test("refuses while a task runs here, and changes nothing", async () => {
    const { project } = await withHub();
    await project.ltpm(["add", "`node -e 'setTimeout(() => {}, 60000)'`"]);
    const said = await project.ltpm(["init", "--github", "--yes", "--action", ACTION]);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("T-01 still running") });
    expect(existsSync(join(project.root, DISPATCHER))).toBe(false);
    await project.ltpm(["cancel", "T-01"]);
  });

  test("says what is missing: a remote, a commit of the Action, a branch's name", async () => {
    const project = await newProject();
    const call = (...more: string[]) => project.ltpm(["init", "--github", "--yes", ...more]);
    expect(await call("--action", ACTION)).toMatchObject({
      code: 1,
      err: expect.stringContaining("git remote add origin"),
    });
    expect(await call()).toMatchObject({ code: 1, err: expect.stringContaining("--action OWNER/NAME@COMMIT") });
    expect(await call("--action", "octo/ltpm@v1")).toMatchObject({
      code: 2,
      err: expect.stringContaining("a tag could be moved"),
    });
    await project.git("remote", "add", "origin", project.root);
    const named = await call("--action", ACTION, "--state-branch", "no branch");
    expect(named).toMatchObject({ code: 2, err: expect.stringContaining("--state-branch") });
    expect(await call("--fresh")).toMatchObject({ code: 2 });
    expect(existsSync(join(project.root, ".github"))).toBe(false);
  });

  test("a remote that cannot be reached is said, and the next call goes on", async () => {
    const { project, hub } = await withHub();
    await project.ltpm(["add", "one", "--no-dispatch"]);
    renameSync(hub, `${hub}.away`);
    const said = await project.ltpm(["init", "--github", "--yes", "--action", ACTION]);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("Run `ltpm init --github` again") });
    renameSync(`${hub}.away`, hub);
    expect(await github(project)).toMatchObject({ moved: 1, problem: null });
  });

  test("speaks Chinese where the project does", async () => {
    const { project } = await withHub();
    project.write(".ltpm/config.json", '{ "language": "zh-CN" }\n');
    expect((await project.ltpm(["init", "--github", "--yes", "--action", ACTION])).out).toContain("还要做的事");
  });
});

/** The program with its templates, somewhere else. */
function installation(project: TestProject): string {
  const folder = join(project.home, "installation");
  for (const name of ["dist", "templates"])
    cpSync(join(inject("dist"), "..", name), join(folder, name), { recursive: true });
  return folder;
}

describe("the commit of the Action that the workflows name", () => {
  const sha = "fedcba9876543210fedcba9876543210fedcba98";
  const call = (project: TestProject, folder: string) =>
    run(process.execPath, [join(folder, "dist", "cli.js"), "init", "--github", "--yes"], project.env, {
      cwd: project.root,
    });

  test("is the release's, as its package says", async () => {
    const { project } = await withHub();
    const folder = installation(project);
    const release = { repository: "octo/ltpm", sha, version: "v1.2.3" };
    writeFileSync(join(folder, "templates", "release.json"), JSON.stringify(release));
    expect(await call(project, folder)).toMatchObject({ code: 0 });
    expect(project.read(DISPATCHER)).toContain(`uses: octo/ltpm@${sha} # v1.2.3\n`);
  });

  test("is a clone's own, once GitHub has it", async () => {
    const { project } = await withHub();
    const folder = installation(project);
    writeFileSync(join(folder, "action.yml"), "name: LTPM\n");
    const git = (...args: string[]) => run("git", args, project.env, { cwd: folder });
    await git("init", "--quiet");
    await git("remote", "add", "origin", "git@github.com:octo/ltpm.git");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "all");
    expect(await call(project, folder)).toMatchObject({ code: 1, err: expect.stringContaining("--action") });
    await git("update-ref", "refs/remotes/origin/main", "HEAD");
    expect(await call(project, folder)).toMatchObject({ code: 0 });
    const head = (await git("rev-parse", "HEAD")).out.trim();
    expect(project.read(DISPATCHER)).toContain(`uses: octo/ltpm@${head} # v`);
  });
});

describe("a later version of the templates", () => {
  const update = (project: TestProject) => project.json<Answer>(["init", "--github", "--yes", "--action", NEXT]);

  test("replaces what nobody changed", async () => {
    const { project } = await withHub();
    await github(project);
    expect(changes(await update(project))).toEqual(["updated", "unchanged"]);
    expect(project.read(DISPATCHER)).toContain(NEXT);
    expect(project.read(DISPATCHER)).not.toContain(ACTION);
  });

  test("keeps what a person changed, twice in a row and in another clone", async () => {
    const { project, hub } = await withHub();
    await github(project);
    const line = "      - run: npm install --global my-agent\n";
    const at = "      # Install here what your tasks need";
    project.write(DISPATCHER, project.read(DISPATCHER).replace(at, line + at));
    expect(changes(await update(project))).toEqual(["merged", "unchanged"]);
    expect(project.read(DISPATCHER)).toContain(line);
    expect(project.read(DISPATCHER)).toContain(NEXT);
    await project.git("add", "--all");
    await project.git("commit", "--quiet", "--message", "LTPM");
    await project.git("push", "--quiet", "origin", "main");
    const other = join(project.home, "other");
    await project.git("clone", "--quiet", hub, other);
    const there = await project.ltpm(["init", "--github", "--yes", "--action", ACTION, "--json"], { cwd: other });
    expect(changes(JSON.parse(there.out))).toEqual(["merged", "unchanged"]);
    expect((await project.git("-C", other, "diff", "--", DISPATCHER)).out).not.toContain("my-agent");
  });

  test("leaves a file where both changed the same line, says so, and puts the new version aside", async () => {
    const { project } = await withHub();
    await github(project);
    const mine = project.read(DISPATCHER).replaceAll(ACTION, "me/fork@1111111111111111111111111111111111111111");
    project.write(DISPATCHER, mine);
    const answer = await update(project);
    expect(changes(answer)).toEqual(["conflict", "unchanged"]);
    expect(project.read(DISPATCHER)).toBe(mine);
    const proposal = answer.workflows[0]?.proposal ?? "";
    expect((await project.git("hash-object", proposal)).code).toBe(0);
    const said = await project.ltpm(["init", "--github", "--yes", "--action", NEXT]);
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining("left as it is") });
    // Merged by hand, it is no conflict any more.
    project.write(DISPATCHER, mine.replaceAll("me/fork@1111111111111111111111111111111111111111", NEXT));
    expect(changes(await update(project))[0]).not.toBe("conflict");
  });

  test("does not touch a file of that name that is not ours", async () => {
    const { project } = await withHub();
    project.write(DISPATCHER, "name: mine\n");
    expect(changes(await github(project))).toEqual(["foreign", "written"]);
    expect(project.read(DISPATCHER)).toBe("name: mine\n");
  });
});

describe("init --remove", () => {
  test("takes the workflows away again and says what stays", async () => {
    const { project } = await withHub();
    await github(project);
    project.write(".github/workflows/ci.yml", "name: mine\n");
    const said = await project.ltpm(["init", "--remove"]);
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining("--delete ltpm-state") });
    expect([DISPATCHER, SCHEDULE, ".ltpm"].filter((path) => existsSync(join(project.root, path)))).toEqual([]);
    expect(project.read(".github/workflows/ci.yml")).toBe("name: mine\n");
    expect((await project.git("status", "--porcelain")).out).toBe("?? .github/\n");
  });

  test("leaves a workflow of that name that is not ours", async () => {
    const { project } = await withHub();
    await project.ltpm(["init", "--yes"]);
    project.write(DISPATCHER, "name: mine\n");
    await project.ltpm(["init", "--remove"]);
    expect(project.read(DISPATCHER)).toBe("name: mine\n");
    rmSync(join(project.root, ".github"), { recursive: true });
  });
});
