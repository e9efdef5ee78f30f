/** Statements 1 to 5 of the security list, as far as workflows and documents hold them; the rest is with the code that does it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALL, dispatcherJob, PIN, read, steps, TEMPLATES } from "./installed.ts";

const root = new URL("../../", import.meta.url);
const documents = ["README.md", ...readdirSync(new URL("docs/", root)).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), "utf8") }));

/** The lines of YAML in a document's fences. */
function fences(text: string): string {
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map((found) => found[1] ?? "").join("\n");
}

describe("security 1: nothing of an event inside a run: or a prompt", () => {
  test.each(ALL.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const runs = steps(read(sample)).flatMap((step) => [step.run ?? "", String(step.with?.prompt ?? "")]);
    // No expression at all: what a script needs comes through its environment.
    expect(runs.filter((text) => text.includes("${{"))).toEqual([]);
  });

  test.each(documents.map((document) => [document.name, document] as const))("the samples of %s", (_, { text }) => {
    expect(fences(text)).not.toMatch(/run:[^\n]*\$\{\{\s*github\.event\./);
  });
});

describe("security 2: no permission but by job, and each with its why", () => {
  test.each(ALL.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const workflow = read(sample);
    expect(workflow.permissions).toEqual({});
    for (const [name, job] of Object.entries(workflow.jobs)) expect(typeof job.permissions, name).toBe("object");
    const granted = Object.values(workflow.jobs).flatMap((job) => Object.entries(job.permissions ?? {}));
    const explained = sample.text.match(/^ {6}[a-z-]+: (?:read|write) # \S.{7,}$/gm) ?? [];
    expect(explained).toHaveLength(granted.length);
  });

  test("what executes tasks may only read", () => {
    for (const name of ["attempt", "verify"]) expect(dispatcherJob(name).permissions).toEqual({ contents: "read" });
  });
});

describe("security 3: every uses: is a commit, with its version behind it", () => {
  test.each(ALL.map((sample) => [sample.name, sample.text] as const))("%s", (_, text) => {
    const lines = text.split("\n").filter((line) => /^\s*-?\s*uses:/.test(line));
    const pinned = /^\s*-?\s*uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(lines.filter((line) => !pinned.test(line))).toEqual([]);
  });

  test("one action is one commit everywhere, and the Action is the release's own", () => {
    const commits = new Map<string, Set<string>>();
    for (const { uses = "" } of ALL.flatMap((sample) => [...steps(read(sample))])) {
      const [action = "", commit = ""] = uses.split("@");
      if (action !== "") commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }
    expect([...commits].filter(([, shas]) => shas.size > 1)).toEqual([]);
    expect(commits.get(PIN.repository)).toEqual(new Set([PIN.sha]));
  });
});

describe("security 4: no pull_request_target, no workflow_run", () => {
  test.each(ALL.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    expect(Object.keys(read(sample).on)).not.toContain("pull_request_target");
    expect(Object.keys(read(sample).on)).not.toContain("workflow_run");
  });
});

describe("security 5: no checkout leaves a token behind", () => {
  test.each(ALL.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const checkouts = steps(read(sample)).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const step of checkouts) expect(step.with?.["persist-credentials"]).toBe(false);
  });
});

describe("security 13: what executes tasks is given no token", () => {
  test.each(["attempt", "verify"])("%s", (name) => {
    const job = dispatcherJob(name);
    const ours = job.steps.filter(({ uses }) => uses?.startsWith(`${PIN.repository}@`));
    expect(ours.map((step) => step.with?.token)).toEqual([""]);
    expect(JSON.stringify(job)).not.toMatch(/secrets\.|github\.token/);
  });
});

test("the schedule lies in a file of its own, and a daily one always stays", () => {
  const [dispatcher, schedule] = TEMPLATES.map(read);
  expect(Object.keys(schedule?.on ?? {})).toEqual(["schedule"]);
  const cron = (workflow: typeof dispatcher) => JSON.stringify(workflow?.on.schedule);
  expect(cron(schedule)).toMatch(/"\d?[13579] \* \* \* \*"/);
  expect(cron(dispatcher)).toMatch(/"\d?[13579] \d{1,2} \* \* \*"/);
});

describe("security 22: what is released can be checked", () => {
  const release = ALL.find(({ name }) => name.endsWith("release.yml"));
  const used = release === undefined ? [] : steps(read(release));

  test("provenance for the bundles and the package, tested before, nothing from a cache", () => {
    expect(used.filter(({ uses }) => uses?.startsWith("actions/attest-build-provenance@"))).toHaveLength(1);
    expect(used.some(({ run }) => /npm publish --provenance/.test(run ?? ""))).toBe(true);
    expect(used.some(({ run }) => /npm cit|\.ci\/run/.test(run ?? ""))).toBe(true);
    expect(release?.text).not.toMatch(/^\s*(?:cache:|- uses: actions\/cache)/m);
    const set_up = used.filter(({ uses }) => uses?.startsWith("actions/setup-node@"));
    expect(set_up.map((step) => step.with?.["package-manager-cache"])).toEqual(set_up.map(() => false));
  });

  test("a way to report a hole", () => {
    expect(readFileSync(new URL("SECURITY.md", root), "utf8")).toMatch(/report/i);
  });
});
