import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AttemptOrder } from "../../../src/dispatch/executor.ts";
import { packOrders } from "../../../src/executors/matrix/pack.ts";
import { sh } from "../workbench.ts";
import { type Run, startRun } from "./jobs.ts";

/** What lies about in the environment of a job, by the names that GitHub and people give it. */
const JOB: Readonly<Record<string, string>> = {
  GITHUB_TOKEN: "write-token-of-the-run-1",
  GH_TOKEN: "write-token-of-the-run-2",
  INPUT_TOKEN: "write-token-of-an-input",
  "INPUT_STATE-TOKEN": "write-token-of-an-input-2",
  ACTIONS_RUNTIME_TOKEN: "token-of-the-runtime",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-for-identities",
  ACTIONS_RESULTS_URL: "https://results.example/",
  DEPLOY_KEY: "a-key-to-deploy-with",
  NPM_TOKEN: "a-token-to-publish-with",
  MY_AGENT_KEY: "the-key-of-the-agent",
  GITHUB_OUTPUT: "/runner/files/output",
  GITHUB_ENV: "/runner/files/env",
  GITHUB_PATH: "/runner/files/path",
  GITHUB_STATE: "/runner/files/state",
  GITHUB_STEP_SUMMARY: "/runner/files/summary",
};

/** Searches the environment of every process of the machine; prints the names under which a value of the job was found. */
function searcher(run: Run): string {
  const script = join(run.base, "search.mjs");
  // The values reach it in a file: in its own environment or arguments it would find itself.
  writeFileSync(join(run.base, "values.json"), JSON.stringify(JOB));
  writeFileSync(
    script,
    `import { readdirSync, readFileSync } from "node:fs";
const values = JSON.parse(readFileSync(new URL("values.json", import.meta.url), "utf8"));
const seen = new Set();
let processes = 0;
for (const pid of readdirSync("/proc").filter((name) => /^\\d+$/.test(name))) {
  let environment = "";
  try { environment = readFileSync("/proc/" + pid + "/environ", "utf8"); processes++; } catch {}
  for (const [name, value] of Object.entries(values)) if (environment.includes(value)) seen.add(name);
}
console.log("names in mine: " + Object.keys(values).filter((name) => name in process.env).join(","));
console.log("found in " + (processes > 3 ? "many" : processes) + ": " + [...seen].sort().join(","));`,
  );
  return `node ${script}`;
}

const searching = (run: Run, changes: Partial<AttemptOrder> = {}) => run.order({ run: sh(searcher(run)), ...changes });

describe("security 13: what an attempt can reach", () => {
  test("an attempt searches every process's environment and finds no token, no key and no input", async () => {
    const run = await startRun();
    const order = searching(run);
    await run.attempt(order, { env: { ...run.env, ...JOB } });
    expect((await run.record(order)).output).toBe("names in mine: \nfound in many: \n");
  });

  test("what the configuration names it gets, but never the files by which a step commands the runner", async () => {
    const run = await startRun();
    const order = searching(run, { env: ["MY_AGENT_KEY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH"] });
    await run.attempt(order, { env: { ...run.env, ...JOB } });
    expect((await run.record(order)).output).toBe("names in mine: MY_AGENT_KEY\nfound in many: MY_AGENT_KEY\n");
  });

  test("a check that runs the attempt's code finds no more than the attempt did", async () => {
    const run = await startRun();
    const order = run.order({
      env: ["MY_AGENT_KEY", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"],
      checks: [{ kind: "command", argv: searcher(run).split(" ") }],
    });
    await run.attempt(order);
    const end = await run.verify(order, { env: { ...run.env, ...JOB } });
    expect(end).toMatchObject({
      outcomes: { outcomes: [{ ok: true, detail: "names in mine: MY_AGENT_KEY\nfound in many: MY_AGENT_KEY" }] },
    });
  });

  test("what goes from job to job holds nothing but the order", async () => {
    const run = await startRun();
    const order = searching(run);
    const [entry] = packOrders([order]).attempts;
    expect(Object.keys(entry ?? {}).sort()).toEqual(["checks", "id", "name", "order", "timeout_minutes", "token"]);
    expect(JSON.parse(entry?.order ?? "")).toEqual(order);
  });
});

describe("security 17: secrets in what an attempt prints", () => {
  test("values of the job's environment and known forms stand in no log, record or artifact", async () => {
    const run = await startRun();
    const known = `ghs_${"b2".repeat(18)}`;
    const order = run.order({ run: sh(`echo "$MY_AGENT_KEY ${known}"; echo ${JOB.NPM_TOKEN}`), env: ["MY_AGENT_KEY"] });
    await run.attempt(order, { env: { ...run.env, ...JOB } });
    const folder = join(run.artifacts, `ltpm-${order.token}`);
    const all =
      run.printed() + ["log.txt", "record.json"].map((name) => readFileSync(join(folder, name), "utf8")).join();
    for (const secret of [JOB.MY_AGENT_KEY, JOB.NPM_TOKEN, known]) expect(all).not.toContain(secret);
    expect(run.printed()).toContain("[redacted] [redacted]\n[redacted]\n");
  });
});

describe("security 18: workflow commands in what an attempt prints", () => {
  const COMMANDS = [
    "::set-output name=attempts::[]",
    "::add-mask::e",
    "::error file=x::y",
    "##[set-env name=A]b",
    "::stop-commands::w",
    "::w::",
  ];
  const guards = (printed: string) => {
    const lines = printed.split("\n");
    return {
      first: /^::stop-commands::([0-9a-f]{32})$/.exec(lines[0] ?? "")?.[1],
      last: /^::([0-9a-f]{32})::$/.exec(lines.at(-2) ?? "")?.[1],
      lines,
    };
  };

  test("all of it lies between two guards with a word that nobody could know", async () => {
    const run = await startRun();
    const script = `${COMMANDS.map((line) => `echo '${line}'`).join("; ")}; printf 'no line end'`;
    await run.attempt(run.order({ run: sh(script) }));
    const { first, last, lines } = guards(run.printed());
    expect(first).toBeDefined();
    expect(last).toBe(first);
    expect(lines.slice(1, -2)).toEqual([...COMMANDS, "no line end"]);
  });

  test("what a check printed too; each job has a word of its own", async () => {
    const run = await startRun();
    const order = run.order({ checks: [{ kind: "command", argv: ["echo", "::set-output name=a::b"] }] });
    await run.attempt(order);
    const attempt = run.printed();
    await run.verify(order);
    const { first, last, lines } = guards(run.printed().slice(attempt.length));
    expect(lines).toContain("::set-output name=a::b");
    expect(last).toBe(first);
    expect(first).not.toBe(guards(attempt).first);
  });
});
