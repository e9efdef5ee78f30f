/** The CLI in this process: the words of a command in, what it printed out, byte by byte. */
import { runCli } from "../../src/cli/run.ts";
import { GIT_ENV } from "../stores/local-store.ts";

export interface Printed {
  readonly code: number;
  readonly bytes: Buffer;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  /** Where it is called; the repository's root otherwise. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A person's screen, with colours. */
  readonly screen?: boolean;
}

/** Runs `ltpm ARGS` in a repository. */
export async function ltpm(root: string, args: readonly string[], more: Surroundings = {}): Promise<Printed> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  const { cwd = root, env = {}, screen = false } = more;
  const code = await runCli(args, {
    env: { ...GIT_ENV, ...env },
    cwd,
    colour: screen,
    interactive: screen,
    columns: 100,
    out: (text) => void out.push(Buffer.from(text)),
    err: (text) => void err.push(Buffer.from(text)),
    input: async () => "",
  });
  const bytes = Buffer.concat(out);
  return { code, bytes, out: bytes.toString("utf8"), err: Buffer.concat(err).toString("utf8") };
}

/** Runs it with `--json` and reads the answer. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes are held against schema/ by a test of their own
export async function answerOf(root: string, args: readonly string[], more: Surroundings = {}): Promise<any> {
  const printed = await ltpm(root, [...args, "--json"], more);
  if (printed.out === "") throw new Error(`ltpm ${args.join(" ")} gave no answer: ${printed.err}`);
  return JSON.parse(printed.out);
}
