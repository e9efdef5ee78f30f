import { appendFileSync, existsSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changesBetween, recentlyChanged, trackedFiles, uncommitted } from "../../src/history/auto-sync/changes.ts";
import { forgetHookFailures, hookFailures, logErrors } from "../../src/history/auto-sync/errors.ts";
import { foldSyncs } from "../../src/history/auto-sync/fold.ts";
import { gatherSync, minutesNow, renewDue, syncStatus } from "../../src/history/auto-sync/gather.ts";
import { lastFolded, markFolded, recordSync, startSyncs, waitingRecords } from "../../src/history/auto-sync/records.ts";
import { readDue, setDue } from "../../src/history/install/programs.ts";
import { commit, hooked, SETTINGS } from "../hooks/hooked.ts";
import { runGit } from "../stores/local-store.ts";
import { at, folder, open, refs, repositoryAt, tidyUp, usersState, write } from "./arrange.ts";

tidyUp();
const head = (root: string) => runGit(root, "rev-parse", "HEAD").trim();
const ours = (path: string) => path === "PROGRESS.md";

function commitFile(root: string, path: string, text: string): void {
  write(root, path, text);
  runGit(root, "add", "--", path);
  runGit(root, "commit", "--quiet", "--message", `write ${path}`);
}

describe("records", () => {
  test("are made, listed and folded; what came meanwhile waits on; the user's things stay as they are", async () => {
    const root = repositoryAt();
    const place = await open(root);
    commitFile(root, "a", "a");
    const before = usersState(root);
    await recordSync(place, "watch", at(1));
    await recordSync(place, "heartbeat", at(1));
    const waiting = waitingRecords(place);
    expect(waiting.map(({ event, head: commitOf }) => [event, commitOf])).toEqual([
      ["watch", head(root)],
      ["heartbeat", head(root)],
    ]);
    const late = await recordSync(place, "command", at(2));
    await markFolded(place, waiting, { head: head(root), now: at(3) });
    expect([waitingRecords(place), lastFolded(place)?.time]).toEqual([[late], at(3)]);
    await markFolded(place, [late], { head: head(root), now: at(3) });
    expect([waitingRecords(place), refs(root, "refs/ltpm/synced/").length, lastFolded(place)?.number]).toEqual([
      [],
      1,
      2,
    ]);
    expect(usersState(root)).toEqual(before);
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });

  test("of another work tree are not seen, nor folded", async () => {
    const root = repositoryAt();
    const tree = join(folder(), "side");
    runGit(root, "worktree", "add", "--quiet", "--detach", tree);
    const [main, side] = [await open(root), await open(tree)];
    await recordSync(side, "command", at(1));
    await markFolded(main, waitingRecords(main), { head: null, now: at(2) });
    expect([waitingRecords(main).length, waitingRecords(side).length, lastFolded(side)]).toEqual([0, 1, null]);
  });

  test("a beginning is made once", async () => {
    const root = repositoryAt();
    const place = await open(root);
    await startSyncs(place, at(0));
    await startSyncs(place, at(9));
    expect(lastFolded(place)).toMatchObject({ event: "start", time: at(0), head: head(root) });
  });

  test("what cannot be recorded says so", async () => {
    const root = repositoryAt();
    const place = await open(root);
    rmSync(join(root, ".git/refs/ltpm"), { recursive: true, force: true });
    write(root, ".git/refs/ltpm", "in the way");
    await expect(recordSync(place, "command", at(0))).rejects.toMatchObject({ code: "not_recorded" });
  });
});

describe("what changed", () => {
  test("between commits, from nothing, and where a commit is gone", async () => {
    const root = repositoryAt();
    const place = await open(root);
    const start = head(root);
    commitFile(root, "进度 é\n.md", "x");
    commitFile(root, "a", "a");
    runGit(root, "rm", "--quiet", "a");
    commitFile(root, "b", "b");
    expect(changesBetween(place, start, head(root))).toEqual([
      { path: "b", kind: "added" },
      { path: "进度 é\n.md", kind: "added" },
    ]);
    expect(changesBetween(place, head(root), start)?.map(({ kind }) => kind)).toEqual(["deleted", "deleted"]);
    expect([changesBetween(place, start, start), changesBetween(place, null, null)]).toEqual([[], []]);
    expect(changesBetween(place, null, start)).toEqual([]);
    expect(changesBetween(place, "1".repeat(40), start)).toBeNull();
  });

  test("in the work tree: staged, changed, deleted, new; and how many files there are", async () => {
    const root = repositoryAt();
    const place = await open(root);
    for (const name of ["changed", "deleted", "gone"]) commitFile(root, name, name);
    write(root, "changed", "other");
    rmSync(join(root, "deleted"));
    runGit(root, "rm", "--quiet", "gone");
    write(root, "new file", "");
    write(root, "staged", "");
    runGit(root, "add", "staged");
    expect(uncommitted(place).sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: "changed", kind: "changed" },
      { path: "deleted", kind: "deleted" },
      { path: "gone", kind: "deleted" },
      { path: "new file", kind: "added" },
      { path: "staged", kind: "added" },
    ]);
    expect(trackedFiles(place)).toBe(3);
  });

  test("lately, by commits and by dates; which sets the threshold", async () => {
    const root = repositoryAt();
    const place = await open(root);
    commitFile(root, "a", "a");
    commitFile(root, "a", "b");
    write(root, "now", "");
    write(root, "long ago", "");
    utimesSync(join(root, "long ago"), 1, 1);
    const now = new Date().toISOString();
    expect([recentlyChanged(place, now), minutesNow(place, now)]).toEqual([2, 15]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect([recentlyChanged(place, tomorrow), minutesNow(place, tomorrow)]).toEqual([0, 30]);
  });

  test("nothing, in a project without a commit", async () => {
    const root = folder();
    runGit(root, "init", "--quiet");
    const place = await open(root);
    expect([recentlyChanged(place, at(0)), trackedFiles(place), uncommitted(place)]).toEqual([0, 0, []]);
  });
});

