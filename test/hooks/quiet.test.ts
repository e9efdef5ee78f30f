import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, tidyUp, write } from "../history/arrange.ts";
import { GIT_ENV, runGit } from "../stores/local-store.ts";
import { change, gitWith, hook, hooked, runHook, SHELLS, saved } from "./hooked.ts";

tidyUp();

describe("it costs and disturbs nothing", () => {
  /** A PATH whose every program notes that it ran. */
  function watchedPath(): { PATH: string; ran: () => string[] } {
    const bin = folder();
    const log = join(bin, "log");
    writeFileSync(log, "");
    for (const name of ["git", "date", "touch", "mv", "rm", "mkdir", "find", "cat", "sed", "node", "sh"]) {
      const real = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
      const body = `echo "${name} $*" >>'${log}'\nexec '${real}' "$@"`;
      write(bin, name, name === "node" ? `echo node >>'${log}'` : `#!/bin/sh\n${body}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return { PATH: bin, ran: () => readFileSync(log, "utf8").split("\n").filter(Boolean) };
  }

  test("nothing due: no program is started at all", async () => {
    const root = await hooked();
    for (const event of ["post-commit", "post-merge", "post-checkout", "post-rewrite"]) {
      const { PATH, ran } = watchedPath();
      expect(runHook(root, event, ["1", "2", "1"], { PATH })).toEqual({ code: 0, said: "" });
      expect(ran()).toEqual([]);
    }
  });

  test("something due: a date and four of git's, whatever the number of files and saves", async () => {
    const root = await hooked();
    change(root, "two\n");
    const { PATH, ran } = watchedPath();
    write(root, "PROGRESS.md", "three\n");
    expect(runHook(root, "post-commit", [], { PATH })).toEqual({ code: 0, said: "" });
    expect(
      ran().map((line) =>
        line
          .replace(/^git -c \S+ -c \S+ /, "git ")
          .split(" ")
          .slice(0, 2)
          .join(" "),
      ),
    ).toEqual(["date -u", "git hash-object", "git mktree", "git commit-tree", "git update-ref"]);
    expect(saved(root)).toEqual(["one\n", "two\n", "three\n"]);
  });

  test("LTPM_HOOKS=0 turns it off", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", "two\n");
    expect(gitWith(root, { LTPM_HOOKS: "0" }, "commit", "--quiet", "-am", "x")).toEqual({ code: 0, said: "" });
    expect(saved(root)).toEqual(["one\n"]);
  });

  test("a lock on the index is neither waited for nor touched, nor one on packed refs", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", "two\n");
    for (const lock of ["index.lock", "packed-refs.lock", "HEAD.lock"]) write(root, `.git/${lock}`, "");
    const began = performance.now();
    expect(runHook(root, "post-commit")).toEqual({ code: 0, said: "" });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect([saved(root), readdirSync(join(root, ".git")).filter((name) => name.endsWith(".lock"))]).toEqual([
      ["one\n", "two\n"],
      ["HEAD.lock", "index.lock", "packed-refs.lock"],
    ]);
  });

  test("40 at once after one change: at most two saves, all whole, nothing said", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", "two\n");
    const said = await Promise.all(
      Array.from(
        { length: 40 },
        () =>
          new Promise<string>((done) => {
            const child = spawn("sh", [".git/hooks/post-commit"], {
              cwd: root,
              env: GIT_ENV,
              stdio: ["ignore", "pipe", "pipe"],
            });
            let text = "";
            for (const stream of [child.stdout, child.stderr])
              stream.on("data", (chunk) => {
                text += chunk;
              });
            child.on("close", (code) => done(`${code}${text}`));
          }),
      ),
    );
    expect(new Set(said)).toEqual(new Set(["0"]));
    const states = saved(root);
    expect([states[0], new Set(states.slice(1))]).toEqual(["one\n", new Set(["two\n"])]);
    expect(states.length).toBeLessThanOrEqual(3);
    expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  });

  test("a read-only repository and a full disk: silence and exit 0; the save is made once there is room", async () => {
    const dir = folder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", dir]).status !== 0) return withoutMount();
    try {
      runGit(dir, "init", "--quiet", "--initial-branch=main");
      await hook(dir);
      change(dir, "one\n");
      const fill = () => spawnSync("dd", ["if=/dev/zero", `of=${join(dir, "fill")}`, "bs=1k"]);
      write(dir, "PROGRESS.md", "two\n");
      fill();
      expect(runHook(dir, "post-commit")).toEqual({ code: 0, said: "" });
      spawnSync("mount", ["-o", "remount,ro", dir]);
      for (const event of ["post-commit", "post-checkout"])
        expect(runHook(dir, event, ["1", "2", "1"])).toEqual({ code: 0, said: "" });
      spawnSync("mount", ["-o", "remount,rw", dir]);
      expect(saved(dir)).toEqual(["one\n"]);
      spawnSync("rm", [join(dir, "fill")]);
      expect(runHook(dir, "post-commit")).toEqual({ code: 0, said: "" });
      expect(saved(dir)).toEqual(["one\n", "two\n"]);
      expect(runGit(dir, "fsck", "--no-dangling")).toBe("");
    } finally {
      spawnSync("umount", ["-l", dir]);
    }
  });

  /** Where nothing may be mounted: folders of the wrong kind refuse as well. */
  async function withoutMount(): Promise<void> {
    const root = await hooked();
    spawnSync("rm", ["-rf", join(root, ".git/ltpm/hooks/due")]);
    mkdirSync(join(root, ".git/ltpm/hooks/current"), { recursive: true });
    write(root, "PROGRESS.md", "two\n");
    expect(runHook(root, "post-checkout", ["1", "2", "1"])).toEqual({ code: 0, said: "" });
  }

  test("a limit on the size of files is a disk that is full, too", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", `${"two ".repeat(40_000)}\n`);
    for (const start of ["trap '' XFSZ; ulimit -f 0", "ulimit -f 8"]) {
      const limited = `${start}; sh .git/hooks/post-commit; echo $?`;
      const ran = spawnSync("sh", ["-c", limited], { cwd: root, env: GIT_ENV, encoding: "utf8", input: "" });
      expect([ran.stdout, ran.stderr]).toEqual(["0\n", ""]);
    }
    runHook(root, "post-commit");
    expect(saved(root).map((text) => text.length)).toEqual([4, 160_001]);
    expect(runGit(root, "fsck", "--no-dangling")).toBe("");
  });

  test("a client with a window starts git with next to no environment and no Node on its PATH", async () => {
    const root = join(folder(), "my project 'é' $(x) 進捗");
    mkdirSync(root);
    runGit(root, "init", "--quiet", "--initial-branch=main");
    await hook(root);
    const bin = folder();
    for (const name of ["git", "date", "touch", "rm", "mkdir", "find", "sh"])
      symlinkSync(spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim(), join(bin, name));
    write(root, "PROGRESS.md", "one\n");
    const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
    const env = { PATH: bin, HOME: folder(), GIT_CONFIG_NOSYSTEM: "1" };
    const args = [...who, "commit", "--quiet", "--allow-empty", "--message=x"];
    const ran = spawnSync("git", args, { cwd: root, env, encoding: "utf8" });
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, "", ""]);
    expect(saved(root)).toEqual(["one\n"]);
  });

  test("what fails is written down for the status, and tried again", async () => {
    const root = await hooked();
    const bin = folder();
    write(bin, "git", `#!/bin/sh\n[ "$1" = mktree ] && exit 3\nexec /usr/bin/git "$@"\n`);
    chmodSync(join(bin, "git"), 0o755);
    write(root, "PROGRESS.md", "two\n");
    expect(runHook(root, "post-commit", [], { PATH: `${bin}:${process.env.PATH}` })).toEqual({ code: 0, said: "" });
    expect(readFileSync(join(root, ".git/ltpm/hooks/failed"), "utf8")).toMatch(
      /^\d{8}-\d{6} post-commit git mktree\n$/,
    );
    runHook(root, "post-commit");
    expect(saved(root)).toEqual(["one\n", "two\n"]);
  });

  test("whatever stands in its way, git switch and worktree add succeed", async () => {
    const root = await hooked();
    rmSync(join(root, ".git/ltpm/hooks/due"));
    rmSync(join(root, ".git/ltpm/hooks/current"), { force: true });
    for (const name of ["due/x", "current/x", "now/x", "failed/x"]) {
      rmSync(join(root, ".git/ltpm/hooks", dirname(name)), { force: true, recursive: true });
      write(root, `.git/ltpm/hooks/${name}`, "in the way");
    }
    write(root, "PROGRESS.md", "two\n");
    expect(gitWith(root, {}, "switch", "--quiet", "-c", "side")).toEqual({ code: 0, said: "" });
    rmSync(join(root, ".git/ltpm/hooks"), { recursive: true });
    write(root, ".git/ltpm/hooks", "a file");
    expect(gitWith(root, {}, "switch", "--quiet", "main")).toEqual({ code: 0, said: "" });
    expect(gitWith(root, {}, "worktree", "add", "--quiet", "--detach", join(folder(), "t")).code).toBe(0);
  });

  test("who waits for the output of a commit does not wait for anything of ours", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", "two\n");
    const script = "out=$(git commit --allow-empty -m x) && git for-each-ref --format=saved refs/ltpm/saves/";
    const ran = spawnSync("sh", ["-c", script], { cwd: root, env: GIT_ENV, encoding: "utf8" });
    // All is done when the commit returns: nothing went on behind it.
    expect(ran.stdout).toBe("saved\nsaved\n");
  });

  test("stamps do not pile up", async () => {
    const root = await hooked();
    for (let n = 0; n < 40; n++) {
      write(root, "PROGRESS.md", `${n}\n`);
      runHook(root, "post-commit");
    }
    expect(readdirSync(join(root, ".git/ltpm/hooks")).filter((name) => name.startsWith("stamp.")).length).toBeLessThan(
      18,
    );
    expect(saved(root).at(-1)).toBe("39\n");
  });
});

