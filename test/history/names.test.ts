import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heldBy, toDrop } from "../../src/history/auto-save/keep.ts";
import { named, parseSaveRef, saveRef, shownName } from "../../src/history/auto-save/save-name.ts";
import { momentOf, nextTurn, stampOf, turnText } from "../../src/history/moment.ts";
import { decodePath, documentKey, encodePath, pathOfKey } from "../../src/history/ref-path.ts";
import { GIT_ENV } from "../stores/local-store.ts";

const BLOB = "0123456789abcdef0123456789abcdef01234567";

describe("paths as words of a ref", () => {
  test.each([
    ["PROGRESS.md", "PROGRESS.md"],
    ["docs/PROGRESS.md", "docs%2FPROGRESS.md"],
    ["my notes.md", "my%20notes.md"],
    ["进度.md", "%E8%BF%9B%E5%BA%A6.md"],
    [".hidden/x", "%2Ehidden%2Fx"],
    ["a..b", "a.%2Eb"],
    ["x.lock", "x%2Elock"],
    ["x.", "x%2E"],
    ["50%.md", "50%25.md"],
    ["a\nb~^:?*[\\@{", "a%0Ab%7E%5E%3A%3F%2A%5B%5C%40%7B"],
  ])("%j is %s", (path, word) => {
    expect([encodePath(path), decodePath(word), pathOfKey(documentKey(path))]).toEqual([word, path, path]);
  });

  test("any path comes back, and git takes its ref", () => {
    const path = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => !text.includes("\0"));
    const odd = fc.array(fc.constantFrom(".", "..", "lock", ".lock", "/", "%", "%-", "~", " ", "é", "x"), {
      minLength: 1,
    });
    const paths = fc.sample(
      fc.oneof(
        path,
        odd.map((parts) => parts.join("")),
      ),
      { numRuns: 150, seed: 7 },
    );
    for (const one of paths) {
      expect(decodePath(encodePath(one))).toBe(one);
      const ref = saveRef("main", one, { stamp: "20240315-143022", number: 1 }, "auto", BLOB);
      execFileSync("git", ["check-ref-format", ref], { env: GIT_ENV });
    }
    expect(new Set(paths.map(documentKey)).size).toBe(new Set(paths).size);
  });

  test("a long path is cut, stays apart from its likes, and is no path of its own", () => {
    const [a, b] = [`${"文".repeat(60)}a.md`, `${"文".repeat(60)}b.md`].map(documentKey);
    expect(a).not.toBe(b);
    expect(a?.length).toBeLessThan(150);
    expect(pathOfKey(a ?? "")).toBeNull();
    expect(documentKey("%-")).toBe("%25-");
  });
});

describe("a save's name", () => {
  test("says everything a list needs", () => {
    const ref = saveRef("w-side", "docs/PROGRESS.md", { stamp: "20240315-143022", number: 2 }, "restore", BLOB);
    expect(ref).toBe(`refs/ltpm/saves/w-side/docs%2FPROGRESS.md/20240315-143022.0002.r.${BLOB}`);
    const save = parseSaveRef(ref);
    expect(save).toMatchObject({ worktree: "w-side", kind: "restore", blob: BLOB, time: "2024-03-15T14:30:22.000Z" });
    expect(save && named(save)).toMatchObject({
      document: "docs/PROGRESS.md",
      name: "docs/PROGRESS.md.auto-save.20240315-143022-2",
    });
    expect(shownName("PROGRESS.md", "20240315-143022", 1)).toBe("PROGRESS.md.auto-save.20240315-143022");
  });

  test.each([
    "refs/heads/main",
    "refs/ltpm/saves/main",
    `refs/ltpm/saves/main/A/20240315-143022.0001.a.${BLOB}/more`,
    `refs/ltpm/saves/main/A/20240315-143022.0001.x.${BLOB}`,
    `refs/ltpm/saves/main/A/20249915-143022.0001.a.${BLOB}`,
    "refs/ltpm/saves/main/A/20240315-143022.0001.a.short",
  ])("%s is none", (ref) => expect(parseSaveRef(ref)).toBeNull());

  test("moments are UTC and never go back", () => {
    expect(stampOf("2024-03-15T23:30:22.999+02:00")).toBe("20240315-213022");
    expect(momentOf("20240315-213022")).toBe("2024-03-15T21:30:22.000Z");
    expect(momentOf("20240231-213022")).not.toBe(null);
    const newest = { stamp: "20240315-213022", number: 9 };
    expect(turnText(nextTurn("20240315-213023", newest))).toBe("20240315-213023.0001");
    expect(turnText(nextTurn("20240315-213022", newest))).toBe("20240315-213022.0010");
    expect(turnText(nextTurn("20231231-000000", newest))).toBe("20240315-213022.0010");
    expect(turnText(nextTurn("20231231-000000", null))).toBe("20231231-000000.0001");
  });
});

