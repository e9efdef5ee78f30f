/** The driver in a clone: what git is told, and that nothing of it is left afterwards. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasAttributes, withAttributes, withoutAttributes } from "../../../src/cli/merge/attributes.ts";
import { driverCommand, programIn } from "../../../src/cli/merge/driver-command.ts";
import { kindOf } from "../../../src/cli/merge/kinds.ts";
import { mergeWired, unwireMerge, wireMerge } from "../../../src/cli/merge/wire.ts";
import { findRepository } from "../../../src/git/repository.ts";
import { newProject } from "../../e2e/project.ts";
import { branchOff, newRepository } from "./repository.ts";

test.each<[string, string | null, string | null]>([
  [".ltpm/task-queue.json", ".ltpm", "queue"],
  [".ltpm/archive/2026-11.json", ".ltpm", "month"],
  ["a/.ltpm/task-queue.json", ".ltpm", null],
  ["a/.ltpm/task-queue.json", null, "queue"],
  ["data/archive/2026-11.json", ".ltpm", null],
  [".ltpm/archive/notes.json", ".ltpm", null],
  ["queue/here/task-queue.json", "./queue/here/", "queue"],
  ["task-queue.json", ".", "queue"],
  ["docs/PROGRESS.md", ".ltpm", "document"],
  ["docs/progress.md", ".ltpm", null],
])("%s with the queue in %s: %s", (path, dir, kind) => expect(kindOf(path, dir)).toBe(kind));

describe("info/attributes", () => {
  test("our lines go in once, and out without a trace, whatever stands there", () => {
    const text = fc.option(
      fc
        .array(fc.constantFrom("*.png binary\n", "\r\n", "# x", "\n", "é\n"), { maxLength: 6 })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(".ltpm", "my queue", 'a"b', "."), (before, dir) => {
        const wired = withAttributes(before, dir);
        expect(hasAttributes(wired)).toBe(true);
        expect(withAttributes(wired, dir)).toBe(wired);
        expect(withoutAttributes(wired)).toBe(before);
        expect(withoutAttributes(withAttributes(wired, "elsewhere"))).toBe(before);
        expect(withoutAttributes(`${wired}*.md text\n`)).toBe(
          `${before ?? ""}${before && !before.endsWith("\n") ? "\n" : ""}*.md text\n`,
        );
      }),
    );
  });

  test.each([".ltpm", "my queue", "q[1]*", "."])("git reads them as they are meant: queue in %s", (dir) => {
    const repository = newRepository();
    writeFileSync(join(repository.root, ".git/info/attributes"), withAttributes(null, dir));
    const asked = [
      `${dir}/task-queue.json`,
      `${dir}/archive/2026-01.json`,
      "PROGRESS.md",
      "a/b/MEMORY.md",
      "README.md",
      "x/archive/2026-01.json",
    ].map((path) => path.replace(/^\.\//, ""));
    const said = repository.git("check-attr", "-z", "merge", "--", ...asked).split("\0");
    const values = asked.map((_, index) => said[index * 3 + 2]);
    expect(values).toEqual(["ltpm", "ltpm", "ltpm", "ltpm", "unspecified", "unspecified"]);
  });
});

describe("the driver's line", () => {
  test.each(["/usr/bin/node", "/a b/c'd/100%/$HOME/`x`/node", "C:\\Program Files\\node.exe"])(
    "%s is data for the shell",
    (path) => {
      const command = driverCommand({ node: path, script: `${path}.js` });
      expect(programIn(command)).toEqual({ node: path, script: `${path}.js` });
      // As git hands it over: %% is %, and its own letters are words.
      const line = command.replace(/%%|%([A-Z])/g, (all, letter) => (all === "%%" ? "%" : `'${letter}'`));
      const printed = execFileSync(
        "sh",
        ["-c", line.replace(/^if .*?; then /s, "printf '%s\\n' ").replace(/; else .*$/s, "")],
        { encoding: "utf8" },
      );
      expect(printed.split("\n").slice(0, 3)).toEqual([path, `${path}.js`, "merge-driver"]);
    },
  );
  test("a line of somebody else's is not ours", () => expect(programIn("mine %O %A %B")).toBeNull());
});

describe("a clone", () => {
  const BASE = "# P\n\n- a\n";

  test("is wired once for all its work trees, and unwired without a trace", async () => {
    const repository = newRepository();
    repository.write("PROGRESS.md", BASE);
    repository.commit("base");
    repository.git("worktree", "add", "--quiet", "linked");
    const attributes = join(repository.root, ".git/info/attributes");
    const config = () => repository.git("config", "--local", "--list");
    const before = config();
    const [here, linked] = [
      await findRepository(repository.root, {}),
      await findRepository(join(repository.root, "linked"), {}),
    ];
    const program = { node: process.execPath, script: join(repository.root, "PROGRESS.md") };
    expect(mergeWired(here)).toBe("unwired");
    expect([await wireMerge(linked, { program }), await wireMerge(here, { program })]).toEqual([true, false]);
    expect([mergeWired(here), mergeWired(linked)]).toEqual(["wired", "wired"]);
    expect([unwireMerge(here), unwireMerge(here), existsSync(attributes), config() === before]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    mkdirSync(join(repository.root, ".git/info"), { recursive: true });
    writeFileSync(attributes, "*.png binary");
    await wireMerge(here, { program, dir: "queue" });
    unwireMerge(linked);
    expect(readFileSync(attributes, "utf8")).toBe("*.png binary");
  });

  test("whose program is gone has git's own merge, with its markers", async () => {
    const repository = newRepository();
    branchOff(repository, "PROGRESS.md", BASE, "# P\n\n- a\n- ours\n", "# P\n\n- a\n- theirs\n");
    const here = await findRepository(repository.root, {});
    await wireMerge(here, { program: { node: process.execPath, script: "/nowhere/cli.js" } });
    expect(mergeWired(here)).toBe("outdated");
    expect(repository.try("merge", "side")).toBe(1);
    expect(repository.read("PROGRESS.md")).toMatch(/^<{7} ours\n- ours\n={7}\n- theirs\n>{7} theirs$/m);
    expect(repository.git("ls-files", "--unmerged").split("\n")).toHaveLength(4);
  });
});

test("doctor: what a forge's merge button does is a note, only where it merges files of ours", async () => {
  const project = await newProject();
  await project.ltpm(["add", "one", "--no-dispatch"]);
  await project.ltpm(["doctor", "--fix"]);
  const doctor = async () => (await project.ltpm(["doctor"])).out;
  await project.git("remote", "add", "hub", "/srv/hub.git");
  await project.git("add", "--all");
  expect(await doctor()).toBe("Everything is in order.\n");
  await project.git("remote", "add", "origin", "git@github.com:ann/parser.git");
  expect(await doctor()).toMatch(/^Everything is in order\.\ni the merge button .*\n {2}merge the target branch .*\n$/);
  expect(await project.json(["doctor"])).toMatchObject({
    healthy: true,
    findings: [{ code: "forge_merge", level: "note" }],
  });
  await project.git("rm", "--quiet", "--cached", ".ltpm/task-queue.json");
  expect(await doctor()).toBe("Everything is in order.\n");
});
