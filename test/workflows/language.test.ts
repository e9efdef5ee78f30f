/** GitHub's own language service finds nothing in action.yml and in any workflow, and would find what is wrong. */
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { INPUT_DEFAULTS } from "../../src/action/inputs.ts";
import { ALL, PIN, read, steps, TEMPLATES } from "./installed.ts";
import { type LanguageService, languageService, ownAction } from "./language.ts";

let service: LanguageService;
beforeAll(async () => {
  service = await languageService({ [PIN.repository]: ownAction() });
});

describe("action.yml", () => {
  test("is sound", async () => {
    expect(await service.check("action.yml", ownAction())).toEqual([]);
  });

  test.each([
    ["another runtime", "node24", "node99"],
    ["a misspelt key", "main: dist", "mainn: dist"],
    ["no description", /^description: .*\n/m, ""],
  ])("would not be with %s", async (_, from, to) => {
    expect(await service.check("action.yml", ownAction().replace(from, to))).not.toEqual([]);
  });

  test("declares the inputs that the code reads, with the same defaults", () => {
    const { inputs }: { inputs: Record<string, { default: string }> } = parse(ownAction());
    const declared = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]));
    // The runner fills in the token; outside of it there is none.
    expect(declared).toEqual({ ...INPUT_DEFAULTS, token: ["$", "{{ github.token }}"].join("") });
  });
});

describe("workflows", () => {
  test.each(ALL.map((sample) => [sample.name, sample.text] as const))("%s is sound", async (name, text) => {
    expect(await service.check(`.github/workflows/${name.split("/").at(-1)}`, text)).toEqual([]);
  });

  const dispatcher = TEMPLATES[0]?.text ?? "";
  test.each([
    ["an input that the Action does not have", "job: settle", "jobb: settle"],
    ["an expression that does not parse", "startsWith(needs.plan", "startsWith((needs.plan"],
    ["a job that is not there", "needs: [plan, attempt]", "needs: [plan, attempts]"],
    ["a permission that is not there", "pull-requests: write", "pull-request: write"],
    ["an event that is not there", "repository_dispatch:", "repository_dispatched:"],
  ])("would not be with %s", async (_, from, to) => {
    expect(await service.check(".github/workflows/ltpm.yml", dispatcher.replace(from, to))).not.toEqual([]);
  });

  test("use outputs of the Action that there are", () => {
    const { outputs }: { outputs: Record<string, unknown> } = parse(ownAction());
    const used = [...dispatcher.matchAll(/steps\.ltpm\.outputs\.([\w-]+)/g)].map((found) => found[1] ?? "");
    expect(used.length).toBeGreaterThan(2);
    for (const name of used) expect(Object.keys(outputs)).toContain(name);
  });

  test("name every job of the Action once", () => {
    const jobs = TEMPLATES.flatMap((sample) => [...steps(read(sample))])
      .filter(({ uses }) => uses?.startsWith(PIN.repository))
      .map((step) => step.with?.job ?? "plan");
    expect(jobs).toEqual(["plan", "attempt", "verify", "settle"]);
  });
});
