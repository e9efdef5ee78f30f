import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, inject, test } from "vitest";
import { watchPresence } from "../../../src/history/watch/presence.ts";
import { run } from "../../e2e/project.ts";
import { GIT_ENV, runGit } from "../../stores/local-store.ts";
import { folder, open, refs, tidyUp, write } from "../arrange.ts";
import { ltpm } from "../command-line.ts";
import { age, project, watching } from "./watching.ts";

tidyUp();

describe("ltpm watch", () => {
  test("keeps what stash and reset overwrite; one watcher a work tree; ends within a second", async () => {
    const root = project("file_watcher");
    const { said, end, lines } = await watching(root);
    const second = await ltpm(root, ["watch"]);
    expect([second.code, second.err]).toEqual([1, expect.stringContaining("looks after this work tree already")]);
    expect(watchPresence(await open(root))).toBe("file_watcher");
    const kept = async (text: string) => {
      const { name = "" } = await said("kept", "PROGRESS.md");
      expect((await ltpm(root, ["history", "--show", name])).out).toBe(text);
    };
    const committed = readFileSync(join(root, "PROGRESS.md"), "utf8");
    write(root, "PROGRESS.md", "precious\n");
    await sleep(500);
    runGit(root, "stash", "--quiet");
    await kept("precious\n");
    write(root, "PROGRESS.md", "again\n");
    // What was there goes to the front of the history again: else `--latest` would take it for older than it is.
    await kept(committed);
    runGit(root, "reset", "--quiet", "--hard");
    await kept("again\n");
    const { code, ms } = await end("SIGTERM");
    expect([code, lines.at(-1)?.event, watchPresence(await open(root))]).toEqual([0, "stopped", "none"]);
    expect(ms).toBeLessThan(1_000);
    expect(existsSync(join(root, ".git/ltpm/watch"))).toBe(false);
    expect(lines.filter(({ event }) => event === "trouble")).toEqual([]);
  });

  test("records and folds what happened when the threshold is over, not while a rebase goes on; what hooks recorded too", async () => {
    const root = project("file_watcher");
    await ltpm(root, ["hooks", "install"]);
    const { said, end, lines } = await watching(root);
    write(root, "x.ts", "2");
    await sleep(600);
    expect(lines).toHaveLength(1);
    write(root, ".git/rebase-merge/done", "");
    age(root, "PROGRESS.md", 2);
    // Where files changed count from: hooks began it just now.
    for (const ref of refs(root, "refs/ltpm/synced/")) runGit(root, "update-ref", "-d", ref);
    write(root, "x.ts", "3");
    await sleep(600);
    expect(lines).toHaveLength(1);
    runGit(root, "rebase", "--quit");
    write(root, "x.ts", "4");
    expect(await said("recorded")).toMatchObject({ mode: "file_watcher" });
    await said("folded", "PROGRESS.md");
    const text = readFileSync(join(root, "PROGRESS.md"), "utf8");
    expect(text.match(/\[Auto-Sync\]/g)).toHaveLength(1);
    expect(text).toContain("x.ts");
    expect((await end("SIGINT")).code).toBe(0);
  });

  test("looks at HEARTBEAT.md where it does not watch, and runs a cycle for a ticked box", async () => {
    const root = project("heartbeat");
    await ltpm(root, ["add", "first thing", "--no-dispatch"]);
    write(root, "NEXT_STEPS.md", "# Next\n\n## Immediate Priority\n1. [ ] other\n");
    // Attempts need the program as it is installed.
    await run(
      process.execPath,
      [join(inject("dist"), "cli.js"), "dispatch"],
      { ...GIT_ENV, HOME: folder() },
      { cwd: root },
    );
    const { said, end } = await watching(root);
    await sleep(600);
    const steps = readFileSync(join(root, "NEXT_STEPS.md"), "utf8");
    write(root, "NEXT_STEPS.md", steps.replaceAll("[ ]", "[x]"));
    await said("cycle", "NEXT_STEPS.md");
    for (const late = Date.now() + 10_000; !(await ltpm(root, ["tasks"])).out.includes("1 done"); await sleep(50))
      expect(Date.now()).toBeLessThan(late);
    await sleep(600);
    age(root, "PROGRESS.md", 2);
    for (const ref of refs(root, "refs/ltpm/synced/")) runGit(root, "update-ref", "-d", ref);
    write(root, "x.ts", "2");
    write(root, "HEARTBEAT.md", `beat\n`);
    expect(await said("recorded")).toMatchObject({ mode: "heartbeat" });
    const { code, ms } = await end("SIGTERM");
    expect([code, ms < 1_000]).toEqual([0, true]);
  });

  test("--once looks once and says what it did", async () => {
    const root = project("auto");
    expect(JSON.parse((await ltpm(root, ["watch", "--once", "--json"])).out)).toMatchObject({ event: "nothing" });
    expect(refs(root, "refs/ltpm/saves/")).toHaveLength(1);
    age(root, "PROGRESS.md", 2);
    write(root, "x.ts", "2");
    const lines = (await ltpm(root, ["watch", "--once"])).out.trim().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^\d\d:\d\d Recorded an auto-sync: heartbeat$/),
      expect.stringMatching(/^\d\d:\d\d Wrote \[Auto-Sync\] to PROGRESS\.md$/),
    ]);
    expect(await ltpm(root, ["watch", "x"])).toMatchObject({ code: 2 });
  });
});
