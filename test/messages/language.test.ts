import { describe, expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import { chooseLanguage } from "../../src/messages/language.ts";

describe("chooseLanguage", () => {
  test.each([
    ["the setting wins", "en", { LC_ALL: "zh_CN.UTF-8" }, "en"],
    ["the setting wins", "zh-CN", { LANG: "en_US.UTF-8" }, "zh-CN"],
    ["LC_ALL before the others", null, { LC_ALL: "zh_CN.UTF-8", LC_MESSAGES: "en_US", LANG: "en_US" }, "zh-CN"],
    ["LC_MESSAGES before LANG", null, { LC_MESSAGES: "en_US.UTF-8", LANG: "zh_CN.UTF-8" }, "en"],
    ["LANG alone", null, { LANG: "zh_CN.UTF-8" }, "zh-CN"],
    ["an empty variable says nothing", null, { LC_ALL: "", LANG: "zh_CN" }, "zh-CN"],
    ["LC_ALL=C is a choice", null, { LC_ALL: "C", LANG: "zh_CN.UTF-8" }, "en"],
    ["a tag with a hyphen", null, { LANG: "zh-Hans" }, "zh-CN"],
    ["bare", null, { LANG: "zh" }, "zh-CN"],
    ["another Chinese locale", null, { LANG: "zh_TW.UTF-8" }, "zh-CN"],
    ["a language that only begins so", null, { LANG: "zha_CN" }, "en"],
    ["another language", null, { LANG: "de_DE.UTF-8" }, "en"],
    ["nothing", null, {}, "en"],
  ] as const)("%s", (_name, setting, environment, expected) =>
    expect(chooseLanguage(setting, environment)).toBe(expected),
  );

  test.each(["en", "zh-CN"] as const)("%s has its catalog", (language) =>
    expect(messagesIn(language).language).toBe(language),
  );
});
