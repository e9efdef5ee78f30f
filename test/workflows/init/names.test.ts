import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { folderName } from "../../../src/cli/init/folder-name.ts";
import { localStamp } from "../../../src/cli/init/local-stamp.ts";
import { hasDocuments, initPlace, projectDir, projectFolders } from "../../../src/cli/init/places.ts";
import { repositoryName } from "../../../src/cli/init/project-options.ts";

describe("the folder of a project", () => {
  test.each([
    ["Campaign System", "campaign_system"],
    ["novel-writing", "novel-writing"],
    ["v2.0 (beta)", "v2.0_beta"],
    ["项目：甲", "项目_甲"],
    ["Überraschung", "überraschung"],
    ["caf\u0065\u0301", "café"],
    ["../../etc/passwd", "etc_passwd"],
    [".git", "git"],
    ["-rf", "rf"],
    ["a\\b:c|d?e*f", "a_b_c_d_e_f"],
    ["a\nb\u202ec", "a_b_c"],
    ["CON", "con_"],
    ["aux.txt", "aux.txt_"],
    ["a...b", "a.b"],
    ["x".repeat(300), "x".repeat(60)],
    ["", null],
    ["🎉", null],
    ["...", null],
  ])("%j lies in %j", (name, folder) => expect(folderName(name)).toBe(folder));

  test("whatever the name, the folder is one plain part of a path, and its own folder", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (name) => {
        const folder = folderName(name);
        if (folder === null) return;
        expect(folder).toMatch(/^[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}._-]*$/u);
        expect(Buffer.byteLength(folder)).toBeLessThan(256);
        expect(folderName(folder)).toBe(folder);
      }),
    ));
});

function folder(paths: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "ltpm-places-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  return root;
}

describe("where init makes documents", () => {
  test.each<[there: string[], configured: string | null, place: object]>([
    [[], null, { dir: "." }],
    [["Progress.md"], null, { dir: "." }],
    [["PROGRESS.md", "projects/a/PROGRESS.md"], null, { dir: "." }],
    [["projects/a/mission.md", "projects/b/README.md"], null, { dir: "projects/a" }],
    [["projects/a/MISSION.md", "projects/b/NEXT_STEPS.md"], null, { elsewhere: ["projects/a", "projects/b"] }],
    [["projects/a/MISSION.md"], "docs", { dir: "docs" }],
    [["projects"], null, { dir: "." }],
  ])("%j, configured %j", (there, configured, place) => expect(initPlace(folder(there), configured)).toEqual(place));

  test("a folder of that very name serves as it is; else the safe name, in the case it is written", () => {
    const root = folder(["projects/Campaign System/notes.md", "projects/Novel/x", "projects/a.md"]);
    expect(projectDir(root, "Campaign System", "campaign_system")).toBe("projects/Campaign System");
    expect(projectDir(root, "novel", "novel")).toBe("projects/Novel");
    expect(projectDir(root, "New One", "new_one")).toBe("projects/new_one");
    expect(projectFolders(root)).toEqual([]);
    expect(hasDocuments(root, "projects/Novel")).toBe(false);
  });
});

test.each([
  ['{"name": "@octo/boats"}', "boats"],
  ['\ufeff{"name": "boats"}', "boats"],
  ['{"name": 5}', "the folder"],
  ["{", "the folder"],
  [null, "the folder"],
])("package.json %j: the repository is called %j", (text, name) => {
  const root = join(folder([]), "the folder");
  mkdirSync(root);
  if (text !== null) writeFileSync(join(root, "package.json"), text);
  const plain = { objectFormat: "sha1", refFiles: true, allReflogs: false, shared: 0 } as const;
  const [gitDir, main] = [join(root, ".git"), { ...plain, root, linked: false }];
  expect(repositoryName({ ...main, gitDir, commonDir: gitDir })).toBe(name);
  if (text !== null) return;
  const linked = { ...plain, root: folder([]), linked: true, gitDir: join(gitDir, "worktrees/x"), commonDir: gitDir };
  expect(repositoryName(linked)).toBe(name);
});

test("a moment is shown in the machine's own time zone", () => {
  const local = new Date(2026, 2, 1, 9, 5).toISOString();
  expect(localStamp(local)).toBe("2026-03-01 09:05");
});
