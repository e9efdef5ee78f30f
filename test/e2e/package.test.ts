import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, inject, test } from "vitest";
import { cleanEnvironment, run, temporary } from "./project.ts";

const repository = new URL("../..", import.meta.url).pathname;

/** The package as `npm pack` would make it from this source, with the bundles as they are built now. */
async function pack(): Promise<{ tarball: string; home: string }> {
  const home = temporary("home");
  const source = temporary("source");
  for (const name of ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "templates", "schema", "hooks"]) {
    cpSync(join(repository, name), join(source, name), { recursive: true });
  }
  cpSync(inject("dist"), join(source, "dist"), { recursive: true });
  const said = await run("npm", ["pack", "--ignore-scripts", "--silent"], cleanEnvironment(home), { cwd: source });
  return { tarball: join(source, said.out.trim()), home };
}

/** `hooks install` of what was installed; a commit is recorded in PROGRESS.md at once, as `auto_sync: worktree` has it. */
async function hooksWork(ltpm: string, env: NodeJS.ProcessEnv): Promise<void> {
  const root = temporary("hooked");
  const git = async (...args: string[]) =>
    expect(await run("git", args, env, { cwd: root })).toMatchObject({ code: 0 });
  const file = (name: string) => join(root, name);
  await git("init", "--quiet");
  expect(await run(ltpm, ["init", "--yes"], env, { cwd: root })).toMatchObject({ code: 0 });
  writeFileSync(file(".ltpm/config.json"), '{ "auto_sync": "worktree" }\n');
  const done = await run(ltpm, ["hooks", "install", "--json"], env, { cwd: root });
  expect(JSON.parse(done.out)).toMatchObject({ whole: true, changed: true });
  await git("add", "--all");
  await git("commit", "--quiet", "--message=all");
  for (const name of ["PROGRESS.md", ".git/ltpm/hooks/due"]) utimesSync(file(name), 1_000_000_000, 1_000_000_000);
  writeFileSync(file("work.txt"), "work\n");
  await git("add", "work.txt");
  await git("commit", "--quiet", "--message=work");
  const written = () => /\[Auto-Sync\][\s\S]*work\.txt/.test(readFileSync(file("PROGRESS.md"), "utf8"));
  for (let left = 200; left > 0 && !written(); left--) await sleep(50);
  expect(readFileSync(file("PROGRESS.md"), "utf8")).toMatch(/\[Auto-Sync\][\s\S]*work\.txt/);
  expect(await run(ltpm, ["hooks", "status"], env, { cwd: root })).toMatchObject({ code: 0 });
}

describe("the package", () => {
  test("installs with no dependencies, offline, and runs", async () => {
    const { tarball, home } = await pack();
    const prefix = temporary("prefix");
    mkdirSync(join(prefix, "node_modules"));
    const env = cleanEnvironment(home);
    const installed = await run(
      "npm",
      ["install", "--offline", "--no-audit", "--no-fund", "--prefix", prefix, tarball],
      env,
      { cwd: prefix },
    );
    expect(installed, installed.err).toMatchObject({ code: 0 });
    const packages = readdirSync(join(prefix, "node_modules")).filter((name) => !name.startsWith("."));
    expect(packages).toEqual(["ltpm"]);
    const version = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")).version;
    const ltpm = join(prefix, "node_modules/.bin/ltpm");
    expect(await run(ltpm, ["--version"], env)).toMatchObject({ code: 0, out: `${version}\n` });
    const demo = await run(ltpm, ["demo", "--json"], env, { cwd: home });
    expect(JSON.parse(demo.out)).toMatchObject({ done: 3, blocked: 2, unblocked: 1 });
    await hooksWork(ltpm, env);
  });
});

describe("the demo", () => {
  const cli = () => join(inject("dist"), "cli.js");

  test("tells its story and leaves nothing behind", async () => {
    const home = temporary("home");
    const said = await run(
      process.execPath,
      [cli(), "demo"],
      { ...cleanEnvironment(home), TMPDIR: home },
      { cwd: home },
    );
    expect(said).toMatchObject({ code: 0, err: "" });
    for (const words of [
      "Added 4 tasks",
      "✅ T-01 done",
      "🚫 T-03 blocked",
      "🚫 T-04 blocked",
      "To unblock:",
      "$ ltpm retry T-04",
      "✅ T-04 done",
      "📋 Task Queue",
    ]) {
      expect(said.out).toContain(words);
    }
    expect(readdirSync(home).filter((name) => name.startsWith("ltpm-demo"))).toEqual([]);
  });

  test("--json prints one object with the counts; --keep leaves the repository with its commits", async () => {
    const home = temporary("home");
    const env = { ...cleanEnvironment(home), TMPDIR: home };
    const said = await run(process.execPath, [cli(), "demo", "--json", "--keep"], env, { cwd: home });
    const answer = JSON.parse(said.out);
    expect(answer).toMatchObject({
      done: 3,
      retried: 1,
      blocked: 2,
      unblocked: 1,
      repo: expect.stringContaining("ltpm-demo"),
    });
    expect(dirname(answer.repo)).toBe(home);
    expect(existsSync(join(answer.repo, "CHANGES.md"))).toBe(true);
    const log = await run("git", ["log", "--oneline"], env, { cwd: answer.repo });
    expect(log.out.trim().split("\n").length).toBeGreaterThan(1);
  });
});
