import fc from "fast-check";
import { expect, test } from "vitest";
import { plainTitle } from "../../../src/triad/places/title.ts";
import { OWN_TITLES } from "../../../src/triad/places/wordings.ts";

test.each([
  ["## 🎯 2. Next Steps (this week):", "next steps"],
  ["1.2 `Blockers` & Risks!", "blockers & risks"],
  ["**Recent Activity** [log]", "recent activity"],
  ["二、 当前阶段\uff1a", "当前阶段"],
  ["3) (x)", ""],
])("%s says %s", (title, expected) => {
  expect(plainTitle(title)).toBe(expected);
});

test("titles of ASCII alone are read as all others: a letter behind them changes nothing", () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 20,
  });
  fc.assert(
    fc.property(ascii, (title) => {
      expect(plainTitle(`${title} \u00e9`)).toBe(`${plainTitle(`${title} e`).slice(0, -1)}\u00e9`);
    }),
    { numRuns: 2_000 },
  );
});

test("our own titles are plain in lower case", () => {
  for (const titles of Object.values(OWN_TITLES)) {
    for (const title of Object.values(titles)) expect(plainTitle(title)).toBe(title.toLowerCase());
  }
});
