import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ANSWERS } from "../../../src/cli/answers.ts";
import { noteStep, stepsSince } from "../../../src/cli/prompts/steps.ts";
import { repositoryAt, tidyUp, write } from "../../history/arrange.ts";
import { answerOf, ltpm } from "../../history/command-line.ts";
import { projectAt } from "../status/documents-at.ts";

tidyUp();

const progressOf = (root: string) => readFileSync(join(root, "PROGRESS.md"), "utf8");
const quiet = ["--no-dispatch"];

describe("what is said in plain words has its effect", () => {
  test("milestone, progress, pause and end are recorded, a start is an offer, a question an answer", async () => {
    const root = projectAt();
    noteStep({ commonDir: join(root, ".git") }, { files: ["1", "2", "3", "4"], seconds: 0 });

    const milestone = await ltpm(root, ["intake", "里程碑：解析器完成"]);
    expect(milestone).toMatchObject({ code: 0, err: "", out: "Recorded a milestone in PROGRESS.md: 解析器完成\n" });
    expect(progressOf(root)).toMatch(/^- \[\d{4}-\d{2}-\d{2}\] \[Milestone\] 解析器完成 <!-- ltpm:milestone-/m);
    expect(stepsSince({ commonDir: join(root, ".git") })).toEqual({ files: 0, seconds: 0 });

    const both = v.parse(
      ANSWERS.intake,
      await answerOf(root, ["intake", "Parser is finished. See you tomorrow!", ...quiet]),
    );
    expect(both).toMatchObject({ mode: "NONE", kind: "none", tasks: [] });
    expect(both.recorded).toEqual([
      { kind: "checkpoint", text: "Parser is finished. See you tomorrow!", path: "PROGRESS.md" },
    ]);
    expect(progressOf(root)).toMatch(/: Parser is finished\. See you tomorrow! <!-- ltpm:note-/);

    const before = progressOf(root);
    expect((await ltpm(root, ["intake", "let's start a new project"])).out).toContain("run: ltpm init_project NAME");
    expect((await ltpm(root, ["intake", "what's the progress?"])).out).toContain("ltpm resume");
    expect((await ltpm(root, ["intake", "milestone: x", "--dry-run"])).out).toContain(
      '"ltpm": [\n    "milestone"\n  ]',
    );
    expect((await ltpm(root, ["intake", "尚未完成"])).err).toContain("No task and no command was found");
    expect(progressOf(root)).toBe(before);
  });

  test("what is at once a task stays a task, and what is said beside one is recorded", async () => {
    const root = projectAt();
    const task = await answerOf(root, ["intake", "add task: finish the milestone page", ...quiet]);
    expect([task.tasks.length, task.recorded]).toEqual([1, []]);
    const mixed = await answerOf(root, ["intake", "Milestone: parser done\nadd task: write docs", ...quiet]);
    expect(mixed.tasks.map(({ description }: { description: string }) => description)).toEqual(["write docs"]);
    expect(mixed.recorded).toEqual([{ kind: "milestone", text: "parser done", path: "PROGRESS.md" }]);
  });

  test("the sixth milestone consolidates in the same write", async () => {
    const root = projectAt();
    const said = [1, 2, 3, 4, 5].map((number) => `Milestone: part ${number} works.`).join(" ");
    await ltpm(root, ["intake", said]);
    expect(progressOf(root).match(/\[Milestone\]/g)).toHaveLength(5);
    expect(readFileSync(join(root, "LEARNINGS.md"), "utf8")).toContain("Parser");
  });

  const TURNED: [setting: object, en: number, zh: number][] = [
    [{ enabled: false }, 0, 0],
    [{ languages: ["zh-CN"] }, 0, 1],
  ];
  test.each(TURNED)("natural_language %j", async (natural_language, en, zh) => {
    const root = projectAt({ natural_language });
    const recorded = async (text: string) => (await answerOf(root, ["intake", text, ...quiet])).recorded.length;
    expect([await recorded("milestone: v1"), await recorded("里程碑：第一版")]).toEqual([en, zh]);
    const heard = JSON.parse((await ltpm(root, ["intake", "bye", "--dry-run", "--json"])).out);
    expect(heard.ltpm).toEqual([]);
  });
});

describe("where it cannot be recorded", () => {
  test("no documents: nothing is made, and a line says what to run", async () => {
    const root = repositoryAt();
    const said = await ltpm(root, ["intake", "milestone: v1"]);
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toMatch(/^Not recorded: there is no MISSION\.md.* Run: ltpm init_project NAME\.\n$/);
    expect(existsSync(join(root, "PROGRESS.md"))).toBe(false);
  });

  test("a PROGRESS.md that is no text: one sentence, exit 1, and the task beside it is added", async () => {
    const root = projectAt();
    write(root, "PROGRESS.md", Buffer.from("# Progress \u0000\n"));
    const said = await ltpm(root, ["intake", "Milestone: v1\nadd task: write docs", ...quiet]);
    expect(said.code).toBe(1);
    expect(said.out).toContain("Added T-01: write docs");
    expect(said.err).toMatch(/^ltpm: PROGRESS\.md:1: there is a NUL byte here/m);
  });
});

describe("the reminder at a farewell", () => {
  test("once, on a person's screen only", async () => {
    const root = projectAt();
    const bye = async (screen: boolean) => (await ltpm(root, ["intake", "bye"], { screen })).err;
    expect(await bye(false)).toBe("");
    expect(await bye(true)).toContain("📌 **Time to Record Progress!**");
    expect(await bye(true)).toBe("");
  });

  test("quiet with prompts: false", async () => {
    const root = projectAt({ prompts: false });
    expect((await ltpm(root, ["intake", "再见"], { screen: true })).err).toBe("");
  });
});
