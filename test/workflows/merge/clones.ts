/** Two clones of one repository that work apart and come together again, with real git and the real program. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Task } from "../../../src/queue/schema.ts";

export const OPERATIONS = ["merge", "rebase", "cherry-pick", "stash pop"] as const;
export type Operation = (typeof OPERATIONS)[number];
export const OURS = /(?:task-queue\.json|archive\/.*\.json|PROGRESS\.md|NEXT_STEPS\.md)$/;

export interface Clone {
  readonly root: string;
  /** Runs git; its exit code and words. */
  git(...args: string[]): { code: number | null; said: string };
  /** Runs git, which must succeed. */
  must(...args: string[]): string;
  ltpm(...args: string[]): { code: number | null; out: string; err: string };
  read(path: string): string;
  write(path: string, text: string): void;
  tasks(): Task[];
  commit(message: string): void;
}

export interface Pair {
  readonly a: Clone;
  readonly b: Clone;
  close(): void;
}

const PROGRESS =
  "# Progress\n\n**Last Updated**: 2026-01-01 10:00\n**Overall Progress**: 10%\n\n## Recent Activity\n\n- 2026-01-01 10:00: began\n\n## Notes\n\nnone\n";
const NEXT = "# Next Steps\n\n- [ ] first\n- [ ] second\n- [ ] third\n";

function environment(home: string): NodeJS.ProcessEnv {
  return {
    ...{ PATH: process.env.PATH, HOME: home, LANG: "C", TZ: "UTC", GIT_CONFIG_NOSYSTEM: "1", GIT_EDITOR: "true" },
    ...{ GIT_AUTHOR_NAME: "Ann", GIT_AUTHOR_EMAIL: "ann@example.com", LTPM_HOOKS: "0" },
    ...{ GIT_COMMITTER_NAME: "Ann", GIT_COMMITTER_EMAIL: "ann@example.com", GIT_CONFIG_GLOBAL: "/dev/null" },
  };
}

function cloneAt(root: string, home: string, program: string): Clone {
  const env = environment(home);
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { cwd: root, env, encoding: "utf8" });
  const clone: Clone = {
    root,
    git: (...args) => {
      const ran = run("git", args);
      return { code: ran.status, said: ran.stdout + ran.stderr };
    },
    must: (...args) => {
      const ran = clone.git(...args);
      if (ran.code !== 0) throw new Error(`git ${args.join(" ")}: ${ran.said}`);
      return ran.said;
    },
    ltpm: (...args) => {
      const ran = run(process.execPath, [program, ...args]);
      return { code: ran.status, out: ran.stdout, err: ran.stderr };
    },
    read: (path) => readFileSync(join(root, path), "utf8"),
    write: (path, text) => writeFileSync(join(root, path), text),
    tasks: () => {
      const said = clone.ltpm("tasks", "--json");
      if (said.code !== 0) throw new Error(said.err);
      return JSON.parse(said.out).tasks;
    },
    commit: (message) => {
      clone.must("add", "--all");
      const isMerge = existsSync(join(root, ".git/MERGE_HEAD"));
      if (isMerge || clone.git("diff", "--cached", "--quiet").code !== 0)
        clone.must("commit", "--quiet", "--message", message);
    },
  };
  return clone;
}

/** A program that lies where a driver may name it: with a quote, a space and a percent sign in its path. */
function install(dist: string, into: string): string {
  const folder = join(into, "it's 100% there");
  mkdirSync(folder);
  cpSync(join(dist, ".."), folder, { recursive: true });
  return join(folder, "dist", "cli.js");
}

/** Clones that know T-01 (pending), T-02 (done) and the documents. `wired`: with the merge driver; "vanished": its program is gone. */
export function newPair(dist: string, wired: boolean | "vanished"): Pair {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-merge-")));
  const installed = wired === false ? null : install(dist, home);
  const program = wired === true && installed !== null ? installed : join(dist, "cli.js");
  const origin = join(home, "origin.git");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin], { env: environment(home) });
  const open = (name: string) => {
    const root = join(home, name);
    execFileSync("git", ["clone", "--quiet", origin, root], { env: environment(home), stdio: "ignore" });
    return cloneAt(root, home, program);
  };
  const a = open("a");
  mkdirSync(join(a.root, ".ltpm"));
  a.write(".ltpm/config.json", JSON.stringify({ task_runner: { archive_days: 0 } }));
  for (const text of ["one", "two"]) expect(a.ltpm("add", text, "--no-dispatch").code).toBe(0);
  expect(a.ltpm("done", "T-02").code).toBe(0);
  a.write("PROGRESS.md", PROGRESS);
  a.write("NEXT_STEPS.md", NEXT);
  a.commit("begin");
  a.must("push", "--quiet", "origin", "HEAD:main");
  const b = open("b");
  b.tasks();
  if (installed !== null) for (const { root } of [a, b]) cloneAt(root, home, installed).ltpm("doctor", "--fix");
  if (wired === "vanished" && installed !== null) rmSync(join(installed, "../.."), { recursive: true });
  return { a, b, close: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}

