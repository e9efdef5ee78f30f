import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitting, LARGEST_SUMMARY, writeSummary } from "../../src/action/summary.ts";
import { withVariables } from "./captured.ts";
import { directory } from "./stage.ts";

async function written(markdown: string, before = ""): Promise<string> {
  const file = join(directory(), "summary");
  writeFileSync(file, before);
  await withVariables({ GITHUB_STEP_SUMMARY: file }, () => writeSummary(markdown));
  return readFileSync(file, "utf8");
}

describe("the job summary", () => {
  test("is appended", async () => {
    expect(await written("| a |\n", "before\n")).toBe("before\n| a |\n\n");
  });

  test("without GITHUB_STEP_SUMMARY there is none", async () => {
    await withVariables({ GITHUB_STEP_SUMMARY: undefined }, () => expect(() => writeSummary("x")).not.toThrow());
  });

  test("a file that cannot be written is an error", async () => {
    await withVariables({ GITHUB_STEP_SUMMARY: directory() }, () => expect(() => writeSummary("x")).toThrow("EISDIR"));
  });

  test("is never larger than GitHub takes, counted in bytes", async () => {
    const rows = `| T-01 | 任务 |\n`.repeat(80_000);
    const text = await written(rows);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST_SUMMARY);
    expect(Buffer.byteLength(text)).toBeGreaterThan(LARGEST_SUMMARY - 1_000);
    expect(text).toMatch(/\| T-01 \| 任务 \|\n\n_This is longer than GitHub shows; .*_\n\n$/);
  });
});

describe("fitting", () => {
  const most = 400;
  test("a text that fits is left as it is", () => {
    expect(fitting("a\n".repeat(100), most)).toBe("a\n".repeat(100));
  });

  test("whole lines are kept, and what was opened is closed", () => {
    const text = fitting(
      `<details>\n<summary>x</summary>\n\n\`\`\`\n${"line\n".repeat(200)}\`\`\`\n</details>\n`,
      most,
    );
    expect(text).toMatch(/line\n```\n<\/details>\n\n_This is longer/);
  });

  test("one line that is too long leaves the word alone", () => {
    expect(fitting("x".repeat(500), most)).toMatch(/^\n\n_This is longer than GitHub shows/);
  });

  test("any text: not larger, whole lines from its beginning", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { maxLength: 60 }), (lines) => {
        const text = lines.join("\n");
        const fitted = fitting(text, most);
        expect(Buffer.byteLength(fitted)).toBeLessThan(most);
        if (fitted === text) return;
        const kept = fitted
          .slice(0, fitted.indexOf("\n\n_This is longer"))
          .replace(/(?:\n```)?(?:\n<\/details>)?$/, "");
        expect(`${text}\n`.startsWith(kept === "" ? "" : `${kept}\n`)).toBe(true);
      }),
    );
  });
});
