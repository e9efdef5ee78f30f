import { describe, expect, test } from "vitest";
import { openDocument } from "../../../src/triad/document/open.ts";
import { languageOf, styleOf } from "../../../src/triad/document/style.ts";
import { findField, findPercent } from "../../../src/triad/places/field.ts";
import { findSection, type Place } from "../../../src/triad/places/section.ts";
import { plainTitle } from "../../../src/triad/places/title.ts";
import {
  FIELD_WORDINGS,
  type FieldRole,
  SECTION_WORDINGS,
  type SectionRole,
} from "../../../src/triad/places/wordings.ts";
import { DOCUMENTS, parser, sample } from "../documents.ts";

const open = (text: string) => openDocument(text, parser);
const told = <T>(place: Place<T>, tell: (found: T) => string) => (place.found ? tell(place.place) : place.reason);
const section = (text: string, role: SectionRole) =>
  told(findSection(open(text), role), ({ heading }) => heading?.title ?? "");
const field = (text: string, role: FieldRole) => told(findField(open(text), role), ({ value }) => value);
const percent = (text: string) => told(findPercent(open(text)), ({ value }) => `${value}`);

describe("plainTitle", () => {
  test.each([
    ["🔄 Next Steps", "next steps"],
    ["2. Current Phase", "current phase"],
    ["3.1) **Known Blockers**:", "known blockers"],
    ["Immediate Priority (Next Session)", "immediate priority"],
    ["立即优先（下次会话）", "立即优先"],
    ["一、阻塞项：", "阻塞项"],
    ["⏭️ NEXT_STEPS", "nextsteps"],
    ["Ｂｌｏｃｋｅｒｓ", "blockers"],
    ["🚧", ""],
    ["1.1 Project Setup [98%]", "project setup"],
    ["Short-term (This Week)", "short-term"],
  ])("%s", (title, expected) => expect(plainTitle(title)).toBe(expected));
});

describe("findSection", () => {
  test.each<[string, SectionRole, string]>([
    ["status-PROGRESS.md", "stage", "2. Current Phase"],
    ["status-PROGRESS.md", "blockers", "3. Known Blockers"],
    ["status-PROGRESS.md", "activity", "4. Work Log"],
    ["phases-PROGRESS.md", "next", "🔄 Next Steps"],
    ["phases-PROGRESS.md", "activity", "📝 Latest Updates"],
    ["phases-PROGRESS.md", "blockers", "absent"],
    ["updates-PROGRESS.md", "changelog", "several"],
    ["updates-PROGRESS.md", "activity", "absent"],
    ["dates-PROGRESS.md", "activity", "absent"],
    ["setext-PROGRESS.md", "activity", "Recent Activity"],
    ["setext-PROGRESS.md", "blockers", "Blockers"],
    ["badges-PROGRESS.md", "activity", "several"],
    ["badges-PROGRESS.md", "blockers", "absent"],
    ["table-PROGRESS.md", "activity", "absent"],
    ["plan-NEXT_STEPS.md", "next", "🎯 下一步行动"],
    ["plan-NEXT_STEPS.md", "backlog", "待办事项"],
    ["deploy-NEXT_STEPS.md", "next", "absent"],
    ["front-NEXT_STEPS.md", "next", "Immediate Priority (Next Session)"],
    ["front-NEXT_STEPS.md", "waiting", "Waiting On"],
    ["plain-NEXT_STEPS.md", "next", "absent"],
    ["vision-MISSION.md", "goal", "Mission Statement"],
    ["vision-MISSION.md", "decisions", "Decisions"],
    ["vision-MISSION.md", "scope", "Scope and Boundaries"],
  ])("%s: %s", (name, role, expected) => expect(section(sample(name), role)).toBe(expected));

  test.each<[string, SectionRole, string, string]>([
    ["more words than known", "blockers", "# P\n\n## Blockers & Risks\n", "unsure"],
    ["a word that only begins alike", "blockers", "# P\n\n## Blockersville\n", "absent"],
    ["the highest of several", "next", "# P\n\n### Next\n\n## Next Steps\n", "Next Steps"],
    ["our own before others", "activity", "# P\n\n## Log\n\n## Log\n\n## LTPM Activity\n", "LTPM Activity"],
    ["a title alone", "next", "# Next Steps: Atlas\n\n- [ ] a\n", "Next Steps: Atlas"],
    ["a title among sections", "next", "# Next Steps\n\n## Other\n", "absent"],
    ["a heading in a list", "blockers", "# P\n\n- ## Blockers\n", "absent"],
  ])("%s", (_, role, text, expected) => expect(section(text, role)).toBe(expected));
});