const edit = (clone: Clone, path: string, from: string, to: string) => {
  const text = clone.read(path);
  expect(text).toContain(from);
  clone.write(path, text.replace(from, to));
};

/** Lets the queue write its list, ticks a task there, and lets it be heard. Nothing may start. */
function hearTick(clone: Clone, description: string): void {
  expect(clone.ltpm("edit", "T-01", "--not-before", "2099-01-01").code).toBe(0);
  expect(clone.ltpm("dispatch").code).toBe(0);
  const text = clone.read("NEXT_STEPS.md");
  const ticked = text.replace(new RegExp(`\\[ \\] (T-\\d+: ${description})`), "[x] $1");
  expect(ticked).not.toBe(text);
  clone.write("NEXT_STEPS.md", ticked);
  expect(clone.ltpm("dispatch").code).toBe(0);
}

/** What each clone does, and what holds in both in the end. */
export interface Story {
  readonly a: (clone: Clone) => void;
  readonly b: (clone: Clone) => void;
  readonly holds: (clone: Clone, tasks: readonly Task[]) => void;
}

export const STORIES: Readonly<Record<string, Story>> = {
  "both added tasks": {
    a: (clone) => expect(clone.ltpm("add", "mine", "--no-dispatch").code).toBe(0),
    b: (clone) => {
      expect(clone.ltpm("add", "theirs", "--no-dispatch").code).toBe(0);
      expect(clone.ltpm("add", "more", "--after", "T-03", "--no-dispatch").code).toBe(0);
    },
    holds: (_clone, tasks) => {
      expect(tasks.map(({ description }) => description).sort()).toEqual(["mine", "more", "one", "theirs", "two"]);
      const byName = Object.fromEntries(tasks.map((task) => [task.description, task]));
      expect([byName.theirs?.id, byName.mine?.id, byName.mine?.aliases]).toEqual(["T-03", "T-05", ["T-03"]]);
      expect(byName.more?.depends_on).toEqual(["T-03"]);
    },
  },
  "both changed one task": {
    a: (clone) => expect(clone.ltpm("edit", "T-01", "--description", "one, better").code).toBe(0),
    b: (clone) => expect(clone.ltpm("skip", "T-01").code).toBe(0),
    holds: (_clone, tasks) =>
      expect(tasks[0]).toMatchObject({ id: "T-01", description: "one, better", status: "skipped" }),
  },
  "both decided on one task": {
    a: (clone) => expect(clone.ltpm("skip", "T-01").code).toBe(0),
    b: (clone) => expect(clone.ltpm("done", "T-01").code).toBe(0),
    holds: (_clone, tasks) => expect(tasks[0]).toMatchObject({ id: "T-01", status: "done" }),
  },
  "one archived what the other put back": {
    a: (clone) => expect(clone.ltpm("archive").code).toBe(0),
    b: (clone) => expect(clone.ltpm("retry", "T-02", "--no-dispatch").code).toBe(0),
    holds: (clone, tasks) => {
      expect(tasks.find(({ id }) => id === "T-02")).toMatchObject({ status: "pending", epoch: 1 });
      expect(archived(clone)).toEqual([]);
    },
  },
  "one archived what the other reworded": {
    a: (clone) => expect(clone.ltpm("archive").code).toBe(0),
    b: (clone) => expect(clone.ltpm("edit", "T-02", "--description", "two, better").code).toBe(0),
    holds: (clone, tasks) => {
      expect(tasks.map(({ id }) => id)).toEqual(["T-01"]);
      expect(archived(clone)).toMatchObject([{ id: "T-02", description: "two, better" }]);
    },
  },
  "both archived": {
    a: (clone) => expect(clone.ltpm("archive").code).toBe(0),
    b: (clone) => {
      expect(clone.ltpm("skip", "T-01").code).toBe(0);
      expect(clone.ltpm("archive").code).toBe(0);
    },
    holds: (clone, tasks) => {
      expect(tasks).toEqual([]);
      expect(archived(clone).map(({ id, status }) => `${id} ${status}`)).toEqual(["T-01 skipped", "T-02 done"]);
    },
  },
  "both wrote an entry, and the percentage": {
    a: (clone) => {
      edit(clone, "PROGRESS.md", "began\n", "began\n- 2026-01-03 10:00: mine <!-- ltpm:mine -->\n");
      edit(
        clone,
        "PROGRESS.md",
        "2026-01-01 10:00\n**Overall Progress**: 10%",
        "2026-01-03 10:00\n**Overall Progress**: 30%",
      );
    },
    b: (clone) => {
      edit(clone, "PROGRESS.md", "began\n", "began\n- 2026-01-02 10:00: theirs <!-- ltpm:theirs -->\n");
      edit(
        clone,
        "PROGRESS.md",
        "2026-01-01 10:00\n**Overall Progress**: 10%",
        "2026-01-02 10:00\n**Overall Progress**: 20%",
      );
    },
    holds: (clone) => {
      const progress = clone.read("PROGRESS.md");
      expect(progress).toContain(
        "began\n- 2026-01-02 10:00: theirs <!-- ltpm:theirs -->\n- 2026-01-03 10:00: mine <!-- ltpm:mine -->\n",
      );
      expect(progress).toContain("**Overall Progress**: 30%");
    },
  },
  "both checkpointed": {
    a: (clone) => expect(clone.ltpm("checkpoint", "mine is here").code).toBe(0),
    b: (clone) => expect(clone.ltpm("checkpoint", "theirs is here").code).toBe(0),
    holds: (clone) => {
      const progress = clone.read("PROGRESS.md");
      for (const text of ["mine is here", "theirs is here", "began"]) expect(progress.split(text)).toHaveLength(2);
    },
  },
  "both ticked tasks, and a cycle heard it": {
    a: (clone) => hearTick(clone, "one"),
    b: (clone) => {
      expect(clone.ltpm("add", "four", "--no-dispatch", "--not-before", "2099-01-01").code).toBe(0);
      hearTick(clone, "four");
    },
    holds: (clone, tasks) => {
      const status = Object.fromEntries(tasks.map((task) => [task.description, task.status]));
      expect(status).toMatchObject({ one: "done", four: "done" });
      expect(clone.read("NEXT_STEPS.md").match(/^- \[x\] T-\d+: .*$/gm)).toHaveLength(2);
    },
  },
  "both ticked": {
    a: (clone) => edit(clone, "NEXT_STEPS.md", "[ ] first", "[x] first"),
    b: (clone) => edit(clone, "NEXT_STEPS.md", "[ ] second", "[x] second"),
    holds: (clone) =>
      expect(clone.read("NEXT_STEPS.md")).toBe("# Next Steps\n\n- [x] first\n- [x] second\n- [ ] third\n"),
  },
};

