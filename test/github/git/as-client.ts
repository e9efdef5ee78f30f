/** git as a client of the double, in a folder of its own: never asked for a password, with nobody's configuration. */
import { execFile } from "node:child_process";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Gives a function that runs git in `folder`; it resolves whatever git says. */
export function gitIn(folder: string): (...args: readonly string[]) => Promise<Ran> {
  const person = { NAME: "t", EMAIL: "t@example.com" };
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
  };
  return (...args) =>
    new Promise((resolve) => {
      const child = execFile("git", args, { cwd: folder, env }, (_, out, err) => {
        resolve({ code: child.exitCode ?? 1, out, err });
      });
    });
}
