import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, refs, repositoryAt, tidyUp, usersState, write } from "../history/arrange.ts";
import { runGit } from "../stores/local-store.ts";
import { change, commit, gitWith, hook, hooked, runHook, SAVES, saved } from "./hooked.ts";

tidyUp();

describe("wherever a commit is made", () => {
  test("a linked work tree of any name has its own saves, and they outlive it", async () => {
    const root = await hooked();
    for (const [name, key] of [
      ["side", "w-side"],
      ["v1.2", "w-v1.2"],
      ["a b é", /^w-/],
    ] as const) {
      const tree = join(folder(), name);
      runGit(root, "worktree", "add", "--quiet", "--detach", tree);
      expect(refs(root, SAVES).filter((ref) => !ref.includes("/main/")).length).toBeLessThan(10);
      const before = refs(root, SAVES);
      change(tree, `in ${name}\n`);
      const [made = "", ...more] = refs(root, SAVES).filter((ref) => !before.includes(ref));
      expect([more, made.split("/")[3]]).toEqual([[], expect.stringMatching(key)]);
      runGit(root, "worktree", "remove", "--force", tree);
      expect(refs(root, SAVES)).toContain(made);
    }
  });

  test("making a work tree saves nothing: it has no past", async () => {
    const root = await hooked();
    runGit(root, "worktree", "add", "--quiet", "--detach", join(folder(), "t"));
    expect(refs(root, SAVES)).toHaveLength(1);
  });

  test("a submodule's documents are saved in the submodule", async () => {
    const [inner, outer] = [repositoryAt(), repositoryAt()];
    runGit(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub dir");
    const sub = join(outer, "sub dir");
    await hook(sub);
    change(sub, "in sub\n");
    expect([saved(sub), refs(outer)]).toEqual([["in sub\n"], []]);
  });

  test("in sha256 repositories, on a detached HEAD, on a branch without a commit, in a sparse checkout", async () => {
    const sha256 = await hooked({}, "--object-format=sha256");
    change(sha256, "two\n");
    expect(saved(sha256)).toEqual(["one\n", "two\n"]);
    const root = await hooked();
    runGit(root, "checkout", "--quiet", "--detach");
    change(root, "detached\n");
    runGit(root, "checkout", "--quiet", "--orphan", "fresh");
    write(root, "PROGRESS.md", "unborn\n");
    runHook(root, "post-checkout", ["a", "b", "1"]);
    expect(saved(root)).toEqual(["one\n", "detached\n", "unborn\n"]);
    const sparse = await hooked();
    write(sparse, "sub/x", "x");
    runGit(sparse, "add", ".");
    commit(sparse);
    runGit(sparse, "sparse-checkout", "set", "--no-cone", "sub/");
    commit(sparse);
    expect(saved(sparse)).toEqual(["one\n"]);
  });

  test("in a partial clone, without asking the other side for anything", async () => {
    const source = await hooked();
    runGit(source, "config", "uploadpack.allowFilter", "true");
    const clone = join(folder(), "part");
    runGit(source, "clone", "--quiet", "--filter=blob:none", `file://${source}`, clone);
    await hook(clone);
    rmSync(source, { recursive: true });
    change(clone, "apart\n");
    expect(saved(clone)).toEqual(["apart\n"]);
  });

  test("from a folder below, and when paths are committed by name", async () => {
    const root = await hooked();
    write(root, "sub/x", "x");
    runGit(root, "add", ".");
    write(root, "PROGRESS.md", "two\n");
    runGit(join(root, "sub"), "commit", "--quiet", "--message=named", "--", "x");
    expect(saved(root)).toEqual(["one\n", "two\n"]);
    expect(runGit(root, "status", "--porcelain")).toBe(" M PROGRESS.md\n");
  });

  test("a push to a bare repository that has them runs into nothing", async () => {
    const root = await hooked();
    const bare = join(folder(), "b.git");
    runGit(root, "clone", "--quiet", "--bare", root, bare);
    for (const event of ["post-commit", "post-checkout"]) {
      write(bare, `hooks/${event}`, readFileSync(join(root, ".git/hooks", event)));
      expect(runHook(bare, event, [], { GIT_DIR: bare })).toEqual({ code: 0, said: "" });
    }
    expect(gitWith(root, {}, "push", "--quiet", bare, "main").code).toBe(0);
    expect(refs(bare)).toEqual([]);
  });

  test("an environment left over from another repository is not followed", async () => {
    const [root, other] = [await hooked(), await hooked()];
    write(root, "PROGRESS.md", "mine\n");
    const before = usersState(other);
    for (const env of [{ GIT_DIR: join(other, ".git") }, { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other }]) {
      expect(runHook(root, "post-commit", [], env)).toEqual({ code: 0, said: "" });
    }
    expect([saved(other), usersState(other)]).toEqual([["one\n"], before]);
    runHook(root, "post-commit", [], {
      GIT_INDEX_FILE: join(other, ".git/index"),
      GIT_OBJECT_DIRECTORY: join(other, "x"),
    });
    expect([saved(root), usersState(other)]).toEqual([["one\n", "mine\n"], before]);
  });

  test("the user's own reference-transaction hook hears nothing of our refs, and no reflog is made for them", async () => {
    const root = await hooked();
    runGit(root, "config", "core.logAllRefUpdates", "always");
    write(root, ".git/hooks/reference-transaction", "#!/bin/sh\ncat >>.git/heard\n");
    chmodSync(join(root, ".git/hooks/reference-transaction"), 0o755);
    change(root, "two\n");
    expect(saved(root)).toEqual(["one\n", "two\n"]);
    expect(readFileSync(join(root, ".git/heard"), "utf8")).not.toContain("ltpm");
    expect(readdirSync(join(root, ".git/logs/refs"))).not.toContain("ltpm");
  });
});

describe("many commits are one record", () => {
  test("a rebase: one save, at its end", async () => {
    const root = await hooked();
    runGit(root, "checkout", "--quiet", "-b", "work");
    for (let n = 0; n < 8; n++) change(root, `step ${n}\n`);
    for (let n = 0; n < 8; n++) {
      write(root, "PROGRESS.md", `step ${n}\n`);
      runGit(root, "commit", "--quiet", "-am", `step ${n}`, "--allow-empty");
    }
    runGit(root, "checkout", "--quiet", "-b", "other", "main");
    commit(root);
    runGit(root, "checkout", "--quiet", "work");
    const before = refs(root, SAVES);
    runGit(root, "rebase", "--quiet", "other");
    const after = refs(root, SAVES).filter((ref) => !before.includes(ref));
    expect(after.length).toBeLessThanOrEqual(1);
    expect(saved(root).at(-1)).toBe("step 7\n");
  });

  test("a rebase in which every commit changes the document: the last state", async () => {
    const root = await hooked();
    const start = runGit(root, "rev-parse", "HEAD").trim();
    for (let n = 0; n < 6; n++) {
      write(root, "PROGRESS.md", `step ${n}\n`);
      gitWith(root, { LTPM_HOOKS: "0" }, "commit", "--quiet", "-am", `step ${n}`);
    }
    runGit(root, "-c", "rebase.instructionFormat=%s", "rebase", "--quiet", "--force-rebase", start);
    expect(saved(root)).toEqual(["one\n", "step 5\n"]);
  });

  test("a bisect: none, and the document's own state again after it", async () => {
    const root = await hooked();
    for (let n = 0; n < 9; n++) {
      write(root, "PROGRESS.md", `step ${n}\n`);
      gitWith(root, { LTPM_HOOKS: "0" }, "commit", "--quiet", "-am", `step ${n}`);
    }
    runGit(root, "bisect", "start", "HEAD", "HEAD~9");
    runGit(root, "bisect", "run", "sh", "-c", "! grep -q 'step [5-9]' PROGRESS.md");
    runGit(root, "bisect", "reset");
    expect(saved(root).length).toBeLessThanOrEqual(2);
    commit(root);
    expect(saved(root)).toEqual(["one\n", "step 8\n"]);
  });
});