describe("errors", () => {
  test("of logs that changed since, by name; missing ones and folders are passed over", () => {
    const dir = folder();
    const log = (name: string) => ({ name, path: join(dir, name) });
    write(dir, "build.log", "error one\n");
    write(dir, "old.log", "error old\n");
    utimesSync(join(dir, "old.log"), 1, 1);
    write(dir, "big.log", `error at the start\n${"x".repeat(70_000)}\nerror at the end\n`);
    const files = ["build.log", "old.log", "big.log", "none.log", "."].map(log);
    expect(logErrors(files, at(0))).toEqual(["build.log: error one", "big.log: error at the end"]);
  });

  test("of hooks, until they are forgotten", async () => {
    const root = await hooked();
    const place = await open(root);
    expect(hookFailures(place)).toEqual([]);
    const file = join(root, ".git/ltpm/hooks/failed");
    appendFileSync(file, "20240315-100000 post-commit git mktree\n post-merge date\nnonsense\n");
    expect(hookFailures(place)).toEqual([
      { time: at(0), hook: "post-commit", step: "git mktree" },
      { time: null, hook: "post-merge", step: "date" },
    ]);
    forgetHookFailures(place);
    expect([hookFailures(place), existsSync(file)]).toEqual([[], false]);
  });
});

describe("from a hook to an entry", () => {
  test("commits, then one entry of what changed since, then none until something happens", async () => {
    const root = await hooked({ progress: "NONE.md" });
    const place = await open(root);
    await startSyncs(place, new Date().toISOString());
    commitFile(root, "src/a", "a");
    setDue(place, Date.now() - 5_000);
    commitFile(root, "src/b", "b");
    commitFile(root, "PROGRESS.md", "two\n");
    const facts = gatherSync(place);
    const entry = foldSyncs(facts, ours);
    expect(entry).toMatchObject({
      events: [{ event: "commit", count: 1 }],
      files: [
        { path: "src/a", kind: "added" },
        { path: "src/b", kind: "added" },
      ],
      head: head(root),
    });
    expect(foldSyncs(gatherSync(place), ours)?.id).toBe(entry?.id);
    await markFolded(place, facts.records, { head: facts.head, now: new Date().toISOString() });
    expect(foldSyncs(gatherSync(place), ours)).toBeNull();
  });

  test("a history that was rewritten and collected still gives an entry", async () => {
    const root = await hooked({ progress: "NONE.md" });
    const place = await open(root);
    commitFile(root, "a", "a");
    await startSyncs(place, new Date().toISOString());
    runGit(root, "reset", "--quiet", "--hard", "HEAD~1");
    runGit(root, "reflog", "expire", "--expire=now", "--all");
    runGit(root, "gc", "--quiet", "--prune=now");
    setDue(place, Date.now() - 5_000);
    commit(root);
    expect(foldSyncs(gatherSync(place), ours)).toMatchObject({ files: [], head: head(root) });
  });

  test("the status says what is recorded, what waits and since when", async () => {
    const root = await hooked();
    const place = await open(root);
    const look = (now: string) => syncStatus(place, { progress: "PROGRESS.md", minutes: 10, now });
    utimesSync(join(root, "PROGRESS.md"), Date.parse(at(0)) / 1000, Date.parse(at(0)) / 1000);
    expect(look(at(60))).toMatchObject({
      waiting: 0,
      waitingSince: null,
      progressChangedAt: at(0),
      dueAt: at(600),
      safe: true,
    });
    expect(look(at(601))).toMatchObject({ safe: false });
    await recordSync(place, "watch", at(30));
    await recordSync(place, "watch", at(40));
    expect(look(at(60))).toMatchObject({ waiting: 2, waitingSince: at(30), lastRecordAt: at(40), safe: false });
    await markFolded(place, waitingRecords(place), { head: null, now: at(50) });
    expect(look(at(60))).toMatchObject({
      waiting: 0,
      lastFoldedAt: at(50),
      dueAt: at(650),
      safe: true,
      hookFailures: [],
    });
  });

  test("hooks are told when the next is due, and by which threshold; where there are none nothing is written", async () => {
    const [root, bare] = [await hooked(), repositoryAt()];
    const place = await open(root);
    utimesSync(join(root, "PROGRESS.md"), Date.parse(at(0)) / 1000, Date.parse(at(0)) / 1000);
    renewDue(place, { ...SETTINGS, minutes: 3 }, at(60));
    expect(readDue(place)).toBe(Date.parse(at(180)));
    renewDue(await open(bare), SETTINGS, at(60));
    expect(existsSync(join(bare, ".git/ltpm"))).toBe(false);
    commit(root);
    expect(waitingRecords(place)).toHaveLength(1);
    expect(Math.round(((readDue(place) ?? 0) - Date.now()) / 60_000)).toBe(3);
  });
});
