import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLabels, formatLabel, parseLabel, readLabelLeniently } from "../../src/queue/label.ts";

describe("labels", () => {
  it.each([
    [1, "T-01"],
    [9, "T-09"],
    [99, "T-99"],
    [100, "T-100"],
    [12_345, "T-12345"],
  ])("%i is written %s", (number, label) => {
    expect(formatLabel(number)).toBe(label);
    expect(parseLabel(label)).toBe(number);
  });

  it.each(["T-1", "t-01", "T-01 ", " T-01", "T01", "T--1", "T-", "T-1e3", "T-1234567890", "T-01\n", ""])(
    "%j is no canonical label",
    (text) => {
      expect(parseLabel(text)).toBeNull();
    },
  );

  it.each([
    ["t-2", "T-02"],
    ["T–02", "T-02"],
    ["T—02", "T-02"],
    ["T−02", "T-02"],
    ["T‑2", "T-02"],
    ["Ｔ－０２", "T-02"],
    ["T-0002", "T-02"],
    ["t2", "T-02"],
    ["T - 2", "T-02"],
    [" T-100 ", "T-100"],
    ["T-1234567890", null],
    ["X-02", null],
    ["T-02-foo", null],
    ["T-", null],
    ["", null],
  ])("%j is read as %s", (text, label) => {
    expect(readLabelLeniently(text)).toBe(label);
  });

  it("order by number, anything else last", () => {
    expect(["T-100", "x", "T-02", "T-11"].sort(compareLabels)).toEqual(["T-02", "T-11", "T-100", "x"]);
  });

  it("survive writing and reading", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (number) => {
        expect(parseLabel(formatLabel(number))).toBe(number);
        expect(readLabelLeniently(formatLabel(number).toLowerCase())).toBe(formatLabel(number));
      }),
    );
  });
});
