/** A fault at the n-th request of a run, of every kind: the run says so or bears it, and the runs after it bring everything about. */
import { expect } from "vitest";
import type { Fault, GitHubDouble, LoggedRequest, RequestMatch } from "../../github/double.ts";
import type { ActionResult } from "../../github/run-action.ts";
import { differences, healed, type Story } from "./crash-cases.ts";
import { inLanes } from "./lanes.ts";
import { expectSaidOnce, expectSound } from "./stage.ts";

export interface FaultKind {
  readonly name: string;
  readonly what: Fault;
  /** How many requests to the same address it meets, from the n-th on. */
  readonly times: number;
  /** GitHub says that there is nothing there, or that it will never take it: what was to be said there is not said any more. */
  readonly final?: boolean;
}

const once = (name: string, what: Fault): FaultKind => ({ name, what, times: 1 });
const lasting = (name: string, what: Fault): FaultKind => ({ name, what, times: Number.POSITIVE_INFINITY });

export const KINDS: readonly FaultKind[] = [
  once("502", { kind: "status", status: 502 }),
  lasting("503 all along", { kind: "status", status: 503 }),
  once("secondary limit", { kind: "secondary_limit", retryAfter: 1 }),
  lasting("secondary limit all along", { kind: "secondary_limit", retryAfter: 30 }),
  once("429", { kind: "secondary_limit", retryAfter: 2, status: 429 }),
  lasting("primary limit", { kind: "primary_limit", resetIn: 3_000 }),
  once("403", { kind: "status", status: 403 }),
  { ...once("404", { kind: "status", status: 404 }), final: true },
  once("409", { kind: "status", status: 409 }),
  { ...once("422", { kind: "status", status: 422 }), final: true },
  once("no answer", { kind: "never" }),
  once("reset", { kind: "reset" }),
  lasting("reset all along", { kind: "reset" }),
  once("answer lost", { kind: "lost_answer" }),
  lasting("answers lost all along", { kind: "lost_answer" }),
  once("gateway gave up", { kind: "late_status", status: 504 }),
  once("truncated", { kind: "truncated" }),
  once("garbage", { kind: "garbage" }),
];

export interface FaultAt {
  readonly at: number;
  readonly kind: FaultKind;
}

/** The requests of the story's run, as they come without a fault, and what is to be seen in the end. */
export async function course(story: Story): Promise<{ seen: string[]; requests: readonly LoggedRequest[] }> {
  const { stage, start } = await story.open();
  const from = stage.github.requests.length;
  expect((await start({})).code).toBe(0);
  const requests = stage.github.requests.slice(from);
  await healed(stage);
  const seen = story.seen(stage);
  await stage.github.close();
  return { seen, requests };
}

function sameAs({ method, path, fields }: LoggedRequest): RequestMatch {
  const [field] = fields;
  return field === undefined ? { method, path } : { field };
}

/** Meets the n-th request, whichever it is, and those to the same address after it. */
function arm(github: GitHubDouble, { at, kind }: FaultAt, requests: readonly LoggedRequest[]): void {
  const meant = requests[at];
  if (meant === undefined) throw new Error(`there is no request ${at}`);
  const on = sameAs(meant);
  const before = requests.slice(0, at).filter((one) => JSON.stringify(sameAs(one)) === JSON.stringify(on)).length;
  github.fault({ on, what: kind.what, after: before, times: kind.times });
}

/** A red run has one error, of one sentence or a few; it never blames itself. */
function expectExplained({ code, annotations, leaks, stderr }: ActionResult): void {
  const errors = annotations.filter(({ level }) => level === "error").map(({ message }) => message);
  expect(errors).toHaveLength(code === 0 ? 0 : 1);
  expect(errors.join("")).not.toContain("error in LTPM itself");
  expect([code === 0 || code === 1, leaks, stderr]).toEqual([true, [], ""]);
}

export async function withFault(
  story: Story,
  fault: FaultAt,
  requests: readonly LoggedRequest[],
  wanted: readonly string[],
): Promise<void> {
  const { stage, start } = await story.open();
  const { github } = stage;
  arm(github, fault, requests);
  const result = await start({});
  expectExplained(result);
  github.calm();
  if (github.head("ltpm-state") === null) {
    // A repository in which nothing could be begun: red, and as it was.
    expect([result.code, github.comments()]).toEqual([1, []]);
    await github.close();
    return;
  }
  expectSound(stage);
  expectSaidOnce(stage);
  for (const { id, status } of github.runs()) {
    if (status === "in_progress")
      github.setRun(id, { status: "completed", conclusion: result.code === 0 ? "success" : "failure" });
  }
  await healed(stage);
  const found = differences(story.seen(stage), wanted);
  expect(found.filter((line) => !isExcused(line, fault, requests[fault.at]?.path ?? "", result))).toEqual([]);
  expect(github.violations).toEqual([]);
  await github.close();
}

/** What a fault may cost. Nothing may ever be too much, but what takes the place of something that is missing. */
function isExcused(line: string, { kind }: FaultAt, path: string, { annotations }: ActionResult): boolean {
  // A reaction is worth a few tries.
  if (path.endsWith("/reactions") && line.startsWith("- reaction")) return true;
  // Whoever cannot be asked about is refused, and told so.
  if (path.endsWith("/permission")) return !line.includes("ltpm:reply");
  // A command that is heard one run later finds its task told as it was until then: one line more, and the percentage of that moment.
  if (/^(?:\+ (?:PROGRESS|NEXT_STEPS)\.md: |- PROGRESS\.md: - \*\*Overall Progress\*\*)/.test(line))
    return kind.times === Number.POSITIVE_INFINITY;
  // A repository that is not there takes no work: its task waits for a person, with the setting named.
  if (kind.final === true && /\.git\//.test(path)) return annotations.length > 0;
  // What nobody can be told any more is told to those who look at the run.
  const instead = /^(?:- |\+ issue .*: open$|\+ .*, issue none|\+ all blocked: not said$)/;
  return kind.final === true && annotations.length > 0 && instead.test(line);
}

/** Every kind of fault at every request. Git waits minutes for an answer, and takes a 403 for what it says. */
export function allFaults(requests: readonly LoggedRequest[]): FaultAt[] {
  const notForGit = /^(?:403|no answer|garbage|secondary limit.*|primary limit)$/;
  return requests.flatMap(({ path }, at) => {
    const isGit = /\.git\//.test(path);
    return KINDS.filter(({ name }) => !(isGit && notForGit.test(name))).map((kind) => ({ at, kind }));
  });
}

/** Meets one in `stride` of all faults, at all requests, of the story's run. */
export async function withManyFaults(story: Story, stride: number): Promise<void> {
  const { seen, requests } = await course(story);
  const some = allFaults(requests).filter((_, at) => at % stride === 0);
  await inLanes(some, 2, (fault) => withFault(story, fault, requests, seen));
}
