import { expect, test } from "vitest";
import { INIT_WORDS } from "../../../src/messages/init.ts";

const HOSTILE = "a\x1b[2J\nb\u202e";

test.each(["en", "zh-CN"] as const)("%s: every sentence stays on its line, whatever a path holds", (language) => {
  const words = INIT_WORDS[language];
  const lines = [
    words.wrote([HOSTILE]),
    words.kept([HOSTILE]),
    words.elsewhere([HOSTILE]),
    words.configured(HOSTILE),
    words.notWired(HOSTILE),
    words.nextStep(HOSTILE),
    words.agentsQuestion([HOSTILE]),
    words.agentsWrote([HOSTILE]),
    words.agentsBroken(HOSTILE),
    words.agentsRemoved([HOSTILE]),
    words.removed([HOSTILE]),
    words.changed([HOSTILE]),
  ];
  for (const line of lines) {
    expect(line).toContain("a b");
    expect(line).not.toMatch(/[\x00-\x1f\u202e]/);
  }
  expect(/[\u4e00-\u9fff]/.test(lines.join(""))).toBe(language === "zh-CN");
});

test("the source's two questions are asked in its own words", () =>
  expect(Object.values(INIT_WORDS.en.questions).join(" ")).toBe(
    "What is the project goal? What's the success criteria?",
  ));
