import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AttemptOrder } from "../../../src/dispatch/executor.ts";
import { collect } from "../../../src/executors/matrix/collect.ts";
import { artifactName } from "../../../src/executors/matrix/names.ts";
import type { Check } from "../../../src/verify/check.ts";
import { gitIn, sh, tree } from "../workbench.ts";
import { NOW, startRun } from "./jobs.ts";

const result = (fields: object) => `echo '${JSON.stringify({ outcome: "done", ...fields })}' > "$LTPM_RESULT_FILE"`;

let serial = 0;

/** Names and outcomes of a record's checks. */
const outcomes = (record: { checks: readonly { check: string; ok: boolean }[] }) =>
  Object.fromEntries(record.checks.map(({ check, ok }) => [check, ok]));

describe("what the settle job knows of an attempt", () => {
  test("commit, branch, base and changes are what it found itself; the words are the attempt's", async () => {
    const run = await startRun();
    const order = run.order({ run: sh(`echo new > new.txt; echo said; ${result({ summary: "Wrote it." })}`) });
    await run.attempt(order);
    const base = run.git("rev-parse", "main");
    run.git("commit", "-q", "--allow-empty", "-m", "the default branch goes on");
    const record = await run.record(order);
    expect(record).toMatchObject({
      ...{ token: order.token, base, onto: "main", branch: `ltpm/T-01-${order.token}`, changed: ["new.txt"] },
      ...{ output: "said\n", result: { outcome: "done", summary: "Wrote it." }, exit: { code: 0 } },
    });
    expect(record.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  test("the collected commit stands on its branch in a repository that can push it, the project's own has nothing new", async () => {
    const run = await startRun();
    const order = run.order({ run: sh("echo x > x") });
    await run.attempt(order);
    const before = run.git("count-objects", "-v");
    const collected = await run.collect(order);
    expect(run.git("count-objects", "-v")).toBe(before);
    const ref = `refs/heads/ltpm/T-01-${order.token}`;
    run.git("fetch", "-q", collected.gitDir, `${ref}:refs/heads/landed`);
    expect(run.git("show", "landed:x")).toBe("x");
  });

  test("an attempt without an artifact is lost; one without a result as well", async () => {
    const run = await startRun();
    const [absent, partial] = [run.order(), run.order({ run: sh("echo x > x") })];
    await run.attempt(partial);
    rmSync(join(run.artifacts, `ltpm-${partial.token}`, "work.bundle"));
    const { observed } = await run.collect(absent, partial);
    expect([...observed.values()].map((seen) => seen.kind)).toEqual(["lost", "lost"]);
  });

  test("what was built on the work of another task is measured from there", async () => {
    const run = await startRun();
    const first = run.order({ run: sh("echo one > one.txt; echo a > README.md") });
    await run.attempt(first);
    const { commit = "" } = await run.record(first);
    const collected = await run.collect(first);
    run.git("fetch", "-q", collected.gitDir, `${commit}:refs/heads/first`);
    // So that what the second is built on is a merge of both.
    writeFileSync(join(run.origin, "meanwhile.txt"), "x");
    run.git("add", "-A");
    run.git("commit", "-q", "-m", "meanwhile");
    const second = run.order({ id: "T-02", run: sh("cat one.txt meanwhile.txt; echo two > two.txt") });
    const order: AttemptOrder = { ...second, place: tree(`ltpm/T-02-${second.token}`, commit) };
    await run.attempt(order);
    expect(await run.record(order)).toMatchObject({ changed: ["two.txt"], output: "one\nx" });
    const idle = run.order({ id: "T-03", run: sh("true") });
    const without: AttemptOrder = { ...idle, place: tree(`ltpm/T-03-${idle.token}`, commit) };
    await run.attempt(without);
    const record = await run.record(without);
    expect([record.changed, record.commit]).toEqual([[], undefined]);
  });

  test("a default branch that was rewritten meanwhile: lost, so that it is tried again on what is there", async () => {
    const run = await startRun();
    run.git("commit", "-q", "--allow-empty", "-m", "goes away");
    const order = run.order({ run: sh("echo x > x") });
    await run.attempt(order);
    run.git("reset", "-q", "--hard", "HEAD~1");
    run.git("commit", "-q", "--allow-empty", "-m", "another");
    expect((await run.collect(order)).observed.get(order.token)).toMatchObject({ kind: "lost" });
  });

  test("the newest commit of the default branch is history enough, for each job", async () => {
    const run = await startRun();
    for (const n of [1, 2, 3]) run.git("commit", "-q", "--allow-empty", "-m", `commit ${n}`);
    const shallow = () => {
      const root = join(run.base, `shallow-${serial++}`);
      run.git("clone", "-q", "--depth", "1", `file://${run.origin}`, root);
      return root;
    };
    const checks: Check[] = [
      { kind: "command", argv: ["test", "-s", "x"] },
      { kind: "file", path: "x" },
    ];
    const order = run.order({ run: sh("echo x > x"), checks });
    await run.attempt(order, { root: shallow() });
    await run.verify(order, { root: shallow() });
    const repository = { branch: "main", gitDir: join(shallow(), ".git") };
    const collected = await collect({
      ...{ orders: [order], artifacts: run.artifacts, repository, settings: { dir: ".ltpm" }, now: NOW },
    });
    onTestFinished(() => collected.close());
    const seen = collected.observed.get(order.token);
    expect(seen).toMatchObject({ kind: "ended", record: { changed: ["x"], checks: [{ ok: true }, { ok: true }] } });
    // The other side has the rest.
    const branch = `refs/heads/ltpm/T-01-${order.token}`;
    gitIn(collected.gitDir, run.env, "push", "-q", run.origin, branch);
    expect(run.git("log", "--format=%s", branch).split("\n")).toHaveLength(5);
  });
});

test("the only artifact of a run lies in the folder of all, as actions/download-artifact puts it", async () => {
  const run = await startRun();
  const order = run.order({ run: sh("echo x > x"), checks: [{ kind: "file", path: "x" }] });
  await run.attempt(order);
  cpSync(join(run.artifacts, artifactName(order.token)), run.artifacts, { recursive: true });
  rmSync(join(run.artifacts, artifactName(order.token)), { recursive: true });
  const other = run.order({ run: sh("echo y > y") });
  const collected = await collect({
    ...{
      orders: [order, other],
      artifacts: run.artifacts,
      repository: run.trusted(),
      settings: { dir: ".ltpm" },
      now: NOW,
    },
  });
  onTestFinished(() => collected.close());
  expect(collected.observed.get(order.token)).toMatchObject({ kind: "ended", record: { changed: ["x"] } });
  expect(collected.observed.get(other.token)).toMatchObject({ kind: "lost" });
});

test("a repository without the commit that is named is said, not taken for a loss", async () => {
  const run = await startRun();
  const [orders, head] = [[run.order()], "a".repeat(40)];
  const settings = { dir: ".ltpm" };
  const asked = { orders, artifacts: run.artifacts, repository: { ...run.trusted(), head }, settings, now: NOW };
  await expect(collect(asked)).rejects.toThrow(`has no commit ${head}`);
});

describe("checks where nothing is executed", () => {
  const FILES: readonly [string, string, readonly Check[], object][] = [
    [
      "files that were made",
      "mkdir d; echo 'hello world' > d/a.txt; : > empty.txt",
      [
        { kind: "file", path: "d/a.txt" },
        { kind: "file", path: "empty.txt" },
        { kind: "file", path: "none.txt" },
        { kind: "contains", path: "d/a.txt", pattern: "hello \\w+", flags: "" },
        { kind: "contains", path: "d/a.txt", pattern: "goodbye", flags: "" },
      ],
      {
        ...{ "file:d/a.txt": true, "file:empty.txt": false, "file:none.txt": false },
        ...{ "contains:d/a.txt:/hello \\w+/": true, "contains:d/a.txt:/goodbye/": false },
      },
    ],
    [
      "a file that git ignores is no part of the work",
      "echo '*.log' > .gitignore; echo x > out.log",
      [{ kind: "file", path: "out.log" }],
      { "file:out.log": false },
    ],
    [
      "links that lead out of the repository",
      "ln -s /etc/passwd p; ln -s .. up; ln -s README.md inside",
      [
        { kind: "file", path: "p" },
        { kind: "file", path: "up/x" },
        { kind: "contains", path: "p", pattern: "root", flags: "" },
        { kind: "file", path: "inside" },
      ],
      { "file:p": false, "file:up/x": false, "contains:p:/root/": false, "file:inside": true },
    ],
    [
      "the deliverable, the diff, the trace and the exit",
      `echo x > made.md; ${result({ deliverable_path: "made.md" })}`,
      [
        { kind: "deliverable", mentioned: [] },
        { kind: "diff", forbidden: [".github/"], allowed: [] },
        { kind: "trace" },
        { kind: "exit" },
      ],
      { deliverable: true, diff: true, trace: true, exit: true },
    ],
    [
      "a deliverable that was there before is none of this attempt's",
      `echo x > other.md; ${result({ deliverable_path: "README.md" })}`,
      [{ kind: "deliverable", mentioned: [] }],
      { deliverable: false },
    ],
    [
      "answers",
      result({ deliverable: "The release is 2.1, see https://example.com/releases" }),
      [{ kind: "answer", about: ["release"], source: true }, { kind: "receipt" }],
      { answer: true, receipt: true },
    ],
  ];
  test.each(FILES)("%s", async (_, script, checks, expected) => {
    const run = await startRun();
    expect(outcomes(await run.through({ run: sh(script), checks: [...checks] }))).toEqual(expected);
  });

  test("a merge that was left unfinished is no result, although its files are there", async () => {
    const run = await startRun();
    const script = `git checkout -q -b other; echo a > README.md; git -c user.name=a -c user.email=a@b commit -qam a
      git checkout -q -; echo b > README.md; git -c user.name=a -c user.email=a@b commit -qam b; git -c user.name=a -c user.email=a@b merge -q other; true`;
    const record = await run.through({ run: sh(script), checks: [{ kind: "diff", forbidden: [], allowed: [] }] });
    expect(record.checks).toEqual([{ check: "diff", ok: false, detail: "a merge was left unfinished in README.md" }]);
  });

  test("a schema is the default branch's: the attempt had no hand in it", async () => {
    const run = await startRun();
    writeFileSync(join(run.origin, "schema.json"), JSON.stringify({ type: "object", required: ["a"] }));
    run.git("add", "-A");
    run.git("commit", "-q", "-m", "schema");
    const json: Check[] = [{ kind: "json", path: "data.json", schema: "schema.json" }];
    const good = await run.through({ run: sh(`echo '{"a":1}' > data.json`), checks: json });
    expect(good.checks[0]?.ok).toBe(true);
    const bent = await run.through({ run: sh(`echo '{}' > data.json; echo true > schema.json`), checks: json });
    expect(bent.checks[0]).toMatchObject({ ok: false, detail: expect.stringContaining("required property 'a'") });
    const own: Check[] = [{ kind: "json", path: "data.json", schema: "mine.json" }];
    const made = await run.through({ run: sh(`echo '{}' > data.json; echo true > mine.json`), checks: own });
    expect(made.checks[0]).toMatchObject({ ok: false, broken: true });
  });

  test("a check that runs code counts only with the outcome of the job that ran it", async () => {
    const run = await startRun();
    const checks: Check[] = [
      { kind: "file", path: "x" },
      { kind: "command", argv: ["test", "-s", "x"] },
      { kind: "command", argv: ["test", "-s", "y"] },
    ];
    const order = run.order({ run: sh("echo x > x"), checks });
    await run.attempt(order);
    expect((await run.record(order)).checks).toEqual([
      { check: "file:x", ok: true, detail: "x is there, 2 bytes" },
      { check: "command:test -s x", ok: false, detail: expect.stringContaining("left no outcome"), broken: true },
      { check: "command:test -s y", ok: false, detail: expect.stringContaining("left no outcome"), broken: true },
    ]);
    await run.verify(order);
    expect(outcomes(await run.record(order))).toEqual({
      ...{ "file:x": true, "command:test -s x": true, "command:test -s y": false },
    });
  });

  test("nothing was changed: the project's own check is not asked for", async () => {
    const run = await startRun();
    const check: Check = { kind: "command", argv: ["false"], only_if_changed: true };
    expect((await run.through({ run: sh("echo looked"), checks: [check] })).checks).toEqual([
      { check: "command:false", ok: true, detail: "no file was changed" },
    ]);
  });

  test("an attempt that failed is not checked", async () => {
    const run = await startRun();
    const record = await run.through({
      run: sh(result({ outcome: "failed" })),
      checks: [{ kind: "file", path: "README.md" }],
    });
    expect(record.checks[0]?.detail).toBe("not checked: the attempt itself says failed");
  });

  test("of very many changes the record lists those that an attempt must not make", async () => {
    const run = await startRun();
    const script =
      "mkdir a hooks; i=0; while [ $i -lt 300 ]; do echo $i > a/$i; i=$((i+1)); done; echo x > hooks/pre-commit";
    const record = await run.through({ run: sh(script) });
    expect(record.changed).toHaveLength(200);
    expect(record.changed[0]).toBe("hooks/pre-commit");
  });
});
