/** A real repository and the real program, each in a directory and a HOME of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import type { Queue, Task } from "../../src/queue/schema.ts";

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestProject {
  readonly root: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs `ltpm` there. */
  ltpm(args: readonly string[], options?: RunOptions): Promise<Said>;
  /** Runs `ltpm … --json` and reads its answer. */
  json<T = Record<string, unknown>>(args: readonly string[]): Promise<T>;
  git(...args: string[]): Promise<Said>;
  write(path: string, text: string): void;
  read(path: string): string;
  tasks(): Promise<Task[]>;
  task(id: string): Promise<Task>;
  queueFile(): Queue;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: RunOptions = {},
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...env, ...options.env } });
    const said = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

/** A temporary directory that goes when the test is over. */
export function temporary(name: string): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `ltpm-${name}-`)));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return path;
}

/** The environment of every process in these tests: nothing of the machine's own settings. */
export function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    LANG: "C",
    TZ: "UTC",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ann",
    GIT_AUTHOR_EMAIL: "ann@example.com",
    GIT_COMMITTER_NAME: "Ann",
    GIT_COMMITTER_EMAIL: "ann@example.com",
  };
}

/** The project at a directory that already is a repository. */
export function projectAt(root: string, home: string): TestProject {
  const env = cleanEnvironment(home);
  const cli = join(inject("dist"), "cli.js");
  const project: TestProject = {
    root,
    home,
    env,
    ltpm: (args, options) => run(process.execPath, [cli, ...args], env, { cwd: root, ...options }),
    async json(args) {
      const said = await project.ltpm([...args, "--json"]);
      if (said.out === "") throw new Error(`ltpm ${args.join(" ")} gave no JSON: ${said.err}`);
      return JSON.parse(said.out);
    },
    git: (...args) => run("git", args, env, { cwd: root }),
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    read: (path) => readFileSync(join(root, path), "utf8"),
    tasks: async () => (await project.json<{ tasks: Task[] }>(["tasks"])).tasks,
    task: async (id) => (await project.json<{ task: Task }>(["show", id])).task,
    queueFile: () => JSON.parse(project.read(".ltpm/task-queue.json")),
  };
  return project;
}

/** A fresh repository with one commit. `configuration` becomes `.ltpm/config.json`. */
export async function newProject(configuration?: object): Promise<TestProject> {
  const project = projectAt(temporary("project"), temporary("home"));
  await project.git("init", "--quiet", "--initial-branch=main");
  project.write("README.md", "# A project\n");
  if (configuration) project.write(".ltpm/config.json", JSON.stringify(configuration));
  await project.git("add", "--all");
  await project.git("commit", "--quiet", "--message", "first");
  return project;
}

/** A `node -e` command as a task carries it; the script must not hold single quotes. */
export function script(code: string): string {
  return `\`node -e '${code}'\``;
}
