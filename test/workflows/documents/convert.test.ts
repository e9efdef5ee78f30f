/** Markdown, JSON and YAML of documents of any shape: in every direction, and nothing is lost without being asked. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DOCUMENTS } from "../../triad/documents.ts";
import { newWorkplace, type Workplace } from "./workplace.ts";

const places: Workplace[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

function workplace(): Workplace {
  const place = newWorkplace();
  places.push(place);
  return place;
}

const PROGRESS = "# Progress\n\n**Overall Progress**: 40%\n\n## Current Stage\n\nOne\n";

test("there and back: the same bytes, for documents of any shape", async () => {
  const place = workplace();
  const documents = DOCUMENTS.filter((_, index) => index % 5 === 0 || index % 5 === 3).map(({ text }, index) => ({
    dir: `d${index}`,
    text,
  }));
  for (const { dir, text } of documents) place.write(`${dir}/PROGRESS.md`, text);
  for (const { dir, text } of documents) {
    const path = (ending: string) => `${dir}/PROGRESS.${ending}`;
    const steps = [
      ["convert", path("md"), "--to", "json"],
      ["convert", path("json"), "--to", "yaml"],
      ["convert", path("yaml"), "--to", "json"],
    ];
    for (const args of steps)
      expect(await place.ltpm(...args), `${dir} ${args.join(" ")}`).toMatchObject({ code: 0, err: "" });
    expect(place.read(path("md"))).toBe(text);
    for (const ending of ["json", "yaml"]) {
      place.git("init", "-q");
      const copy = `${dir}/from-${ending}`;
      place.write(`${copy}/PROGRESS.${ending}`, place.read(path(ending)));
      expect(await place.ltpm("convert", `${copy}/PROGRESS.${ending}`), copy).toMatchObject({ code: 0 });
      expect(place.read(`${copy}/PROGRESS.md`), copy).toBe(text);
    }
  }
});

test("a folder, the single object, and an edited field that goes back into the text", async () => {
  const place = workplace();
  place.write("PROGRESS.md", PROGRESS);
  place.write("MISSION.md", "# Atlas\n\n**Version**: 1.0\n");
  expect((await place.ltpm("convert", "--from", "md", "--to", "json", ".")).out).toBe(
    "MISSION.md → MISSION.json\nPROGRESS.md → PROGRESS.json\n",
  );
  await place.ltpm("convert", "--joined");
  const joined = JSON.parse(place.read("project.json"));
  expect(joined).toMatchObject({ project: { name: "Atlas", version: "1.0" }, progress: { overall: 40 } });
  joined.progress.overall = 60;
  place.write("project.json", JSON.stringify(joined));
  expect((await place.ltpm("convert", "--joined", "--from", "json")).out).toBe(
    "project.json → MISSION.md (unchanged)\nproject.json → PROGRESS.md\n",
  );
  expect(place.read("PROGRESS.md")).toBe(PROGRESS.replace("40%", "60%"));
  expect(place.git("for-each-ref", "refs/ltpm")).not.toBe("");
});

test("what only a target holds is not lost, unless that is asked for", async () => {
  const place = workplace();
  place.write("PROGRESS.md", PROGRESS);
  place.write("PROGRESS.json", '{ "mine": true }\n');
  expect(await place.ltpm("convert", "PROGRESS.md")).toMatchObject({
    code: 1,
    err: expect.stringContaining("--force"),
  });
  expect(place.read("PROGRESS.json")).toBe('{ "mine": true }\n');
  expect(await place.ltpm("convert", "PROGRESS.md", "--force")).toMatchObject({ code: 0 });
  // What convert made itself gives way.
  place.write("PROGRESS.md", PROGRESS.replace("One", "Two"));
  expect(await place.ltpm("convert", "PROGRESS.md")).toMatchObject({ code: 0 });
  const edited = place.read("PROGRESS.json").replace('"overall": 40', '"overall": 41');
  place.write("PROGRESS.json", edited);
  expect(await place.ltpm("convert", "PROGRESS.md")).toMatchObject({ code: 1 });
  expect(place.read("PROGRESS.json")).toBe(edited);
  // The document has gone on meanwhile: the older text must not replace it.
  place.write("PROGRESS.md", PROGRESS.replace("One", "Three"));
  expect(await place.ltpm("convert", "PROGRESS.json")).toMatchObject({
    code: 1,
    err: expect.stringContaining("changed"),
  });
  expect(place.read("PROGRESS.md")).toContain("Three");
  expect(await place.ltpm("convert", "PROGRESS.json", "--force")).toMatchObject({ code: 0 });
  expect(place.read("PROGRESS.md")).toBe(PROGRESS.replace("One", "Two").replace("40%", "41%"));
});

test.each<[name: string, file: string, text: string, said: RegExp]>([
  ["a tag", "a.yaml", "project: !!js/function x\n", /a\.yaml:1:.*tag/],
  ["an alias bomb", "a.yaml", "a: &a [x, x]\nb: [*a, *a]\n", /a\.yaml:\d+:.*alias/],
  ["a folder in a name", "a.json", '{"ltpm":{"format":1,"documents":{"../x.md":"x"}}}', /a\.json:.*name/],
  ["a name that is no Markdown", "a.json", '{"ltpm":{"format":1,"documents":{".git/config":"x"}}}', /a\.json:.*name/],
  ["__proto__", "a.json", '{"ltpm":{"format":1,"documents":{"__proto__":"x"}}}', /a\.json:/],
  ["a newer form", "a.json", '{"ltpm":{"format":2,"documents":{}}}', /a\.json: ltpm\.format:/],
  ["a wrong type", "a.json", '{"progress":{"overall":"lots"}}', /a\.json: progress\.overall:/],
  ["no JSON", "a.json", "{", /a\.json:.*JSON/],
  ["nothing in it", "a.json", "{}", /a\.json:.*nothing to convert/],
])("%s is refused in one sentence", async (_, file, text, said) => {
  const place = workplace();
  place.write(file, text);
  const { code, err } = await place.ltpm("convert", file);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(said) });
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(existsSync(join(place.root, "x.md")) || existsSync(join(place.root, "..", "x.md"))).toBe(false);
});

test("fields without a text are written into a template", async () => {
  const place = workplace();
  place.write("PROGRESS.yaml", "progress:\n  overall: 12\n  current_stage: Start\n");
  expect(await place.ltpm("convert", "PROGRESS.yaml")).toMatchObject({ code: 0 });
  expect(place.read("PROGRESS.md")).toMatch(/\*\*Overall Progress\*\*: 12%[\s\S]*Start/);
});
