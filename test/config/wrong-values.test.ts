import { describe, expect, test } from "vitest";
import { faultOf, load, type Sources } from "./loading.ts";

/** How a text comes in from each of the sources that hold texts, and what the fault calls the place. */
const SOURCES: readonly [place: (name: string) => string, sources: (name: string, text: string) => Sources][] = [
  [(name) => `Action input ${name}`, (name, text) => ({ inputs: { [name]: text } })],
  [(name) => `environment variable ${name}`, (name, text) => ({ env: { [name]: text } })],
  [() => "TOOLS.md:3", (name, text) => ({ tools: `\n## Task Runner\n${name}="${text}"\n` })],
];
const RULES = {
  TASK_RUNNER_MAX_CONCURRENT: ["must be a whole number from 1 to 256", 2],
  TASK_RUNNER_MAX_RETRIES: ["must be a whole number from 0 to 100", 3],
  TASK_RUNNER_ARCHIVE_DAYS: ["must be a whole number from 0 to 36500", 7],
} as const;
const WRONG = [
  "two",
  "2.5",
  "-1",
  "1e9",
  "1000000000",
  "999999999",
  "0x10",
  "2 3",
  "+2",
  "NaN",
  "Infinity",
  "\uff12",
  "2;rm",
];

describe.each(Object.entries(RULES))("%s", (name, [rule, standard]) => {
  test.each(WRONG)("%j is refused, with the place it came from", async (text) => {
    for (const [place, sources] of SOURCES) {
      const fault = await faultOf(sources(name, text));
      expect(fault.code).toBe("wrong_value");
      expect(fault.place).toBe(place(name));
      expect(fault.problem).toBe(`${name} ${rule}, not "${text}"`);
      expect(fault.message).toBe(
        `${place(name)}: ${fault.problem}. Correct it, or remove it to get the default (${standard})`,
      );
    }
  });

  test("empty is refused", async () => {
    for (const [place, sources] of SOURCES.slice(1)) {
      const fault = await faultOf(sources(name, ""));
      expect(fault.message).toContain(`${place(name)}: ${name} is empty; it ${rule}`);
    }
  });
});

test.each([
  ["TASK_RUNNER_MAX_CONCURRENT", "1", true],
  ["TASK_RUNNER_MAX_CONCURRENT", "256", true],
  ["TASK_RUNNER_MAX_CONCURRENT", "0", false],
  ["TASK_RUNNER_MAX_CONCURRENT", "257", false],
  ["TASK_RUNNER_MAX_RETRIES", "0", true],
  ["TASK_RUNNER_MAX_RETRIES", "100", true],
  ["TASK_RUNNER_MAX_RETRIES", "101", false],
  ["TASK_RUNNER_ARCHIVE_DAYS", "0", true],
  ["TASK_RUNNER_ARCHIVE_DAYS", "36500", true],
  ["TASK_RUNNER_ARCHIVE_DAYS", "36501", false],
  ["TASK_RUNNER_MAX_RETRIES", " 5 ", true],
])("%s=%s is taken: %s", async (name, text, taken) => {
  const result = load({ env: { [name]: text } });
  if (taken) await expect(result).resolves.toBeTruthy();
  else await expect(result).rejects.toThrow("must be a whole number");
});

test.each([
  ["", "must name a folder"],
  ["  ", "must name a folder"],
  ["~mona/tasks", "can begin with `~/` for the home directory, not with `~` and a name"],
  [".git/ltpm", "must not lie inside .git"],
  ["a/.git/b", "must not lie inside .git"],
  ["tasks\x1b[2J", "must not hold control characters"],
])("TASK_RUNNER_DIR=%j: %s", async (text, problem) => {
  const fault = await faultOf({ env: { TASK_RUNNER_DIR: text } });
  expect(fault.place).toBe("environment variable TASK_RUNNER_DIR");
  expect(fault.problem).toContain(problem);
  expect(fault.message).not.toContain("\x1b");
});

test.each([
  ["tasks", "tasks"],
  ["./tasks/", "tasks"],
  ["a//b/../c", "a/c"],
  [".", "."],
  ["/srv/tasks/", "/srv/tasks"],
  ["~/.openclaw/tasks/", "/home/mona/.openclaw/tasks"],
  ["~", "/home/mona"],
  ["with space", "with space"],
])("TASK_RUNNER_DIR=%j is %j", async (text, dir) =>
  expect((await load({ env: { TASK_RUNNER_DIR: text, HOME: "/home/mona" } })).settings.dir).toBe(dir),
);

test("a home directory that nobody knows", async () =>
  expect((await faultOf({ env: { TASK_RUNNER_DIR: "~/tasks" } })).message).toBe(
    'environment variable TASK_RUNNER_DIR: TASK_RUNNER_DIR begins with "~/", and the environment has no HOME. Set HOME, or write the whole path',
  ));

test("a wrong value is told also where a stronger source hides it", async () =>
  expect(
    (await faultOf({ env: { TASK_RUNNER_MAX_RETRIES: "2" }, tools: "## Task Runner\nTASK_RUNNER_MAX_RETRIES=x" }))
      .place,
  ).toBe("TOOLS.md:2"));

test("a folder outside of the repository cannot be kept on GitHub", async () => {
  const outside = await faultOf({ config: '{\n  "runner": "github",\n  "task_runner": { "dir": "/srv/tasks" }\n}' });
  expect(outside.place).toBe(".ltpm/config.json:3:27: task_runner.dir");
  expect(outside.problem).toContain("outside the repository");
  const above = await faultOf({ config: { runner: "github" }, env: { TASK_RUNNER_DIR: "../tasks" } });
  expect(above.place).toBe("environment variable TASK_RUNNER_DIR");
  expect((await load({ config: { runner: "github" } })).settings.dir).toBe(".ltpm");
});

test("a long or dangerous value is shown short and safe", async () => {
  const { message } = await faultOf({ env: { TASK_RUNNER_MAX_RETRIES: `\x1b]0;x\x07${"9".repeat(5_000)}` } });
  expect(message.length).toBeLessThan(250);
  expect(message).not.toMatch(/[\x00-\x1f]/);
});
