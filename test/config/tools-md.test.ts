import { describe, expect, test } from "vitest";
import { readToolsMd } from "../../src/config/tools-md.ts";
import { faultOf, load } from "./loading.ts";

const read = (text: string) =>
  readToolsMd(text, "TOOLS.md").map(({ name, value, line }) => `${line} ${name.slice("TASK_RUNNER_".length)}=${value}`);

describe("readToolsMd", () => {
  test.each([
    ["lines", "## Task Runner\nTASK_RUNNER_DIR=a\nTASK_RUNNER_MAX_RETRIES=4\n", ["2 DIR=a", "3 MAX_RETRIES=4"]],
    [
      "several on one line",
      "## Task Runner\nTASK_RUNNER_DIR=~/a/ TASK_RUNNER_MAX_RETRIES=4",
      ["2 DIR=~/a/", "2 MAX_RETRIES=4"],
    ],
    [
      "the source's own form, all in the heading's line",
      "## Task Runner TASK_RUNNER_DIR=~/.openclaw/tasks/ TASK_RUNNER_MAX_CONCURRENT=2",
      ["1 DIR=~/.openclaw/tasks/", "1 MAX_CONCURRENT=2"],
    ],
    [
      "in a fence",
      "## Task Runner\n\n```sh\n# two at once\nTASK_RUNNER_MAX_CONCURRENT=2\n```\n",
      ["5 MAX_CONCURRENT=2"],
    ],
    ["the whole block in a fence", "```\n## Task Runner\nTASK_RUNNER_DIR=a\n```\nTASK_RUNNER_DIR=b\n", ["3 DIR=a"]],
    [
      "a longer fence around a shorter",
      "## Task Runner\n````\n```\nTASK_RUNNER_DIR=a\n````\n# End\nTASK_RUNNER_DIR=b",
      ["4 DIR=a"],
    ],
    ["a fence of tildes", "## Task Runner\n~~~\n# no heading\nTASK_RUNNER_DIR=a\n~~~", ["4 DIR=a"]],
    ["ends at the next heading", "## Task Runner\nTASK_RUNNER_DIR=a\n## Other\nTASK_RUNNER_DIR=b", ["2 DIR=a"]],
    ["also at a smaller one", "## Task Runner\n### More\nTASK_RUNNER_DIR=b", []],
    ["a hash without a space is no heading", "## Task Runner\n#tag\nTASK_RUNNER_DIR=a", ["3 DIR=a"]],
    ["two blocks", "## Task Runner\nTASK_RUNNER_DIR=a\n# X\n## Task Runner\nTASK_RUNNER_DIR=b", ["2 DIR=a", "5 DIR=b"]],
    ["outside of the block nothing counts", "TASK_RUNNER_DIR=a\n## Tools\nTASK_RUNNER_DIR=b", []],
    ["another heading that begins alike", "## Task Runner Dispatcher\nTASK_RUNNER_DIR=a", []],
    ["other spellings of the heading", "### task-runner ###\nTASK_RUNNER_DIR=a", ["2 DIR=a"]],
    [
      "bullets, export, backticks",
      "## Task Runner\n- TASK_RUNNER_DIR=a\n* `TASK_RUNNER_MAX_RETRIES=4`\nexport TASK_RUNNER_ARCHIVE_DAYS=9",
      ["2 DIR=a", "3 MAX_RETRIES=4", "4 ARCHIVE_DAYS=9"],
    ],
    [
      "quotes",
      "## Task Runner\nTASK_RUNNER_DIR=\"my tasks\" TASK_RUNNER_MAX_RETRIES='4'",
      ["2 DIR=my tasks", "2 MAX_RETRIES=4"],
    ],
    ["spaces around the sign", "## Task Runner\nTASK_RUNNER_DIR = a", ["2 DIR=a"]],
    [
      "comments behind",
      "## Task Runner\nTASK_RUNNER_DIR=a # here\nTASK_RUNNER_MAX_RETRIES=4 <!-- four -->",
      ["2 DIR=a", "3 MAX_RETRIES=4"],
    ],
    [
      "no value",
      "## Task Runner\nTASK_RUNNER_DIR=\nTASK_RUNNER_DIR= TASK_RUNNER_MAX_RETRIES=4",
      ["2 DIR=", "3 DIR=", "3 MAX_RETRIES=4"],
    ],
    ["CRLF", "## Task Runner\r\nTASK_RUNNER_DIR=a\r\n", ["2 DIR=a"]],
    [
      "prose is left alone",
      "## Task Runner\nSet the variable TASK_RUNNER_DIR=x if you like.\n| TASK_RUNNER_DIR | a |",
      [],
    ],
    ["Chinese around it", "## Task Runner\n说明\nTASK_RUNNER_DIR=任务\n## 其他", ["3 DIR=任务"]],
    ["nothing", "", []],
  ])("%s", (_name, text, expected) => expect(read(text)).toEqual(expected));

  test.each([
    ["## Task Runner\nTASK_RUNNER_DIR=my tasks", "TOOLS.md:2", '"tasks" is no setting'],
    ["## Task Runner\n\nTASK_RUNNER_DIR", "TOOLS.md:3", '"TASK_RUNNER_DIR" is no setting'],
    ["## Task Runner\nTASK_RUNNER_MAX_RETRIES=4 and five", "TOOLS.md:2", '"and five" is no setting'],
  ])("%j is not guessed at", async (tools, place, problem) => {
    const fault = await faultOf({ tools });
    expect(fault.place).toBe(place);
    expect(fault.problem).toBe(problem);
  });

  test("of several lines the last counts, as in a shell", async () =>
    expect((await load({ tools: "## Task Runner\nTASK_RUNNER_DIR=a\nTASK_RUNNER_DIR=b" })).settings.dir).toBe("b"));

  test("a megabyte of half-finished lines is read at once", () => {
    for (const piece of ["TASK_RUNNER_", "TASK_RUNNER_A", " ", "`", "#", "\n## Task Runner"]) {
      const text = `## Task Runner\n${piece.repeat(500_000)}`;
      expect(() => read(text)).not.toThrow(RangeError);
    }
  });
});

