import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Outputs } from "../../src/action/job.ts";
import { heredoc, writeOutputs } from "../../src/action/outputs.ts";
import { captured, withVariables } from "./captured.ts";
import { outputsIn } from "./commands.ts";
import { directory } from "./stage.ts";

async function written(outputs: Outputs): Promise<Map<string, string>> {
  const file = join(directory(), "output");
  writeFileSync(file, "");
  await withVariables({ GITHUB_OUTPUT: file }, () => writeOutputs(outputs));
  return outputsIn(readFileSync(file, "utf8"));
}

const ALL: Required<Outputs> = {
  heartbeat: "ACTIVE",
  attempts: [{ id: "T-02", token: "abc" }],
  verify: [],
  "max-parallel": 2,
  base: "f".repeat(40),
  artifact: "ltpm-abc",
  total: 3,
  pending: 1,
  running: 1,
  done: 0,
  blocked: 1,
  skipped: 0,
  changed: ["T-01", "T-02"],
  "blocked-ids": ["T-01"],
};

describe("outputs", () => {
  test("texts as they are, numbers, lists as JSON", async () => {
    const values = Object.entries(ALL).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    expect(Object.fromEntries(await written(ALL))).toEqual(Object.fromEntries(values));
  });

  test("are those of action.yml", () => {
    const { outputs } = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8"));
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(ALL).sort());
  });

  test("one that is not given is not written", async () => {
    expect([...(await written({ total: 0 }))]).toEqual([["total", "0"]]);
  });

  test("without GITHUB_OUTPUT nothing is written anywhere", async () => {
    const { stdout } = await captured(() => withVariables({ GITHUB_OUTPUT: undefined }, () => writeOutputs(ALL)));
    expect(stdout).toBe("");
  });

  test("a file that is not there is a problem: later jobs wait for them", async () => {
    const file = join(directory(), "output");
    const writing = withVariables({ GITHUB_OUTPUT: file }, () => writeOutputs({ total: 1 }));
    await expect(writing).rejects.toThrow("The outputs could not be written to the file of GITHUB_OUTPUT");
    expect(existsSync(file)).toBe(false);
    mkdirSync(file);
    const again = withVariables({ GITHUB_OUTPUT: file }, () => writeOutputs({ total: 1 }));
    await expect(again).rejects.toThrow(expect.objectContaining({ name: "ActionProblem" }));
  });
});

describe("security 18: no value ends early and begins another output", () => {
  const hostile = ["\nblocked=0", "<<EOF\nEOF\nblocked=0", "ltpm_\nblocked=0", "a\r\nb", "::set-output name=x::y", "="];
  test.each(hostile)("%j", async (text) => {
    const found = await written({ base: text, artifact: `x${text}`, blocked: 1 });
    expect(Object.fromEntries(found)).toEqual({ base: text, artifact: `x${text}`, blocked: "1" });
  });

  test("any text", async () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom("\n", "<<", "=", "ltpm_", "EOF", "base", "\r\n"));
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const base = pieces.join("");
        expect(Object.fromEntries(await written({ base, blocked: 1 }))).toEqual({ base, blocked: "1" });
      }),
      { numRuns: 60 },
    );
  });

  test("the delimiter is drawn anew for each value", async () => {
    const file = join(directory(), "output");
    writeFileSync(file, "");
    await withVariables({ GITHUB_OUTPUT: file }, () => writeOutputs(ALL));
    const delimiters = [...readFileSync(file, "utf8").matchAll(/^[\w-]+<<(.+)$/gm)].map(([, drawn]) => drawn);
    expect(new Set(delimiters).size).toBe(Object.keys(ALL).length);
    for (const drawn of delimiters) expect(drawn).toMatch(/^ltpm_[0-9a-f-]{36}$/);
  });

  test.each(["a ltpm_x b", "ltpm_x", "one\nltpm_x\ntwo"])(
    "a value with the delimiter in it is refused: %j",
    (value) => {
      expect(() => heredoc("base", value, "ltpm_x")).toThrow("The output base holds its own delimiter");
    },
  );
});
