/** Each command on documents as people write them: only the intended lines differ, whoever else writes at the same time. */
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

const isOurs = (line: string) =>
  /<!-- ltpm:[^>]+ -->|^\s*[-*+] (?:Verified|Obstacles|Next plan|已验证|遇到的障碍|下一步计划)[:：]/.test(line);
/** Lines whose value a command was told to set. */
const isField = (line: string) => /33 ?%|Hardening|2026-|20\d\d-\d\d-\d\d/.test(line);
const isFrame = (line: string) =>
  line.trim() === "" || /LTPM|Recent Activity|最近活动|Blockers|阻塞项/.test(line) || /^[=-]{3,}$/.test(line);

/** The lines of `after` that `before` has not, in order; what `before` lost is given besides. */
function differences(before: string, after: string): { lost: string[]; added: string[] } {
  const [old, now] = [before, after].map((text) => text.split(/\r\n?|\n/));
  const rest = [...(now ?? [])];
  const lost: string[] = [];
  for (const line of old ?? []) {
    const at = rest.indexOf(line);
    if (at < 0) lost.push(line);
    else rest.splice(at, 1);
  }
  return { lost, added: rest };
}

test("checkpoint, mark_milestone and update_progress change what they say, and nothing else", async () => {
  const place = workplace();
  const documents = DOCUMENTS.filter((_, index) => index % 5 === 0);
  for (const [index, { text }] of documents.entries()) place.write(`projects/p${index}/PROGRESS.md`, text);
  place.write(".ltpm/config.json", '{ "documents": { "memory": false } }');
  for (const [index, { name, text }] of documents.entries()) {
    const project = ["--project", `p${index}`];
    const path = `projects/p${index}/PROGRESS.md`;
    const said = await place.ltpm("mark_milestone", "It works", "--verified", "yes", "--next", "more", ...project);
    expect(said, name).toMatchObject({ code: 0, err: "" });
    await place.ltpm(
      "update_progress",
      "--percent",
      "33",
      "--stage",
      "Hardening",
      "--blocker",
      "Rain",
      "--note",
      "Wet",
      ...project,
    );
    const after = place.read(path);
    const { lost, added } = differences(text, after);
    expect(
      added.filter((line) => !isOurs(line) && !isField(line) && !isFrame(line)),
      `${name}: added`,
    ).toEqual([]);
    expect(lost.length, `${name}: ${lost.join(" | ")}`).toBeLessThanOrEqual(4);
    for (const words of ["It works", "Rain", "Wet"]) expect(after.split(words), `${name}: ${words}`).toHaveLength(2);
    // The same fields and the same blocker again: nothing is left to do.
    await place.ltpm("update_progress", "--percent", "33", "--stage", "Hardening", "--blocker", "Rain", ...project);
    expect(place.read(path), `${name}: twice`).toBe(after);
  }
});

test("many at once: every entry stands there, and so does what a person wrote meanwhile", async () => {
  const place = workplace();
  place.write("PROGRESS.md", "# Progress\n\n## Recent Activity\n\n- first\n");
  place.write("MISSION.md", "# Atlas\n");
  const notes = Array.from({ length: 6 }, (_, index) => `note ${index}`);
  const all = await Promise.all(notes.map((note) => place.ltpm("checkpoint", note)));
  for (const said of all) expect(said).toMatchObject({ code: 0 });
  const text = place.read("PROGRESS.md");
  for (const words of ["first", ...notes]) expect(text).toContain(words);
  expect(place.read("MEMORY.md").match(/Atlas/g)).toHaveLength(1);
});
