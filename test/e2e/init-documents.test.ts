import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { newProject, type TestProject } from "./project.ts";

const TRIAD = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"];
const START = "<!-- ltpm:agents:start -->";

interface InitAnswer {
  readonly documents: { readonly dir: string; readonly written: string[]; readonly kept: string[] } | null;
  readonly agent_files: readonly string[];
  readonly merge_driver: boolean;
  readonly next: readonly string[];
}
interface ProjectAnswer {
  readonly dir: string;
  readonly written: readonly string[];
  readonly memory: boolean;
  readonly configured: boolean;
  readonly next: readonly string[];
}
interface Doctor {
  readonly findings: readonly { readonly code: string; readonly repaired: boolean }[];
}

/** Whether an answer is what `schema/` says. */
function fits(name: string, value: unknown): boolean {
  const text = readFileSync(new URL(`../../schema/answers/${name}.json`, import.meta.url), "utf8");
  const { $schema: _draft, ...schema } = JSON.parse(text);
  return new Ajv({ strict: false }).validate(schema, value);
}

const status = async (project: TestProject) => (await project.git("status", "--porcelain", "-uall")).out;
const codes = async (project: TestProject, ...more: string[]) =>
  (await project.json<Doctor>(["doctor", ...more])).findings
    .map(({ code }) => code)
    .filter((code) => !["no_heartbeat", "merge_driver"].includes(code));

