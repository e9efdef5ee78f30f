/** The commands on documents as a person or an agent calls them, one after the other in one repository each. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, describe, expect, test } from "vitest";
import { newWorkplace, type Workplace } from "./workplace.ts";

const ajv = new Ajv({ strict: false });
const places: Workplace[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

function workplace(env: Readonly<Record<string, string>> = {}): Workplace {
  const place = newWorkplace(env);
  places.push(place);
  return place;
}

function template(name: string, language = "en"): string {
  return readFileSync(new URL(`../../../templates/triad/${language}/${name}`, import.meta.url), "utf8");
}

/** The three documents as `init_project` leaves them. */
function withTriad(place: Workplace, dir = "", title = "Atlas"): void {
  for (const name of ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"]) {
    const text = template(name)
      .replaceAll("{Project Name}", title)
      .replace("{x%}", "0%")
      .replace("Active / Paused / Completed", "Active");
    place.write(`${dir}${name}`, text.replaceAll("{YYYY-MM-DD HH:MM}", "2026-01-01 10:00"));
  }
}

function expectSchema(name: string, value: unknown): void {
  const text = readFileSync(new URL(`../../../schema/answers/${name}.json`, import.meta.url), "utf8");
  const { $schema: _draft, ...schema } = JSON.parse(text);
  expect(ajv.validate(schema, value), `${name}: ${ajv.errorsText()} in ${JSON.stringify(value)}`).toBe(true);
}

test.each(["resume", "next", "status", "sync_memory", "checkpoint"])(
  "%s says that a folder is no document",
  async (name) => {
    const place = workplace();
    mkdirSync(join(place.root, "PROGRESS.md"));
    const { code, err } = await place.ltpm(name);
    expect([code, err]).toEqual([1, "ltpm: PROGRESS.md cannot be read: it is a folder; the document belongs there\n"]);
  },
);

describe("checkpoint", () => {
  test("without a note: what git says, once; then only what is new", async () => {
    const place = workplace();
    withTriad(place);
    place.write("a.ts", "1");
    place.commit("begin");
    expect((await place.ltpm("checkpoint")).out).toMatch(/^Nothing new/);
    place.write("a.ts", "2");
    place.write("b.ts", "1");
    expect((await place.ltpm("checkpoint")).out).toBe("Recorded in PROGRESS.md.\n");
    expect(place.read("PROGRESS.md")).toContain("Checkpoint: 2 files changed: `a.ts`, `b.ts` <!-- ltpm:checkpoint-");
    expect(place.read("MEMORY.md")).toContain("[P] **Atlas** (0%)");
    const before = place.read("PROGRESS.md");
    expect((await place.ltpm("checkpoint")).out).toMatch(/^Nothing new/);
    expect(place.read("PROGRESS.md")).toBe(before);
    place.commit("work");
    place.write("c.ts", "1");
    place.commit("more work");
    await place.ltpm("checkpoint");
    expect(place.read("PROGRESS.md")).toContain("3 files changed: `a.ts`, `b.ts`, `c.ts`");
    expectSchema("checkpoint", await place.json("checkpoint", "a note"));
    expect(place.read("PROGRESS.md")).toContain(": a note <!-- ltpm:note-");
  });

  test("a task that was done is named once", async () => {
    const place = workplace();
    withTriad(place);
    place.commit("begin");
    await place.ltpm("add", "one", "--no-dispatch");
    await place.ltpm("checkpoint", "started");
    await place.ltpm("done", "T-01");
    await place.ltpm("checkpoint");
    await place.ltpm("checkpoint");
    // A cycle may have told it by itself; then there is nothing left to tell.
    expect(place.read("PROGRESS.md").match(/T-01/g)).toHaveLength(1);
  });

  test("MEMORY.md stays away where it is turned off", async () => {
    const place = workplace();
    place.write(".ltpm/config.json", '{ "documents": { "memory": false } }');
    withTriad(place);
    await place.ltpm("checkpoint", "x");
    expect(existsSync(join(place.root, "MEMORY.md"))).toBe(false);
  });
});

