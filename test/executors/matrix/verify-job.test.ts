import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Check } from "../../../src/verify/check.ts";
import { sh } from "../workbench.ts";
import { startRun } from "./jobs.ts";

const command = (script: string): Check => ({ kind: "command", argv: ["sh", "-c", script] });

describe("the job verify", () => {
  test("runs the checks that execute code in the tree that the attempt left, and no others", async () => {
    const run = await startRun();
    const checks = [command("cat new.txt; git status --porcelain"), { kind: "file", path: "none" } as const];
    const order = run.order({ run: sh("echo new > new.txt; rm README.md"), checks });
    const end = await run.attempt(order);
    const verified = await run.verify(order);
    expect(verified).toMatchObject({ kind: "checked", outcomes: { token: order.token } });
    if (verified.kind !== "checked" || end.kind !== "ended") throw new Error("not checked");
    expect(verified.outcomes).toEqual({
      token: order.token,
      commit: end.record.commit,
      outcomes: [{ check: "command:sh -c 'cat new.txt; git status --porcelain'", ok: true, detail: "new" }],
    });
    const file = join(run.artifacts, `ltpm-verified-${order.token}`, "outcomes.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(verified.outcomes);
  });

  test("an attempt without work is checked as the repository stands", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("echo looked"), checks: [command("cat README.md")] });
    await run.attempt(order);
    expect(await run.verify(order)).toMatchObject({ outcomes: { commit: null, outcomes: [{ ok: true }] } });
  });

  test("the attempt's words are there for a check that reads them", async () => {
    const run = await startRun();
    const order = run.order({
      instruction: "the instruction\n",
      run: sh(`echo '{"outcome":"done","summary":"Wrote it."}' > "$LTPM_RESULT_FILE"`),
      checks: [command('cat "$LTPM_TASK_FILE" "$LTPM_RESULT_FILE"; echo "$LTPM_TASK_ID"')],
    });
    await run.attempt(order);
    const end = await run.verify(order);
    expect(JSON.stringify(end)).toMatch(/the instruction.*Wrote it.*T-01/);
  });

  test.each([
    ["no artifact", null],
    ["an attempt that failed", 'echo \'{"outcome":"failed"}\' > "$LTPM_RESULT_FILE"'],
  ])("%s: there is nothing to check", async (_, script) => {
    const run = await startRun();
    const order = run.order({ run: sh(script ?? "true"), checks: [command("true")] });
    if (script !== null) await run.attempt(order);
    expect(await run.verify(order)).toMatchObject({ kind: "nothing" });
    expect(existsSync(join(run.artifacts, `ltpm-verified-${order.token}`))).toBe(false);
  });

  test("a check that takes too long is ended with all it started", async () => {
    const run = await startRun();
    const order = run.order({ checks: [command("sleep 300 & sleep 300")] });
    await run.attempt(order);
    const end = await run.verify(order, { limits: { check_ms: 300, grace_ms: 100 } });
    expect(end).toMatchObject({ outcomes: { outcomes: [{ ok: false, detail: expect.stringContaining("0.3 s") }] } });
  });

  test("an outcome about another commit, or of another attempt, does not count", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("echo x > x"), checks: [command("true")] });
    await run.attempt(order);
    await run.verify(order);
    const file = join(run.artifacts, `ltpm-verified-${order.token}`, "outcomes.json");
    const whole = readFileSync(file, "utf8");
    const forged = (changes: object) => JSON.stringify({ ...JSON.parse(whole), ...changes });
    const tries: [string, string][] = [
      [forged({ commit: "a".repeat(40) }), "its outcome is about another commit"],
      [forged({ commit: null }), "its outcome is about another commit"],
      [forged({ token: "someoneelse" }), "its outcome carries the token of another attempt"],
      [forged({ outcomes: [] }), "the job that was to run it left no outcome"],
      [forged({ outcomes: [{ check: "command:sh -c true", ok: "yes", detail: "" }] }), "outcomes.json cannot be used"],
      ["{", "outcomes.json cannot be used: it is not JSON"],
    ];
    for (const [text, why] of tries) {
      writeFileSync(file, text);
      const [outcome] = (await run.record(order)).checks;
      expect(outcome).toMatchObject({ ok: false, broken: true, detail: expect.stringContaining(why) });
    }
    writeFileSync(file, whole);
    expect((await run.record(order)).checks).toMatchObject([{ ok: true }]);
  });

  test("a bundle whose content was swapped is not checked", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("echo x > x"), checks: [command("true")] });
    const other = run.order({ run: sh("echo y > y") });
    await run.attempt(order);
    await run.attempt(other);
    const bundle = (token: string) => join(run.artifacts, `ltpm-${token}`, "work.bundle");
    writeFileSync(bundle(order.token), readFileSync(bundle(other.token)));
    await expect(run.verify(order)).rejects.toThrow(/another branch/);
  });

  test("security 5: a checkout that holds credentials is refused", async () => {
    const run = await startRun();
    const order = run.order({ checks: [command("true")] });
    await run.attempt(order);
    const root = run.checkout();
    appendFileSync(join(root, ".git/config"), '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: x\n');
    await expect(run.verify(order, { root })).rejects.toThrow(/persist-credentials: false/);
  });
});
