import { describe, expect, test } from "vitest";
import { faultOf, load } from "./loading.ts";

describe("places", () => {
  test.each([
    [
      '{\n  "task_runner": {\n    "max_retries": "two"\n  }\n}',
      '.ltpm/config.json:3:20: task_runner.max_retries: must be a whole number from 0 to 100, not "two". Correct it, or remove it to get the default (3)',
    ],
    [
      '{"land": 1}',
      '.ltpm/config.json:1:10: land: must be one of "merge", "branch", not 1. Correct it, or remove it to get the default (merge)',
    ],
    [
      '{\n  "agents": [\n    "claude",\n    {"name": "x", "args": [1]}\n  ]\n}',
      ".ltpm/config.json:4:28: agents[1].args[0]: must be a text, not 1. Correct it, or remove it",
    ],
    ['{\n  "agents": [{}]\n}', ".ltpm/config.json:2:14: agents[0].name: is missing. Add it"],
    [
      '{"agent": "claude",\n"agents": []}',
      ".ltpm/config.json:1:11: agent: stands beside `agents`; only one of the two can be meant. Correct it, or remove it",
    ],
    ["[]", ".ltpm/config.json:1:1: must hold one object, e.g. {}. Correct it, or remove it"],
    ["null", ".ltpm/config.json:1:1: must hold one object, e.g. {}, not null. Correct it, or remove it"],
    ["7", ".ltpm/config.json:1:1: must hold one object, e.g. {}, not 7. Correct it, or remove it"],
    [
      '{\n  // two at once\n  "land": "merge"\n}',
      ".ltpm/config.json:2:3: not valid JSON: a comment, which JSON does not allow. Correct it by hand",
    ],
    ["", ".ltpm/config.json:1:1: not valid JSON"],
    ['{\n  "land": "merge",\n}', ".ltpm/config.json:3:1: not valid JSON"],
    ['{\n  "land": \n}', ".ltpm/config.json:3:1: not valid JSON"],
    [
      '{\n<<<<<<< HEAD\n  "land": "merge"\n=======\n>>>>>>> other\n}',
      ".ltpm/config.json:2:1: not valid JSON: git left conflict markers here. Correct it by hand",
    ],
    ['{\n  "__proto__": {"land": "branch"}\n}', ".ltpm/config.json:2:16: __proto__: this key is not allowed"],
    [
      '{"task_runner": {"\\u005f_proto__": 1}}',
      ".ltpm/config.json:1:36: task_runner.__proto__: this key is not allowed",
    ],
    ['{"thresholds": {"constructor": 1}}', ".ltpm/config.json:1:32: thresholds.constructor: this key is not allowed"],
  ])("%j", async (config, message) => expect((await faultOf({ config })).message.startsWith(message)).toBe(true));

  test("a mark in front of the text is no fault", async () =>
    expect((await load({ config: '\ufeff{"land": "branch"}' })).settings.land).toBe("branch"));

  test("code and place come apart from the message, for editors and annotations", async () => {
    const fault = await faultOf({ config: '{\n "land": 1}' });
    expect(fault.at).toEqual({ file: ".ltpm/config.json", line: 2, column: 10, field: "land" });
    expect((await faultOf({ config: "{" })).code).toBe("not_json");
    expect((await faultOf({ config: '{"__proto__": 1}' })).code).toBe("forbidden_key");
    expect((await faultOf({ env: { TASK_RUNNER_DIR: "" } })).at).toBeNull();
  });
});

describe("unknown fields", () => {
  const config = (text: string) => load({ config: text }).then(({ warnings }) => warnings);
  test.each([
    ['{"lnad": "merge"}', [".ltpm/config.json:1:10: lnad is not a setting and has no effect; did you mean land?"]],
    [
      '{"max_retries": 3}',
      [".ltpm/config.json:1:17: max_retries is not a setting and has no effect; did you mean task_runner.max_retries?"],
    ],
    [
      '{"task_runner": {"maxRetries": 3}}',
      [
        ".ltpm/config.json:1:32: task_runner.maxRetries is not a setting and has no effect; did you mean task_runner.max_retries?",
      ],
    ],
    [
      '{"task_runner": {"runner": "github"}}',
      [".ltpm/config.json:1:28: task_runner.runner is not a setting and has no effect; did you mean runner?"],
    ],
    [
      '{"agents": [{"name": "claude", "arg": ["x"]}]}',
      [".ltpm/config.json:1:39: agents[0].arg is not a setting and has no effect; did you mean agents[0].args?"],
    ],
    [
      '{"agent": {"name": "claude", "modle": "x"}}',
      [".ltpm/config.json:1:39: agent.modle is not a setting and has no effect."],
    ],
    [
      '{"task_types": [{"name": "x", "strategies": [{"name": "a", "guidence": ""}], "checks": ["exit"], "matches": []}]}',
      [
        ".ltpm/config.json:1:109: task_types[0].matches is not a setting and has no effect; did you mean task_types[0].match?",
        ".ltpm/config.json:1:72: task_types[0].strategies[0].guidence is not a setting and has no effect; did you mean task_types[0].strategies[0].guidance?",
      ],
    ],
    [
      '{"backup": {"max_cuont": 3}}',
      [".ltpm/config.json:1:26: backup.max_cuont is not a setting and has no effect; did you mean backup.max_count?"],
    ],
    [
      '{"file_watcher": {"debounce": 3, "prompts": false}}',
      [
        ".ltpm/config.json:1:31: file_watcher.debounce is not a setting and has no effect.",
        ".ltpm/config.json:1:45: file_watcher.prompts is not a setting and has no effect; did you mean prompts?",
      ],
    ],
    [
      '{"max_count": 3, "enabled": true}',
      [
        ".ltpm/config.json:1:15: max_count is not a setting and has no effect; did you mean backup.max_count?",
        ".ltpm/config.json:1:29: enabled is not a setting and has no effect.",
      ],
    ],
    ['{\n  "colour\\u001b[2J": true\n}', [".ltpm/config.json:2:22: colour is not a setting and has no effect."]],
  ])("%s", async (text, warnings) => expect(await config(text)).toEqual(warnings));
});
