import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readDue, setDue } from "../../src/history/install/programs.ts";
import { folder, open, refs, tidyUp, write } from "../history/arrange.ts";
import { runGit } from "../stores/local-store.ts";
import { commit, gitWith, hooked, makeSyncDue, runHook, SHELLS } from "./hooked.ts";

tidyUp();
const SYNCS = "refs/ltpm/syncs/";

/** The records that wait, as `event head`, oldest first. */
function records(root: string): string[] {
  return refs(root, SYNCS).map((ref) => ref.split("/").at(-1)?.split(".").slice(2).join(" ") ?? "");
}

async function until(come: () => boolean): Promise<void> {
  for (let left = 500; left > 0 && !come(); left--) await sleep(10);
}

async function minutesUntilDue(root: string): Promise<number> {
  return Math.round(((readDue(await open(root)) ?? 0) - Date.now()) / 60_000);
}

describe("an auto-sync is recorded", () => {
  test("when its moment has come: the event and the commit; then not before the threshold is over", async () => {
    const root = await hooked();
    commit(root);
    expect(records(root)).toEqual([]);
    await makeSyncDue(root);
    commit(root);
    const head = runGit(root, "rev-parse", "HEAD").trim();
    expect([records(root), await minutesUntilDue(root)]).toEqual([[`commit ${head}`], 10]);
    for (let n = 0; n < 3; n++) commit(root);
    expect(records(root)).toHaveLength(1);
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
    expect(
      runGit(root, "rev-list", ...refs(root, SYNCS))
        .trim()
        .split("\n"),
    ).toHaveLength(1);
  });

  test("with the documents that changed, in one commit", async () => {
    const root = await hooked();
    write(root, "MISSION.md", "why\n");
    await makeSyncDue(root);
    commit(root);
    const [sync = ""] = refs(root, SYNCS);
    const save = refs(root, "refs/ltpm/saves/main/MISSION.md/").at(-1) ?? "";
    expect(runGit(root, "rev-parse", sync)).toBe(runGit(root, "rev-parse", save));
  });

  test("not while PROGRESS.md is younger than the threshold: the moment moves on", async () => {
    const root = await hooked();
    await makeSyncDue(root);
    const young = Date.now() / 1000 - 200;
    utimesSync(join(root, "PROGRESS.md"), young, young);
    commit(root);
    expect([records(root), await minutesUntilDue(root)]).toEqual([[], 10]);
  });

  test("not again for a commit whose record still waits, packed or not", async () => {
    const root = await hooked();
    for (const pack of [false, true]) {
      await makeSyncDue(root);
      if (pack) runGit(root, "pack-refs", "--all");
      expect(runHook(root, "post-merge")).toEqual({ code: 0, said: "" });
      expect([records(root).length, await minutesUntilDue(root)]).toEqual([1, 10]);
    }
  });

  test("not when it is turned off", async () => {
    const root = await hooked({ autoSync: false });
    await makeSyncDue(root);
    commit(root);
    expect(records(root)).toEqual([]);
  });

  test("and written at once where the settings ask for it: behind the caller's back, with nothing of git's around it", async () => {
    const said = join(folder(), "said");
    const script = join(folder(), "it's a writer.sh");
    writeFileSync(script, `(echo "$@"; pwd; env) >'${said}.new'; mv '${said}.new' '${said}'; sleep 5\n`);
    const root = await hooked({ writer: { node: "/bin/sh", script } });
    commit(root);
    await makeSyncDue(root);
    const begun = Date.now();
    expect(gitWith(root, { LC_ALL: "zh_CN.UTF-8" }, "commit", "--quiet", "--allow-empty", "--message=due").said).toBe(
      "",
    );
    expect(Date.now() - begun).toBeLessThan(4_000);
    await until(() => existsSync(said));
    const [words, place, ...environment] = readFileSync(said, "utf8").trim().split("\n");
    expect([words, place]).toEqual(["watch --once", realpathSync(root)]);
    expect(environment).toEqual(expect.arrayContaining(["LTPM_HOOKS=0", "LC_ALL=zh_CN.UTF-8"]));
    expect(environment.filter((one) => /^(?:GIT_(?:DIR|INDEX|AUTHOR|COMMITTER|WORK))/.test(one))).toEqual([]);
    expect(records(root)).toHaveLength(1);
    rmSync(script);
    await makeSyncDue(root);
    expect(gitWith(root, {}, "commit", "--quiet", "--allow-empty", "--message=gone")).toEqual({ code: 0, said: "" });
    expect(records(root)).toHaveLength(2);
  });

  test("in a work tree that never had one, and where the stamps were lost", async () => {
    const root = await hooked();
    const tree = join(folder(), "side");
    runGit(root, "worktree", "add", "--quiet", "--detach", tree);
    const old = Date.now() / 1000 - 7_200;
    utimesSync(join(tree, "PROGRESS.md"), old, old);
    commit(tree);
    const head = runGit(tree, "rev-parse", "HEAD").trim();
    expect([records(root), refs(root, SYNCS)[0]?.split("/")[3]]).toEqual([[`commit ${head}`], "w-side"]);
  });

  test.each([
    ["a merge", "merge", ["merge", "--quiet", "--no-ff", "--no-edit", "side"]],
    ["a checkout", "checkout", ["checkout", "--quiet", "side"]],
    ["an amended commit", "commit", ["commit", "--quiet", "--amend", "--allow-empty", "--message=other"]],
    ["files taken from another commit", "checkout", ["checkout", "--quiet", "side", "--", "x"]],
  ])("at %s", async (_, event, args) => {
    const root = await hooked();
    runGit(root, "checkout", "--quiet", "-b", "side");
    write(root, "x", "x");
    runGit(root, "add", "x");
    commit(root);
    runGit(root, "checkout", "--quiet", "main");
    await makeSyncDue(root);
    runGit(root, ...args);
    expect(records(root)).toEqual([`${event} ${runGit(root, "rev-parse", "HEAD").trim()}`]);
  });

  test("with the right commit also when the branch is packed, detached, or has no commit yet", async () => {
    const root = await hooked();
    const head = runGit(root, "rev-parse", "HEAD").trim();
    runGit(root, "pack-refs", "--all");
    await makeSyncDue(root);
    runHook(root, "post-merge");
    runGit(root, "checkout", "--quiet", "--detach");
    commit(root);
    const detached = runGit(root, "rev-parse", "HEAD").trim();
    await makeSyncDue(root);
    runHook(root, "post-merge");
    runGit(root, "checkout", "--quiet", "--orphan", "fresh");
    await makeSyncDue(root);
    runHook(root, "post-merge");
    expect(records(root)).toEqual([`merge ${head}`, `merge ${detached}`, "merge unborn"]);
  });

  test("once in a rebase, and at most once in a bisect", async () => {
    const root = await hooked();
    const start = runGit(root, "rev-parse", "HEAD").trim();
    for (let n = 0; n < 6; n++) {
      write(root, "x", `${n}`);
      runGit(root, "add", "x");
      gitWith(root, { LTPM_HOOKS: "0" }, "commit", "--quiet", "-m", `step ${n}`);
    }
    await makeSyncDue(root);
    runGit(root, "rebase", "--quiet", "--force-rebase", start);
    const head = runGit(root, "rev-parse", "HEAD").trim();
    expect(records(root)).toEqual([`rewrite ${head}`]);
    await makeSyncDue(root);
    runGit(root, "bisect", "start", "HEAD", start);
    runGit(root, "bisect", "run", "sh", "-c", "test $(cat x) -lt 3");
    runGit(root, "bisect", "reset");
    expect(records(root).length).toBeLessThanOrEqual(2);
  });

  test("with a touch and a date of BSD, which know no `-d @…`", async () => {
    const root = await hooked();
    const bin = folder();
    write(bin, "touch", `#!/bin/sh\n[ "$1" = -d ] && exit 1\nexec /usr/bin/touch "$@"\n`);
    write(bin, "date", `#!/bin/sh\nif [ "$1" = -r ]; then exec /bin/date -d "@$2" "$3"; fi\nexec /bin/date "$@"\n`);
    for (const name of ["touch", "date"]) chmodSync(join(bin, name), 0o755);
    await makeSyncDue(root);
    gitWith(root, { PATH: `${bin}:${process.env.PATH}` }, "commit", "--quiet", "--allow-empty", "-m", "x");
    expect([records(root).length, await minutesUntilDue(root)]).toEqual([1, 10]);
  });
});

test.each(SHELLS.map((argv) => [argv.join(" "), argv] as const))("%s records once", async (_, argv) => {
  const root = await hooked();
  await makeSyncDue(root);
  for (let n = 0; n < 3; n++) {
    const ran = spawnSync(argv[0] ?? "", [...argv.slice(1), ".git/hooks/post-commit"], { cwd: root, encoding: "utf8" });
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, "", ""]);
  }
  expect(records(root)).toEqual([`commit ${runGit(root, "rev-parse", "HEAD").trim()}`]);
  setDue(await open(root), 0);
});
