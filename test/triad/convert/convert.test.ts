import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertedName, fromConverted, readConverted, toConverted } from "../../../src/triad/convert/convert.ts";
import type { Converted } from "../../../src/triad/convert/fields.ts";
import { formatJson, parseJson } from "../../../src/triad/convert/json.ts";
import { formatYaml, loadYaml, parseYaml } from "../../../src/triad/convert/yaml.ts";
import { TriadFault } from "../../../src/triad/fault.ts";
import { fillTemplate, type TriadName, templatePath } from "../../../src/triad/templates/project.ts";
import { DOCUMENTS, parser, sample } from "../documents.ts";
import { markdown } from "../markdown.ts";

const yaml = await loadYaml();
const template = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../templates/${templatePath("en", name)}`, import.meta.url)), "utf8");
const blank = (name: TriadName, project: string) =>
  fillTemplate(template(name), { name: project, at: "2024-02-01 10:30" });

const viaJson = (value: unknown) => readConverted(parseJson(formatJson(value), "x.json"), "x.json");
const viaYaml = (value: unknown) => readConverted(parseYaml(formatYaml(value, yaml), "x.yaml", yaml), "x.yaml");
const back = (value: Converted) => fromConverted(value, "x.json", parser, blank);

function faultOf(run: () => unknown): [string, string, number] {
  try {
    run();
  } catch (error) {
    if (error instanceof TriadFault) return [error.code, error.field, error.line];
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The source's own example. */
const SOURCE = {
  project: { name: "Project Name", created: "2024-01-01", version: "1.0", status: "active" },
  progress: {
    overall: 75,
    current_stage: "API Implementation",
    milestones: {
      completed: [
        { date: "2024-01-01", description: "Initial setup" },
        { date: "2024-01-15", description: "Database design" },
      ],
      in_progress: [{ date: "2024-02-01", description: "API endpoints" }],
      pending: [{ description: "Frontend integration" }],
    },
    blockers: [{ description: "API key pending", severity: "high" }],
  },
  activity: [{ timestamp: "2024-02-01T10:30:00Z", action: "Completed user auth module" }],
  next_steps: { immediate: [{ task: "Write unit tests", priority: 1 }] },
};

describe("there and back", () => {
  test("every document gives the same bytes, by JSON and by YAML", () => {
    for (const { name, text } of DOCUMENTS) {
      const file = name.split(",")[0] ?? name;
      const kind = /(?:^|[-_])(PROGRESS|NEXT_STEPS|MISSION)\.md$/i.exec(file)?.[0].replace(/^[-_]/, "") ?? file;
      const converted = toConverted({ [kind]: text }, parser);
      expect(back(viaJson(converted)), name).toEqual({ [kind]: text });
      expect(back(viaYaml(converted)), name).toEqual({ [kind]: text });
      expect(back(viaYaml(viaJson(converted))), name).toEqual({ [kind]: text });
    }
  });

  test("so does generated Markdown, and any text", () => {
    const anything = fc.oneof(
      markdown,
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.constantFrom(" ", "\n", "\r", "\t", ":", "#", "-", "a", "\ufeff", "\u0085", "\u2028", "'", '"'),
      }),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom("PROGRESS.md", "MISSION.md", "NEXT_STEPS.md", "notes.md"), (text, name) => {
        const converted = toConverted({ [name]: text }, parser);
        expect(back(viaJson(converted))[name]).toBe(text);
        expect(back(viaYaml(converted))[name]).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  test("a text of ordinary lines is readable in YAML", () => {
    const text = formatYaml(toConverted({ "PROGRESS.md": template("PROGRESS.md") }, parser), yaml);
    expect(text).toContain("    PROGRESS.md: |\n      # Progress Tracker: {Project Name}\n");
  });
});

describe("fields", () => {
  test("the source's JSON becomes documents, and those the same JSON", () => {
    const documents = back(readConverted(SOURCE, "x.json"));
    expect(Object.keys(documents)).toEqual(["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"]);
    const { ltpm, ...fields } = toConverted(documents, parser);
    expect(fields).toEqual(SOURCE);
    expect(Object.keys(fields)).toEqual(Object.keys(SOURCE));
    expect(ltpm?.documents).toEqual(documents);
    expect(documents["PROGRESS.md"]).toContain(
      "### ✅ Completed\n\n- [2024-01-01] Initial setup\n- [2024-01-15] Database design\n",
    );
    expect(documents["NEXT_STEPS.md"]).toContain("1. [ ] Write unit tests\n\n## Short-term");
  });

  test("the source's YAML, unquoted version and dates included", () => {
    const text = [
      "project:",
      "  name: Project Name",
      "  created: 2024-01-01",
      "  version: 1.0",
      "  status: active",
      "progress:",
      "  overall: 75",
      "  current_stage: API Implementation",
      "activity:",
      "  - timestamp: 2024-02-01T10:30:00Z",
      "    action: Completed user auth module",
      "",
    ].join("\n");
    const { project, progress, activity } = readConverted(parseYaml(text, "x.yaml", yaml), "x.yaml");
    expect(project).toEqual(SOURCE.project);
    expect(progress).toEqual({ overall: 75, current_stage: "API Implementation" });
    expect(activity).toEqual(SOURCE.activity);
  });

  test("what people's own documents say for certain", () => {
    const { progress, activity } = toConverted({ "PROGRESS.md": sample("status-PROGRESS.md") }, parser);
    expect(progress).toEqual({ overall: 45, current_stage: "Hardening the importer.", blockers: [] });
    expect(activity?.[0]).toEqual({ timestamp: "2026-04-02T17:10:00Z", action: "Importer reads CSV" });
    expect(toConverted({ "PROGRESS.md": sample("table-PROGRESS.md") }, parser).progress).toEqual({});
    const { next_steps } = toConverted({ "next_steps.md": sample("front-NEXT_STEPS.md") }, parser);
    expect(next_steps?.immediate).toEqual([
      { task: "Draw the coast line", priority: 1 },
      { task: "Choose a projection", priority: 2, done: true },
      { task: "Name the islands", priority: 3 },
    ]);
  });

  test("a changed field changes its line and no other", () => {
    const text = sample("status-PROGRESS.md");
    const converted = toConverted({ "PROGRESS.md": text }, parser);
    const changed = {
      ...converted,
      progress: { ...converted.progress, overall: 50, blockers: [{ description: "Rain" }] },
    };
    expect(back(changed)["PROGRESS.md"]).toBe(text.replace("~45 %", "~50 %").replace("No blockers.", "+ 🚧 Rain"));
  });

  test("a changed or removed entry is not guessed at", () => {
    const converted = toConverted({ "PROGRESS.md": sample("status-PROGRESS.md") }, parser);
    expect(faultOf(() => back({ ...converted, activity: [] }))).toEqual(["field_not_writable", "activity", 0]);
    const table = toConverted({ "PROGRESS.md": sample("table-PROGRESS.md") }, parser);
    expect(faultOf(() => back({ ...table, activity: [{ action: "x" }] }))[0]).toBe("field_not_writable");
  });
});

describe("what is refused", () => {
  test.each<[string, unknown, string, string]>([
    ["no object", [], "wrong_shape", ""],
    ["a list for an object", { progress: [] }, "wrong_shape", "progress"],
    ["a percentage over 100", { progress: { overall: 101 } }, "wrong_shape", "progress.overall"],
    ["a number for a name", { project: { name: 1 } }, "wrong_shape", "project.name"],
    ["a list of texts", { activity: ["x"] }, "wrong_shape", "activity.0"],
    ["a newer form", { ltpm: { format: 2, documents: {} } }, "wrong_shape", "ltpm.format"],
    [
      "a path",
      { ltpm: { format: 1, documents: { "../PROGRESS.md": "" } } },
      "file_name",
      "ltpm.documents.../PROGRESS.md",
    ],
    ["a hidden file", { ltpm: { format: 1, documents: { ".x.md": "" } } }, "file_name", "ltpm.documents..x.md"],
    ["a script", { ltpm: { format: 1, documents: { "x.sh": "" } } }, "file_name", "ltpm.documents.x.sh"],
  ])("%s", (_, value, code, field) => {
    expect(faultOf(() => readConverted(value, "x.json")).slice(0, 2)).toEqual([code, field]);
  });

  test.each([
    ["a tag", "project:\n  name: !!js/function x\n", "yaml_tag", 2],
    ["a known tag", "project: !!map {}\n", "yaml_tag", 1],
    ["an alias", "project: &a\n  name: x\nprogress: *a\n", "yaml_alias", 1],
    ["an anchor alone", "project:\n  name: &a x\n", "yaml_alias", 2],
    ["two documents", "a: 1\n---\nb: 2\n", "yaml_documents", 0],
    ["a key twice", "a: 1\na: 2\n", "not_yaml", 2],
    ["no YAML", "a: [1\nb: 2\n", "not_yaml", 2],
    ["nothing", "", "not_yaml", 0],
    ["a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", "yaml_alias", 1],
    ["very deep nesting", "[".repeat(30_000), "not_yaml", 0],
  ])("%s in YAML", (_, text, code, line) => {
    const fault = faultOf(() => parseYaml(text, "x.yaml", yaml));
    expect(fault[0]).toBe(code);
    if (code !== "not_yaml" || line > 0) expect(fault[2]).toBeGreaterThanOrEqual(Math.min(line, 1));
  });

  test("an alias bomb costs nothing", () => {
    const bomb = ["a0: &a0 x", ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)].join(
      "\n",
    );
    expect(faultOf(() => parseYaml(bomb, "x.yaml", yaml))[0]).toBe("yaml_alias");
  });

  test("broken JSON", () => {
    expect(faultOf(() => parseJson('{\n  "a": 1,\n}', "x.json"))[0]).toBe("not_json");
  });

  test("nothing to convert", () => {
    expect(faultOf(() => back({}))[0]).toBe("no_documents");
  });
});

test.each([
  ["PROGRESS.md", "json", "PROGRESS.json"],
  ["a.b.yaml", "md", "a.b.md"],
] as const)("%s to %s lies beside it", (name, to, expected) => expect(convertedName(name, to)).toBe(expected));
