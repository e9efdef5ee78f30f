import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type LandOrder, land } from "../../src/git/landing.ts";
import { ownMark } from "../../src/host/process.ts";

let home = "";
const before = { ...process.env };
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "ltpm-home-"));
  Object.assign(process.env, { HOME: home, GIT_CONFIG_NOSYSTEM: "1", XDG_CONFIG_HOME: home });
});
afterAll(() => {
  Object.assign(process.env, before);
  rmSync(home, { recursive: true, force: true });
});

/** A repository on `main` with one commit, and branch `ltpm/T-01-x` with work on top of it. */
function place(name = "project") {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-land-")));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  const repo = join(base, name);
  mkdirSync(repo);
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: repo, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const write = (file: string, text: string) => writeFileSync(join(repo, file), text);
  const commit = (message: string) => {
    git("add", "-A");
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--no-verify", "-m", message);
  };
  git("init", "-q", "-b", "main");
  git("config", "user.name", "A Person");
  git("config", "user.email", "person@example.com");
  write("a.txt", "1\n2\n3\n");
  write("b.txt", "b\n");
  commit("First");
  const work = (change: () => void, branch = "ltpm/T-01-x"): LandOrder => {
    git("checkout", "-q", "-b", branch);
    change();
    commit("Work");
    const tip = git("rev-parse", "HEAD");
    git("checkout", "-q", "main");
    return { workTree: repo, branch, commit: tip, onto: "main", id: "T-01" };
  };
  /** Everything a refusal must leave as it is. */
  const state = () => [
    git("rev-parse", "HEAD"),
    git("status", "--porcelain", "-uall"),
    git("diff"),
    git("diff", "--cached"),
    git("stash", "list"),
  ];
  return { repo, git, write, commit, work, state };
}

const read = (repo: string, file: string) => readFileSync(join(repo, file), "utf8");

