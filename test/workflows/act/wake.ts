/** The hourly schedule starts the dispatcher, and ends red where it may not. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { WORKFLOW_TOKEN } from "../../github/double.ts";
import { startWorld, type Tools } from "./world.ts";

const OUR_ACTION = fileURLToPath(new URL("stand-ins/our-action/action.cjs", import.meta.url));
const hour = { name: "schedule", actor: "maintainer", payload: { schedule: "37 * * * *" } };

/** Throws what is not as it should be. */
export async function wake(tools: Tools): Promise<void> {
  const world = await startWorld(tools, OUR_ACTION);
  try {
    const { code, said } = await world.run("ltpm-schedule.yml", hour);
    assert.equal(code, 0, said);
    const started = world.github.runs().filter(({ event }) => event === "workflow_dispatch");
    assert.deepEqual(
      started.map(({ workflow, branch }) => [workflow, branch]),
      [[".github/workflows/ltpm.yml", "main"]],
    );
    world.github.token(WORKFLOW_TOKEN, { actor: "github-actions[bot]", permissions: { actions: "read" } });
    const refused = await world.run("ltpm-schedule.yml", hour);
    assert.notEqual(refused.code, 0);
    assert.match(refused.said, /Resource not accessible by integration/);
    assert.doesNotMatch(said + refused.said, new RegExp(WORKFLOW_TOKEN));
    assert.deepEqual(world.github.violations, []);
  } finally {
    await world.close();
  }
}