export function archived(clone: Clone): Task[] {
  const folder = join(clone.root, ".ltpm/archive");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).tasks);
}

function unmerged(clone: Clone): string[] {
  return clone.must("diff", "--name-only", "--diff-filter=U").split("\n").filter(Boolean);
}

/** Brings the other clone's commit into `a` in the way that is asked for. */
function bring(clone: Clone, operation: Operation): { code: number | null; said: string } {
  clone.must("fetch", "--quiet");
  switch (operation) {
    case "merge":
      return clone.git("merge", "--no-edit", "origin/main");
    case "rebase":
      return clone.git("rebase", "origin/main");
    case "cherry-pick":
      return clone.git("cherry-pick", "origin/main");
    case "stash pop":
      // What git does not know it does not merge, but refuses to put back over a file of that name.
      clone.must("add", "--all");
      clone.must("stash");
      clone.must("merge", "--quiet", "--ff-only", "origin/main");
      return clone.git("stash", "pop");
  }
}

function finish(clone: Clone, operation: Operation): void {
  const dir = join(clone.root, ".git");
  clone.must("add", "--all");
  if (operation === "rebase" && existsSync(join(dir, "rebase-merge"))) clone.must("rebase", "--continue");
  else if (operation === "cherry-pick" && existsSync(join(dir, "CHERRY_PICK_HEAD")))
    clone.must("cherry-pick", "--continue");
  clone.commit("together");
  if (operation === "stash pop" && clone.must("stash", "list") !== "") clone.must("stash", "drop");
}

const MARKS = /^(?:<{7}|>{7}) /m;

/** Plays a story: both work, one brings the other's work in, then both have seen everything. */
export function play(pair: Pair, story: Story, operation: Operation, wired: boolean): void {
  const { a, b } = pair;
  story.a(a);
  if (operation !== "stash pop") a.commit("a");
  story.b(b);
  b.commit("b");
  b.must("push", "--quiet", "origin", "HEAD:main");
  const brought = bring(a, operation);
  if (wired) {
    expect(brought, brought.said).toMatchObject({ code: 0 });
    expect(unmerged(a)).toEqual([]);
  }
  const met = a.ltpm("tasks");
  expect(met, met.err).toMatchObject({ code: 0 });
  if (unmerged(a).length > 0) a.ltpm("status");
  expect(unmerged(a)).toEqual([]);
  for (const path of [".ltpm/task-queue.json", "PROGRESS.md", "NEXT_STEPS.md"]) expect(a.read(path)).not.toMatch(MARKS);
  finish(a, operation);
  story.holds(a, a.tasks());
  a.must("push", "--quiet", "--force", "origin", "HEAD:main");
  for (let round = 0; round < 2; round++) {
    for (const clone of [b, a]) {
      const pulled = clone.git("pull", "--no-rebase", "--no-edit", "origin", "main");
      if (wired) expect(pulled, pulled.said).toMatchObject({ code: 0 });
      story.holds(clone, clone.tasks());
      clone.commit("as this clone sees it");
      clone.must("push", "--quiet", "origin", "HEAD:main");
    }
  }
  expect(known(b)).toEqual(known(a));
}

/** What both clones must agree on. */
function known(clone: Clone): unknown {
  return [...clone.tasks(), ...archived(clone)]
    .map(({ uid, id, aliases = [], status, epoch = 0, description }) => ({
      uid,
      id,
      aliases,
      status,
      epoch,
      description,
    }))
    .sort((x, y) => (x.uid < y.uid ? -1 : 1));
}
