/** Hooks that are killed in the middle. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { readDue, setDue } from "../../src/history/install/programs.ts";
import { open, refs, usersState, write } from "../history/arrange.ts";
import { GIT_ENV, runGit } from "../stores/local-store.ts";
import { hooked, runHook } from "./hooked.ts";

/** Runs the hook in a process group of its own and kills all of it after so many milliseconds; true when it was still at work. */
function killedAfter(root: string, ms: number): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn("/bin/sh", [".git/hooks/post-commit"], {
      cwd: root,
      env: GIT_ENV,
      detached: true,
      stdio: "ignore",
    });
    const timer = setTimeout(() => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It had just ended.
      }
    }, ms);
    child.on("close", (_, signal) => {
      clearTimeout(timer);
      done(signal === "SIGKILL");
    });
  });
}

/**
 * Kills so many hooks, each at another moment: refs, index and documents stay whole, no lock is left that anybody needs, and the next hook saves.
 */
export async function killHooks(count: number): Promise<void> {
  const root = await hooked({ progress: "NONE.md" });
  const place = await open(root);
  const began = performance.now();
  write(root, "PROGRESS.md", "how long\n");
  runHook(root, "post-commit");
  const whole = performance.now() - began;
  let killed = 0;
  for (let n = 0; n < count; n++) {
    write(root, "PROGRESS.md", `state ${n}\n`);
    if (n % 4 === 0) setDue(place, Date.now() - 5_000);
    write(root, "MISSION.md", `mission ${n}\n`);
    const before = usersState(root);
    if (await killedAfter(root, (whole * ((n * 37) % 100)) / 100)) killed++;
    expect(usersState(root)).toEqual(before);
    for (const lock of ["index.lock", "packed-refs.lock", "HEAD.lock"])
      expect(existsSync(join(root, ".git", lock))).toBe(false);
    expect(runHook(root, "post-commit")).toEqual({ code: 0, said: "" });
    expect(newest(root, "PROGRESS.md")).toBe(`state ${n}\n`);
    expect(newest(root, "MISSION.md")).toBe(`mission ${n}\n`);
    expect(readFileSync(join(root, "PROGRESS.md"), "utf8")).toBe(`state ${n}\n`);
  }
  // How many it hits in the middle depends on the machine; most of them as a rule.
  expect(killed).toBeGreaterThan(count / 10);
  expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  expect(refs(root).length).toBe(listSaves(place).length + refs(root, "refs/ltpm/syncs/").length);
  expect(readDue(place)).toBeGreaterThan(Date.now());
}

function newest(root: string, document: string): string {
  const ref = refs(root, `refs/ltpm/saves/main/${document}/`).at(-1) ?? "";
  return runGit(root, "show", `${ref}:${document}`);
}
