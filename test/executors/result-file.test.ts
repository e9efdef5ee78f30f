import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readResultFile } from "../../src/executors/command/result-file.ts";
import { temporary } from "./workbench.ts";

function read(write: (path: string) => void) {
  const path = join(temporary(), "result.json");
  write(path);
  return readResultFile(path, "token-1");
}

const text = (value: string | object) => (path: string) =>
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));

describe("a result file", () => {
  test("that is not there is nothing", () => expect(read(() => {})).toEqual({}));

  test.each([
    ["the least", { outcome: "done" }, { outcome: "done" }],
    [
      "all fields",
      {
        outcome: "blocked",
        summary: "s",
        deliverable: null,
        deliverable_path: "a/b",
        blocked_reason: "r",
        user_action_required: ["x"],
        token: "token-1",
      },
      {
        outcome: "blocked",
        summary: "s",
        deliverable: null,
        deliverable_path: "a/b",
        blocked_reason: "r",
        user_action_required: ["x"],
        token: "token-1",
      },
    ],
    ["unknown fields, which are left out", { outcome: "failed", extra: { a: [1] } }, { outcome: "failed" }],
    ["a byte order mark", `\ufeff{"outcome":"done"}`, { outcome: "done" }],
  ])("with %s is read", (_, value, result) => expect(read(text(value))).toEqual({ result }));

  const refused: readonly [string, (path: string) => void, RegExp][] = [
    ["empty", text(" \n"), /empty/],
    ["half written", text('{"outcome":"do'), /not JSON/],
    ["no object", text('["done"]'), /wrong/],
    ["without an outcome", text({ summary: "x" }), /outcome/],
    ["with another outcome", text({ outcome: "great" }), /outcome/],
    ["with wrong types", text({ outcome: "done", summary: 7 }), /summary/],
    ["with a text that is too long", text({ outcome: "done", summary: "x".repeat(20_001) }), /summary/],
    ["of another attempt", text({ outcome: "done", token: "token-2" }), /another attempt/],
    ["with __proto__", text('{"outcome":"done","__proto__":{"outcome":"blocked"}}'), /__proto__/],
    ["with a constructor further in", text('{"outcome":"done","a":[{"constructor":1}]}'), /constructor/],
    ["larger than 1 MB", text(`{"outcome":"done","x":"${"y".repeat(1_048_576)}"}`), /larger/],
    ["nested without end", text(`{"outcome":"done","a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`), /./],
    ["a link", (path) => symlinkSync("/etc/hostname", path), /link/],
    ["a link to nothing", (path) => symlinkSync("/nonexistent", path), /link/],
    ["a folder", (path) => mkdirSync(path), /regular/],
    ["a pipe that nobody writes to", (path) => execFileSync("mkfifo", [path]), /regular/],
  ];
  test.each(refused)("that is %s is refused in words", (_, write, words) => {
    const got = read(write);
    expect(got.result).toBeUndefined();
    expect(got.problem).toMatch(words);
    expect(Object.getPrototypeOf({}).outcome).toBeUndefined();
  });
});
