import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foldIfWaiting } from "../../../src/cli/documents/fold-look.ts";
import { isHourOver } from "../../../src/cli/documents/hourly.ts";
import { findRepository } from "../../../src/git/repository.ts";
import { recordSync, startSyncs, waitingRecords } from "../../../src/history/auto-sync/records.ts";
import { refs, tidyUp, write } from "../../history/arrange.ts";
import { ltpm } from "../../history/command-line.ts";
import { age, commitAll, openAt, projectAt } from "./documents-at.ts";

tidyUp();

const ENTRY = /^- \d{4}-\d{2}-\d{2} \d{2}:\d{2}: \[Auto-Sync\] (.*?) <!-- ltpm:auto-sync/gm;

function entries(root: string): string[] {
  return [...readFileSync(join(root, "PROGRESS.md"), "utf8").matchAll(ENTRY)].map(([, text = ""]) => text);
}

/** What every cycle and every command on documents does; gives what it said. */
async function fold(root: string): Promise<string> {
  const { call, project, said } = await openAt(root);
  await foldIfWaiting(project, call);
  return said();
}

/** What a hook leaves: a start to count from, a commit, a record that waits. */
async function withRecord(configuration?: object): Promise<string> {
  const root = projectAt(configuration);
  const repository = await findRepository(root, {});
  await startSyncs(repository, new Date(Date.now() - 60_000).toISOString());
  write(root, "a.txt", "a");
  commitAll(root, "a");
  await recordSync(repository, "commit", new Date().toISOString());
  return root;
}

describe("records of hooks", () => {
  test("become one entry in PROGRESS.md, once, and nothing else changes", async () => {
    const root = await withRecord();
    const before = readFileSync(join(root, "PROGRESS.md"), "utf8");
    await fold(root);
    await fold(root);
    expect(entries(root)).toEqual(["1 file changed: `a.txt`"]);
    const after = readFileSync(join(root, "PROGRESS.md"), "utf8");
    const kept = (text: string) => text.split("\n").filter((line) => !/Auto-Sync|Last Updated/.test(line));
    expect(kept(after)).toEqual(kept(before));
    expect(refs(root, "refs/ltpm/syncs/")).toEqual([]);
    expect(refs(root, "refs/ltpm/saves/").some((ref) => ref.includes("/PROGRESS.md/"))).toBe(true);
  });

  test("killed between the entry and the mark, it is not written again", async () => {
    const root = await withRecord();
    const [waiting = ""] = refs(root, "refs/ltpm/syncs/");
    const oid = readFileSync(join(root, ".git", waiting), "utf8");
    const [start = ""] = refs(root, "refs/ltpm/synced/");
    const startOid = readFileSync(join(root, ".git", start), "utf8");
    await fold(root);
    for (const ref of refs(root, "refs/ltpm/synced/")) rmSync(join(root, ".git", ref));
    mkdirSync(join(root, ".git", waiting, ".."), { recursive: true });
    write(root, `.git/${waiting}`, oid);
    write(root, `.git/${start}`, startOid);
    await fold(root);
    expect(entries(root)).toHaveLength(1);
    expect(refs(root, "refs/ltpm/syncs/")).toEqual([]);
  });

  test("nothing changed: no entry, and nothing waits", async () => {
    const root = projectAt();
    const repository = await findRepository(root, {});
    await startSyncs(repository, new Date().toISOString());
    await recordSync(repository, "heartbeat", new Date().toISOString());
    await fold(root);
    expect(entries(root)).toEqual([]);
    expect(waitingRecords(repository)).toEqual([]);
  });

  test("two commands at once write it once", async () => {
    const root = await withRecord();
    await Promise.all([fold(root), fold(root), fold(root)]);
    expect(entries(root)).toHaveLength(1);
  });

  test("wait while they may not be written, and are not lost by it", async () => {
    const root = await withRecord();
    const configure = (configuration: object) => write(root, ".ltpm/config.json", JSON.stringify(configuration));
    const text = readFileSync(join(root, "PROGRESS.md"), "utf8");
    const OBSTACLES: [put: () => void, take: () => void][] = [
      [() => configure({ auto_sync: "off" }), () => configure({})],
      [() => configure({ documents: { progress: false } }), () => configure({})],
      [() => mkdirSync(join(root, ".git/rebase-merge")), () => rmdirSync(join(root, ".git/rebase-merge"))],
      [() => rmSync(join(root, "PROGRESS.md")), () => write(root, "PROGRESS.md", text)],
    ];
    for (const [put, take] of OBSTACLES) {
      put();
      expect(await fold(root)).toBe("");
      take();
      expect(entries(root)).toEqual([]);
      expect(refs(root, "refs/ltpm/syncs/")).toHaveLength(1);
    }
    await fold(root);
    expect(entries(root)).toHaveLength(1);
  });

  test("a PROGRESS.md that is no text stays as it is, is spoken of, and stops no cycle", async () => {
    const root = await withRecord();
    write(root, "PROGRESS.md", Buffer.from("# P\u0000"));
    expect(await fold(root)).toContain("NUL byte");
    expect(readFileSync(join(root, "PROGRESS.md"), "latin1")).toBe("# P\u0000");
    expect(refs(root, "refs/ltpm/syncs/")).toHaveLength(1);
  });

  test("errors of logs and of tasks that failed since go with it", async () => {
    const root = await withRecord({ logs: ["build.log"] });
    write(root, "build.log", "all fine\nError: no such module\n");
    await ltpm(root, ["add", "compile it", "--no-dispatch"]);
    const { project } = await openAt(root);
    const now = new Date().toISOString();
    const attempt = {
      attempt: 1,
      strategy: "run",
      tool: null,
      attempted_at: now,
      ended_at: now,
      outcome: "failed" as const,
    };
    const failed = { ...attempt, result: "exit 3: no compiler\nmore", verification_failure: null };
    await project.store.transact({
      op: "op-failed",
      subject: "a failed attempt",
      apply: ({ queue, ...state }) => {
        const tasks = queue.tasks.map((task) => ({ ...task, retries: 1, strategies_tried: [failed] }));
        return { state: { ...state, queue: { ...queue, tasks } }, result: null };
      },
    });
    await fold(root);
    const text = readFileSync(join(root, "PROGRESS.md"), "utf8");
    expect(text).toContain("Recent error: T-01: exit 3: no compiler\n");
    expect(text).toContain("Recent error: build.log: Error: no such module\n");
  });
});

