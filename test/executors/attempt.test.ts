import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readClaim } from "../../src/executors/command/attempt-folder.ts";
import { commandExecutor } from "../../src/executors/command/command-executor.ts";
import { prune } from "../../src/executors/command/prune.ts";
import { startOf } from "../../src/host/process.ts";
import { bench, gitIn, sh, tree, until } from "./workbench.ts";

describe("an attempt in place", () => {
  test("gets the instruction on standard input and in its file, its words in the environment, and is recorded", async () => {
    const b = await bench();
    const script = `cat > seen-stdin; cp "$LTPM_TASK_FILE" seen-file; env | grep ^LTPM_ | sort; echo "here: $(basename "$PWD")"`;
    const record = await b.run({
      run: sh(script),
      instruction: "Größe 大小\n",
      complaint: "the file was empty",
      attempt: 3,
    });
    expect(readFileSync(join(b.repo, "seen-stdin"), "utf8")).toBe("Größe 大小\n");
    expect(readFileSync(join(b.repo, "seen-file"), "utf8")).toBe("Größe 大小\n");
    expect(record.output).toMatch(/LTPM_ATTEMPT=3\n/);
    expect(record.output).toMatch(/LTPM_COMPLAINT=the file was empty\n/);
    expect(record.output).toMatch(/LTPM_STRATEGY=write\n/);
    expect(record.output).toMatch(/LTPM_TASK_ID=T-01\n/);
    expect(record.output).toMatch(/here: project\n/);
    expect(record.exit).toEqual({ code: 0, signal: null, timed_out: false, cancelled: false });
    expect(record.changed).toEqual(["seen-file", "seen-stdin"]);
    expect(await b.executor.log(record.token)).toBe(record.output);
  });

  test("changes are told from what was dirty before, and kept as they were", async () => {
    const b = await bench();
    writeFileSync(join(b.repo, "mine.txt"), "mine\n");
    writeFileSync(join(b.repo, "both.txt"), "before\n");
    writeFileSync(join(b.repo, "README.md"), "# Edited by a person\n");
    writeFileSync(join(b.repo, ".gitignore"), "*.log\n");
    b.git("add", ".gitignore");
    const script =
      "echo after > both.txt; mkdir 'a b'; echo x > 'a b/neu ü.txt'; echo x > out.log; rm -f gone; mkdir -p .ltpm; echo {} > .ltpm/task-queue.json";
    const record = await b.run({ run: sh(script) });
    expect(record.changed).toEqual(["a b/neu ü.txt", "both.txt"]);
    writeFileSync(join(b.repo, "both.txt"), "later\n");
    const kept = record.kept?.find((file) => file.path === "both.txt");
    expect(b.git("cat-file", "blob", kept?.oid ?? "none")).toBe("after");
    expect(b.git("for-each-ref", "--format=%(refname)", "refs/ltpm/")).toBe(`refs/ltpm/results/${record.token}`);
  });

  test("its own commits count as changes, a person's dirty file that it commits unchanged does not", async () => {
    const b = await bench();
    writeFileSync(join(b.repo, "mine.txt"), "mine\n");
    const record = await b.run({ run: sh("echo new > new.txt; git add -A; git commit -q -m done") });
    expect(record.changed).toEqual(["new.txt"]);
  });

  test("works in a repository without a commit", async () => {
    const b = await bench();
    b.git("update-ref", "-d", "HEAD");
    const record = await b.run({ run: sh("echo x > made.txt") });
    expect(record.exit.code).toBe(0);
    expect(record.changed).toEqual(["made.txt"]);
  });
});

