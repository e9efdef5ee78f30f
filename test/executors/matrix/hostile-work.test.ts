import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judge } from "../../../src/verify/judge.ts";
import { PROTECTED_PATHS } from "../../../src/verify/repository-path.ts";
import { runningTask } from "../../dispatch/sample.ts";
import { gitIn, sh } from "../workbench.ts";
import { type Forgery, forge } from "./hostile.ts";
import { type Run, startRun } from "./jobs.ts";

const RULES = { allow_paths: [], dir: ".ltpm", inline: true };

function write(forgery: Forgery, path: string, text = "x\n"): void {
  mkdirSync(join(forgery.clone, path, ".."), { recursive: true });
  writeFileSync(join(forgery.clone, path), text);
}

/** What each does to a clone before it hands the work over; and why that is refused. */
const REFUSED: readonly [string, (forgery: Forgery, run: Run) => void, RegExp][] = [
  [
    "a bundle with another branch besides",
    (forgery) => {
      write(forgery, "x");
      forgery.commit();
      forgery.git("branch", "evil");
      forgery.handOver({}, ["--branches"]);
    },
    /refs instead of one/,
  ],
  [
    "a bundle with the default branch instead",
    (forgery) => {
      write(forgery, "x");
      forgery.commit();
      forgery.git("branch", "-f", "main", "HEAD");
      forgery.handOver({}, ["refs/heads/main"]);
    },
    /another branch/,
  ],
  [
    "a record that names another commit",
    (forgery) => {
      write(forgery, "x");
      forgery.commit();
      forgery.handOver({ commit: "a".repeat(40) });
    },
    /another commit/,
  ],
  [
    "work that has nothing in common with the project",
    (forgery) => {
      const branch = forgery.git("symbolic-ref", "--short", "HEAD");
      forgery.git("checkout", "-q", "--orphan", "alone");
      forgery.commit();
      forgery.git("branch", "-f", branch, "alone");
      forgery.handOver();
    },
    /nothing in common/,
  ],
  [
    "work that is not built on the base it names",
    (forgery, run) => {
      write(forgery, "x");
      forgery.commit();
      run.git("commit", "-q", "--allow-empty", "-m", "later");
      forgery.handOver({ base: run.git("rev-parse", "main") });
    },
    /not built on the base/,
  ],
  [
    "a planted submodule",
    (forgery) => {
      const oid = forgery.git("rev-parse", "HEAD");
      forgery.git("update-index", "--add", "--cacheinfo", `160000,${oid},vendor`);
      forgery.git("commit", "-q", "-m", "work");
      forgery.handOver();
    },
    /another repository \(a submodule\) in the place of vendor/,
  ],
  [
    "a submodule whose address is an option",
    (forgery) => {
      write(forgery, ".gitmodules", '[submodule "a"]\n\tpath = a\n\turl = --upload-pack=./evil\n');
      forgery.commit();
      forgery.handOver();
    },
    /gitmodulesUrl|disallowed submodule url/,
  ],
  [
    "a tree with a .git of its own",
    (forgery) => {
      const oid = forgery.git("rev-parse", "HEAD:README.md");
      const inner = forgery.treeOf([{ mode: "100644", name: "config", oid }]);
      handOverTree(forgery, forgery.treeOf([{ mode: "40000", name: ".git", oid: inner }]));
    },
    /hasDotgit|contains '\.git'/,
  ],
  [
    "a tree that leaves its folder",
    (forgery) => {
      const oid = forgery.git("rev-parse", "HEAD:README.md");
      const inner = forgery.treeOf([{ mode: "100644", name: "x", oid }]);
      handOverTree(forgery, forgery.treeOf([{ mode: "40000", name: "..", oid: inner }]));
    },
    /hasDotdot|contains '\.\.'/,
  ],
  [
    "a name with a slash in it",
    (forgery) => {
      const oid = forgery.git("rev-parse", "HEAD:README.md");
      handOverTree(forgery, forgery.treeOf([{ mode: "100644", name: "../../evil", oid }]));
    },
    /fullPathname|full pathnames/,
  ],
  [
    "a small bundle that unpacks to more files than the world has",
    (forgery) => {
      let oid = forgery.git("rev-parse", "HEAD:README.md");
      for (let level = 0; level < 8; level++) {
        const mode = level === 0 ? "100644" : "40000";
        oid = forgery.treeOf(Array.from({ length: 10 }, (_, n) => ({ mode, name: `${n}`, oid })));
      }
      handOverTree(forgery, oid);
    },
    /too much to say/,
  ],
  [
    "a small bundle that unpacks to a file that no machine holds",
    (forgery) => {
      writeFileSync(join(forgery.clone, "zeros"), Buffer.alloc(110_000_000));
      forgery.commit();
      forgery.handOver();
    },
    /zeros is larger than/,
  ],
  [
    "a bundle that is none",
    (forgery) => {
      write(forgery, "x");
      forgery.commit();
      forgery.handOver();
      writeFileSync(join(forgery.folder, "work.bundle"), "x".repeat(1_000_000));
    },
    /head is not that of a git bundle/,
  ],
  [
    "a bundle that ends in the middle",
    (forgery) => {
      write(forgery, "x");
      forgery.commit();
      forgery.handOver();
      const file = join(forgery.folder, "work.bundle");
      writeFileSync(file, readFileSync(file).subarray(0, -30));
    },
    /git fetch refuses it/,
  ],
];

