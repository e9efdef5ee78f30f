import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckContext } from "../../src/executors/checks/check-context.ts";
import { runChecks } from "../../src/executors/checks/run-checks.ts";
import { TookTooLong, withinTime } from "../../src/executors/checks/time-bound.ts";
import type { Check } from "../../src/verify/check.ts";
import { temporary } from "./workbench.ts";

/** A tree with files; a trailing slash makes a folder. */
function treeOf(files: Readonly<Record<string, string>>): string {
  const root = temporary();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    if (name.endsWith("/")) mkdirSync(join(root, name), { recursive: true });
    else writeFileSync(join(root, name), text);
  }
  return root;
}

function contextOf(root: string, changes: Partial<CheckContext> = {}): CheckContext {
  return {
    ...{
      root,
      isolated: true,
      startedAt: Date.now() - 1_000,
      output: "",
      instruction: "Do it.",
      changed: [],
      unmerged: [],
    },
    exit: { code: 0, signal: null, timed_out: false, cancelled: false },
    kept: async (path) => !path.endsWith(".log"),
    ...{ env: { PATH: process.env.PATH ?? "" }, token: "check-test-token", stop: new AbortController().signal },
    limits: { command_ms: 2_000, pattern_ms: 300, grace_ms: 100 },
    redact: (text) => text.replaceAll("s3cret", "[redacted]"),
    ...changes,
  };
}