describe("work lands", () => {
  test("by fast-forward, and a second time it is there already", async () => {
    const p = place();
    const order = p.work(() => p.write("new.txt", "new\n"));
    expect(await land(order)).toEqual({ landed: true, commit: order.commit, into: "main", how: "fast_forward" });
    expect(await land(order)).toEqual({ landed: true, commit: order.commit, into: "main", how: "already_there" });
    expect(read(p.repo, "new.txt")).toBe("new\n");
    expect(p.git("status", "--porcelain")).toBe("");
  });

  test("by a merge commit of the user's when the branch went on, whatever git is configured to do", async () => {
    const p = place();
    for (const [name, value] of [
      ["merge.ff", "only"],
      ["commit.gpgsign", "true"],
      ["merge.autostash", "true"],
      ["branch.main.mergeOptions", "--squash"],
    ])
      p.git("config", name ?? "", value ?? "");
    p.git("config", "commit.gpgsign", "false");
    const order = p.work(() => p.write("a.txt", "1\n2\n3\n4\n"));
    p.write("b.txt", "mine\n");
    p.commit("Mine");
    p.git("config", "commit.gpgsign", "true");
    mkdirSync(join(p.repo, ".git/hooks"), { recursive: true });
    for (const hook of ["pre-merge-commit", "commit-msg", "post-merge", "prepare-commit-msg"]) {
      writeFileSync(join(p.repo, ".git/hooks", hook), `#!/bin/sh\ntouch '${p.repo}/hook-ran'\nexit 1\n`, {
        mode: 0o755,
      });
    }
    const landed = await land(order);
    expect(landed).toMatchObject({ landed: true, how: "merge", commit: p.git("rev-parse", "HEAD") });
    expect(p.git("log", "-1", "--format=%an|%s")).toBe("A Person|Merge T-01 (ltpm/T-01-x)");
    expect(p.git("rev-list", "--parents", "-1", "HEAD").split(" ")).toHaveLength(3);
    expect([read(p.repo, "a.txt"), read(p.repo, "b.txt")]).toEqual(["1\n2\n3\n4\n", "mine\n"]);
    expect(existsSync(join(p.repo, "hook-ran"))).toBe(false);
  });

  test("without any identity configured, as ours", async () => {
    const p = place();
    p.git("config", "--unset", "user.name");
    p.git("config", "--unset", "user.email");
    p.git("config", "user.useConfigOnly", "true");
    const order = p.work(() => p.write("a.txt", "x\n"));
    p.write("b.txt", "mine\n");
    p.commit("Mine");
    expect(await land(order)).toMatchObject({ landed: true, how: "merge" });
    expect(p.git("log", "-1", "--format=%an <%ae>")).toBe("LTPM <ltpm@localhost>");
  });

  test("beside local changes in other files, which stay", async () => {
    const p = place("mein Projekt – 项目");
    const order = p.work(() => p.write("größe.txt", "new\n"));
    p.write("b.txt", "being edited\n");
    p.write("untracked.txt", "mine\n");
    expect(await land(order)).toMatchObject({ landed: true });
    expect([read(p.repo, "b.txt"), read(p.repo, "untracked.txt"), read(p.repo, "größe.txt")]).toEqual([
      "being edited\n",
      "mine\n",
      "new\n",
    ]);
  });

  test("the commit that was verified, not what the branch is by now", async () => {
    const p = place();
    const order = p.work(() => p.write("new.txt", "new\n"));
    p.git("branch", "-D", order.branch);
    expect(await land(order)).toMatchObject({ landed: true, commit: order.commit });
  });

  test("in a linked work tree", async () => {
    const p = place();
    const order = p.work(() => p.write("new.txt", "new\n"));
    const linked = join(p.repo, "..", "linked");
    p.git("worktree", "add", "-q", "-b", "side", linked);
    expect(await land({ ...order, workTree: linked, onto: "side" })).toMatchObject({ landed: true, into: "side" });
    expect(read(linked, "new.txt")).toBe("new\n");
    expect(existsSync(join(p.repo, "new.txt"))).toBe(false);
  });

  test("of eight tasks at once, all of it", async () => {
    const p = place();
    const orders = Array.from({ length: 8 }, (_, i) => p.work(() => p.write(`file-${i}`, `${i}\n`), `ltpm/T-0${i}-x`));
    const landed = await Promise.all(orders.map((order) => land(order)));
    expect(landed.every((one) => one.landed)).toBe(true);
    expect(orders.map((_, i) => read(p.repo, `file-${i}`))).toEqual(orders.map((_, i) => `${i}\n`));
    expect(p.git("status", "--porcelain")).toBe("");
  });

  test("once the process that was landing is dead, or the one that holds git's lock is done", async () => {
    const p = place();
    const order = p.work(() => p.write("new.txt", "new\n"));
    mkdirSync(join(p.repo, ".git/ltpm"), { recursive: true });
    writeFileSync(
      join(p.repo, ".git/ltpm/landing.lock"),
      JSON.stringify({ ...ownMark(), start: "0", host: hostname(), nonce: "0123456789abcdef" }),
    );
    writeFileSync(join(p.repo, ".git/index.lock"), "");
    setTimeout(() => rmSync(join(p.repo, ".git/index.lock")), 150);
    expect(await land(order)).toMatchObject({ landed: true });
  });
});

type Place = ReturnType<typeof place>;

