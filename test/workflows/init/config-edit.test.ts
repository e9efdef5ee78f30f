import { describe, expect, test } from "vitest";
import { withFields } from "../../../src/cli/github/config-edit.ts";

describe("fields of a configuration", () => {
  const rows: [before: string, after: string][] = [
    ["{}\n", '{\n  "runner": "github"\n}\n'],
    ['{ "check": ["npm", "test"] }', '{ "check": ["npm", "test"], "runner": "github" }'],
    ['{\n\t"check": ["npm", "test"]\n}\n', '{\n\t"check": ["npm", "test"],\n\t"runner": "github"\n}\n'],
    ['{\r\n  "a": 1\r\n}\r\n', '{\r\n  "a": 1,\r\n  "runner": "github"\r\n}\r\n'],
    ['{ "runner": "local", "a": 1 }', '{ "runner": "github", "a": 1 }'],
    ['{ "runner": "github" }', '{ "runner": "github" }'],
  ];
  test.each(rows)("%j", (before, after) => {
    expect(withFields(before, { runner: "github", state_branch: null })).toBe(after);
  });

  test("null takes a branch back that was set", () => {
    expect(withFields('{ "state_branch": "x" }', { state_branch: null })).toBe('{ "state_branch": null }');
  });
});
