import { describe, expect, test } from "vitest";
import { mergeTexts, planUpdate, type Texts } from "../../../src/cli/github/workflow-merge.ts";

describe("what an update does with a workflow", () => {
  const rows: [texts: Texts, kind: string][] = [
    [{ here: null, base: null, next: "b\n" }, "write"],
    [{ here: null, base: "a\n", next: "b\n" }, "write"],
    [{ here: "b\n", base: null, next: "b\n" }, "unchanged"],
    [{ here: "a\n", base: "a\n", next: "b\n" }, "replace"],
    [{ here: "a\r\n", base: "a\n", next: "b\n" }, "replace"],
    [{ here: "mine\n", base: "a\n", next: "b\n" }, "merge"],
    [{ here: "mine\n", base: "a\n", next: "a\n" }, "unchanged"],
    [{ here: "mine\n", base: null, next: "b\n" }, "foreign"],
  ];
  test.each(rows)("%j: %s", (texts, kind) => {
    expect(planUpdate(texts).kind).toBe(kind);
  });

  test("both changes, when they are apart; null when they meet", () => {
    const base = "1\n2\n3\n4\n5\n6\n7\n";
    const next = base.replace("7", "seven");
    expect(mergeTexts(base.replace("1", "one"), base, next)).toBe("one\n2\n3\n4\n5\n6\nseven\n");
    expect(mergeTexts(base.replace("7", "VII"), base, next)).toBeNull();
  });
});