/** Hands over a commit with this tree, whatever git thinks of it. */
function handOverTree(forgery: Forgery, tree: string): void {
  const commit = forgery.git("commit-tree", tree, "-p", "HEAD", "-m", "work");
  forgery.git("update-ref", forgery.git("symbolic-ref", "HEAD"), commit);
  forgery.handOver();
}

describe("security 21: work from a stranger", () => {
  test.each(REFUSED)("%s is refused", async (_, prepare, why) => {
    const run = await startRun();
    const order = run.order({ checks: [{ kind: "file", path: "README.md" }] });
    prepare(forge(run, order), run);
    const seen = (await run.collect(order)).observed.get(order.token);
    expect(seen).toMatchObject({ record: { exit: { fault: { code: "artifact_refused" } } } });
    expect(JSON.stringify(seen)).toMatch(why);
    expect(existsSync(join(run.base, "evil"))).toBe(false);
  });

  test("what one attempt forged is no part of what another is judged by", async () => {
    const run = await startRun();
    const [bad, good] = [run.order(), run.order({ id: "T-01", run: sh("echo x > x") })];
    const forgery = forge(run, bad);
    const oid = forgery.git("rev-parse", "HEAD:README.md");
    handOverTree(forgery, forgery.treeOf([{ mode: "100644", name: ".git", oid }]));
    await run.attempt(good);
    const collected = await run.collect(bad, good);
    expect(collected.observed.get(bad.token)).toMatchObject({
      record: { exit: { fault: { code: "artifact_refused" } } },
    });
    expect(collected.observed.get(good.token)).toMatchObject({ record: { changed: ["x"] } });
    const refs = gitIn(collected.gitDir, run.env, "for-each-ref", "--format=%(refname)", "refs/heads");
    expect(refs).toBe(`refs/heads/ltpm/T-01-${good.token}`);
  });

  test("security 14: nothing is executed when work is collected: no hook, filter, driver or file monitor", async () => {
    const run = await startRun();
    const trap = join(run.base, "trap");
    const spring = `sh -c 'echo sprung >> ${trap}; cat'`;
    // As a former job of a self-hosted runner could have left it for this user.
    const global = join(run.env.HOME ?? "", ".gitconfig");
    for (const name of [
      "filter.evil.smudge",
      "filter.evil.clean",
      "filter.evil.process",
      "merge.evil.driver",
      "diff.evil.textconv",
    ]) {
      gitIn(run.base, run.env, "config", "--file", global, name, spring);
    }
    for (const name of ["core.fsmonitor", "core.hooksPath", "diff.external", "core.alternateRefsCommand"]) {
      gitIn(
        run.base,
        run.env,
        "config",
        "--file",
        global,
        name,
        name === "core.hooksPath" ? join(run.base, "hooks") : spring,
      );
    }
    mkdirSync(join(run.base, "hooks"));
    for (const hook of ["post-checkout", "reference-transaction", "post-index-change", "post-merge"]) {
      writeFileSync(join(run.base, "hooks", hook), `#!/bin/sh\necho sprung >> ${trap}\n`, { mode: 0o755 });
    }
    const order = run.order({
      checks: [{ kind: "contains", path: "a.txt", pattern: "^one\\r\\n\\$Id\\$", flags: "" }],
    });
    const plain = { ...run, env: { ...run.env, GIT_CONFIG_GLOBAL: "/dev/null" } };
    const forgery = forge(plain, order);
    write(
      forgery,
      ".gitattributes",
      "* filter=evil diff=evil merge=evil ident text eol=lf working-tree-encoding=UTF-16\n",
    );
    write(forgery, "a.txt", "one\r\n$Id$\n");
    for (const path of ["a.txt", ".gitattributes"]) {
      const blob = forgery.git("hash-object", "-w", "--no-filters", path);
      forgery.git("update-index", "--add", "--cacheinfo", `100644,${blob},${path}`);
    }
    rmSync(join(forgery.clone, ".gitattributes"));
    forgery.git("commit", "-q", "-m", "work");
    forgery.handOver();
    // The attacker's own clone set it off: it works.
    expect(existsSync(trap)).toBe(true);
    rmSync(trap);
    const home = process.env.HOME;
    process.env.HOME = run.env.HOME;
    try {
      const record = await run.record(order);
      // Byte for byte as it was kept.
      expect(record.checks).toEqual([expect.objectContaining({ ok: true })]);
    } finally {
      if (home === undefined) delete process.env.HOME;
      else process.env.HOME = home;
    }
    expect(existsSync(trap)).toBe(false);
  });

  test("security 11: a queue or configuration in the work counts for nothing", async () => {
    const run = await startRun();
    const order = run.order();
    const forgery = forge(run, order);
    write(forgery, ".ltpm/config.json", '{"task_runner":{"allow_paths":[".ltpm/",".github/"]}}');
    forgery.commit();
    forgery.handOver();
    const verdict = judge(await run.record(order), runningTask(), { name: "code-change" }, RULES);
    expect(verdict).toMatchObject({ kind: "blocked", code: "protected_path" });
  });

  test.each([".github/workflows/x.yml", ".ltpm/config.json", "hooks/pre-commit", ".husky/pre-push", "action.yml"])(
    "security 15: work that touches %s blocks the task",
    async (path) => {
      const run = await startRun();
      const record = await run.through({ run: sh(`mkdir -p "$(dirname ${path})"; echo x > ${path}; echo y > y`) });
      const verdict = judge(record, runningTask(), { name: "code-change" }, RULES);
      expect(verdict).toMatchObject({ kind: "blocked", code: "protected_path" });
      expect(PROTECTED_PATHS.some((prefix) => path.startsWith(prefix))).toBe(true);
    },
  );

  test("changes of the default branch that the attempt merged are not its own", async () => {
    const run = await startRun();
    const order = run.order();
    const forgery = forge(run, order);
    write(forgery, "y");
    forgery.commit();
    mkdirSync(join(run.origin, ".github"));
    writeFileSync(join(run.origin, ".github/ci.yml"), "on: push\n");
    appendFileSync(join(run.origin, "README.md"), "more\n");
    run.git("add", "-A");
    run.git("commit", "-q", "-m", "a person's change");
    forgery.git("fetch", "-q", "origin", "main:refs/remotes/origin/main");
    forgery.git("merge", "-q", "-m", "merge", "origin/main");
    forgery.handOver();
    expect((await run.record(order)).changed).toEqual(["y"]);
  });
});
