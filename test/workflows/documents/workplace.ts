/** A throwaway repository in which commands run in this process, as a person would call them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCli } from "../../../src/cli/run.ts";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Workplace {
  readonly root: string;
  /** Runs `ltpm ARGS`. */
  ltpm(...args: string[]): Promise<Said>;
  /** Runs it with `--json` and gives its answer. */
  json(...args: string[]): Promise<unknown>;
  git(...args: string[]): string;
  read(path: string): string;
  write(path: string, text: string | Uint8Array): void;
  commit(message: string): void;
  remove(): void;
}

/** `env` is added to an environment without a home's settings. */
export function newWorkplace(env: Readonly<Record<string, string>> = {}): Workplace {
  const home = mkdtempSync(join(tmpdir(), "ltpm-documents-"));
  const root = join(home, "project");
  mkdirSync(root);
  const own = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: "C",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    ...env,
  };
  const git = (...args: string[]) => {
    const author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...author, ...args], { cwd: root, env: own, encoding: "utf8" });
  };
  const ltpm = async (...args: string[]): Promise<Said> => {
    let [out, err] = ["", ""];
    const code = await runCli(args, {
      env: own,
      cwd: root,
      colour: false,
      interactive: false,
      columns: 100,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      input: async () => "",
    });
    return { code, out, err };
  };
  git("init", "-q", "-b", "main");
  return {
    root,
    ltpm,
    json: async (...args) => {
      const said = await ltpm(...args, "--json");
      if (said.out === "") throw new Error(said.err);
      return JSON.parse(said.out);
    },
    git,
    read: (path) => readFileSync(join(root, path), "utf8"),
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    commit: (message) => {
      git("add", "-A");
      git("commit", "-q", "-m", message);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
