import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLoss, type MadeSave, needless } from "../../../src/history/watch/burst.ts";
import { cpuShare, decideTrigger, dependsOnLoad, type TriggerSettings } from "../../../src/history/watch/decide.ts";
import { ignoring } from "../../../src/history/watch/ignore.ts";

const settings = (trigger_mode: TriggerSettings["trigger_mode"], enabled = true): TriggerSettings => ({
  trigger_mode,
  file_watcher: { enabled },
});

describe("files are watched, or looked at now and then", () => {
  test.each([
    ["a machine at rest", settings("auto"), 0.05, 0.3, true, "file_watcher"],
    ["just below both limits", settings("auto"), 0.1999, 0.4999, true, "file_watcher"],
    ["CPU at its limit", settings("auto"), 0.2, 0.1, true, "heartbeat"],
    ["memory at its limit", settings("auto"), 0.1, 0.5, true, "heartbeat"],
    ["turned off", settings("auto", false), 0, 0, true, "heartbeat"],
    ["wanted, whatever the load", settings("file_watcher"), 1, 1, true, "file_watcher"],
    ["wanted, though turned off elsewhere", settings("file_watcher", false), 0, 0, true, "file_watcher"],
    ["heartbeat wanted", settings("heartbeat"), 0, 0, true, "heartbeat"],
    ["no more watches to be had", settings("file_watcher"), 0, 0, false, "heartbeat"],
  ] as const)("%s", (_, said, cpu, memory, room, mode) => {
    expect(decideTrigger(said, { cpu, memory }, room)).toBe(mode);
  });

  test("the load has a say only where nobody else has", () => {
    expect([settings("auto"), settings("auto", false), settings("heartbeat")].map(dependsOnLoad)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each([
    ["half busy", [{ busy: 10, idle: 10 }], [{ busy: 20, idle: 20 }], 0.5],
    [
      "two processors",
      [
        { busy: 0, idle: 0 },
        { busy: 0, idle: 0 },
      ],
      [
        { busy: 10, idle: 0 },
        { busy: 0, idle: 30 },
      ],
      0.25,
    ],
    ["no time went by", [{ busy: 5, idle: 5 }], [{ busy: 5, idle: 5 }], 0],
    [
      "a processor was taken away",
      [
        { busy: 5, idle: 5 },
        { busy: 5, idle: 5 },
      ],
      [{ busy: 9, idle: 9 }],
      0,
    ],
    ["a clock that ran back", [{ busy: 9, idle: 9 }], [{ busy: 5, idle: 20 }], 0],
  ])("the share of the processors: %s", (_, before, after, share) => expect(cpuShare(before, after)).toBe(share));
});

describe("what is passed over", () => {
  test.each([
    [["node_modules/*"], "node_modules", true],
    [["node_modules/*"], "node_modules/a/b.md", true],
    [["node_modules/*"], "packages/x/node_modules/y", true],
    [["node_modules/*"], "node_modules.md", false],
    [["node_modules/*"], "my_node_modules/x", false],
    [[], ".git", true],
    [[], "sub/.git/index", true],
    [[], ".github/x.yaml", false],
    [["*.log"], "a/b/c.log", true],
    [["*.log"], "a.log/x", true],
    [["*.log"], "log", false],
    [["/dist"], "dist/x", true],
    [["/dist"], "a/dist/x", false],
    [["./dist/"], "dist", true],
    [["a/**/z"], "a/z", true],
    [["a/**/z"], "q/a/b/c/z/x", true],
    [["a/**/z"], "a/b", false],
    [["build/**"], "build", true],
    [["file?.md"], "file1.md", true],
    [["file?.md"], "file12.md", false],
    [["*"], "anything", true],
    [["", "/", "//"], "anything", false],
    [["進捗/*"], "docs/進捗/x.md", true],
    [["a\\b"], "a/b", true],
    [["[x](y)+.*"], "[x](y)+.md", true],
    [["[x](y)+.*"], "x.md", false],
  ])("%j and %s: %s", (patterns, path, passed) => expect(ignoring(patterns)(path)).toBe(passed));

  test("a folder takes along all that lies in it, whatever the pattern", () => {
    const part = fc.stringMatching(/^[a-c.]{1,4}$/);
    const pattern = fc
      .array(fc.constantFrom("*", "**", "?", "a", "b.", "/"), { maxLength: 8 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 3 }),
        fc.array(part, { minLength: 1, maxLength: 4 }),
        part,
        (all, path, more) => {
          const ignores = ignoring(all);
          if (ignores(path.join("/"))) expect(ignores([...path, more].join("/"))).toBe(true);
        },
      ),
    );
  });

  test("no pattern takes long", () => {
    const evil = [`${"*a".repeat(500)}b`, `${"**/a/".repeat(300)}b`];
    const began = performance.now();
    expect(ignoring(evil)(`${"a".repeat(2_000)}/${"a/".repeat(100)}`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("saves while a person types", () => {
  const at = (...seconds: (number | string)[]): MadeSave[] =>
    seconds.map((second, n) => ({
      ref: `${n}`,
      at: Number.parseInt(`${second}`, 10) * 1000,
      lasting: `${second}`.endsWith("!"),
    }));

  test.each([
    [[], []],
    [[0], []],
    [[0, 5], []],
    [[0, 5, 10], ["1"]],
    [[0, 5, 400], []],
    [[0, 170, 340], []],
    [[0, "5!", 10], []],
  ])("made at %j: those in between go", (seconds, gone) =>
    expect(needless(at(...seconds)).map(({ ref }) => ref)).toEqual(gone),
  );

  test.each([
    ["gone", "text", null, false, true],
    ["emptied", "text", "", false, true],
    ["less than half", "12345", "12", false, true],
    ["half", "1234", "12", false, false],
    ["more", "12", "1234", false, false],
    ["as it was before", "12", "1234", true, true],
  ])("a document that is %s", (_, before, after, wasSeen, loss) => {
    expect(isLoss(Buffer.from(before), after === null ? null : Buffer.from(after), wasSeen)).toBe(loss);
  });
});