describe("findPercent", () => {
  test.each([
    ["status-PROGRESS.md", "45"],
    ["setext-PROGRESS.md", "35"],
    ["phases-PROGRESS.md", "unsure"],
    ["plan-NEXT_STEPS.md", "70"],
    ["badges-PROGRESS.md", "absent"],
    ["front-NEXT_STEPS.md", "absent"],
    ["table-PROGRESS.md", "absent"],
    ["updates-PROGRESS.md", "absent"],
    ["deploy-NEXT_STEPS.md", "absent"],
  ])("%s", (name, expected) => expect(percent(sample(name))).toBe(expected));

  test.each([
    ["**Overall Progress**: 40%", "40"],
    ["**Overall Progress:** **40 %**  ", "40"],
    ["- Progress: ~12.5% complete", "12.5"],
    ["总体进度：７０％", "unsure"],
    ["总体进度：70％", "70"],
    ["Overall Progress: 54/54 tasks (100%)", "unsure"],
    ["Overall Progress: [███░░] 60%", "unsure"],
    ["Overall Progress: 140%", "unsure"],
    ["Overall Progress: 10%\n\nProject progress: 20%", "several"],
    ["Overall Progress: 10%\n\nProgress: 20%", "10"],
    ["> Overall Progress: 40%", "absent"],
    ["```\nOverall Progress: 40%\n```", "absent"],
    ["a <!--\nOverall Progress: 40%\n-->", "absent"],
    ["# P\n\n## Phase 1\n\nProgress: 40%", "unsure"],
    ["**Overall Progress**: {x%}", "0"],
    ["Progress: good", "unsure"],
  ])("%j", (text, expected) => expect(percent(text)).toBe(expected));

  test("the offsets are those of the digits", () => {
    for (const { name, text } of DOCUMENTS) {
      const place = findPercent(open(text));
      if (place.found && !place.place.unfilled)
        expect(Number(text.slice(place.place.start, place.place.end)), name).toBe(place.place.value);
    }
  });
});

describe("findField", () => {
  test.each<[string, FieldRole, string]>([
    ["**Last Updated**: 2026-01-01 10:00", "updated", "2026-01-01 10:00"],
    ["**Version:** 2.1  \nx", "version", "2.1"],
    ["**Status**: Active <!-- x -->", "state", "Active"],
    ["- **Current Phase**: polish", "stage", "polish"],
    ["**创建日期**：2026-01-01", "created", "2026-01-01"],
    ["| Version: 1 |\n|---|", "version", "absent"],
  ])("%j: %s", (text, role, expected) => expect(field(text, role)).toBe(expected));
});

test("no wording stands for two things", () => {
  for (const words of [
    Object.values(SECTION_WORDINGS).flat(),
    Object.values(FIELD_WORDINGS).flatMap(({ sure, top }) => [...sure, ...top]),
  ]) {
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(words.filter((word) => plainTitle(word) !== word && !/^\P{Script=Han}+$/u.test(word))).toEqual([]);
  }
});

describe("styleOf", () => {
  const style = (name: string) => {
    const { level, heading, closed, airy, bullet, language } = styleOf(open(sample(name)));
    return [level, heading, closed, airy, bullet, language];
  };
  test.each([
    ["status-PROGRESS.md", [2, "atx", false, true, "+", "en"]],
    ["setext-PROGRESS.md", [1, "setext", false, true, "*", "en"]],
    ["closed-PROGRESS.md", [1, "atx", true, true, "-", "en"]],
    ["plan-NEXT_STEPS.md", [2, "atx", false, true, "-", "zh-CN"]],
    ["table-PROGRESS.md", [2, "atx", false, false, "-", "en"]],
    ["daily-HEARTBEAT.md", [2, "atx", false, true, "-", "en"]],
  ])("%s", (name, expected) => expect(style(name)).toEqual(expected));

  test.each([
    ["写欢迎页并检查链接 with English words", "zh-CN"],
    ["Tested on 末世降临先杀圣母 and other novels of some length", "en"],
    ["進捗のまとめ", "en"],
    ["", "en"],
  ])("the language of %j", (text, expected) => expect(languageOf(text)).toBe(expected));
});
