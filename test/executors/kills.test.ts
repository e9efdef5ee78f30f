import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readClaim, readMark } from "../../src/executors/command/attempt-folder.ts";
import { prune } from "../../src/executors/command/prune.ts";
import { startOf } from "../../src/host/process.ts";
import { bundle } from "../bundle.ts";
import { type Bench, bench, sh, temporary, tree, until } from "./workbench.ts";

/** Waits until the session is over and says how. */
async function over(b: Bench, token: string): Promise<string> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const seen = await b.executor.observe(b.executor.handle(token), token);
    if (seen.kind === "ended" || seen.kind === "lost") return seen.kind;
    if (Date.now() > deadline) throw new Error(`${token} is still ${seen.kind}`);
    await sleep(10);
  }
}

/** After anything at all: no process, no tree, no room, no lock is left, and the user's tree is untouched. */
async function nothingLeft(b: Bench, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    await until(
      () => execFileSync("sh", ["-c", `grep -lsz LTPM_TOKEN=${token} /proc/[0-9]*/environ || true`]).length === 0,
    );
    const claim = readClaim(b.files(token));
    if (claim?.by === "supervisor") await until(() => startOf(claim.mark.pid) === null);
  }
  const common = { commonDir: b.commonDir, workTree: b.repo, rooms: b.rooms };
  const pruned = await prune({ ...common, now: Date.now() + 31 * 86_400_000, running: new Set() });
  expect(pruned.problems).toEqual([]);
  expect(existsSync(b.rooms) ? readdirSync(b.rooms) : []).toEqual([]);
  expect(readdirSync(join(b.commonDir, "ltpm/attempts"))).toEqual([]);
  expect(b.git("worktree", "list").split("\n")).toHaveLength(1);
  expect(b.git("status", "--porcelain")).toBe("");
  expect(b.git("fsck", "--no-dangling", "--no-progress")).toBe("");
}

test("kill -9 of the supervisor at any moment: ended or lost, and what was done is on a branch or gone", async () => {
  const b = await bench();
  const count = b.home;
  const script = `echo run >> ${count}/$LTPM_TOKEN; echo work > work.txt; sleep 0.05; git add -A; git -c user.name=x -c user.email=x@y commit -qm own; sleep 0.05`;
  const orders = Array.from({ length: 24 }, (_, i) =>
    b.order({ run: sh(script), place: tree(`ltpm/T-${i}-k`), checks: [{ kind: "command", argv: ["sleep", "0.05"] }] }),
  );
  const kinds = new Map<string, number>();
  for (let i = 0; i < orders.length; i += 4) {
    const ends = orders.slice(i, i + 4).map(async (order, j) => {
      await b.executor.prepare(order.token);
      await b.executor.start(order);
      const pid = readMark(b.files(order.token).starter)?.pid ?? 0;
      await sleep((i + j) * 20);
      if (startOf(pid) !== null) process.kill(pid, "SIGKILL");
      return over(b, order.token);
    });
    for (const kind of await Promise.all(ends)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expect(kinds.get("lost")).toBeGreaterThan(0);
  await nothingLeft(
    b,
    orders.map((order) => order.token),
  );
  const head = b.git("rev-parse", "HEAD");
  const tips = b.git("for-each-ref", "--format=%(objectname)", "refs/heads/ltpm").split("\n");
  expect(tips.filter((tip) => tip === head)).toEqual([]);
  for (const { token } of orders) {
    const runs = existsSync(join(count, token)) ? readFileSync(join(count, token), "utf8").split("\n").length - 1 : 0;
    expect(runs).toBeLessThanOrEqual(1);
  }
});

test("kill -9 of the dispatcher at any moment: the attempt runs once or never", async () => {
  const b = await bench();
  const source = fileURLToPath(new URL("../../src/executors/command/command-executor.ts", import.meta.url));
  const entry = await bundle(source, temporary(), "dispatcher");
  const { clock: _, ...ports } = b.ports;
  const orders = Array.from({ length: 16 }, () =>
    b.order({ run: sh(`echo run >> ${b.home}/$LTPM_TOKEN; sleep 0.05`) }),
  );
  const kinds = new Set<string>();
  for (const [i, order] of orders.entries()) {
    const script = `import { commandExecutor } from ${JSON.stringify(entry)};
      const e = commandExecutor({ ...${JSON.stringify(ports)}, clock: { now: () => new Date().toISOString() } });
      await e.prepare(${JSON.stringify(order.token)}); console.log("prepared"); await e.start(${JSON.stringify(order)});`;
    const dispatcher = spawn(process.execPath, ["--input-type=module", "-e", script], { env: b.env });
    const closed = new Promise((resolve) => dispatcher.once("close", resolve));
    await new Promise((resolve, reject) => {
      dispatcher.stdout.once("data", resolve);
      dispatcher.stderr.once("data", (words) => reject(new Error(String(words))));
    });
    await sleep(i);
    dispatcher.kill("SIGKILL");
    await closed;
    const kind = await over(b, order.token);
    kinds.add(kind);
    const file = join(b.home, order.token);
    if (kind === "ended") expect(readFileSync(file, "utf8")).toBe("run\n");
    else expect(existsSync(file)).toBe(false);
  }
  await nothingLeft(
    b,
    orders.map((order) => order.token),
  );
  for (const { token } of orders) {
    if (existsSync(join(b.home, token))) expect(readFileSync(join(b.home, token), "utf8")).toBe("run\n");
  }
});
