import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { addHeartbeatBlock, removeBlock, removeHeartbeatBlock, setBlock } from "../../../src/triad/commands/block.ts";
import { idOnLine, isWritten, marker } from "../../../src/triad/commands/marker.ts";
import { plainInline, plainParagraph } from "../../../src/triad/commands/safe-text.ts";

const heartbeat = readFileSync(fileURLToPath(new URL("../../../templates/heartbeat.md", import.meta.url)), "utf8");

describe("blocks", () => {
  test.each(["", "# Mine\n", "# Mine", "# Mine\r\n\r\ntext\r\n", "\ufeff# Mine\n\n"])("in and out of %j", (text) => {
    const added = addHeartbeatBlock(text, heartbeat);
    expect(added.startsWith(text)).toBe(true);
    expect(addHeartbeatBlock(added, heartbeat)).toBe(added);
    expect(removeHeartbeatBlock(added, heartbeat).trimEnd()).toBe(text.trimEnd());
    const set = setBlock(text, "agents", "one\ntwo\n");
    expect(set.startsWith(text)).toBe(true);
    expect(setBlock(set, "agents", "one\ntwo")).toBe(set);
    expect(removeBlock(set, "agents").trimEnd()).toBe(text.trimEnd());
    if (text.includes("\r\n")) expect(/[^\r]\n/.test(set + added)).toBe(false);
  });

  test("a block is updated in place", () => {
    const set = setBlock("a\n", "agents", "one");
    expect(setBlock(`${set}behind\n`, "agents", "two")).toBe(
      "a\n\n<!-- ltpm:agents:start -->\ntwo\n<!-- ltpm:agents:end -->\nbehind\n",
    );
  });
});

describe("other people's text", () => {
  test.each([
    ["a\n# b\r\n- c", "a # b - c"],
    ["<script>x</script> a < b", "\\<script>x\\</script> a < b"],
    ["see `Array<string>`", "see `Array<string>`"],
    ["a <!-- ltpm:m1 -->", "a \\<!-- ltpm:m1 -->"],
    ["`<!-- x -->`", "`<\\!-- x -->`"],
    ["\u001b[31mred\u202e", "red"],
  ])("%j on a line", (text, expected) => expect(plainInline(text)).toBe(expected));

  test.each([
    ["# a", "\\# a"],
    ["- a", "\\- a"],
    ["12. a", "12\\. a"],
    ["---", "\\---"],
    ["```", "\\```"],
    ["**bold** a", "**bold** a"],
    ["2026 was good", "2026 was good"],
    ["[x]: y", "\\[x]: y"],
  ])("%j as a paragraph", (text, expected) => expect(plainParagraph(text)).toBe(expected));

  test("markers", () => {
    expect(marker("a b--c/ü")).toBe("<!-- ltpm:a-b-c- -->");
    expect(isWritten(`x ${marker("m1")}`, "m1")).toBe(true);
    expect(isWritten(`x ${marker("m12")}`, "m1")).toBe(false);
    expect(idOnLine(`- x ${marker("m1")}  `)).toBe("m1");
    expect(idOnLine(`- ${marker("m1")} x`)).toBe(null);
  });
});