test("mark_milestone: details, fields, and the sixth consolidates in the same write; other text stays", async () => {
  const place = workplace();
  withTriad(place);
  place.write("PROGRESS.md", place.read("PROGRESS.md").replaceAll("\n", "\r\n"));
  for (let step = 1; step <= 6; step++) {
    const said = await place.json(
      "mark_milestone",
      `Step ${step}`,
      "--verified",
      `${step} tests`,
      "--obstacles",
      "rain",
    );
    expectSchema("progress", said);
    expect(said).toMatchObject({ recorded: true, moved: step === 6 ? 1 : 0 });
  }
  const progress = place.read("PROGRESS.md");
  expect(progress.match(/\[Milestone\]/g)).toHaveLength(5);
  expect(progress.replaceAll("\r\n", "")).not.toContain("\n");
  expect(place.read("LEARNINGS.md")).toMatch(
    /\[Milestone\] Step 1 .*\r\n {2}- Verified: 1 tests\r\n {2}- Obstacles: rain\r\n/,
  );
  await place.ltpm("mark-milestone", "Step 7", "--percent", "70%", "--stage", "Polish", "--next", "Ship");
  expect(place.read("PROGRESS.md")).toMatch(
    /\*\*Overall Progress\*\*: 70%[\s\S]*Polish[\s\S]*2 earlier milestones[\s\S]*Next plan: Ship/,
  );
  expectSchema("consolidate", await place.json("consolidate", "--keep", "1"));
  expect((await place.ltpm("consolidate_progress")).out).toMatch(/nothing to consolidate/);
  // Every state before is kept.
  expect(place.git("for-each-ref", "refs/ltpm").split("\n").length).toBeGreaterThan(5);
});

test("update_progress: fields, blockers told and solved, an achievement", async () => {
  const place = workplace();
  withTriad(place);
  await place.ltpm("update_progress", "--blocker", "No key", "--blocker", "No time", "--percent", "40");
  await place.ltpm("update_progress", "--blocker", "No key");
  expect(place.read("PROGRESS.md").match(/No key/g)).toHaveLength(1);
  expect((await place.json("resume")) as object).toMatchObject({ percent: 40, blockers: ["No key", "No time"] });
  await place.ltpm("update_progress", "--solved", "No key", "--achieved", "Got a key", "--verified", "by hand");
  expect(place.read("PROGRESS.md")).not.toMatch(/🚧 No key/);
  expect(place.read("PROGRESS.md")).toMatch(/\[Milestone\] Got a key[^\n]*\n {2}- Verified: by hand/);
  const before = place.read("PROGRESS.md");
  expect(await place.ltpm("update_progress", "--solved", "No sleep")).toMatchObject({ code: 1 });
  expect((await place.ltpm("update_progress", "--percent", "40")).out).toBe("PROGRESS.md says so already.\n");
  expect(place.read("PROGRESS.md")).toBe(before);
});

