import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockBody, blockState, takesIn, withBlock, withoutBlock } from "../../../src/cli/init/agents-file.ts";

const START = "<!-- ltpm:agents:start -->";
const END = "<!-- ltpm:agents:end -->";
const BODY = "## Ours\n\n- one\n";
const BLOCK = `${START}\n## Ours\n\n- one\n${END}`;

describe("the block for agents", () => {
  test.each([
    ["", `${BLOCK}\n`],
    ["# Mine\n", `# Mine\n\n${BLOCK}\n`],
    ["# Mine\n\n", `# Mine\n\n\n${BLOCK}\n`],
    ["# Mine", `# Mine\n\n${BLOCK}`],
    ["\ufeff# Mine\r\n", `\ufeff# Mine\r\n\r\n${BLOCK.replaceAll("\n", "\r\n")}\r\n`],
  ])("%j", (before, after) => {
    expect(withBlock(before, BODY)).toBe(after);
    expect(withBlock(after, BODY)).toBe(after);
    expect(withoutBlock(after)).toBe(before);
  });

  test("in, up to date, out: every byte of the rest stays", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "\n", "\r\n", " ", "# x", "```", "\ufeff", "文"), { maxLength: 30 }),
        fc.boolean(),
        (parts, isWindows) => {
          const text = parts.join("").replace(/\r\n|\n/g, isWindows ? "\r\n" : "\n");
          const first = withBlock(text, "old\n");
          const second = withBlock(first, BODY);
          expect(blockBody(second).replaceAll("\r\n", "\n")).toBe(`\n${BODY}`);
          expect(withBlock(second, BODY)).toBe(second);
          expect(withoutBlock(second)).toBe(text);
        },
      ),
    ));

  test("what was written behind it stays behind it", () => {
    const text = `# Mine\n\n${BLOCK}\n\n## More`;
    expect(withBlock(text, "new\n")).toBe(`# Mine\n\n${START}\nnew\n${END}\n\n## More`);
    expect(withoutBlock(text)).toBe("# Mine\n\n## More");
  });

  test.each([
    ["# Mine\n", "absent"],
    [BLOCK, "present"],
    [`${START}\nlost its end\n`, "broken"],
    [`lost its start\n${END}`, "broken"],
    [`${END}\n${START}`, "broken"],
    [`${BLOCK}\n${BLOCK}`, "broken"],
  ])("%j is %s", (text, state) => {
    expect(blockState(text)).toBe(state);
    if (state !== "present") expect([withoutBlock(text), blockBody(text)]).toEqual([text, ""]);
  });

  test("a file that takes another one in whole needs no block of its own", () => {
    expect(takesIn("# Claude\r\n@AGENTS.md\r\n", "AGENTS.md")).toBe(true);
    expect(takesIn("See @AGENTS.md, or not", "AGENTS.md")).toBe(false);
  });

  test.each(["agents.md", "agents.zh-CN.md"])("%s is short, and says the commands of the protocol", (name) => {
    const text = readFileSync(new URL(`../../../templates/${name}`, import.meta.url), "utf8");
    expect(text.split("\n").length).toBeLessThan(25);
    for (const word of ["resume", "next", "checkpoint", "mark_milestone", "add", "tasks", "task-queue.json", "blocked"])
      expect(text).toContain(word);
    expect(blockState(text)).toBe("absent");
  });
});