describe("without hooks a command notices by itself", () => {
  function oldProject(minutes: number, configuration?: object): string {
    const root = projectAt(configuration);
    age(root, ".git/logs/HEAD", 120);
    age(root, "PROGRESS.md", minutes);
    return root;
  }

  test("what was changed since, once the threshold is over, and once", async () => {
    const root = oldProject(59);
    await fold(root);
    write(root, "NEXT_STEPS.md", "# Next\n");
    write(root, "old.txt", "lay there before");
    age(root, "old.txt", 90);
    await fold(root);
    expect(entries(root), "nothing, our own documents, an old file").toEqual([]);
    write(root, "HEARTBEAT.md", "beat\n");
    write(root, "folder/b.txt", "b");
    age(root, "PROGRESS.md", 10);
    await fold(root);
    expect(entries(root), "10 of 15 minutes").toEqual([]);
    age(root, "PROGRESS.md", 59);
    await fold(root);
    age(root, "PROGRESS.md", 59);
    await fold(root);
    expect(entries(root)).toEqual(["2 files changed: `HEARTBEAT.md`, `folder/`"]);
    expect(refs(root, "refs/ltpm/synced/")[0]).toContain(".heartbeat.");
  });

  test("a commit, by the thresholds of the configuration", async () => {
    const root = oldProject(5, { thresholds: { simple: 4, medium: 4, complex: 4, very_complex: 4 } });
    write(root, "c.txt", "c");
    commitAll(root, "c");
    await fold(root);
    expect(entries(root)).toEqual([expect.stringContaining("`c.txt`")]);
  });
});

describe("the 60-minute rule", () => {
  const percent = (root: string) =>
    /Overall Progress\*\*: (\S+)/.exec(readFileSync(join(root, "PROGRESS.md"), "utf8"))?.[1];

  test("percentage and MEMORY.md follow, and a person's own number stays", async () => {
    const root = projectAt();
    age(root, "PROGRESS.md", 70);
    await fold(root);
    expect(percent(root)).toBe("50%");
    expect(readFileSync(join(root, "MEMORY.md"), "utf8")).toContain("- [P] **Demo** (50%)");
    write(root, "PROGRESS.md", readFileSync(join(root, "PROGRESS.md"), "utf8").replace("50%", "55%"));
    age(root, "PROGRESS.md", 70);
    await fold(root);
    expect(percent(root)).toBe("55%");
    write(
      root,
      "PROGRESS.md",
      readFileSync(join(root, "PROGRESS.md"), "utf8").replace("- [ ] Commands", "- [ ] Commands\n- [ ] More"),
    );
    age(root, "PROGRESS.md", 80);
    await fold(root);
    expect(percent(root)).toBe("33%");
  });

  test("within the hour nothing follows", async () => {
    const root = projectAt();
    age(root, "PROGRESS.md", 50);
    await fold(root);
    expect(percent(root)).toBe("10%");
    expect(existsSync(join(root, "MEMORY.md"))).toBe(false);
  });

  const M = 60_000;
  const last = { at: 0, progress: 0, percent: null };
  test.each([
    ["never followed, a young document", null, 990 * M, 1000 * M, false],
    ["never followed, an old document", null, 900 * M, 1000 * M, true],
    ["followed an hour ago", { ...last, at: 940 * M }, 999 * M, 1000 * M, true],
    ["followed just now", { ...last, at: 950 * M }, 999 * M, 1000 * M, false],
    ["an old document that was looked at", { ...last, at: 950 * M, progress: 900 * M }, 900 * M, 1000 * M, false],
    ["an old document that was not", { ...last, at: 950 * M, progress: 800 * M }, 900 * M, 1000 * M, true],
    ["a clock that was set back", { ...last, at: 2000 * M }, 999 * M, 1000 * M, true],
  ])("%s", (_what, before, progress, now, expected) => {
    expect(isHourOver(before, progress, now)).toBe(expected);
  });
});
