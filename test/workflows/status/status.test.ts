import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ANSWERS } from "../../../src/cli/answers.ts";
import { lastEntry } from "../../../src/cli/documents/last-entry.ts";
import { noteStep } from "../../../src/cli/prompts/steps.ts";
import { findRepository } from "../../../src/git/repository.ts";
import { recordSync, startSyncs } from "../../../src/history/auto-sync/records.ts";
import { showPresence } from "../../../src/history/watch/presence.ts";
import { messagesIn } from "../../../src/messages/catalog.ts";
import { type StatusFacts, statusLines } from "../../../src/messages/status.ts";
import { repositoryAt, tidyUp, usersState, write } from "../../history/arrange.ts";
import { answerOf, ltpm } from "../../history/command-line.ts";
import { age, commitAll, projectAt } from "./documents-at.ts";

tidyUp();

describe("ltpm status", () => {
  test("says step by step whether all is recorded, and changes nothing", async () => {
    const root = projectAt();
    const before = usersState(root);
    const fresh = await ltpm(root, ["status"]);
    expect([fresh.code, fresh.err]).toEqual([0, ""]);
    expect(fresh.out.split("\n")).toEqual([
      "✅ Everything is safely recorded (last record: just now).",
      "Last entry: 2026-01-01 08:00 Wrote the parser",
      "All documents are committed.",
      "Queue: 0 tasks (0 pending, 0 running, 0 done, 0 blocked, 0 skipped)",
      "Recorded by: commands only (ltpm hooks install records every commit); due after 15 minutes",
      "",
    ]);
    expect(usersState(root)).toEqual(before);

    age(root, ".git/logs/HEAD", 120);
    age(root, "PROGRESS.md", 90);
    expect((await answerOf(root, ["status"])).safe).toBe(true);

    write(root, "b.txt", "b");
    const overdue = await ltpm(root, ["auto_sync_status"]);
    expect(overdue.code).toBe(1);
    expect(overdue.out).toContain("PROGRESS.md has had no entry for over 15 minutes. Run: ltpm checkpoint");
  });

  test("names what waits, what is not committed, who records, and why a checkpoint is due", async () => {
    const root = projectAt();
    const repository = await findRepository(root, {});
    await startSyncs(repository, new Date().toISOString());
    write(root, "a.txt", "a");
    commitAll(root, "a");
    await recordSync(repository, "commit", new Date().toISOString());
    appendFileSync(join(root, "NEXT_STEPS.md"), "2. [ ] more\n");
    write(root, "MISSION.md", "# Demo\n");
    noteStep(repository, { files: ["1", "2", "3", "4"], seconds: 90 });
    mkdirSync(join(root, ".git/ltpm/hooks"), { recursive: true });
    writeFileSync(join(root, ".git/ltpm/hooks/failed"), "20260101-080000 post-commit git mktree\n");
    showPresence(repository, "heartbeat");
    const answer = v.parse(ANSWERS.status, await answerOf(root, ["status"]));
    expect(answer).toMatchObject({ safe: false, waiting: 1, overdue: false, hooks: "missing", watch: "heartbeat" });
    expect(answer.unsaved.toSorted()).toEqual(["MISSION.md", "NEXT_STEPS.md"]);
    expect(answer.hook_failures).toEqual([
      { time: "2026-01-01T08:00:00.000Z", hook: "post-commit", step: "git mktree" },
    ]);
    expect(answer.checkpoint_due).toEqual([
      { kind: "files", files: 4 },
      { kind: "long", seconds: 90 },
    ]);
    expect((await ltpm(root, ["status"])).out).toContain("A checkpoint is due because 4 files were modified");
  });

  test("without documents, and with words too many", async () => {
    const root = repositoryAt();
    const bare = await ltpm(root, ["status"]);
    expect(bare.code).toBe(1);
    expect(bare.out).toContain("There is no PROGRESS.md here, so nothing is recorded. Run: ltpm init_project NAME");
    expect((await ltpm(root, ["status", "now"])).code).toBe(2);
  });
});

describe("the last entry", () => {
  const rows: [text: string, expected: string | null][] = [
    ["", null],
    ["# Progress\n\nnothing yet\n", null],
    ["- 2026-01-01 08:00: first\n- 2026-01-02 09:00: second\n", "2026-01-02 09:00 second"],
    ["- 2026-01-02 09:00: second\n- 2026-01-01 08:00: first\n", "2026-01-02 09:00 second"],
    ["* **2026-01-02T09:00:05**: bold\r\n", "2026-01-02 09:00 bold"],
    ["- 2026-01-02 09:00：中文条目 <!-- ltpm:x -->\n", "2026-01-02 09:00 中文条目"],
    ["- 2026-01-01 08:00: one\n- 2026-01-01 08:00: two\n", "2026-01-01 08:00 two"],
    ["- {YYYY-MM-DD HH:MM}: {What was accomplished}\n", null],
    ["- [2026-01-01] a day only\n", null],
    [`- 2026-01-01 08:00: ${"x".repeat(100_000)}\n`, `2026-01-01 08:00 ${"x".repeat(1_980)}`],
  ];
  test.each(rows)("%j", (text, expected) => {
    const found = lastEntry(text);
    expect(found === null ? null : `${found.at} ${found.text}`).toBe(expected);
  });
});

describe("the words", () => {
  const counts = { total: 3, pending: 1, running: 0, done: 1, blocked: 1, skipped: 0 };
  const facts: StatusFacts = {
    now: "2026-03-01T12:00:00Z",
    safe: true,
    progress: "PROGRESS.md",
    waiting: 0,
    waitingSince: null,
    overdue: false,
    minutes: 10,
    recordedAt: "2026-03-01T11:00:00Z",
    lastEntry: null,
    unsaved: [],
    hooks: "installed",
    watch: "file_watcher",
    passive: true,
    failures: 0,
    counts,
    checkpointDue: [],
  };
  const rows: [changes: Partial<StatusFacts>, en: string, zh: string][] = [
    [{}, "Recorded by: hooks, file watcher; due after 10 minutes", "记录方式：钩子、文件监视；10 分钟后到期"],
    [{ hooks: "outdated" }, "outdated: run ltpm hooks install", "已过时：请运行 ltpm hooks install"],
    [{ passive: false }, "checkpoints and milestones only", "仅检查点和里程碑"],
    [{ safe: false, waiting: 2, waitingSince: "2026-03-01T11:58:00Z" }, "2 auto-syncs wait", "有 2 条自动同步等待写入"],
    [{ safe: false, failures: 1 }, "1 hook could not record", "有 1 个钩子未能记录"],
    [{ unsaved: ["PROGRESS.md"] }, "Not committed: PROGRESS.md", "未提交：PROGRESS.md"],
    [{ progress: null, safe: false }, "There is no PROGRESS.md here", "这里没有 PROGRESS.md"],
    [{ lastEntry: { at: "2026-01-01 08:00", text: "a\u001b[31mb" } }, "08:00 ab", "08:00 ab"],
  ];
  test.each(rows)("%j", (changes, en, zh) => {
    const text = (language: "en" | "zh-CN") => statusLines(messagesIn(language), { ...facts, ...changes }).join("\n");
    expect(text("en")).toContain(en);
    expect(text("zh-CN")).toContain(zh);
  });
});