async function verdict(check: Check, context: CheckContext) {
  const [outcome] = await runChecks([check], context);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

const yes = (detail = /./) => ({ ok: true, detail: expect.stringMatching(detail) });
const no = (detail: RegExp) => ({ ok: false, detail: expect.stringMatching(detail) });
const unfit = (detail: RegExp) => ({ ...no(detail), broken: true });

const files = {
  "a.md": "# Title\nbody\n",
  "empty.md": "",
  "blank.md": " \n\t\n",
  "dir/b.txt": "x",
  "hollow/": "",
  "out.log": "x",
  "ö ü.md": "x",
};

describe("file", () => {
  test.each([
    ["a.md", yes(/a\.md is there, 13 bytes/)],
    ["./dir//b.txt", yes()],
    ["dir", yes()],
    ["ö ü.md", yes()],
    ["none.md", no(/there is no file none\.md/)],
    ["a.md/below", no(/there is no file/)],
    ["empty.md", no(/empty\.md is empty/)],
    ["blank.md", no(/white space/)],
    ["hollow", no(/empty folder/)],
    ["out.log", no(/git ignores it/)],
    ["../outside", no(/must not leave/)],
    ["/etc/passwd", no(/relative/)],
    [".git/config", no(/\.git/)],
  ])("%s", async (path, expected) => {
    expect(await verdict({ kind: "file", path }, contextOf(treeOf(files)))).toMatchObject({
      check: `file:${path}`,
      ...expected,
    });
  });

  test("links count only when they stay inside", async () => {
    const root = treeOf(files);
    symlinkSync("a.md", join(root, "inside"));
    symlinkSync("/etc/hostname", join(root, "outside"));
    symlinkSync("/etc", join(root, "etc"));
    symlinkSync(`${root}-twin`, join(root, "twin"));
    mkdirSync(`${root}-twin`);
    writeFileSync(join(`${root}-twin`, "x"), "x");
    symlinkSync("nowhere", join(root, "dangling"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    const expected = {
      inside: yes(),
      outside: no(/leads out/),
      "etc/hostname": no(/leads out/),
      "twin/x": no(/leads out/),
      dangling: no(/no file/),
      pipe: no(/regular/),
    };
    for (const [path, outcome] of Object.entries(expected)) {
      expect(await verdict({ kind: "file", path }, contextOf(root))).toMatchObject(outcome);
    }
    execFileSync("rm", ["-r", `${root}-twin`]);
  });

  test("a root that is itself reached by a link is fine", async () => {
    const root = treeOf(files);
    const link = join(temporary(), "link");
    symlinkSync(root, link);
    expect(await verdict({ kind: "file", path: "a.md" }, contextOf(link))).toMatchObject(yes());
    expect(await verdict({ kind: "file", path: join(link, "a.md") }, contextOf(link))).toMatchObject(yes());
  });
});

describe("contains", () => {
  const contains = (pattern: string, path = "a.md", flags = "") =>
    ({ kind: "contains", path, pattern, flags }) as const;
  test.each([
    [contains("^# T"), yes()],
    [contains("title", "a.md", "i"), yes()],
    [contains("nothing"), no(/a\.md does not match \/nothing\//)],
    [contains("x", "none.md"), no(/no file/)],
    [contains("x", "dir"), no(/regular/)],
    [contains("("), unfit(/pattern/)],
    [contains("(?<=x)y"), unfit(/pattern/)],
  ])("%j", async (check, expected) => {
    expect(await verdict(check, contextOf(treeOf(files)))).toMatchObject(expected);
  });

  test("a pattern that would take for ever elsewhere is quick, and only the first megabyte is read", async () => {
    const root = treeOf({ "a.txt": `${"a".repeat(900_000)}!`, "big.txt": "begin\n" });
    truncateSync(join(root, "big.txt"), 3_000_000_000);
    const before = Date.now();
    expect(await verdict(contains("(a|a)*b", "a.txt"), contextOf(root))).toMatchObject(no(/does not match/));
    expect(await verdict(contains("begin", "big.txt"), contextOf(root))).toMatchObject(yes());
    expect(await verdict(contains("end", "big.txt"), contextOf(root))).toMatchObject(no(/first 1048576 bytes/));
    expect(Date.now() - before).toBeLessThan(8_000);
  });
});

describe("command", () => {
  const command = (script: string) => ({ kind: "command", argv: ["sh", "-c", script] }) as const;
  test.each([
    [command("cat a.md"), yes(/# Title/)],
    [command("exit 0"), yes(/exit 0/)],
    [command("echo bad s3cret >&2; exit 3"), no(/^exit 3: bad \[redacted\]$/)],
    [command("exit 4"), no(/exit 4: it printed nothing/)],
    [command("kill -9 $$"), no(/ended by SIGKILL/)],
    [command("trap '' TERM; while :; do sleep 0.05; done"), no(/longer than 2 s/)],
    [command("sleep 30 & echo left"), yes(/left/)],
    [command('test -z "$HOME$GITHUB_TOKEN" && ! read line'), yes()],
    [{ kind: "command", argv: ["no-such-program"] } as const, unfit(/no such program/)],
    [{ kind: "command", argv: [] } as const, unfit(/empty/)],
    [{ kind: "command", argv: ["false"], only_if_changed: true } as const, yes(/no file was changed/)],
  ])("%j", async (check, expected) => {
    expect(await verdict(check, contextOf(treeOf(files)))).toMatchObject(expected);
  });

  test("only its last words are kept", async () => {
    const outcome = await verdict(
      command("yes line | head -n 100000; echo the cause; exit 1"),
      contextOf(treeOf(files)),
    );
    expect(outcome.detail.length).toBeLessThan(2_100);
    expect(outcome.detail).toMatch(/the cause$/);
  });

  test("files were changed: it runs", async () => {
    const check = { kind: "command", argv: ["false"], only_if_changed: true } as const;
    expect(await verdict(check, contextOf(treeOf(files), { changed: ["a.md"] }))).toMatchObject(no(/exit 1/));
  });
});

describe("json", () => {
  const schema = JSON.stringify({ type: "object", required: ["n"], properties: { n: { type: "integer" } } });
  const data: Record<string, string> = {
    "s.json": schema,
    "s2020.json": JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      prefixItems: [{ type: "string" }],
      type: "array",
    }),
    "s2019.json": JSON.stringify({
      $schema: "https://json-schema.org/draft/2019-09/schema",
      type: "object",
      dependentRequired: { a: ["b"] },
    }),
    "s7.json": JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", format: "date", type: "string" }),
    "broken.json": '{"type":"objekt"}',
    "far.json": '{"$ref":"https://example.com/schema.json"}',
    "slow.json": JSON.stringify({ type: "string", pattern: "^(a+)+$" }),
    "good.json": '\ufeff{"n":1}',
    "bad.json": '{"n":"one"}',
    "half.json": '{"n":',
    "list.json": '["x"]',
    "list2.json": "[1]",
    "a.json": '{"a":1}',
    "text.json": '"2026-01-01"',
    "slow-data.json": JSON.stringify(`${"a".repeat(40)}!`),
    "x.log": "{}",
  };
  const json = (path: string, schemaPath: string) => ({ kind: "json", path, schema: schemaPath }) as const;
  test.each([
    [json("good.json", "s.json"), yes(/valid/)],
    [json("bad.json", "s.json"), no(/bad\.json\/n must be integer/)],
    [json("half.json", "s.json"), no(/not JSON/)],
    [json("none.json", "s.json"), no(/no file/)],
    [json("x.log", "s.json"), no(/ignores/)],
    [json("list.json", "s2020.json"), yes()],
    [json("list2.json", "s2020.json"), no(/string/)],
    [json("a.json", "s2019.json"), no(/property b/)],
    [json("text.json", "s7.json"), yes()],
    [json("good.json", "none.json"), unfit(/schema cannot be used: there is no file/)],
    [json("good.json", "half.json"), unfit(/not JSON/)],
    [json("good.json", "broken.json"), unfit(/schema broken\.json cannot be used/)],
    [json("good.json", "far.json"), unfit(/cannot be used/)],
    [json("slow-data.json", "slow.json"), unfit(/took longer/)],
  ])("%j", async (check, expected) => {
    expect(await verdict(check, contextOf(treeOf(data)))).toMatchObject(expected);
  });
});

describe("exit, trace and diff", () => {
  const exit = (changes: object) => ({
    exit: { code: 0, signal: null, timed_out: false, cancelled: false, ...changes },
  });
  test.each([
    ["exit", {}, yes()],
    ["exit", exit({ code: 7 }), no(/exited 7/)],
    ["exit", exit({ code: null, signal: "SIGKILL" }), no(/SIGKILL/)],
    ["exit", exit({ code: null, timed_out: true }), no(/time/)],
    ["trace", {}, no(/no trace/)],
    ["trace", { output: " \n" }, no(/no trace/)],
    ["trace", { output: "x" }, yes(/printed/)],
    ["trace", { changed: ["a"] }, yes(/changed a/)],
    ["trace", { changed: ["a", "b"] }, yes(/2 files/)],
  ] as const)("%s with %j", async (kind, changes, expected) => {
    expect(await verdict({ kind }, contextOf(treeOf({}), changes))).toMatchObject(expected);
  });

  test.each([
    [[], [], no(/no file was changed/)],
    [["src/a.ts"], [], yes()],
    [["src/a.ts", ".github/workflows/x.yml"], [], no(/protected files: \.github\/workflows\/x\.yml$/)],
    [[".GitHub/x"], [], no(/protected/)],
    [["action.yml"], [], no(/protected/)],
    [["action.yml.md", ".githubby/x"], [], yes()],
    [[".github/workflows/x.yml"], [".github/workflows/"], yes()],
    [Array.from({ length: 9 }, (_, i) => `.github/${i}`), [], no(/and 4 more/)],
  ])("diff of %j, allowed %j", async (changed, allowed, expected) => {
    const check = { kind: "diff", forbidden: [".github/", "action.yml"], allowed } as const;
    expect(await verdict(check, contextOf(treeOf({}), { changed }))).toMatchObject(expected);
  });
});

describe("deliverable", () => {
  const named = (path: string) => ({ result: { outcome: "done", deliverable_path: path } }) as const;
  test.each([
    ["the result's, changed", [], { ...named("a.md"), changed: ["a.md"] }, yes(/a\.md, 13 bytes/)],
    ["the result's, by its absolute path", [], { ...named("ABS/a.md"), changed: ["a.md"] }, yes()],
    ["the result's folder with a change in it", [], { ...named("dir"), changed: ["dir/b.txt"] }, yes()],
    ["the result's, as it was before", [], named("a.md"), no(/did not make or change it/)],
    [
      "the result's, not there although the text's is",
      ["a.md"],
      { ...named("none"), changed: ["a.md"] },
      no(/no file none/),
    ],
    ["the result's, outside", [], named("../x"), no(/leave/)],
    ["the result's, ignored", [], { ...named("out.log"), changed: [] }, no(/ignores/)],
    ["one of the text's", ["none.md", "a.md"], { changed: ["a.md"] }, yes(/a\.md/)],
    ["the text's, untouched", ["a.md"], {}, no(/did not make/)],
    ["nobody named one, one changed", [], { changed: ["empty.md", "a.md"] }, yes(/a\.md/)],
    ["nobody named one, an empty one changed", [], { changed: ["empty.md"] }, no(/empty/)],
    ["nobody named one, none changed", [], {}, no(/no file was named/)],
  ])("%s", async (_, mentioned, changes: Partial<CheckContext>, expected) => {
    const root = treeOf(files);
    const path = changes.result?.deliverable_path?.replace("ABS", root);
    const result =
      changes.result === undefined || path === undefined ? undefined : { ...changes.result, deliverable_path: path };
    expect(await verdict({ kind: "deliverable", mentioned }, contextOf(root, { ...changes, result }))).toMatchObject(
      expected,
    );
  });

  test("in place an ignored file counts when it was written since the start", async () => {
    const root = treeOf(files);
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(root, "out.log"), old, old);
    const check = { kind: "deliverable", mentioned: ["out.log"] } as const;
    const inPlace = { isolated: false, kept: async () => true };
    expect(await verdict(check, contextOf(root, inPlace))).toMatchObject(yes());
    expect(await verdict(check, contextOf(root, { ...inPlace, startedAt: Date.now() + 1_000 }))).toMatchObject(
      no(/did not make/),
    );
  });
});

describe("answers", () => {
  const answer = (about: string[] = [], source = false) => ({ kind: "answer", about, source }) as const;
  const agent = (text: string | null) => ({
    agent: { ok: true, text, error: null, session_id: null, cost_usd: null, transient: false },
  });
  test.each([
    [answer(), {}, no(/no answer/)],
    [answer(), { output: "printed" }, yes()],
    [answer(), { ...agent(null), output: "{json}" }, no(/no answer/)],
    [answer(["Mars"]), agent("Mars has two moons"), yes()],
    [answer(["Mars"]), agent("Venus has none"), no(/names nothing/)],
    [answer(["Mars"]), { ...agent("Mars"), result: { outcome: "done", deliverable: "Venus" } }, no(/names nothing/)],
    [answer([], true), agent("Two moons, https://example.org/mars"), yes()],
    [answer([], true), agent("Two moons"), no(/source/)],
    [answer(), { output: "DO  it.\n" }, no(/only repeats the instruction/)],
  ] as const)("%j with %j", async (check, changes, expected) => {
    expect(await verdict(check, contextOf(treeOf({}), changes as Partial<CheckContext>))).toMatchObject(expected);
  });

  const reminders = {
    "R.md": "# R\n- 2026-12-01 09:00 call Ann\n- 10:30 tea\n- some day\n",
    "twice.md": "- 2026-12-01 x\n- 2026-12-01 x\n",
    "r.log": "2026-12-01 x\n",
    "none.md": "later\n",
  };
  test.each([
    [{ outcome: "done", deliverable: "call Ann", deliverable_path: "R.md" }, yes(/call Ann/)],
    [{ outcome: "done", deliverable_path: "R.md" }, yes(/call Ann/)],
    [{ outcome: "done", deliverable: "call Bob", deliverable_path: "R.md" }, no(/does not hold the entry/)],
    [{ outcome: "done", deliverable: "some day", deliverable_path: "R.md" }, no(/no date and no time/)],
    [{ outcome: "done", deliverable: "2026-12-01 x", deliverable_path: "twice.md" }, no(/more than once/)],
    [{ outcome: "done", deliverable_path: "twice.md" }, no(/more than once/)],
    [{ outcome: "done", deliverable_path: "none.md" }, no(/no line/)],
    [{ outcome: "done", deliverable_path: "r.log" }, no(/ignores/)],
    [{ outcome: "done", deliverable_path: "missing.md" }, no(/no file/)],
    [{ outcome: "done" }, no(/names no file/)],
  ] as const)("reminder %j", async (result, expected) => {
    expect(
      await verdict(
        { kind: "reminder" },
        contextOf(treeOf(reminders), { result, changed: "deliverable_path" in result ? Object.keys(reminders) : [] }),
      ),
    ).toMatchObject(expected);
  });

  test("a reminder that stood there before proves nothing", async () => {
    const result = { outcome: "done", deliverable: "call Ann", deliverable_path: "R.md" } as const;
    expect(await verdict({ kind: "reminder" }, contextOf(treeOf(reminders), { result }))).toMatchObject(
      no(/did not make/),
    );
  });

  test.each([
    [undefined, no(/no receipt/)],
    [{ outcome: "done", deliverable: "sent" }, no(/does not say where/)],
    [{ outcome: "done", deliverable: "sent to #team" }, yes(/#team/)],
  ] as const)("receipt %j", async (result, expected) => {
    expect(await verdict({ kind: "receipt" }, contextOf(treeOf({}), { result }))).toMatchObject(expected);
  });
});

describe("all checks", () => {
  test("run in order; what throws, is unknown or comes after a cancel is broken, never passed", async () => {
    const stop = new AbortController();
    const throwing = contextOf(treeOf(files), {
      kept: () => Promise.reject(new Error("s3cret boom")),
      stop: stop.signal,
    });
    const alien = { kind: "horoscope" } as unknown as Check;
    const outcomes = await runChecks([{ kind: "file", path: "a.md" }, alien, { kind: "exit" }], throwing);
    expect(outcomes).toMatchObject([unfit(/\[redacted\] boom/), unfit(/horoscope/), yes()]);
    stop.abort();
    expect(await runChecks([{ kind: "exit" }], throwing)).toMatchObject([unfit(/cancelled/)]);
  });

  test("code that a pattern keeps busy is interrupted", () => {
    expect(withinTime(200, () => 7)).toBe(7);
    expect(() => withinTime(100, () => /^(a+)+$/.test(`${"a".repeat(50)}!`))).toThrow(TookTooLong);
    expect(() =>
      withinTime(100, () => {
        throw new RangeError("own");
      }),
    ).toThrow(RangeError);
  });
});
