import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ignoring } from "../../src/history/watch/ignore.ts";
import { watchTree } from "../../src/history/watch/tree.ts";
import { open, refs, repositoryAt, tidyUp, write } from "../history/arrange.ts";
import { gitWith, hooked, makeSyncDue, SAVES, saved } from "../hooks/hooked.ts";
import { runGit } from "../stores/local-store.ts";

tidyUp();

/** Fifty commits, each of which changes PROGRESS.md, made without hooks. */
function fiftySteps(root: string): void {
  for (let n = 0; n < 50; n++) {
    write(root, "PROGRESS.md", `step ${n}\n`);
    gitWith(root, { LTPM_HOOKS: "0" }, "commit", "--quiet", "-am", `step ${n}`);
  }
}

test("a rebase of fifty commits that change the document: one save, one record", { timeout: 120_000 }, async () => {
  const root = await hooked();
  const start = runGit(root, "rev-parse", "HEAD").trim();
  fiftySteps(root);
  await makeSyncDue(root);
  const before = refs(root, SAVES).length;
  runGit(root, "rebase", "--quiet", "--force-rebase", start);
  expect(refs(root, SAVES).length - before).toBe(1);
  expect(saved(root).at(-1)).toBe("step 49\n");
  expect(refs(root, "refs/ltpm/syncs/").length).toBeLessThanOrEqual(1);
});

test("a bisect of fifty commits: one record at most, the document's own state after it", {
  timeout: 120_000,
}, async () => {
  const root = await hooked();
  fiftySteps(root);
  await makeSyncDue(root);
  runGit(root, "bisect", "start", "HEAD", "HEAD~50");
  runGit(root, "bisect", "run", "sh", "-c", "! grep -qE 'step (3[3-9]|4.)' PROGRESS.md");
  expect(runGit(root, "log", "-1", "--format=%s", "refs/bisect/bad").trim()).toBe("step 33");
  runGit(root, "bisect", "reset");
  expect(refs(root, "refs/ltpm/syncs/").length).toBeLessThanOrEqual(1);
  expect(saved(root).filter((text) => /step (?:[1-3]?\d|4[0-8])\n/.test(text)).length).toBeLessThanOrEqual(1);
});

test("a repository of ten thousand files is watched by as many watches as it has folders, in little memory", {
  timeout: 120_000,
}, async () => {
  const root = repositoryAt();
  for (let n = 0; n < 10_000; n++) {
    if (n % 100 === 0) mkdirSync(join(root, `d${n / 100}`));
    writeFileSync(join(root, `d${Math.floor(n / 100)}/f${n}`), "");
  }
  const before = process.memoryUsage().rss;
  let heard = "";
  const watch = await watchTree({
    repository: await open(root),
    folders: ["."],
    ignores: ignoring([]),
    onChange: (path) => {
      heard = path;
    },
    onError: (error) => {
      throw error;
    },
  });
  // The root, its parent (known, not watched), a hundred folders.
  expect(watch.size()).toBe(102);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  appendFileSync(join(root, "d99/f9999"), "x");
  await expect.poll(() => heard).toBe("d99/f9999");
  await watch.close();
});
