import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startOf } from "../../src/host/process.ts";
import { bench, sh, tree, until } from "./workbench.ts";

/** Processes that carry an attempt's token. */
function left(token: string): string {
  return execFileSync("sh", ["-c", `grep -lsz LTPM_TOKEN=${token} /proc/[0-9]*/environ || true`]).toString();
}

describe("time", () => {
  test.each([
    ["a program that sleeps", "echo begun; sleep 30"],
    ["a program that ignores TERM", "trap '' TERM; echo begun; while :; do sleep 0.02; done"],
    ["a group that ignores TERM behind a leader that does not", "(trap '' TERM; sleep 30) & echo begun; wait"],
  ])("ends %s when it is up", async (_, script) => {
    const b = await bench();
    const record = await b.run({ run: sh(script), time_limit_ms: 250, checks: [{ kind: "exit" }] });
    expect(record.exit).toMatchObject({ timed_out: true, cancelled: false });
    expect(record.output).toContain("begun");
    expect(record.checks).toMatchObject([{ ok: false, detail: expect.stringContaining("time") }]);
    expect(left(record.token)).toBe("");
  });

  test("a limit of years does not end it at once", async () => {
    const b = await bench();
    const record = await b.run({ run: sh("sleep 0.1; echo fine"), time_limit_ms: 1e12 });
    expect(record).toMatchObject({ exit: { code: 0, timed_out: false }, output: "fine\n" });
  });
});

describe("processes that are left", () => {
  test.each([
    ["in the background", "sleep 30 & echo done"],
    [
      "as a daemon with a session of its own that holds the output open",
      "setsid sh -c 'sleep 30; echo late' & echo done",
    ],
    [
      "as a daemon that closed everything",
      "setsid sh -c 'exec >/dev/null 2>&1 </dev/null; sleep 30' & sleep 0.05; echo done",
    ],
  ])("%s are ended with the attempt", async (_, script) => {
    const b = await bench();
    const before = Date.now();
    const record = await b.run({ run: sh(script) });
    expect(record).toMatchObject({ exit: { code: 0 }, output: "done\n" });
    expect(Date.now() - before).toBeLessThan(5_000);
    await until(() => left(record.token) === "");
  });

  test("an attempt that starts another dispatcher does not end that one's attempts", async () => {
    const b = await bench();
    const inner = b.order({ run: sh("sleep 0.3; echo inner") });
    process.env.LTPM_TOKEN = "outer-token";
    try {
      await b.executor.start(inner);
    } finally {
      delete process.env.LTPM_TOKEN;
    }
    expect(left("outer-token")).toBe("");
    expect(await b.ended(inner.token)).toMatchObject({ output: "inner\n" });
  });
});

describe("standard input", () => {
  test.each([
    ["a program that reads to the end sees the end", "cat >/dev/null; echo end", 200_000],
    ["a program that never reads does no harm", "echo end", 2_000_000],
    ["a program that closes it does no harm", "exec <&-; sleep 0.1; echo end", 2_000_000],
  ])("%s", async (_, script, length) => {
    const b = await bench();
    const record = await b.run({ run: sh(script), instruction: "x".repeat(length) });
    expect(record).toMatchObject({ exit: { code: 0 }, output: "end\n" });
  });
});

describe("output", () => {
  test("of 50 MB is capped: beginning and end are kept, the program goes on", async () => {
    const b = await bench();
    const script = "echo first; head -c 50000000 /dev/zero | tr '\\0' 'x' | fold -w 99; echo; echo last; echo x > made";
    const record = await b.run({ run: sh(script), output_limit_bytes: 100_000, time_limit_ms: 30_000 });
    expect(record).toMatchObject({ exit: { code: 0 }, changed: ["made"] });
    const log = (await b.executor.log(record.token)) ?? "";
    expect(log.startsWith("first\nxxx")).toBe(true);
    expect(log.endsWith("x\nlast\n")).toBe(true);
    expect(log.length).toBeLessThan(110_000);
    const cut = Number(/\[… (\d+) bytes of output left out …\]/.exec(log)?.[1]);
    const marker = (/\[…[^\]]*\]\n/.exec(log)?.[0] ?? "").length;
    expect(cut + log.length - marker).toBe(6 + 50_000_000 + Math.ceil(50_000_000 / 99) + 5);
    expect(record.output.length).toBeLessThanOrEqual(8_000);
    const folder = b.files(record.token).folder;
    const size = readdirSync(folder)
      .filter((name) => name.startsWith("log"))
      .map((name) => statSync(join(folder, name)).size);
    expect(size.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(100_000);
  }, 30_000);

  test("can be read while it runs", async () => {
    const b = await bench();
    const order = b.order({ run: sh("echo begun; while [ ! -e go ]; do sleep 0.02; done") });
    await b.executor.start(order);
    await expect.poll(() => b.executor.log(order.token), { timeout: 5_000 }).toBe("begun\n");
    writeFileSync(join(b.repo, "go"), "");
    await b.ended(order.token);
  });

  test("characters that two writes share stay whole, and what is no text does no harm", async () => {
    const b = await bench();
    const script = "printf '\\346\\226'; sleep 0.1; printf '\\207\\n'; printf '\\377\\000end\\n'";
    const record = await b.run({ run: sh(script) });
    expect(record.output).toBe("文\n\ufffd\0end\n");
  });
});