describe("work is refused and everything stays as it is", () => {
  const cases: readonly [string, (p: Place) => LandOrder, RegExp][] = [
    [
      "when it conflicts with newer commits",
      (p) => {
        const order = p.work(() => p.write("a.txt", "theirs\n"));
        p.write("a.txt", "mine\n");
        p.commit("Mine");
        p.write("b.txt", "being edited\n");
        return order;
      },
      /does not merge.*a\.txt changed on both sides/,
    ],
    [
      "when it touches a file with local changes",
      (p) => {
        const order = p.work(() => p.write("a.txt", "theirs\n"));
        p.write("a.txt", "being edited\n");
        return order;
      },
      /uncommitted changes in a\.txt/,
    ],
    [
      "when it touches a file with staged changes, by merge",
      (p) => {
        const order = p.work(() => p.write("a.txt", "theirs\n"));
        p.write("new.txt", "x\n");
        p.commit("Mine");
        p.write("b.txt", "staged\n");
        p.git("add", "b.txt");
        p.write("a.txt", "staged\n");
        p.git("add", "a.txt");
        return order;
      },
      /uncommitted changes/,
    ],
    [
      "when it would overwrite an untracked file",
      (p) => {
        const order = p.work(() => p.write("new.txt", "theirs\n"));
        p.write("new.txt", "mine\n");
        return order;
      },
      /overwrite files of yours that git does not track: new\.txt/,
    ],
    [
      "when it would overwrite an ignored file",
      (p) => {
        const order = p.work(() => p.write(".env", "THEIRS=1\n"));
        writeFileSync(join(p.repo, ".git/info/exclude"), ".env\n");
        p.write(".env", "MINE=1\n");
        return order;
      },
      /does not track: \.env/,
    ],
    [
      "in the middle of a merge",
      (p) => {
        const order = p.work(() => p.write("new.txt", "x\n"));
        const other = p.work(() => p.write("a.txt", "other\n"), "other");
        p.write("b.txt", "mine\n");
        p.commit("Mine");
        p.git("merge", "--no-commit", other.branch);
        return order;
      },
      /a merge is under way/,
    ],
    [
      "in the middle of a rebase",
      (p) => {
        const order = p.work(() => p.write("new.txt", "x\n"));
        p.work(() => p.write("a.txt", "other\n"), "other");
        p.write("a.txt", "mine\n");
        p.commit("Mine");
        expect(() => p.git("rebase", "other")).toThrow();
        return order;
      },
      /a rebase is under way/,
    ],
    [
      "on a detached HEAD",
      (p) => {
        const order = p.work(() => p.write("new.txt", "x\n"));
        p.git("checkout", "-q", "--detach");
        return order;
      },
      /detached/,
    ],
    [
      "when another branch is checked out by now",
      (p) => {
        const order = p.work(() => p.write("new.txt", "x\n"));
        p.git("checkout", "-q", "-b", "feature");
        return order;
      },
      /main was checked out when it started, now it is feature/,
    ],
    [
      "when no branch was checked out at its start",
      (p) => ({ ...p.work(() => p.write("new.txt", "x\n")), onto: null }),
      /no branch was checked out/,
    ],
    [
      "when its commit is gone",
      (p) => ({ ...p.work(() => p.write("new.txt", "x\n")), commit: "1".repeat(40) }),
      /not in this repository/,
    ],
    [
      "when the histories have nothing in common",
      (p) => {
        p.git("checkout", "-q", "--orphan", "alien");
        p.commit("Alien");
        const commit = p.git("rev-parse", "HEAD");
        p.git("checkout", "-q", "main");
        return { workTree: p.repo, branch: "alien", commit, onto: "main", id: "T-01" };
      },
      /unrelated histories/,
    ],
  ];
  test.each(cases)("%s", async (_, arrange, why) => {
    const p = place();
    const order = arrange(p);
    const was = p.state();
    const merging = existsSync(join(p.repo, ".git/MERGE_HEAD"));
    expect(await land(order)).toMatchObject({
      landed: false,
      why: expect.stringMatching(why),
      branch: order.branch,
      busy: false,
    });
    expect(p.state()).toEqual(was);
    expect(existsSync(join(p.repo, ".git/MERGE_HEAD"))).toBe(merging);
    expect(existsSync(join(p.repo, ".git/ltpm/landing.lock"))).toBe(false);
  });
});

test("a landing whose git was killed is told about, and the tree can be repaired as it says", async () => {
  const p = place();
  const order = p.work(() => {
    p.write("slow.txt", "slow\n");
    p.write(".gitattributes", "slow.txt filter=slow\n");
    p.write("a.txt", "theirs\n");
  });
  const filter = join(p.repo, "..", "slow.sh");
  writeFileSync(filter, "#!/bin/sh\nsleep 20\n");
  chmodSync(filter, 0o755);
  p.git("config", "filter.slow.smudge", filter);
  const merging = spawn("git", ["merge", "-q", order.commit], { cwd: p.repo, detached: true, stdio: "ignore" });
  await expect.poll(() => existsSync(join(p.repo, ".git/index.lock")), { timeout: 5_000, interval: 10 }).toBe(true);
  process.kill(-(merging.pid ?? 0), "SIGKILL");
  await new Promise((resolve) => merging.once("exit", resolve));
  p.git("config", "--unset", "filter.slow.smudge");

  const refused = await land(order, 100);
  expect(refused).toMatchObject({ landed: false, busy: true, why: expect.stringContaining("index.lock") });
  expect(p.git("rev-parse", "HEAD")).toBe(p.git("rev-parse", "main"));
  rmSync(join(p.repo, ".git/index.lock"));
  p.git("checkout", "--", ".");
  p.git("clean", "-fdq");
  expect(await land(order)).toMatchObject({ landed: true });
  expect(read(p.repo, "a.txt")).toBe("theirs\n");
});

test("a folder that is no repository is an error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-none-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await expect(land({ workTree: folder, branch: "b", commit: "c", onto: null, id: "T-01" })).rejects.toThrow(
    /no work tree/,
  );
});
