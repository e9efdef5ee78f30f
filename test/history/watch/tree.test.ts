import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { debounce } from "../../../src/history/watch/debounce.ts";
import { ignoring } from "../../../src/history/watch/ignore.ts";
import { type TreeWatch, watchTree } from "../../../src/history/watch/tree.ts";
import { open, repositoryAt, tidyUp, write } from "../arrange.ts";

tidyUp();

let watch: TreeWatch | undefined;
afterEach(async () => {
  await watch?.close();
  watch = undefined;
});

/** Watches a repository; `heard` resolves with the paths that come until one fits. */
async function watching(root: string, patterns: string[] = ["node_modules/*"], folders: string[] = ["."]) {
  const paths: string[] = [];
  let wake: () => void = () => {};
  watch = await watchTree({
    repository: await open(root),
    folders,
    ignores: ignoring(patterns),
    onChange: (path) => {
      paths.push(path);
      wake();
    },
    onError: (error) => {
      throw error;
    },
  });
  const heard = async (path: string): Promise<boolean> => {
    const late = Date.now() + 5_000;
    while (!paths.includes(path) && Date.now() < late) {
      await Promise.race([
        sleep(50),
        new Promise<void>((done) => {
          wake = done;
        }),
      ]);
    }
    const found = paths.includes(path);
    paths.length = 0;
    return found;
  };
  return { paths, heard, watch };
}

/** As editors save: beside, then in place. */
function replace(root: string, path: string, text: string): void {
  writeFileSync(join(root, `${path}.tmp`), text);
  renameSync(join(root, `${path}.tmp`), join(root, path));
}

describe("a work tree is watched", () => {
  test("through atomic saves, one after the other, in folders that come, go and come back", async () => {
    const root = repositoryAt();
    write(root, "PROGRESS.md", "one");
    write(root, "docs/deep/x.ts", "1");
    const { heard, watch } = await watching(root);
    for (const text of ["two", "three", "four"]) {
      replace(root, "PROGRESS.md", text);
      expect(await heard("PROGRESS.md")).toBe(true);
    }
    appendFileSync(join(root, "docs/deep/x.ts"), "2");
    expect(await heard("docs/deep/x.ts")).toBe(true);
    write(root, "projects/new/MISSION.md", "why");
    expect(await heard("projects")).toBe(true);
    await until(() => watch.size() >= 5);
    appendFileSync(join(root, "projects/new/MISSION.md"), "!");
    expect(await heard("projects/new/MISSION.md")).toBe(true);
    expect(watch.isStale()).toBe(false);
    rmSync(join(root, "projects"), { recursive: true });
    mkdirSync(join(root, "projects/new"), { recursive: true });
    expect(await heard("projects")).toBe(true);
    // Either chokidar noticed, or we know that only a new watch helps.
    const seen = async () => {
      appendFileSync(join(root, "projects/new/MISSION.md"), "?");
      return watch.isStale() || (await heard("projects/new/MISSION.md"));
    };
    expect(await seen()).toBe(true);
  });

  test("one watch a folder, however many files; none where git or the settings pass over, links not followed", async () => {
    const root = repositoryAt();
    write(root, ".gitignore", "target/\nkept/\n");
    for (let n = 0; n < 200; n++) write(root, `src/f${n}.ts`, "");
    for (const folder of ["target/a/b", "node_modules/x/y", "kept/docs", "lib"]) write(root, `${folder}/f`, "");
    symlinkSync("/", join(root, "everything"));
    const { watch, paths, heard } = await watching(root, ["node_modules/*"], [".", "kept/docs"]);
    // The root's parent is known to chokidar, not watched.
    expect(watch.size()).toBe([".", "..", "src", "lib", "kept", "kept/docs"].length);
    write(root, "node_modules/x/z", "");
    write(root, "target/a/c", "");
    write(root, ".git/x", "");
    write(root, "kept/docs/g", "");
    expect(await heard("kept/docs/g")).toBe(true);
    expect(paths).toEqual([]);
    write(root, ".gitignore", "lib2/\n");
    write(root, "lib2/deep/f", "");
    await until(() => watch.isStale());
  });
});

async function until(holds: () => boolean): Promise<void> {
  const late = Date.now() + 5_000;
  while (!holds()) {
    expect(Date.now()).toBeLessThan(late);
    await sleep(20);
  }
}

describe("many changes are one look", () => {
  test("when it has been quiet; at the latest after ten times that; none after the end", async () => {
    let looks = 0;
    const calm = debounce(40, () => looks++);
    for (let n = 0; n < 5; n++) calm.touch();
    await until(() => looks === 1);
    const busy = setInterval(() => calm.touch(), 5);
    await until(() => looks === 2);
    clearInterval(busy);
    calm.stop();
    const before = looks;
    await sleep(120);
    expect(looks).toBe(before);
  });
});