describe("secrets", () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  test("are neither in the log nor in the record nor in the attempt's folder", async () => {
    const value = "correct-horse-battery";
    const b = await bench({ env: { DEPLOY_TOKEN: value, ANTHROPIC_API_KEY: "sk-ant-secret-of-the-agent" } });
    const half = Math.floor(token.length / 2);
    const script = `echo "a ${token} b"; printf '${token.slice(0, half)}'; sleep 0.1; printf '%s\\n' '${token.slice(half)}';
      echo ${value} >&2; echo "url https://me:${value.slice(3)}@example.com/"; cat "$LTPM_TASK_FILE" >/dev/null
      echo '{"outcome":"failed","summary":"used ${token}","user_action_required":["put ${value} there"]}' > "$LTPM_RESULT_FILE"`;
    b.program("leaky", `#!/bin/sh\n${script}\n`);
    const record = await b.run({ run: { kind: "command", argv: ["leaky"] } });
    const kept = readdirSync(b.files(record.token).folder).map((name) =>
      readFileSync(join(b.files(record.token).folder, name), "utf8"),
    );
    expect(kept.join("\n")).not.toMatch(new RegExp(`${token}|${value.slice(3)}`));
    expect(record.output).toMatch(/^a \[redacted\] b$/m);
    expect(record.result).toMatchObject({ summary: "used [redacted]", user_action_required: ["put [redacted] there"] });
  });

  test("of the dispatcher's environment reach no process of an attempt unless they are named", async () => {
    const hidden = {
      GITHUB_TOKEN: "g-1",
      ACTIONS_RUNTIME_TOKEN: "g-2",
      INPUT_KEY: "g-3",
      MY_PASSWORD: "g-4",
      OTHER: "g-5",
    };
    const b = await bench({ env: { ...hidden, NAMED_TOKEN: "named-value-1", XDG_SECRET_TOKEN: "g-6" } });
    const script = `env; p=$PPID; tr '\\0' '\\n' < /proc/$p/environ`;
    const record = await b.run({ run: sh(script), env: ["NAMED_TOKEN"], output_limit_bytes: 1_000_000 });
    const log = (await b.executor.log(record.token)) ?? "";
    expect(log).toMatch(/^PATH=/m);
    expect(log).toMatch(/^NAMED_TOKEN=\[redacted\]$/m);
    for (const name of [...Object.keys(hidden), "XDG_SECRET_TOKEN"]) expect(log).not.toContain(`${name}=`);
  });
});

describe("programs that cannot be started", () => {
  test.each([
    ["is not there", ["no-such-program-here"]],
    ["may not be executed", ["./README.md"]],
    ["is a folder", ["./"]],
    ["has arguments that are too long", ["echo", "x".repeat(200_000)]],
    ["has a zero byte in its arguments", ["echo", "a\0b"]],
  ])("%s: a permanent fault with steps", async (_, argv) => {
    const b = await bench();
    const record = await b.run({
      run: { kind: "command", argv },
      checks: [{ kind: "exit" }],
      place: tree("ltpm/T-01-n"),
    });
    expect(record.exit.fault).toMatchObject({ code: "command_not_found" });
    expect(record.exit.fault?.steps.at(-1)).toBe('Then reply "retry T-01".');
    expect(record.checks).toMatchObject([{ ok: false }]);
    expect(record.branch).toBeUndefined();
  });
});

describe("a full disk", () => {
  test("does not end the attempt in silence: it goes on, and its record says that the log is not whole", async () => {
    const b = await bench();
    const order = b.order({ run: sh("while [ ! -e go ]; do sleep 0.02; done; seq 100000; echo made > made") });
    await b.executor.start(order);
    const folder = b.files(order.token).folder;
    await until(() => existsSync(b.files(order.token).child));
    // A log that cannot be opened stands for a disk that takes nothing: a test cannot fill the disk it runs on.
    execFileSync("mkdir", [join(folder, "log")]);
    writeFileSync(join(b.repo, "go"), "");
    const record = await b.ended(order.token);
    expect(record).toMatchObject({ exit: { code: 0 }, changed: ["go", "made"] });
    expect(record.output).toContain("100000\n");
    expect(record.notes?.join()).toContain("the log ends early");
  });

  test.runIf(process.getuid?.() === 0)("really full: the record is written all the same", async () => {
    const b = await bench();
    const order = b.order({
      run: sh("while [ ! -e go ]; do sleep 0.02; done; seq 200000"),
      output_limit_bytes: 4_000_000,
    });
    const folder = b.files(order.token).folder;
    execFileSync("mkdir", ["-p", folder]);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", folder], { stdio: "ignore" });
    } catch {
      // Not every sandbox may mount; the test above covers the same path.
      return;
    }
    try {
      await b.executor.start(order);
      const child = await until(() => existsSync(b.files(order.token).child));
      expect(child).toBe(true);
      writeFileSync(join(b.repo, "go"), "");
      const record = await b.ended(order.token);
      expect(record.exit.code).toBe(0);
      expect(record.notes?.join()).toContain("ENOSPC");
      const supervisor = JSON.parse(readFileSync(b.files(order.token).claim, "utf8")).mark.pid;
      await until(() => startOf(supervisor) === null);
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  });
});
