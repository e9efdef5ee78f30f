import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArtifact } from "../../../src/executors/matrix/read-artifact.ts";
import { type Forgery, forge } from "./hostile.ts";
import { startRun } from "./jobs.ts";

const TOKEN_OF_ANOTHER = "tokenofanother";

/** Each spoils a whole, acceptable artifact in one way. */
const SPOILED: readonly [string, (forgery: Forgery, base: string) => void, RegExp][] = [
  [
    "a record that is a link to a file of this machine",
    ({ folder }) => {
      rmSync(join(folder, "record.json"));
      symlinkSync("/etc/passwd", join(folder, "record.json"));
    },
    /it is a link/,
  ],
  [
    "a record that is a pipe",
    ({ folder }) => {
      rmSync(join(folder, "record.json"));
      execFileSync("mkfifo", [join(folder, "record.json")]);
    },
    /no regular file/,
  ],
  [
    "an artifact that is a link to a folder elsewhere",
    ({ folder }, base) => {
      renameSync(folder, join(base, "elsewhere"));
      symlinkSync(join(base, "elsewhere"), folder);
    },
    /is no folder/,
  ],
  [
    "a bundle that is a link",
    ({ folder }, base) => {
      renameSync(join(folder, "work.bundle"), join(base, "w"));
      symlinkSync(join(base, "w"), join(folder, "work.bundle"));
    },
    /work.bundle is no regular file/,
  ],
  [
    "a bundle without end",
    ({ folder }) => truncateSync(join(folder, "work.bundle"), 2_000_000_000),
    /work.bundle is larger than/,
  ],
  ["a huge record", ({ folder }) => truncateSync(join(folder, "record.json"), 50_000_000), /larger than/],
  [
    "a record nested beyond measure",
    ({ folder }) => writeFileSync(join(folder, "record.json"), `{"token":${"[".repeat(1_000_000)}`),
    /nested more than 32 levels/,
  ],
  [
    "a record that reaches for JavaScript's own objects",
    ({ folder }) => writeFileSync(join(folder, "record.json"), '{"__proto__":{"token":"x"}}'),
    /a field named __proto__/,
  ],
  ["a record that is no JSON", ({ folder }) => writeFileSync(join(folder, "record.json"), "{"), /not JSON/],
  ["a record of another shape", ({ record }) => record({ exit: { code: "0" } }), /exit/],
  ["the record of another attempt", ({ record }) => record({ token: TOKEN_OF_ANOTHER }), /token of another attempt/],
  ["work that its record does not name", ({ record }) => record({}), /work that its record does not name/],
];

describe("security 21: an artifact is a stranger's", () => {
  test.each(SPOILED)("%s is refused, and a person is told", async (_, spoil, why) => {
    const run = await startRun();
    const order = run.order();
    const forgery = forge(run, order);
    writeFileSync(join(forgery.clone, "x"), "x");
    forgery.commit();
    forgery.handOver();
    expect(readArtifact(run.artifacts, order.token).kind).toBe("whole");
    spoil(forgery, run.base);
    const seen = (await run.collect(order)).observed.get(order.token);
    expect(seen).toMatchObject({
      kind: "ended",
      record: { exit: { fault: { code: "artifact_refused" } }, changed: [] },
    });
    expect(JSON.stringify(seen)).toMatch(why);
  });

  test("names of artifacts lead nowhere: only those of our own tokens are opened", async () => {
    const run = await startRun();
    for (const name of ["ltpm-..", "ltpm-", "ltpm-a%2f..%2fb", "evil"]) mkdirSync(join(run.artifacts, name));
    expect((await run.collect()).observed.size).toBe(0);
    for (const token of ["../../etc", "a/b", "..", ""]) {
      expect(readArtifact(run.artifacts, token)).toMatchObject({ kind: "refused" });
    }
  });

  test("one forged artifact does not harm the others", async () => {
    const run = await startRun();
    const [bad, good] = [run.order(), run.order()];
    forge(run, bad).record({ token: TOKEN_OF_ANOTHER });
    forge(run, good).record({ output: "fine" });
    const { observed } = await run.collect(bad, good);
    expect(observed.get(good.token)).toMatchObject({ record: { output: "fine" } });
  });

  test("fields that decide are not believed: changes, outcomes, branch and target are ours", async () => {
    const run = await startRun();
    const order = run.order({ checks: [{ kind: "file", path: "nothing" }] });
    const forgery = forge(run, order);
    mkdirSync(join(forgery.clone, ".github"));
    writeFileSync(join(forgery.clone, ".github/x.yml"), "on: push\n");
    forgery.commit();
    forgery.handOver({
      ...{ changed: ["README.md"], branch: "main", onto: "release", kept: [{ path: "a", oid: "b" }] },
      checks: [{ check: "file:nothing", ok: true, detail: "trust me" }],
    });
    const record = await run.record(order);
    expect(record).toMatchObject({ changed: [".github/x.yml"], branch: `ltpm/T-01-${order.token}`, onto: "main" });
    expect(record.checks).toEqual([{ check: "file:nothing", ok: false, detail: "there is no file nothing" }]);
    expect(record.kept).toBeUndefined();
  });

  test("security 17: secrets in what it says are taken out, and unknown fields go", async () => {
    const run = await startRun();
    const order = run.order();
    const secret = `ghp_${"a1".repeat(18)}`;
    forge(run, order).record({
      output: `token ${secret}\n`,
      result: { outcome: "done", summary: `it is ${secret}`, extra: { deep: [1] } },
      agent: { ok: true, text: secret, error: null, session_id: null, cost_usd: null, transient: false },
      notes: Array.from({ length: 500 }, () => secret),
      exit: {
        ...{ code: 0, signal: null, timed_out: false, cancelled: false },
        fault: { code: `<script>${secret}`, reason: secret, steps: [secret] },
      },
    });
    const record = await run.record(order);
    expect(JSON.stringify(record)).not.toContain(secret);
    expect(record.result).toEqual({ outcome: "done", summary: "it is [redacted]" });
    expect(record.notes).toHaveLength(20);
    expect(record.exit.fault?.code).toBe("attempt_fault");
  });
});