describe("an attempt in a tree of its own", () => {
  test("leaves its files, untracked ones too, as a commit of ours on its branch, and the user's tree as it was", async () => {
    const b = await bench();
    writeFileSync(join(b.repo, ".git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    b.git("config", "commit.gpgsign", "true");
    const base = b.git("rev-parse", "HEAD");
    const script = `echo more >> README.md; echo new > 'new file.txt'; echo '{"outcome":"done","summary":"Wrote it. And more."}' > "$LTPM_RESULT_FILE"`;
    const record = await b.run({ run: sh(script), place: tree("ltpm/T-01-a") });
    expect(record).toMatchObject({ base, onto: "main", branch: "ltpm/T-01-a", changed: ["README.md", "new file.txt"] });
    expect(record.result).toEqual({ outcome: "done", summary: "Wrote it. And more." });
    const told = b.git(
      "log",
      "-1",
      "--format=%an <%ae>|%cn|%s|%(trailers:key=Ltpm-Token,valueonly)",
      record.commit ?? "",
    );
    expect(told.trim()).toBe(`LTPM <ltpm@localhost>|LTPM|T-01: Wrote it.|${record.token}`);
    expect(b.git("rev-parse", "ltpm/T-01-a")).toBe(record.commit);
    expect(b.git("status", "--porcelain")).toBe("");
    expect(readFileSync(join(b.repo, "README.md"), "utf8")).toBe("# A project\n");
  });

  test("that changed nothing leaves neither branch nor tree nor room", async () => {
    const b = await bench();
    const order = b.order({ run: sh("echo just words"), place: tree("ltpm/T-01-b") });
    await b.executor.start(order);
    const record = await b.ended(order.token);
    expect(record).toMatchObject({ changed: [] });
    expect(record.commit).toBeUndefined();
    expect(record.branch).toBeUndefined();
    await expect.poll(() => b.git("for-each-ref", "refs/heads/ltpm"), { timeout: 5_000 }).toBe("");
    await expect.poll(() => b.git("worktree", "list").split("\n").length, { timeout: 5_000 }).toBe(1);
    await expect.poll(() => readdirSync(b.rooms), { timeout: 5_000 }).toEqual([]);
  });

  const odd: readonly [string, string, readonly string[]][] = [
    [
      "keeps its own commits",
      "echo 1 > one; git add -A; git -c user.name=x -c user.email=x@y commit -q -m 'my own'; echo 2 > two",
      ["one", "two"],
    ],
    [
      "switched to a branch of its own",
      "git checkout -q -b own-branch; echo 1 > one; git add -A; git commit -q -m own; echo 2 > two",
      ["one", "two"],
    ],
    ["detached its HEAD", "git checkout -q --detach; echo 1 > one; git add -A; git commit -q -m own", ["one"]],
    [
      "rewrote history away from the base",
      "git checkout -q --orphan fresh; git rm -rfq .; echo 1 > one; git add -A; git commit -q -m own",
      ["README.md", "one"],
    ],
    ["left a lock and a half-made index", 'echo 1 > one; touch "$(git rev-parse --git-dir)/index.lock"', ["one"]],
    ["removed its .git", "echo 1 > one; rm .git", ["one"]],
    [
      "made a repository of its own in its place",
      "rm .git; git init -q; echo 1 > one; git add -A; git -c user.name=x -c user.email=x@y commit -q -m x",
      ["one"],
    ],
    [
      "left files with odd names",
      "printf x > '-n'; printf x > 'a\nb'; printf x > '*'; printf x > ':(top)x'",
      ["*", "-n", ":(top)x", "a\nb"],
    ],
    ["deleted and moved files", "git mv README.md READ.md", ["READ.md", "README.md"]],
  ];
  test.each(odd)("%s", async (_, script, changed) => {
    const b = await bench();
    const record = await b.run({ run: sh(script), place: tree("ltpm/T-01-c") });
    expect(record.exit).toMatchObject({ code: 0 });
    expect([...record.changed].sort()).toEqual([...changed].sort());
    expect(b.git("merge-base", "--is-ancestor", record.base ?? "", record.commit ?? "none")).toBe("");
    expect(b.git("rev-parse", "ltpm/T-01-c")).toBe(record.commit);
  });

  test("a merge left unfinished is kept but does not pass as a diff", async () => {
    const b = await bench();
    b.git("checkout", "-q", "-b", "other");
    writeFileSync(join(b.repo, "README.md"), "other\n");
    b.git("commit", "-qam", "other");
    b.git("checkout", "-q", "main");
    const record = await b.run({
      ...{
        run: sh("echo mine > README.md; git commit -qam mine; git merge other || true"),
        place: tree("ltpm/T-01-d"),
      },
      checks: [{ kind: "diff", forbidden: [], allowed: [] }],
    });
    expect(record.checks).toMatchObject([{ ok: false, detail: expect.stringContaining("README.md") }]);
    expect(b.git("show", `${record.commit}:README.md`)).toContain("<<<<<<<");
  });

  test("a repository made inside the tree is not thrown away", async () => {
    const b = await bench();
    const script =
      "git init -q app; cd app; echo x > made; git add -A; git -c user.name=x -c user.email=x@y commit -q -m x";
    const record = await b.run({ run: sh(script), place: tree("ltpm/T-01-e") });
    expect(record.notes?.join()).toContain("app");
    const claim = readClaim(b.files(record.token));
    if (claim?.by === "supervisor") await until(() => startOf(claim.mark.pid) === null);
    const common = { commonDir: b.commonDir, workTree: b.repo, rooms: b.rooms, now: Date.now() };
    expect(await prune({ ...common, running: new Set() })).toEqual({ forgotten: [], saved: [], problems: [] });
    expect(existsSync(join(b.rooms, record.token, "tree/app/made"))).toBe(true);
  });

  test("builds on the unlanded work it needs", async () => {
    const b = await bench();
    const first = await b.run({ run: sh("echo 1 > one"), place: tree("ltpm/T-01-f") });
    writeFileSync(join(b.repo, "meanwhile"), "x\n");
    b.git("add", "-A");
    b.git("commit", "-qm", "meanwhile");
    const second = await b.run({
      run: sh("cat one meanwhile; echo 2 > two"),
      place: tree("ltpm/T-02-f", first.commit ?? ""),
    });
    expect(second.output).toBe("1\nx\n");
    expect(second.changed).toEqual(["two"]);
    expect(second.base).not.toBe(b.git("rev-parse", "HEAD"));
  });

  const faults: readonly [string, (b: Awaited<ReturnType<typeof bench>>) => string[], string][] = [
    [
      "without a first commit",
      (b) => {
        b.git("update-ref", "-d", "HEAD");
        return [];
      },
      "no_commit",
    ],
    ["when what it needs is gone", () => ["0".repeat(39).concat("1")], "needs_missing"],
    [
      "when what it needs conflicts",
      (b) => {
        b.git("checkout", "-q", "-b", "theirs");
        writeFileSync(join(b.repo, "README.md"), "theirs\n");
        b.git("commit", "-qam", "theirs");
        b.git("checkout", "-q", "main");
        writeFileSync(join(b.repo, "README.md"), "ours\n");
        b.git("commit", "-qam", "ours");
        return ["theirs"];
      },
      "needs_conflict",
    ],
  ];
  test.each(faults)("is refused with steps %s", async (_, arrange, code) => {
    const b = await bench();
    const needs = arrange(b);
    const record = await b.run({
      run: sh("echo ran"),
      place: tree("ltpm/T-01-g", ...needs),
      checks: [{ kind: "exit" }],
    });
    expect(record.exit.fault?.code).toBe(code);
    expect(record.exit.fault?.steps.length).toBeGreaterThan(0);
    expect(record.checks).toMatchObject([{ check: "exit", ok: false }]);
    expect(b.git("for-each-ref", "refs/heads/ltpm")).toBe("");
    expect(b.git("worktree", "list").split("\n")).toHaveLength(1);
  });
});

describe("repositories of all kinds", () => {
  test.each([
    ["spaces and unicode in its path", { folder: "mein Projekt – 项目 'q'" }],
    ["sha256 object names", { init: ["--object-format=sha256"] }],
  ])("%s", async (_, options) => {
    const b = await bench(options);
    const record = await b.run({ run: sh("echo x > neu.txt"), place: tree("ltpm/T-01-h") });
    expect(record).toMatchObject({ changed: ["neu.txt"], branch: "ltpm/T-01-h" });
    expect(b.git("show", `${record.commit}:neu.txt`)).toBe("x");
  });

  test("a linked work tree as the user's own starts from its own HEAD", async () => {
    const b = await bench();
    const linked = join(b.home, "linked");
    b.git("worktree", "add", "-q", "-b", "side", linked);
    writeFileSync(join(linked, "side.txt"), "side\n");
    const env = b.env;
    gitIn(linked, env, "add", "-A");
    gitIn(linked, env, "commit", "-qm", "side");
    const executor = commandExecutor({ ...b.ports, workTree: linked });
    const order = b.order({ run: sh("cat side.txt; echo x > new"), place: tree("ltpm/T-01-i") });
    await executor.start(order);
    const record = await b.ended(order.token);
    expect(record).toMatchObject({ onto: "side", changed: ["new"], output: "side\n" });
  });
});
