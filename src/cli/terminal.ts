/** Where the CLI reads and writes: passed in, so that tests and the demo can own it. */

export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly colour: boolean;
  /** Whether standard output is a person's screen. */
  readonly interactive: boolean;
  /** Width in columns. */
  readonly columns: number;
  out(text: string): void;
  err(text: string): void;
  /** All of standard input; "" when it is a person's keyboard. */
  input(): Promise<string>;
}

async function readAll(): Promise<string> {
  if (process.stdin.isTTY) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The process's own terminal. Colours only on a terminal, never with NO_COLOR or TERM=dumb. */
export function processTerminal(): Terminal {
  const interactive = process.stdout.isTTY === true;
  const env = process.env;
  return {
    env,
    cwd: process.cwd(),
    interactive,
    colour: interactive && !env.NO_COLOR && env.TERM !== "dumb",
    columns: interactive ? (process.stdout.columns ?? 80) : 100,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    input: readAll,
  };
}
