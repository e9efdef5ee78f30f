import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttemptOrder } from "../../../src/dispatch/executor.ts";
import { MOST_JOBS, MOST_ORDER_BYTES, MOST_OUTPUT_BYTES, packOrders } from "../../../src/executors/matrix/pack.ts";
import { unpackOrder } from "../../../src/executors/matrix/unpack.ts";
import type { Check } from "../../../src/verify/check.ts";

function order(changes: Partial<AttemptOrder> = {}): AttemptOrder {
  return {
    ...{ uid: "u1", id: "T-01", token: "token0001", attempt: 1, strategy: "write", task_type: "code-change" },
    ...{ instruction: "Do it.\n", run: { kind: "command", argv: ["make", "it"] }, place: { kind: "in_place" } },
    ...{ checks: [], time_limit_ms: 90_000, output_limit_bytes: 1_024, env: [], complaint: "" },
    ...changes,
  };
}

const command: Check = { kind: "command", argv: ["npm", "test"] };

describe("orders as entries of a matrix", () => {
  test("an entry is plain: id, name, token, the order as JSON, minutes, whether a verify job is needed", () => {
    const one = order({ checks: [command, command], strategy: "smallest\nchange" });
    const json = JSON.stringify(one);
    const shared = {
      id: "T-01",
      name: "T-01 smallest change (attempt 1)",
      token: "token0001",
      order: json,
      checks: true,
    };
    expect(packOrders([one, order({ token: "token0002" })])).toEqual({
      attempts: [
        { ...shared, timeout_minutes: 17 },
        expect.objectContaining({ token: "token0002", name: "T-01 write (attempt 1)", checks: false }),
      ],
      verify: [{ ...shared, timeout_minutes: 37 }],
      tooBig: [],
    });
  });

  test("no orders: nothing, as an empty matrix", () => {
    expect(packOrders([])).toEqual({ attempts: [], verify: [], tooBig: [] });
  });

  test("an order that no environment variable holds is said to be too big, the others go on", () => {
    const long = order({ instruction: "字".repeat(MOST_ORDER_BYTES / 3) });
    const packed = packOrders([long, order()]);
    expect(packed.attempts).toHaveLength(1);
    expect(packed.tooBig).toEqual([{ order: long, why: expect.stringContaining("too long for one job") }]);
  });

  test("the largest order that fits reaches a process by the way that a job's input goes", () => {
    const room = MOST_ORDER_BYTES - JSON.stringify(order({ instruction: "" })).length;
    const [entry] = packOrders([order({ instruction: "x".repeat(room) })]).attempts;
    const said = execFileSync("sh", ["-c", 'printf %s "$INPUT_ORDER" | wc -c'], {
      env: { PATH: process.env.PATH, INPUT_ORDER: entry?.order },
    });
    expect(Number(said.toString())).toBe(MOST_ORDER_BYTES);
    expect(packOrders([order({ instruction: "x".repeat(room + 1) })]).tooBig).toHaveLength(1);
  });

  test("no more jobs than GitHub takes", () => {
    const many = Array.from({ length: MOST_JOBS + 3 }, (_, n) => order({ token: `token${1_000 + n}` }));
    const { attempts, tooBig } = packOrders(many);
    expect([attempts.length, tooBig.length]).toEqual([MOST_JOBS, 3]);
    expect(tooBig[0]?.why).toBe("one run takes 256 attempts");
  });

  test("all outputs stay within what GitHub takes, and nothing is dropped unsaid", () => {
    const orders = fc.array(
      fc.record({ length: fc.integer({ min: 0, max: 60_000 }), checked: fc.boolean(), wide: fc.boolean() }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(orders, (shapes) => {
        const all = shapes.map(({ length, checked, wide }, n) =>
          order({
            token: `token${1_000 + n}`,
            instruction: (wide ? '"' : "x").repeat(length),
            checks: checked ? [command] : [],
          }),
        );
        const { attempts, verify, tooBig } = packOrders(all);
        const bytes = (JSON.stringify(attempts).length + JSON.stringify(verify).length) * 2;
        expect(bytes).toBeLessThanOrEqual(MOST_OUTPUT_BYTES);
        expect(attempts.length + tooBig.length).toBe(all.length);
        expect(verify.map(({ token }) => token)).toEqual(
          attempts.filter(({ checks }) => checks).map(({ token }) => token),
        );
      }),
      { numRuns: 30 },
    );
  });
});

const CHECKS: fc.Arbitrary<Check> = fc.oneof(
  fc.record({ kind: fc.constant("file" as const), path: fc.constantFrom("a/b.txt", "Größe 大小.md") }),
  fc.record({
    ...{
      kind: fc.constant("contains" as const),
      path: fc.constant("x"),
      pattern: fc.string(),
      flags: fc.constant("i"),
    },
  }),
  fc.record({ kind: fc.constant("command" as const), argv: fc.array(fc.string(), { minLength: 1 }).map(safe) }),
  fc.record({ kind: fc.constant("json" as const), path: fc.constant("a.json"), schema: fc.constant("s.json") }),
  fc.constantFrom<Check>({ kind: "exit" }, { kind: "trace" }, { kind: "reminder" }, { kind: "receipt" }),
  fc.record({ kind: fc.constant("answer" as const), about: fc.array(fc.string()).map(safe), source: fc.boolean() }),
);

/** Words without a zero byte, of which the first is not empty. */
function safe(words: string[]): string[] {
  return words.map((word, at) => `${at === 0 ? "p" : ""}${word}`.replaceAll("\0", ""));
}

describe("reading an order from its entry", () => {
  test("what was packed comes back as it was", () => {
    const orders = fc.record({
      checks: fc.array(CHECKS, { maxLength: 5 }),
      instruction: fc.string({ unit: "binary", maxLength: 500 }),
      complaint: fc.string({ unit: "grapheme", maxLength: 100 }),
      run: fc.oneof(
        fc.record({ kind: fc.constant("command" as const), argv: fc.array(fc.string(), { minLength: 1 }).map(safe) }),
        fc.constant({ kind: "agent" as const, agent: "night", preset: "plain", args: [], argv: ["a"] }),
        fc.constant({ kind: "agent" as const, agent: "claude", preset: "claude", args: ["--x"] }),
      ),
      place: fc.constantFrom<AttemptOrder["place"]>(
        { kind: "in_place" },
        { kind: "worktree", branch: "ltpm/T-01-token0001", needs: ["a".repeat(40), "ltpm/T-02-abcdef"] },
      ),
    });
    fc.assert(
      fc.property(orders, (changes) => {
        const one = order(changes);
        const [entry] = packOrders([one]).attempts;
        expect(unpackOrder(entry?.order ?? "")).toEqual({ kind: "order", order: one });
      }),
    );
  });

  const good = order({
    checks: [{ kind: "file", path: "a" }],
    place: { kind: "worktree", branch: "ltpm/T-01-token0001", needs: [] },
  });
  test.each<[string, unknown]>([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", []],
    ["null", null],
    ["more than fits", { ...good, instruction: "x".repeat(MOST_ORDER_BYTES) }],
    ["a token that leads elsewhere", { ...good, token: "../../etc" }],
    ["a label that is none", { ...good, id: "T-1; rm -rf" }],
    ["a check's path that leaves the repository", { ...good, checks: [{ kind: "file", path: "../x" }] }],
    ["a check's absolute path", { ...good, checks: [{ kind: "json", path: "a", schema: "/etc/passwd" }] }],
    ["a check of a kind that nobody knows", { ...good, checks: [{ kind: "shell", script: "x" }] }],
    ["no program", { ...good, run: { kind: "command", argv: [] } }],
    ["an empty program", { ...good, run: { kind: "command", argv: [""] } }],
    ["a word with a zero byte", { ...good, run: { kind: "command", argv: ["a\0b"] } }],
    ["a person's task", { ...good, run: { kind: "person" } }],
    ["a branch of another attempt", { ...good, place: { kind: "worktree", branch: "main", needs: [] } }],
    ["a need that is an option", { ...good, place: { ...good.place, needs: ["--upload-pack=x"] } }],
    ["a need that is an expression", { ...good, place: { ...good.place, needs: ["main@{1}"] } }],
    ["a variable that is none", { ...good, env: ["A=B"] }],
    ["a time without end", { ...good, time_limit_ms: 1e12 }],
    ["no time", { ...good, time_limit_ms: 0 }],
    ["a number as text", { ...good, attempt: "1" }],
  ])("%s is refused in one sentence", (_, value) => {
    const read = unpackOrder(typeof value === "string" ? value : JSON.stringify(value));
    expect(read).toEqual({ kind: "wrong", problem: expect.stringMatching(/^The order cannot be used: [^\n]+\.$/) });
  });

  test("the good one is good", () => {
    expect(unpackOrder(JSON.stringify(good))).toEqual({ kind: "order", order: good });
  });
});
