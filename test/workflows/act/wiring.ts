/** What every job is given: shown by a stand-in for our Action that writes it down. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WORKFLOW_TOKEN } from "../../github/double.ts";
import { dispatched } from "../../github/events/payloads.ts";
import { startWorld, type Tools } from "./world.ts";

const OUR_ACTION = fileURLToPath(new URL("stand-ins/our-action/action.cjs", import.meta.url));

interface Given {
  readonly job: string;
  readonly order: { readonly instruction: string } | null;
  readonly found: readonly string[];
  readonly workspace: readonly string[];
  readonly holding: readonly string[];
}

interface Jobs {
  readonly jobs: readonly Given[];
  readonly said: string;
}

/** What a run by hand with this many attempts gives to its jobs, in order. */
async function jobsOf(tools: Tools, attempts: number): Promise<Jobs> {
  const world = await startWorld(tools, OUR_ACTION);
  try {
    const log = join(world.folder, "jobs.jsonl");
    // Backwards, so that who looks for the token does not find what says how it looks.
    const env = { LTPM_ACT_LOG: log, LTPM_ACT_SECRET: [...WORKFLOW_TOKEN].reverse().join("") };
    const { code, said } = await world.run("ltpm.yml", dispatched(world.github, { message: String(attempts) }), {
      env,
    });
    assert.equal(code, 0, said);
    const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    return { jobs: lines.map((line): Given => JSON.parse(line)), said };
  } finally {
    await world.close();
  }
}

const files = ({ found }: Given) => found.filter((path) => path.endsWith(".json"));

/** Throws what is not as it should be. */
export async function wiring(tools: Tools): Promise<void> {
  const { jobs, said } = await jobsOf(tools, 2);
  const of = (name: string) => jobs.filter(({ job }) => job === name);
  assert.deepEqual(jobs.map(({ job }) => job).sort(), ["attempt", "attempt", "plan", "settle", "verify"], said);
  for (const { holding } of [...of("plan"), ...of("settle")]) assert.deepEqual(holding, ["INPUT_TOKEN"]);
  for (const { holding, order, workspace } of [...of("attempt"), ...of("verify")]) {
    assert.deepEqual(holding, [], "a job that executes tasks holds the token");
    const hard = /^it's "quoted" \$\(touch ran\) \$\{\{ github\.token \}\} ; 中文\nand a second line$/;
    assert.match(order?.instruction ?? "", hard);
    assert.deepEqual(workspace, [".git", ".github", "README.md"]);
  }
  assert.deepEqual(
    of("plan").map(({ workspace, found }) => [workspace, found]),
    [[[], []]],
    "planning needs no checkout",
  );
  assert.deepEqual(of("verify").map(files), [["ltpm-token-1/record.json"]]);
  const all = ["ltpm-token-1/record.json", "ltpm-token-2/record.json", "ltpm-verified-token-1/outcomes.json"];
  assert.deepEqual(of("settle").map(files), [all]);

  const idle = await jobsOf(tools, 0);
  assert.deepEqual(
    idle.jobs.map(({ job }) => job),
    ["plan"],
    idle.said,
  );
}
