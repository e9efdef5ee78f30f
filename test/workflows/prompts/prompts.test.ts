import { appendFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { promptIfDue } from "../../../src/cli/prompts/if-due.ts";
import { noteSettled } from "../../../src/cli/prompts/note-settled.ts";
import { type Situation, situationsNow } from "../../../src/cli/prompts/prompt.ts";
import { checkpointDue, forgetSteps, noteStep, stepsSince } from "../../../src/cli/prompts/steps.ts";
import { checkpointDueSentence, PROMPT_ROWS, promptBox } from "../../../src/messages/prompts.ts";
import { displayWidth } from "../../../src/messages/width.ts";
import { sampleAttempt, sampleRecord, sampleTask, stateOf } from "../../dispatch/sample.ts";
import { folder, tidyUp } from "../../history/arrange.ts";
import { GIT_ENV } from "../../stores/local-store.ts";

tidyUp();

const MINUTE = 60_000;
const NOW = Date.parse("2026-03-01T12:00:00Z");

describe("the box of the source", () => {
  test("letter for letter, in both languages", () => {
    expect(PROMPT_ROWS.en.filter((row) => row !== "")).toEqual([
      "📌 **Time to Record Progress!**",
      "Consider updating PROGRESS.md when you:",
      "✓ Complete a significant task (file edits, code changes)",
      "✓ Make an important decision or discover something",
      '✓ Finish a work session / "talk to you later"',
      "✓ Achieve a milestone or stage completion",
      "Quick Commands:",
      "/checkpoint - Save current progress",
      "/mark_milestone - Mark key milestone",
    ]);
    expect(PROMPT_ROWS["zh-CN"].filter((row) => row !== "")).toEqual([
      "📌 **记录进度时机！**",
      "以下情况请主动更新 PROGRESS.md：",
      "✓ 完成重要任务（文件编辑、代码修改）",
      "✓ 做出重要决定或发现新信息",
      '✓ 结束工作会话 / "下次再聊"',
      "✓ 达成里程碑或阶段完成",
      "快速命令：",
      "/checkpoint - 保存当前进度",
      "/mark_milestone - 标记关键里程碑",
    ]);
  });

  test.each(["en", "zh-CN"] as const)("%s: every row is as wide as the frame", (language) => {
    const lines = promptBox(language).split("\n");
    expect(lines).toHaveLength(13);
    expect(new Set(lines.map(displayWidth))).toEqual(new Set([63]));
  });
});

describe("when it is time", () => {
  const never = () => null;
  const shownAgo = (minutes: number) => () => NOW - minutes * MINUTE;
  const rows: [what: string, facts: Parameters<typeof situationsNow>[0], expected: Situation[]][] = [
    ["the very first command", { seen: null, goodbye: false, counted: [], shown: never }, []],
    ["a command right after another", { seen: NOW - MINUTE, goodbye: false, counted: [], shown: never }, []],
    [
      "30 minutes idle are not more than 30",
      { seen: NOW - 30 * MINUTE, goodbye: false, counted: [], shown: never },
      [],
    ],
    ["31 minutes idle", { seen: NOW - 31 * MINUTE, goodbye: false, counted: [], shown: never }, ["start"]],
    ["a farewell", { seen: NOW, goodbye: true, counted: [], shown: never }, ["goodbye"]],
    ["a farewell said twice", { seen: NOW, goodbye: true, counted: [], shown: shownAgo(29) }, []],
    ["a farewell said an hour later", { seen: NOW, goodbye: true, counted: [], shown: shownAgo(60) }, ["goodbye"]],
    ["many files", { seen: NOW, goodbye: false, counted: ["files"], shown: never }, ["files"]],
    [
      "all of them",
      { seen: 0, goodbye: true, counted: ["files", "long"], shown: never },
      ["start", "goodbye", "files", "long"],
    ],
    ["shown in a future that never came", { seen: NOW, goodbye: true, counted: [], shown: shownAgo(-90) }, ["goodbye"]],
  ];
  test.each(rows)("%s", (_what, facts, expected) => {
    expect(situationsNow(facts, NOW)).toEqual(expected);
  });
});

describe("what is counted since the last record", () => {
  const clone = () => ({ commonDir: folder() });

  test("the same file once, the longest step, until it is recorded", () => {
    const here = clone();
    noteStep(here, { files: ["a", "b"], seconds: 10 });
    noteStep(here, { files: ["b", "c\nd"], seconds: 61.9 });
    expect(stepsSince(here)).toEqual({ files: 3, seconds: 61 });
    forgetSteps(here);
    expect(stepsSince(here)).toEqual({ files: 0, seconds: 0 });
    forgetSteps(here);
  });

  test("lines that are none, or cut off, count nothing", () => {
    const here = clone();
    noteStep(here, { files: ["a"], seconds: 0 });
    appendFileSync(
      join(here.commonDir, "ltpm/prompts/steps"),
      '[]\nnull\n{"files":3,"seconds":9}\n{"files":["b"],"sec',
    );
    expect(stepsSince(here)).toEqual({ files: 1, seconds: 0 });
  });

  test("it does not grow for ever", () => {
    const here = clone();
    const files = Array.from({ length: 200 }, (_, at) => `folder/file-${at}`);
    for (let step = 0; step < 200; step++) noteStep(here, { files, seconds: step });
    expect(stepsSince(here).files).toBe(50);
  });

  test("a folder that cannot be made stops nothing", () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    noteStep({ commonDir: file }, { files: ["a"], seconds: 99 });
    expect(stepsSince({ commonDir: file })).toEqual({ files: 0, seconds: 0 });
  });

  test.each([
    [{ files: 3, seconds: 60 }, []],
    [{ files: 4, seconds: 60 }, ["files"]],
    [{ files: 3, seconds: 61 }, ["long"]],
    [{ files: 9, seconds: 99 }, ["files", "long"]],
  ])("%j", (steps, expected) => {
    expect(checkpointDue(steps).map(({ kind }) => kind)).toEqual(expected);
  });

  test("why is said in both languages", () => {
    const reasons = checkpointDue({ files: 4, seconds: 75 });
    expect(checkpointDueSentence("en", reasons)).toBe(
      "A checkpoint is due because 4 files were modified since the last record and a step ran for 75 s. Run: ltpm checkpoint",
    );
    expect(checkpointDueSentence("zh-CN", reasons)).toContain("修改了 4 个文件");
  });

  test("attempts that ended count by their records; lost ones and files of failed ones do not", () => {
    const here = clone();
    const ROWS = [
      ["done", "tok-done", 5, 2],
      ["failed", "tok-fail", 7, 90],
      ["lost", "tok-lost", 9, 900],
    ] as const;
    const ended = ROWS.map(([outcome, token, files, seconds]) => {
      const changed = Array.from({ length: files }, (_, at) => `${token}-${at}`);
      const folder = join(here.commonDir, "ltpm/attempts", token);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "record.json"), JSON.stringify(sampleRecord({ token, changed })));
      const times = {
        attempted_at: new Date(NOW).toISOString(),
        ended_at: new Date(NOW + seconds * 1000).toISOString(),
      };
      return sampleTask({ uid: token, strategies_tried: [sampleAttempt("run", { ...times, outcome, token })] });
    });
    const settled = ROWS.map(([outcome, token]) => {
      const entry = { uid: token, id: "T-01", token, attempt: 1, strategy: "run", outcome };
      return { ...entry, status: "pending" as const, words: "", transient: false };
    });
    noteSettled(here, { settled, state: stateOf(...ended) });
    expect(stepsSince(here)).toEqual({ files: 5, seconds: 90 });
  });
});

