/**
 * The Action's rows, run by `action-rows.mjs` under Node 24: `node bench/action.mjs SCRATCH RUNS`. Prints a JSON list of rows.
 * The double answers the first time; a replay of its answers takes the latency away from what is timed.
 */
import { ACTION, act, bytesLoaded, closeAll, DOCUMENTS, launch, projectOf, runOf, settled } from "./action-project.mjs";
import { scenarioRows } from "./action-scenarios.mjs";
import { ratioRow } from "./cli-rows.mjs";
import { median } from "./measure.mjs";
import { startReplay } from "./replay.mjs";

const [scratch, count] = process.argv.slice(2);
const runs = Number(count);
const MOST_LOADED = 600_000;

/** The budget is for a queue as most are; how it goes with a long one is told beside. */
const USUAL = 100;

/** The same project seen through answers that take no time. */
async function idleRows(done, files = {}) {
  const github = await projectOf(done, [], {}, files);
  const what = `${done} tasks${"PROGRESS.md" in files ? " and documents" : ""}`;
  await settled(scratch, github);
  const replay = await startReplay(github.apiUrl);
  const run = github.run().id;
  const once = () => runOf(scratch, github, { run, api: replay.url }).env;
  await launch([ACTION], once());
  const times = { floor: [], first: [], whole: [] };
  for (let round = 0; round < runs; round++) {
    const env = once();
    times.floor.push((await launch(["-e", "0"], env)).ms);
    replay.seen.length = 0;
    const { began, ms } = await launch([ACTION], env);
    times.first.push((replay.seen[0]?.arrived ?? Number.NaN) - began);
    times.whole.push(ms);
  }
  const writes = replay.seen.filter((request) => request.writes).length;
  const requests = replay.seen.length;
  const loaded = await bytesLoaded(scratch, github, { run, api: replay.url });
  replay.close();
  const floor = median(times.floor);
  const [mostFirst, mostWhole] = done === USUAL ? [3, 4] : [null, null];
  const whole = ratioRow(`Action: whole idle cycle, ${what}`, median(times.whole), floor, mostWhole);
  return {
    requests,
    rows: [
      ratioRow(`Action: start to first request, ${what}`, median(times.first), floor, mostFirst),
      {
        ...whole,
        value: `${whole.value}, ${writes} writes`,
        budget: [whole.budget, "0 writes"].filter((part) => part !== "").join(", "),
        within: whole.within !== false && writes === 0,
      },
      {
        row: `Action: bytes loaded by an idle cycle, ${what}`,
        value: `${Math.round(loaded / 1_000)} kB`,
        budget: "≤ 600 kB",
        within: loaded <= MOST_LOADED,
      },
    ],
  };
}

/** An event that wants nothing, such as a comment that passed the workflow's `if:`. */
async function quietRow() {
  const github = await projectOf(1);
  const user = { login: "octo", type: "User" };
  const comment = {
    id: 1,
    body: "Thank you!",
    user,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    html_url: "",
  };
  const payload = { action: "created", comment, issue: { number: 1, user } };
  const { requests } = await act(scratch, github, { event: "issue_comment", payload });
  return {
    row: "Action: requests of a comment that is no command",
    value: String(requests),
    budget: "0",
    within: requests === 0,
  };
}

async function timedRows() {
  const few = await idleRows(USUAL);
  const told = await idleRows(USUAL, DOCUMENTS);
  const many = await idleRows(1_000);
  const requests = [few, told, many].map((one) => one.requests);
  const row = {
    row: "Action: requests of an idle cycle: 100 tasks, the same with documents, 1,000 tasks",
    value: requests.join(", "),
    budget: "≤ 3",
    within: requests.every((count) => count <= 3),
  };
  return [...few.rows, ...told.rows, ...many.rows, row];
}

/** A part that fails is a row that says so, not the end of all. */
async function bearing(what, part) {
  try {
    return await part();
  } catch (error) {
    return [
      {
        row: what,
        value: `not measured: ${error instanceof Error ? error.message : error}`,
        budget: "",
        within: false,
      },
    ];
  }
}

const rows = [
  ...(await bearing("Action: an idle cycle", timedRows)),
  ...(await bearing("Action: a comment that is no command", async () => [await quietRow()])),
  ...(await scenarioRows(scratch, bearing)),
];
await closeAll();
console.log(JSON.stringify(rows));