describe.each(SHELLS.map((argv) => [argv.join(" "), argv] as const))("in %s", (_, argv) => {
  test("saves, skips what is held, skips when nothing is due, and survives set -eu around it", async () => {
    const root = await hooked();
    const strict = join(root, ".git/strict");
    writeFileSync(
      strict,
      `set -eu\n${readFileSync(join(root, ".git/hooks/post-commit"), "utf8")}\necho "still here $ltpm_event"\n`,
    );
    const run = () =>
      spawnSync(argv[0] ?? "", [...argv.slice(1), strict], { cwd: root, env: GIT_ENV, encoding: "utf8", input: "" });
    const states: (number | null | string)[][] = [];
    for (const text of ["two\n", "two\n", "three\n"]) {
      write(root, "PROGRESS.md", text);
      const { status, stdout, stderr } = run();
      states.push([status, stdout, stderr, saved(root).length]);
    }
    const fine = "still here post-commit\n";
    expect(states).toEqual([
      [0, fine, "", 2],
      [0, fine, "", 2],
      [0, fine, "", 3],
    ]);
    const old = Date.now() / 1000 - 60;
    utimesSync(join(root, "PROGRESS.md"), old, old);
    const quiet = spawnSync(argv[0] ?? "", [...argv.slice(1), strict], {
      cwd: root,
      env: { ...GIT_ENV },
      encoding: "utf8",
    });
    expect([quiet.status, quiet.stderr]).toEqual([0, ""]);
  });
});
