/** The real `ltpm watch` at work, its lines as it says them. */
import { type ChildProcess, spawn } from "node:child_process";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, inject } from "vitest";
import { GIT_ENV, runGit } from "../../stores/local-store.ts";
import { folder, repositoryAt, write } from "../arrange.ts";

export interface Line {
  readonly event: string;
  readonly document?: string;
  readonly name?: string;
  readonly mode?: string;
}

export interface Watching {
  readonly lines: Line[];
  /** Waits until a line of this kind was said (since the last one waited for), about this document. */
  said(event: string, document?: string): Promise<Line>;
  /** Ends it by a signal: its exit code, and how many milliseconds it took. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts the real program and waits for its first word. */
export async function watching(root: string): Promise<Watching> {
  const child = spawn(process.execPath, [join(inject("dist"), "cli.js"), "watch", "--json"], {
    cwd: root,
    env: { ...GIT_ENV, HOME: folder() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const lines: Line[] = [];
  let [rest, at] = ["", 0];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.map((line) => JSON.parse(line)));
  });
  const said = async (event: string, document?: string) => {
    for (const late = Date.now() + 20_000; ; ) {
      const found = lines.findIndex(
        (line, n) => n >= at && line.event === event && (!document || line.document === document),
      );
      const line = lines[found];
      if (line !== undefined) {
        at = found + 1;
        return line;
      }
      expect(Date.now(), `${event} ${document} in ${JSON.stringify(lines.slice(at))}`).toBeLessThan(late);
      await sleep(20);
    }
  };
  const end = (signal: NodeJS.Signals) =>
    new Promise<{ code: number | null; ms: number }>((done) => {
      const began = performance.now();
      child.on("close", (code) => done({ code, ms: performance.now() - began }));
      child.kill(signal);
    });
  await said("started");
  return { lines, said, end };
}

/** A committed project; its configuration makes the watcher quick. */
export function project(trigger_mode: string): string {
  const root = repositoryAt();
  const file_watcher = { debounce_seconds: 0.2 };
  write(root, ".ltpm/config.json", JSON.stringify({ trigger_mode, file_watcher }));
  write(root, ".gitignore", "HEARTBEAT.md\n");
  write(root, "PROGRESS.md", "# Progress\n\n## Recent Activity\n- 2026-01-01 10:00: began\n");
  write(root, "x.ts", "1");
  runGit(root, "add", ".");
  runGit(root, "commit", "--quiet", "--message=all");
  return root;
}

/** Makes a file look as old as this. */
export function age(root: string, path: string, hours: number): void {
  const then = Date.now() / 1000 - hours * 3_600;
  utimesSync(join(root, path), then, then);
}
