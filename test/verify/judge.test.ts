import { describe, expect, test } from "vitest";
import { type JudgeRules, judge } from "../../src/verify/judge.ts";
import { runningTask, sampleRecord } from "../dispatch/sample.ts";

const RULES: JudgeRules = { allow_paths: [], dir: ".ltpm", inline: true };
const exit = (fields: object) => ({ code: 0, signal: null, timed_out: false, cancelled: false, ...fields });
const agent = (fields: object) => ({
  ok: true,
  text: "All done.",
  error: null,
  session_id: "s",
  cost_usd: null,
  transient: false,
  ...fields,
});

function judged(record: Parameters<typeof sampleRecord>[0], type = "code-execution", rules: Partial<JudgeRules> = {}) {
  return judge(sampleRecord(record), runningTask(), { name: type }, { ...RULES, ...rules });
}

describe("the verdict on an attempt", () => {
  test("what passed is done, with what was checked and where it is", () => {
    expect(judged({})).toEqual({
      kind: "done",
      summary: "42 tests passed",
      deliverable: "42 tests passed",
      deliverable_path: null,
      references: [{ kind: "text", value: "deliverable" }],
      verification: "passed: exit, trace",
    });
  });

  test("a commit and a branch are the first references", () => {
    const verdict = judged(
      { commit: "c0ffee", branch: "ltpm/T-01-x", changed: ["a.ts"], agent: agent({}) },
      "code-change",
      { inline: false },
    );
    expect(verdict).toMatchObject({
      kind: "done",
      summary: "All done.",
      references: [
        { kind: "commit", value: "c0ffee" },
        { kind: "branch", value: "ltpm/T-01-x" },
        { kind: "text", value: "deliverable" },
      ],
    });
  });

  test("files made in place are referred to, with their kept content", () => {
    const verdict = judged({ output: "", changed: ["out.txt"], kept: [{ path: "out.txt", oid: "abc" }] });
    expect(verdict).toMatchObject({
      kind: "done",
      summary: "changed out.txt",
      references: [{ kind: "file", value: "out.txt", note: "blob abc" }],
    });
  });

  test("the result file speaks before the agent, the agent before the output", () => {
    const result = {
      outcome: "done" as const,
      summary: "Wrote it. And more.",
      deliverable: "https://x.test/1",
      deliverable_path: "./a//b.md",
    };
    expect(judged({ result, agent: agent({}) })).toMatchObject({
      summary: "Wrote it.",
      deliverable: "https://x.test/1",
      deliverable_path: "a/b.md",
    });
  });

  test("what a person should know besides is kept with the checks", () => {
    expect(judged({ notes: ["250 paths changed; 200 are listed"] })).toMatchObject({
      verification: "passed: exit, trace. Note: 250 paths changed; 200 are listed",
    });
  });

  test("a deliverable outside the repository is not taken over", () => {
    const result = { outcome: "done" as const, summary: "x", deliverable_path: "../../etc/passwd" };
    expect(judged({ result })).toMatchObject({ kind: "done", deliverable_path: null });
  });

  test.each([
    [
      "exit 1",
      { exit: exit({ code: 1 }), output: "boom" },
      { kind: "failed", result: "it exited 1: boom", transient: false },
    ],
    [
      "a signal",
      { exit: exit({ code: null, signal: "SIGKILL" }), output: "" },
      { kind: "failed", result: "it was ended by SIGKILL" },
    ],
    [
      "the time limit",
      { exit: exit({ code: null, signal: "SIGKILL", timed_out: true }), output: "ETIMEDOUT" },
      { kind: "failed", transient: false, result: "it did not end within its time limit and was stopped: ETIMEDOUT" },
    ],
    [
      "a network fault",
      { exit: exit({ code: 1 }), output: "connect ECONNREFUSED 1.2.3.4" },
      { kind: "failed", transient: true },
    ],
    [
      "an agent's error with exit 0",
      { agent: agent({ ok: false, error: "API error" }) },
      { kind: "failed", result: "the agent reported an error: API error", transient: false },
    ],
    [
      "a busy service",
      { agent: agent({ ok: false, error: "overloaded", transient: true }) },
      { kind: "failed", transient: true },
    ],
    [
      "its own word that it failed",
      { result: { outcome: "failed" as const, summary: "no luck" } },
      { kind: "failed", result: "it reported that it failed: no luck" },
    ],
    ["a cancelled session", { exit: exit({ code: null, cancelled: true }) }, { kind: "lost" }],
    [
      "a fault of the set-up",
      { exit: exit({ code: null, fault: { code: "command_not_found", reason: "no npm", steps: ["Install it"] } }) },
      { kind: "blocked", code: "command_not_found", reason: "no npm", steps: ["Install it"] },
    ],
    [
      "an agent without a key",
      { exit: exit({ code: 1 }), agent: agent({ ok: false, permanent: true, error: "no key" }) },
      { kind: "blocked", code: "agent_setup", reason: "no key" },
    ],
    [
      "a check that did not pass",
      { checks: [{ check: "file:a", ok: false, detail: "there is no file a" }] },
      { kind: "verification_failed", words: "the check file:a did not pass: there is no file a" },
    ],
    [
      "a check that could not run",
      { checks: [{ check: "file:a", ok: true, broken: true, detail: "EIO" }] },
      { kind: "verification_failed", words: "the check file:a could not be run: EIO" },
    ],
    [
      "no check at all",
      { checks: [] },
      { kind: "verification_failed", words: "no check was run, so nothing is verified" },
    ],
    [
      "a result file that cannot be used",
      { result_problem: "it is not JSON" },
      { kind: "verification_failed", words: "the result file cannot be used: it is not JSON" },
    ],
    [
      "exit 0 and nothing left",
      { output: "  ", checks: [{ check: "exit", ok: true, detail: "" }] },
      {
        kind: "verification_failed",
        words: "it exited 0 but left nothing: no file was changed, nothing was printed, no result was given",
      },
    ],
    [
      "another attempt's result",
      { result: { outcome: "done" as const, token: "another" } },
      { kind: "verification_failed", words: "the result file bears the token of another attempt" },
    ],
    [
      "another attempt's word that it is blocked",
      { result: { outcome: "blocked" as const, token: "another" } },
      { kind: "verification_failed" },
    ],
    [
      "another attempt's failure",
      { result: { outcome: "failed" as const, token: "another" } },
      { kind: "verification_failed" },
    ],
  ])("%s", (_what, record, verdict) => {
    expect(judged(record)).toMatchObject(verdict);
  });

  test.each([
    [
      ["Buy it", "Plug it in"],
      ["Buy it", "Plug it in"],
    ],
    ["1. Buy it\n2. Plug it in\n", ["1. Buy it", "2. Plug it in"]],
    [null, ["Look at what the attempt printed, and mend what it needs: ltpm show T-01 --log"]],
    ["  ", ["Look at what the attempt printed, and mend what it needs: ltpm show T-01 --log"]],
  ])("its own word that it is blocked, with steps %j", (user_action_required, steps) => {
    const result = { outcome: "blocked" as const, blocked_reason: "No key.", user_action_required };
    for (const ended of [exit({}), exit({ code: 3 }), exit({ code: null, signal: "SIGTERM", timed_out: true })]) {
      expect(judged({ result, exit: ended })).toEqual({ kind: "blocked", code: "needs_you", reason: "No key.", steps });
    }
  });

  test("blocked without a reason still gives one", () => {
    expect(judged({ result: { outcome: "blocked" } })).toMatchObject({
      reason: "it cannot go on without you, but did not say why",
    });
  });

  test.each([
    [[".github/workflows/ci.yml"], {}, true],
    [[".GitHub/x"], {}, true],
    [["hooks/pre-commit"], {}, true],
    [["action.yml"], {}, true],
    [["src/hooks/use.ts", "my-action.yml", ".githubby/x"], {}, false],
    [[".github/workflows/ci.yml"], { allow_paths: [".github/workflows"] }, false],
    [[".github/CODEOWNERS"], { allow_paths: [".github/workflows/"] }, true],
    [[".ltpm/task-queue.json"], {}, false],
    [[".ltpm/config.json"], {}, true],
    [["tasks/config.json"], { dir: "tasks" }, true],
    [["tasks/task-queue.json", "tasks/archive/2026-01.json"], { dir: "tasks" }, false],
  ])("in place, %j with %j is protected: %s", (changed, rules, blocks) => {
    const verdict = judged({ changed }, "code-execution", rules);
    expect(verdict.kind === "blocked" && verdict.code === "protected_path").toBe(blocks);
  });

  test("on a branch the queue's own files are protected too, and the steps name the branch", () => {
    const record = { changed: [".ltpm/task-queue.json"], commit: "c", branch: "ltpm/T-01-t" };
    expect(judged(record)).toMatchObject({
      kind: "blocked",
      code: "protected_path",
      reason: "the attempt changed protected files: .ltpm/task-queue.json",
      steps: expect.arrayContaining(["Look at what it changed: git diff HEAD...ltpm/T-01-t"]),
    });
  });

  test.each([
    [{ changed: ["a.ts"], commit: "c" }, "code-change"],
    [
      { changed: ["notes.md"], commit: "c", result: { outcome: "done" as const, deliverable_path: "notes.md" } },
      "file-creation",
    ],
    [{ output: "It is 5, see https://x.test/page" }, "info-lookup"],
    [{ output: "Done, I looked at everything" }, null],
  ])("a task of unknown kind becomes what %j shows: %s", (record, type) => {
    const verdict = judged(record, "unknown", { inline: false });
    if (type === null) expect(verdict).toMatchObject({ kind: "verification_failed", words: /nothing shows/ });
    else expect(verdict).toMatchObject({ kind: "done", task_type: type });
  });

  test("a command of unknown kind becomes a code execution", () => {
    expect(judged({}, "unknown")).toMatchObject({ kind: "done", task_type: "code-execution" });
  });

  test("what is kept is short and clean", () => {
    const noise = `\u001b[31mred\u001b[0m\u0007\u202e ${"word ".repeat(5_000)}`;
    const failure = judged({ exit: exit({ code: 1 }), output: noise });
    expect(failure.kind === "failed" && failure.result.length).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(failure)).not.toMatch(/\\u001b|\\u0007|\u202e/);
    const done = judged({ output: noise });
    expect(done.kind === "done" && done.deliverable.length).toBeLessThanOrEqual(2_000);
    expect(done.kind === "done" && done.summary.length).toBeLessThanOrEqual(300);
  });
});
