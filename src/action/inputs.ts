/** The inputs of action.yml, checked. A wrong one is named, with what it takes. */
import { isAbsolute, join, resolve } from "node:path";
import { oneLine } from "../messages/terminal-text.ts";
import { shorten } from "../messages/width.ts";
import type { Environment } from "./context.ts";
import type { ActionEvent } from "./event.ts";
import { ActionProblem } from "./problem.ts";

export const JOB_NAMES = ["plan", "attempt", "verify", "settle"] as const;
export type JobName = (typeof JOB_NAMES)[number];

export interface Inputs {
  readonly job: JobName;
  /** For plan and settle; "" for attempt and verify, which must have none. */
  readonly token: string;
  /** The text to take in, with `workflow_dispatch`; null when there is none. */
  readonly message: string | null;
  /** The matrix entry (attempt, verify), parsed and not yet checked; null for plan and settle. */
  readonly order: unknown;
  /** Folder with one folder per artifact, absolute. */
  readonly artifacts: string;
  readonly dashboard: boolean;
  readonly fail_on_blocked: boolean;
  /** Exact logins, as written. */
  readonly bots: readonly string[];
  readonly max_writes: number;
  /** File name of the workflow with the hourly schedule; null: left alone. */
  readonly schedule: string | null;
  /** The four settings of the source, as written; the config room reads and checks them before all other places. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What an input is when nobody wrote it: the defaults of action.yml (a test compares them). */
export const INPUT_DEFAULTS = {
  job: "plan",
  token: "",
  message: "",
  order: "",
  artifacts: "",
  dashboard: "true",
  "fail-on-blocked": "false",
  bots: "",
  "max-writes": "50",
  schedule: "ltpm-schedule.yml",
  "task-runner-dir": "",
  "max-concurrent": "",
  "max-retries": "",
  "archive-days": "",
} as const;
export type InputName = keyof typeof INPUT_DEFAULTS;

const SETTINGS = ["task-runner-dir", "max-concurrent", "max-retries", "archive-days"] as const;
/** Below GitHub's own limit of 500 new texts an hour. */
const MOST_WRITES = 500;

/** Reads `INPUT_*`. Throws `ActionProblem`. */
export function readInputs(env: Environment): Inputs {
  const job = oneOf("job", text(env, "job"), JOB_NAMES);
  const executes = job === "attempt" || job === "verify";
  return {
    job,
    token: executes ? noToken(env, job) : someToken(env, job),
    message: text(env, "message") === "" ? null : raw(env, "message"),
    order: executes ? orderOf(env, job) : null,
    artifacts: folder(env),
    dashboard: yesOrNo(env, "dashboard"),
    fail_on_blocked: yesOrNo(env, "fail-on-blocked"),
    bots: botsOf(env),
    max_writes: wholeNumber(env, "max-writes", MOST_WRITES),
    schedule: scheduleOf(env),
    settings: Object.fromEntries(SETTINGS.map((name) => [name, text(env, name)])),
  };
}

/**
 * The inputs with the text of this event. A message from anywhere but a form that a person with write permission filled
 * in would pass by the question who wrote it.
 */
export function withMessage(inputs: Inputs, event: ActionEvent): Inputs {
  if (event.kind === "workflow_dispatch") return { ...inputs, message: inputs.message ?? event.message };
  if (inputs.message === null) return inputs;
  const why = `it is only read with workflow_dispatch, not with ${event.kind}`;
  throw new ActionProblem(
    "wrong_input",
    `Action input message: ${why}. Write \`message: \${{ inputs.message }}\` below \`with:\``,
  );
}

/** The runner writes names in capitals and keeps their hyphens. Unset, as outside of a runner, is the default. */
function raw(env: Environment, name: InputName): string {
  return env[`INPUT_${name.toUpperCase()}`] ?? INPUT_DEFAULTS[name];
}

function text(env: Environment, name: InputName): string {
  return raw(env, name).trim();
}

function wrong(name: InputName, value: string, takes: string): ActionProblem {
  const found = value === "" ? "nothing" : `"${shorten(oneLine(value), 40)}"`;
  return new ActionProblem(
    "wrong_input",
    `Action input ${name}: it takes ${takes}, not ${found}. Correct it below \`with:\` in the workflow`,
  );
}

function oneOf<T extends string>(name: InputName, value: string, words: readonly T[]): T {
  const found = words.find((word) => word === value.toLowerCase());
  if (found === undefined) throw wrong(name, value, words.join(", "));
  return found;
}

function yesOrNo(env: Environment, name: InputName): boolean {
  return oneOf(name, text(env, name), ["true", "false"]) === "true";
}

function wholeNumber(env: Environment, name: InputName, most: number): number {
  const value = text(env, name);
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > most) throw wrong(name, value, `a whole number from 1 to ${most}`);
  return number;
}

function someToken(env: Environment, job: JobName): string {
  const token = text(env, "token");
  const remedy = `Write \`token: \${{ github.token }}\` below \`with:\`, or leave the line out`;
  if (token === "")
    throw new ActionProblem("no_token", `Action input token is empty, and the job "${job}" talks to GitHub. ${remedy}`);
  // A line break would end a header; nothing that GitHub gives out holds anything but these.
  if (!/^[\x21-\x7e]{1,4096}$/.test(token))
    throw new ActionProblem("no_token", `Action input token holds characters that no token has. ${remedy}`);
  return token;
}

/** What tasks start can read the memory of who started them: no token may be near. */
function noToken(env: Environment, job: JobName): string {
  if (text(env, "token") === "") return "";
  const why = `the job "${job}" runs what tasks say and must not hold one`;
  throw new ActionProblem("wrong_input", `Action input token: ${why}. Write \`token: ""\` below \`with:\` in this job`);
}

function orderOf(env: Environment, job: JobName): unknown {
  const value = text(env, "order");
  try {
    const order: unknown = JSON.parse(value);
    if (typeof order === "object" && order !== null && !Array.isArray(order)) return order;
  } catch {
    // Said below, together with what is JSON and no order.
  }
  throw wrong("order", value, `the matrix entry of the job "${job}" as JSON`);
}

function folder(env: Environment): string {
  const value = text(env, "artifacts");
  if (/[\x00-\x1f\x7f]/.test(value)) throw wrong("artifacts", value, "the path of a folder");
  if (value === "") return join(env.RUNNER_TEMP || process.cwd(), "ltpm");
  return isAbsolute(value) ? value : resolve(env.GITHUB_WORKSPACE || process.cwd(), value);
}

/** A login as GitHub writes it, perhaps of an app. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,98}(?:\[bot\])?$/;

function botsOf(env: Environment): string[] {
  const names = text(env, "bots")
    .split(/[\s,]+/)
    .filter((name) => name !== "");
  for (const name of names) {
    if (!LOGIN.test(name)) throw wrong("bots", name, "exact logins, separated by commas, no wildcards");
  }
  return [...new Set(names)];
}

function scheduleOf(env: Environment): string | null {
  const value = text(env, "schedule");
  if (value === "") return null;
  if (!/^[\w-][\w.-]{0,200}\.ya?ml$/.test(value))
    throw wrong("schedule", value, "the name of a workflow file, such as ltpm-schedule.yml");
  return value;
}