describe("several projects", () => {
  test("resume lists them, a name chooses, MEMORY.md names them all", async () => {
    const place = workplace();
    withTriad(place, "projects/campaign_system/", "Campaign System");
    withTriad(place, "projects/novel/", "Novel");
    withTriad(place, "projects/old/", "Old");
    const paused = (dir: string, status: string) =>
      place.write(`${dir}MISSION.md`, place.read(`${dir}MISSION.md`).replace("Active", status));
    paused("projects/novel/", "Paused (waiting for the editor)");
    paused("projects/old/", "Completed");
    place.write("MEMORY.md", "# Memory\n\nMine.\n\n- [P] **Old** (90%) | Next: `x` | Blocker: None\n");
    const { out, code } = await place.ltpm("resume");
    expect(code).toBe(0);
    expect(out).toContain("[P] **Campaign System** (0%)");
    expect(out).toContain("[On-Hold] **Novel** | Reason: waiting for the editor");
    expectSchema("projects", await place.json("resume"));
    for (const name of ["campaign_system", "Campaign System", "campaign-system"]) {
      expect((await place.ltpm("resume", name)).out).toMatch(/^Resume: Campaign System\n/);
    }
    expect(await place.ltpm("resume", "nobody")).toMatchObject({ code: 1, err: expect.stringContaining("nobody") });
    expect(await place.ltpm("resume", "../../etc")).toMatchObject({ code: 1 });
    expect(await place.ltpm("checkpoint", "x")).toMatchObject({ code: 1, err: expect.stringContaining("--project") });
    await place.ltpm("checkpoint", "chapter one", "--project", "novel");
    expect(place.read("projects/novel/PROGRESS.md")).toContain("chapter one");
    expectSchema("sync-memory", await place.json("sync_memory"));
    const memory = place.read("MEMORY.md");
    expect(memory).toMatch(/^# Memory\n\nMine.\n\n/);
    expect(memory).toContain("[On-Hold] **Novel**");
    expect((await place.ltpm("sync_memory")).out).toBe("MEMORY.md was up to date.\n");
    expect(place.read("MEMORY.md")).toBe(memory);
  });
});

test("one project that cannot be read keeps none of the others from being listed", async () => {
  const place = workplace();
  withTriad(place, "projects/good/", "Good");
  place.write("projects/bad/PROGRESS.md", Buffer.from("\ufeffa", "utf16le"));
  mkdirSync(join(place.root, "projects/strange"));
  symlinkSync("/etc/hostname", join(place.root, "projects/strange/PROGRESS.md"));
  expect(await place.ltpm("checkpoint", "x", "--project", "good")).toMatchObject({ code: 0, err: "" });
  expect(place.read("MEMORY.md")).toContain("**Good**");
  const said = await place.ltpm("sync_memory");
  expect(said).toMatchObject({ code: 1, err: expect.stringMatching(/UTF-16[\s\S]*out of the work tree/) });
  for (const command of ["resume", "next", "lint"]) {
    expect(await place.ltpm(command, "--project", "strange"), command).toMatchObject({ code: 1, out: "" });
  }
});

describe("wrong usage and missing documents", () => {
  const ROWS: readonly (readonly [code: number, said: RegExp, ...args: string[]])[] = [
    [2, /usage: ltpm mark_milestone/, "mark_milestone"],
    [2, /usage: ltpm mark_milestone/, "mark-milestone", "x", "--percent", "101"],
    [2, /usage: ltpm update_progress/, "update_progress"],
    [2, /usage: ltpm update_progress/, "update_progress", "--verified", "x"],
    [2, /usage: ltpm update_progress/, "update_progress", "--stage", " "],
    [2, /usage: ltpm consolidate_progress/, "consolidate", "--keep", "x"],
    [2, /usage: ltpm sync_memory/, "sync-memory", "x"],
    [2, /usage: ltpm convert/, "convert", "--to", "xml"],
    [2, /usage: ltpm convert/, "convert", "--frm", "md"],
    [2, /usage: ltpm resume/, "resume", "a", "--project", "b"],
    [1, /init_project/, "checkpoint"],
    [1, /init_project/, "mark_milestone", "x"],
    [1, /init_project/, "sync_memory"],
    [1, /init_project/, "lint"],
    [1, /no nowhere\.md/, "lint", "nowhere.md"],
    [1, /no nowhere\.md/, "convert", "nowhere.md"],
    [1, /leads out of the work tree/, "convert", ".."],
    [0, /init_project/, "resume"],
    [0, /nothing is open/, "next"],
  ];

  test("each says what is wrong, in one sentence", async () => {
    const place = workplace();
    for (const [code, said, ...args] of ROWS) {
      const { code: exit, out, err } = await place.ltpm(...args);
      expect({ args, exit, said: out + err }).toEqual({ args, exit: code, said: expect.stringMatching(said) });
    }
    expect(existsSync(join(place.root, "MEMORY.md"))).toBe(false);
  });

  test("a document that is no text is refused and left as it is", async () => {
    const place = workplace();
    withTriad(place);
    place.write("PROGRESS.md", Buffer.from("\ufeffa", "utf16le"));
    for (const args of [["checkpoint", "x"], ["resume"], ["lint"], ["convert", "PROGRESS.md"]]) {
      expect(await place.ltpm(...args), args.join(" ")).toMatchObject({
        code: 1,
        err: expect.stringContaining("UTF-16"),
      });
    }
    expect(readFileSync(join(place.root, "PROGRESS.md"))).toEqual(Buffer.from("\ufeffa", "utf16le"));
  });
});

test("the project's language speaks, and hostile text stays text", async () => {
  const place = workplace();
  place.write(".ltpm/config.json", '{ "language": "zh-CN" }');
  withTriad(place);
  place.write("NEXT_STEPS.md", "# Next\n\n## Next Steps\n\n- [ ] do \u001b[31mit\u001b[0m\u0007 now\n");
  expect((await place.ltpm("checkpoint", "x")).out).toBe("已记录到 PROGRESS.md。\n");
  expect((await place.ltpm("next")).out).toBe("下一步\uff1ado it now (NEXT_STEPS.md:5)\n");
  await place.ltpm("mark_milestone", "<!-- x --> # `a` \u001b]0;t\u0007 <b>");
  expect(place.read("PROGRESS.md")).not.toContain("\u001b");
});

describe("lint", () => {
  test("findings with their places, exit 1; a folder, a file, --json", async () => {
    const place = workplace();
    withTriad(place);
    place.write("NEXT_STEPS.md", "# Next Steps\n\n## Next Steps\n\n- [ ] write it and then test it\n");
    const { out, code } = await place.ltpm("lint");
    expect(code).toBe(1);
    expect(out).toMatch(/^NEXT_STEPS\.md:5: /m);
    expect((await place.ltpm("lint", ".")).out).toBe(out);
    expect((await place.ltpm("lint", "NEXT_STEPS.md")).out).toMatch(/^NEXT_STEPS\.md:5: /);
    expectSchema("lint", await place.json("lint"));
    place.write("sub/NEXT_STEPS.md", "# Next Steps\n\n- [ ] one\n");
    expect(await place.ltpm("lint", "sub")).toMatchObject({ code: 0 });
    expect(await place.ltpm("lint", ".ltpm")).toMatchObject({ code: 1 });
  });
});
