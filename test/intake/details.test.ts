import { describe, expect, it } from "vitest";
import { read } from "./told.ts";

type Row = [text: string, expected: [description: string, details: string][]];

function parts(text: string): [string, string][] {
  return read(text).tasks.map(({ description, details }) => [description, details]);
}

describe("what belongs to a task stays with it, as written", () => {
  const rows: Row[] = [
    [
      "1. Fix the parser\n   - handle quotes\n   - handle escapes\n2. Release",
      [
        ["Fix the parser", "   - handle quotes\n   - handle escapes"],
        ["Release", ""],
      ],
    ],
    [
      "1. fix login\n- on Safari\n- on Chrome\n2. update docs",
      [
        ["fix login", "- on Safari\n- on Chrome"],
        ["update docs", ""],
      ],
    ],
    [
      "1. Add tests\n```ts\n1. not an item\nretry T-02\n```\n2. Release",
      [
        ["Add tests", "```ts\n1. not an item\nretry T-02\n```"],
        ["Release", ""],
      ],
    ],
    [
      "* Fix the page\n\n  It crashes on Safari.\n* Deploy",
      [
        ["Fix the page", "It crashes on Safari."],
        ["Deploy", ""],
      ],
    ],
    [
      "- fix login\n  and logout\n- docs",
      [
        ["fix login and logout", ""],
        ["docs", ""],
      ],
    ],
    ["Fix the login bug. It fails on Safari. Thanks!", [["Fix the login bug", "It fails on Safari."]]],
    ["Write a parser. Use TypeScript. Don't use regexes.", [["Write a parser", "Use TypeScript. Don't use regexes."]]],
    [
      "Fix the parser. Test it on Windows. Then release v2.",
      [
        ["Fix the parser", "Test it on Windows."],
        ["release v2", ""],
      ],
    ],
    [
      "Fix the bug.\n\n```js\nfix();\n```\n\nThen update the docs.",
      [
        ["Fix the bug", "```js\nfix();\n```"],
        ["update the docs", ""],
      ],
    ],
    ["Fix the login page. There are two problems:\n- crash\n- typo", [["Fix the login page", "- crash\n- typo"]]],
    ["Create a landing page with:\n- hero\n- footer", [["Create a landing page with:", "- hero\n- footer"]]],
    [
      "add task: prepare the release\n1. bump version\n2. write changelog",
      [["prepare the release", "1. bump version\n2. write changelog"]],
    ],
    ["The build is broken on main. Can you fix it?", [["The build is broken on main. Can you fix it", ""]]],
    ["Fix the login bug that\nbreaks on Safari", [["Fix the login bug that breaks on Safari", ""]]],
    ["Hello,\n\nplease update the docs. They are old.\n\nBest regards\nAnna", [["update the docs", "They are old."]]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });
});

describe("dependencies at the end of an item", () => {
  const rows: [text: string, expected: [description: string, after: string[]][]][] = [
    ["Update the docs (after T-01)", [["Update the docs", ["T-01"]]]],
    ["Update the docs (depends on t-2 and T–03).", [["Update the docs", ["T-02", "T-03"]]]],
    [
      "1. Build\n2. Push (after 1)\n3. Deploy (depends on 1 and 2)",
      [
        ["Build", []],
        ["Push", ["#1"]],
        ["Deploy", ["#1", "#2"]],
      ],
    ],
    [
      "3. third\n4. fourth (after 3)",
      [
        ["third", []],
        ["fourth", ["#1"]],
      ],
    ],
    [
      "- a (needs #2)\n- b",
      [
        ["a", ["#2"]],
        ["b", []],
      ],
    ],
    [
      "1. 编写脚本\n2. 运行脚本（依赖 1）",
      [
        ["编写脚本", []],
        ["运行脚本", ["#1"]],
      ],
    ],
    ["部署（在 T-01 之后）", [["部署", ["T-01"]]]],
    [
      "1. a\n2. b (after 7)",
      [
        ["a", []],
        ["b (after 7)", []],
      ],
    ],
    [
      "1. a (after 1)\n2. b",
      [
        ["a (after 1)", []],
        ["b", []],
      ],
    ],
    ["Deploy (after 5 minutes)", [["Deploy (after 5 minutes)", []]]],
    ["Deploy (needs 2 reviewers)", [["Deploy (needs 2 reviewers)", []]]],
    ["Deploy (after lunch)", [["Deploy (after lunch)", []]]],
  ];
  it.each(rows)("%j", (text, expected) => {
    expect(read(text).tasks.map(({ description, after }) => [description, after])).toEqual(expected);
  });
});