type Row = [second: number, kind: "auto" | "conflict" | "restore", content: string];
const DAY0 = Date.UTC(2024, 0, 1);

function saves(rows: readonly Row[]) {
  return rows.map(([second, kind, content]) => {
    const blob = Buffer.from(content.padEnd(20, "_")).toString("hex");
    const turn = { stamp: stampOf(new Date(DAY0 + second * 1000).toISOString()), number: 1 };
    const save = parseSaveRef(saveRef("main", "P.md", turn, kind, blob));
    if (save === null) throw new Error("no save");
    return save;
  });
}
const later = (days: number) => new Date(DAY0 + days * 86_400_000).toISOString();

describe("which saves go", () => {
  const rows: [string, Row[], number, number, number[]][] = [
    [
      "none of as many as are kept",
      [
        [1, "auto", "a"],
        [2, "auto", "b"],
      ],
      2,
      0,
      [],
    ],
    [
      "the oldest",
      [
        [1, "auto", "a"],
        [2, "auto", "b"],
        [3, "auto", "c"],
      ],
      2,
      0,
      [0],
    ],
    [
      "pinned ones do not count",
      [
        [1, "auto", "a"],
        [2, "conflict", "b"],
        [3, "restore", "c"],
        [4, "auto", "d"],
      ],
      2,
      0,
      [],
    ],
    [
      "pinned ones go after 30 days",
      [
        [1, "conflict", "b"],
        [2, "auto", "d"],
      ],
      5,
      31,
      [0],
    ],
    [
      "pinned ones stay for 30 days",
      [
        [1, "conflict", "b"],
        [2, "auto", "d"],
      ],
      5,
      29,
      [],
    ],
    ["the newest stays, however old", [[1, "restore", "b"]], 5, 99, []],
    [
      "the newest stays, also at 0",
      [
        [1, "auto", "a"],
        [2, "auto", "b"],
      ],
      0,
      0,
      [0],
    ],
    [
      "a content counts once: the older one goes",
      [
        [1, "auto", "a"],
        [2, "auto", "b"],
        [3, "auto", "a"],
      ],
      5,
      0,
      [0],
    ],
  ];
  test.each(rows)("%s", (_, made, keep, days, gone) => {
    const all = saves(made);
    expect(toDrop(all, keep, later(days)).map((save) => all.indexOf(save))).toEqual(gone);
  });

  test("whatever there is: the newest stays, at most `keep` unpinned stay, and every content of the newest `keep`", () => {
    const row = fc.tuple(
      fc.nat(1000),
      fc.constantFrom<Row[1]>("auto", "conflict", "restore"),
      fc.constantFrom("a", "b", "c"),
    );
    const rowsArbitrary = fc.uniqueArray(row, { selector: ([second]) => second, minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 1, max: 5 }), (made, keep) => {
        const all = saves(made).sort((a, b) => (a.stamp < b.stamp ? 1 : -1));
        const gone = new Set(toDrop(all, keep, later(1)));
        const autos = all.filter((save) => save.kind === "auto");
        const left = autos.filter((save) => !gone.has(save));
        const contents = [...new Set(autos.map((save) => save.blob))].slice(0, keep);
        expect(
          gone.has(
            all[0] ??
              (() => {
                throw new Error("none");
              })(),
          ),
        ).toBe(false);
        expect(left.map((save) => save.blob).slice(0, contents.length)).toEqual(contents);
        expect(left.length).toBeLessThanOrEqual(keep + 1);
        expect([...gone].every((save) => save.kind === "auto")).toBe(true);
      }),
    );
  });

  test.each<[string, Row[], string, Row[1], boolean]>([
    ["the newest holds it", [[1, "auto", "a"]], "a", "auto", true],
    [
      "an older one holds it: the order would be wrong",
      [
        [1, "auto", "a"],
        [2, "auto", "b"],
      ],
      "a",
      "auto",
      false,
    ],
    ["a pinned one holds it for a hook", [[1, "restore", "a"]], "a", "auto", true],
    ["one that may go soon does not hold it for a restore", [[1, "auto", "a"]], "a", "restore", false],
    ["a pinned one holds it for a conflict", [[1, "restore", "a"]], "a", "conflict", true],
    ["nothing is there", [], "a", "auto", false],
  ])("not saved again when %s", (_, made, content, kind, held) => {
    expect(heldBy(saves(made), Buffer.from(content.padEnd(20, "_")).toString("hex"), kind) !== null).toBe(held);
  });
});