describe("on a person's screen", () => {
  interface Look {
    readonly interactive?: boolean;
    readonly json?: boolean;
    readonly prompts?: boolean;
    readonly language?: "en" | "zh-CN";
    readonly goodbye?: boolean;
  }
  async function shown(commonDir: string, look: Look = {}): Promise<string> {
    const { interactive = true, json = false, prompts = true, language = "en", goodbye = false } = look;
    const [out, err]: [string[], string[]] = [[], []];
    const terminal = {
      env: GIT_ENV,
      cwd: commonDir,
      colour: false,
      interactive,
      columns: 80,
      out: (text: string | Uint8Array) => void out.push(String(text)),
      err: (text: string) => void err.push(text),
      input: async () => "",
    };
    const call = { name: "tasks", usage: "tasks", words: [], options: { json }, directory: commonDir, terminal };
    const repository = {
      commonDir,
      root: commonDir,
      gitDir: commonDir,
      linked: false,
      objectFormat: "sha1" as const,
      refFiles: true,
      allReflogs: false,
      shared: 0,
    };
    const project = { repository, settings: { prompts }, language, clock: { now: () => new Date(NOW).toISOString() } };
    await promptIfDue(project, call, goodbye ? "goodbye" : undefined);
    expect(out).toEqual([]);
    return err.join("");
  }

  test("many files: shown once, on standard error, and not again within 30 minutes", async () => {
    const dir = folder();
    noteStep({ commonDir: dir }, { files: ["a", "b", "c", "d"], seconds: 0 });
    expect(await shown(dir)).toBe(`${promptBox("en")}\n`);
    expect(await shown(dir)).toBe("");
    utimesSync(join(dir, "ltpm/prompts/shown-files"), NOW / 1000 - 1900, NOW / 1000 - 1900);
    expect(await shown(dir, { language: "zh-CN" })).toBe(`${promptBox("zh-CN")}\n`);
  });

  test("the first command after half an hour", async () => {
    const dir = folder();
    expect(await shown(dir)).toBe("");
    utimesSync(join(dir, "ltpm/prompts/seen"), NOW / 1000 - 1900, NOW / 1000 - 1900);
    expect(await shown(dir)).toContain("Time to Record Progress!");
    expect(await shown(dir)).toBe("");
  });

  test.each([
    ["standard output is no terminal", { interactive: false }],
    ["a program asked", { json: true }],
    ["it is unwanted", { prompts: false }],
  ])("quiet when %s, and nothing is written", async (_why, look) => {
    const dir = folder();
    expect(await shown(dir, { ...look, goodbye: true })).toBe("");
    expect(() => rmSync(join(dir, "ltpm"))).toThrow("ENOENT");
  });

  test("a read-only place stops nothing", async () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    expect(await shown(file, { goodbye: true })).toContain("Time to Record Progress!");
  });
});