describe("names that are none of ours", () => {
  test.each([
    [
      "TASK_RUNNER_MAX_RETRY",
      "TOOLS.md:2: TASK_RUNNER_MAX_RETRY is not a setting and has no effect; did you mean TASK_RUNNER_MAX_RETRIES?",
    ],
    [
      "TASK_RUNNER_CONCURRENT",
      "TOOLS.md:2: TASK_RUNNER_CONCURRENT is not a setting and has no effect; did you mean TASK_RUNNER_MAX_CONCURRENT?",
    ],
    [
      "TASK_RUNNER_COLOUR",
      "TOOLS.md:2: TASK_RUNNER_COLOUR is not a setting and has no effect; known are TASK_RUNNER_DIR, TASK_RUNNER_MAX_CONCURRENT, TASK_RUNNER_MAX_RETRIES, TASK_RUNNER_ARCHIVE_DAYS",
    ],
  ])("in TOOLS.md: %s", async (name, warning) =>
    expect((await load({ tools: `## Task Runner\n${name}=4` })).warnings).toEqual([warning]),
  );

  test.each([
    [
      "TASK_RUNNER_MAX_RETRY",
      ["environment variable TASK_RUNNER_MAX_RETRY has no effect; did you mean TASK_RUNNER_MAX_RETRIES?"],
    ],
    ["TASK_RUNNER_COLOUR", []],
    ["MAX_RETRIES", []],
  ])("in the environment, which others use too, only near misses: %s", async (name, warnings) =>
    expect((await load({ env: { [name]: "4" } })).warnings).toEqual(warnings),
  );
});