describe("init", () => {
  test("makes the three documents in the repository's name, asks the two questions, and the second time changes nothing", async () => {
    const project = await newProject();
    project.write("package.json", '{"name": "paper-boats"}');
    const said = await project.ltpm(["init", "--yes"]);
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toContain("What is the project goal? What's the success criteria?");
    expect((await project.git("config", "--local", "merge.ltpm.driver")).code).toBe(0);
    expect(project.read("MISSION.md")).toMatch(
      /^# paper-boats\n\n\*\*Created\*\*: \d{4}-\d\d-\d\d\n\*\*Version\*\*: 0\.1\n/,
    );
    expect(project.read("PROGRESS.md")).toMatch(
      /^# Progress Tracker: paper-boats\n\n.*: \d{4}-\d\d-\d\d \d\d:\d\d\n.*: 0%\n/,
    );
    const before = await status(project);
    expect(await project.json<InitAnswer>(["init"])).toMatchObject({
      documents: { dir: ".", written: [], kept: TRIAD },
      agent_files: [],
      merge_driver: false,
      next: [],
    });
    expect(await status(project)).toBe(before);
  });

  test("keeps what people have, in whatever case; --no-documents and --fresh make none", async () => {
    const project = await newProject();
    project.write("Progress.md", "# Ours\r\n\r\n54/54 (100%)");
    await project.ltpm(["init", "--yes", "--no-documents"]);
    await project.ltpm(["init", "--fresh"]);
    expect(existsSync(join(project.root, "MISSION.md"))).toBe(false);
    const { documents, next } = await project.json<InitAnswer>([
      "init",
      "--goal",
      "Float",
      "--owner",
      "Mona",
      "--language",
      "zh-CN",
    ]);
    expect(documents).toEqual({ dir: ".", written: ["MISSION.md", "NEXT_STEPS.md"], kept: ["Progress.md"] });
    expect(next).toEqual([]);
    expect(project.read("Progress.md")).toBe("# Ours\r\n\r\n54/54 (100%)");
    expect(project.read("MISSION.md")).toMatch(/## 愿景\n\nFloat\n[\s\S]*Mona/);
  });

  test("the extras of a type, beside folders that are there", async () => {
    const project = await newProject();
    project.write("src/a.js", "");
    const answer = await project.json<InitAnswer>(["init", "--type", "code"]);
    expect(fits("init", answer)).toBe(true);
    expect(answer.documents?.written).toEqual([...TRIAD, "architecture.md", "docs/", "tests/"]);
    expect(readdirSync(join(project.root, "src"))).toEqual(["a.js"]);
    expect(readdirSync(join(project.root, "docs"))).toEqual([".gitkeep"]);
  });

  test("wrong usage is told, and nothing is made", async () => {
    const project = await newProject();
    const rows: [args: string[], words: string][] = [
      [["init", "--type", "poetry"], "code, art, writing, business, research"],
      [["init", "--language", "de"], "en, zh-CN"],
      [["init", "--goal", " "], "--goal needs a text"],
      [["init", "--remove", "--goal", "x"], "--goal is about documents"],
      [["init_project"], "needs the project's name"],
      [["init_project", "\ud83c\udf89"], "needs a letter or a digit"],
    ];
    const said = await Promise.all(rows.map(([args]) => project.ltpm(args)));
    for (const [index, { code, err }] of said.entries()) {
      expect(code).toBe(2);
      expect(err).toContain(rows[index]?.[1]);
    }
    expect(await status(project)).toBe("");
  });
});

describe("init_project", () => {
  test("makes projects/NAME, the index, and names the folder in the configuration, losslessly; later ones change no configuration", async () => {
    const project = await newProject();
    project.write(".ltpm/config.json", '{\r\n  "land": "branch"\r\n}');
    const first = await project.ltpm(["init_project", "Campaign", "System", "--type", "business", "--goal", "Sell"]);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).not.toContain("What is the project goal");
    expect(project.read(".ltpm/config.json")).toBe(
      '{\r\n  "land": "branch",\r\n  "documents": {"dir":"projects/campaign_system"}\r\n}',
    );
    expect(project.read("projects/campaign_system/MISSION.md")).toContain("# Campaign System\n");
    const second = await project.json<ProjectAnswer>(["init-project", "小说", "--language", "zh-CN"]);
    expect(second).toMatchObject({ dir: "projects/小说", memory: true, configured: false });
    expect(fits("init-project", second)).toBe(true);
    expect(second.next).toEqual(["What is the project goal?", "What's the success criteria?"]);
    expect(project.read("MEMORY.md")).toBe(
      "## 活跃项目索引 (LTPM)\n\n- [P] **Campaign System** (0%) | Next: None | Blocker: None\n- [P] **小说** (0%) | Next: None | Blocker: None\n",
    );
    const before = await status(project);
    const again = await project.json<ProjectAnswer>(["init_project", "campaign system"]);
    expect(again).toMatchObject({ dir: "projects/campaign_system", written: [], memory: false, next: [] });
    expect(await project.json<InitAnswer>(["init"])).toMatchObject({
      documents: { dir: "projects/campaign_system", written: [] },
    });
    expect(TRIAD.filter((name) => existsSync(join(project.root, name)))).toEqual([]);
    expect((await status(project)).replace(/\?\? (?:\.ltpm\/task-queue\.json|HEARTBEAT\.md)\n/g, "")).toBe(before);
  });

  test("--root, and no index where it is turned off", async () => {
    const project = await newProject({ documents: { memory: false } });
    const answer = await project.json<ProjectAnswer>(["init_project", "Boats", "--root"]);
    expect(answer).toMatchObject({ dir: ".", written: TRIAD, memory: false, configured: false });
    expect(existsSync(join(project.root, "MEMORY.md"))).toBe(false);
  });

  test("a folder that leads out of the work tree, or a file in its place, is refused and nothing is written there", async () => {
    const project = await newProject();
    const outside = join(project.home, "outside");
    mkdirSync(outside);
    symlinkSync(outside, join(project.root, "projects"));
    expect(await project.ltpm(["init_project", "x"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("leads out of the work tree"),
    });
    expect(readdirSync(outside)).toEqual([]);
    const other = await newProject();
    await other.ltpm(["init_project", "x", "--type", "art"]);
    rmSync(join(project.root, "projects"));
    symlinkSync(join(other.root, "projects"), join(project.root, "projects"));
    await project.ltpm(["init", "--remove"]);
    expect(existsSync(join(other.root, "projects/x/assets/.gitkeep"))).toBe(true);
    rmSync(join(other.root, "projects"), { recursive: true });
    other.write("projects", "a file");
    expect(await other.ltpm(["init_project", "y", "--yes"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("could not be made"),
    });
  });
});

describe("the block for agents", () => {
  test("--agents writes it into the files that are there, each once; without it only ours is brought up to date", async () => {
    const project = await newProject();
    project.write("AGENTS.md", "# Mine");
    symlinkSync("AGENTS.md", join(project.root, "CLAUDE.md"));
    expect((await project.json<InitAnswer>(["init"])).agent_files).toEqual([]);
    expect((await project.json<InitAnswer>(["init", "--agents"])).agent_files).toEqual(["AGENTS.md"]);
    const text = project.read("AGENTS.md");
    expect(text.split(START)).toHaveLength(2);
    expect((await project.json<InitAnswer>(["init", "--agents"])).agent_files).toEqual([]);
    project.write("AGENTS.md", text.replace("Verify before", "Verify long before"));
    expect((await project.json<InitAnswer>(["init", "--yes"])).agent_files).toEqual(["AGENTS.md"]);
    expect(project.read("AGENTS.md")).toBe(text);
    project.write("AGENTS.md", text.replace("<!-- ltpm:agents:end -->", ""));
    expect((await project.ltpm(["init", "--agents"])).out).toContain("AGENTS.md was left as it is");
  });

  test("a file that is no text is refused, not written", async () => {
    const project = await newProject();
    writeFileSync(join(project.root, "AGENTS.md"), Buffer.from([0xff, 0xfe, 0x41, 0]));
    expect(await project.ltpm(["init", "--agents"])).toMatchObject({ code: 1, err: expect.stringContaining("UTF-16") });
  });
});

test("--hooks joins the hooks after the documents are there, and --remove takes them away with the rest", async () => {
  const project = await newProject();
  const answer = await project.json<InitAnswer & { hooks: { whole: boolean } }>(["init", "--hooks"]);
  expect(answer.hooks.whole).toBe(true);
  expect(fits("init", answer)).toBe(true);
  expect(project.read(".git/hooks/post-commit")).toContain("ltpm");
  expect(await project.ltpm(["init", "--fresh", "--hooks"])).toMatchObject({ code: 2 });
  await project.ltpm(["init", "--remove"]);
  expect(existsSync(join(project.root, ".git/hooks/post-commit"))).toBe(false);
  expect(await status(project)).toBe("");
});

describe("init --remove", () => {
  test("takes away what nobody wrote in, byte for byte as it was before", async () => {
    const project = await newProject();
    project.write("AGENTS.md", "# Mine");
    project.write("MEMORY.md", "# Memory\r\n");
    await project.git("add", "--all");
    await project.git("commit", "--quiet", "--message", "mine");
    await project.ltpm(["init_project", "One <b>", "--type", "art"]);
    await project.ltpm(["init", "--yes", "--agents"]);
    await project.ltpm(["init_project", "Root", "--root", "--language", "zh-CN"]);
    expect((await project.ltpm(["init", "--remove"])).code).toBe(0);
    expect(await status(project)).toBe("");
    expect((await project.git("config", "--local", "--get-regexp", "^merge")).out).toBe("");
    expect(existsSync(join(project.root, "projects"))).toBe(false);
  });

  test("what people wrote stays, and so does the project's line in the index", async () => {
    const project = await newProject();
    await project.ltpm(["init_project", "Boats"]);
    const mission = project.read("projects/boats/MISSION.md").replace("Criterion 1", "They float");
    project.write("projects/boats/MISSION.md", mission);
    project.write("projects/boats/src/.gitkeep", "");
    const said = await project.ltpm(["init", "--remove"]);
    expect(said.out).toContain("Kept projects/boats/MISSION.md");
    expect(await status(project)).toBe("?? MEMORY.md\n?? projects/boats/MISSION.md\n?? projects/boats/src/.gitkeep\n");
    expect(project.read("MEMORY.md")).toContain("**Boats**");
  });
});

describe("doctor", () => {
  test("documents: where they are, and whether they are text", async () => {
    const project = await newProject({ documents: { dir: "docs" } });
    expect(await codes(project)).toEqual(["no_documents"]);
    project.write("docs/Mission.md", "# x\n");
    project.write("docs/NEXT_STEPS.md", "caf\u00e9");
    writeFileSync(join(project.root, "docs/PROGRESS.md"), Buffer.from([0x63, 0xe9, 0x0a]));
    writeFileSync(join(project.root, "MEMORY.md"), Buffer.from("\ufeff\u4f60\u597d\n", "utf16le"));
    expect(await codes(project)).toEqual(["document_not_text", "document_not_text", "document_name"]);
    const { findings } = await project.json<Doctor>(["doctor", "--fix"]);
    expect(findings.filter(({ repaired }) => repaired).map(({ code }) => code)).toContain("document_not_text");
    expect(project.read("MEMORY.md")).toBe("\u4f60\u597d\n");
    expect(await codes(project)).toEqual(["document_not_text", "document_name"]);
  });

  test("several places, and the only place that nobody named", async () => {
    const project = await newProject();
    project.write("projects/a/MISSION.md", "# A\n");
    expect(await codes(project)).toEqual(["documents_unnamed"]);
    project.write("PROGRESS.md", "# Progress\n");
    expect(await codes(project)).toEqual(["several_triads"]);
    await project.git("clean", "-fdq", "PROGRESS.md");
    await project.ltpm(["doctor", "--fix"]);
    expect(JSON.parse(project.read(".ltpm/config.json"))).toEqual({ documents: { dir: "projects/a" } });
    expect(await codes(project)).toEqual([]);
  });
});
