import { describe, expect, test } from "vitest";
import { withFields, withPath } from "../../../src/cli/github/config-edit.ts";

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

  const inner: [before: string, after: string][] = [
    ["{}\n", '{\n  "documents": {"dir":"projects/a"}\n}\n'],
    ['{ "documents": {} }', '{ "documents": {\n  "dir": "projects/a"\n} }'],
    ['{\r\n  "documents": {}\r\n}', '{\r\n  "documents": {\r\n    "dir": "projects/a"\r\n  }\r\n}'],
    ['{"documents":{"dir": null, "memory": false}}', '{"documents":{"dir": "projects/a", "memory": false}}'],
    [
      '{\n  "documents": {\n    "memory": false\n  },\n  "land": "merge"\n}\n',
      '{\n  "documents": {\n    "memory": false,\n    "dir": "projects/a"\n  },\n  "land": "merge"\n}\n',
    ],
    ['\ufeff{ "land": "merge" }', '\ufeff{ "land": "merge", "documents": {"dir":"projects/a"} }'],
  ];
  test.each(inner)("inside another: %j", (before, after) => {
    expect(withPath(before, ["documents", "dir"], "projects/a")).toBe(after);
    expect(withPath(after, ["documents", "dir"], "projects/a")).toBe(after);
  });

  test.each(["", "[]", "null"])("%j holds no object", (text) =>
    expect(() => withPath(text, ["documents", "dir"], "x")).toThrow("holds no object"),
  );
});
