import { describe, expect, test } from "vitest";
import { answerProblem, citesSource, receiptProblem, topicsOf } from "../../src/verify/evidence.ts";

describe("what an answer shows", () => {
  test.each([
    ["Node 20, see .github/workflows/ci.yml", true],
    ["It is set in src/config/load.ts:42", true],
    ["https://nodejs.org/en/about", true],
    ["According to: the manual", true],
    ["As package.json says, 0.1.0.", true],
    ["来源：官方文档", true],
    ["RFC 9110 says so", true],
    ["I am quite sure that it is 5", false],
    ["Version 1.2.3 is the latest", false],
    ["", false],
  ])("%j cites a source: %s", (text, cites) => {
    expect(citesSource(text)).toBe(cites);
  });

  test.each([
    ["", ["Node"], false, /there is no answer/],
    [" \n--", ["Node"], false, /there is no answer/],
    ["It is 20", ["Node", "version"], false, /names nothing of what was asked \(Node, version\)/],
    ["NODE is at 20", ["Node"], false, null],
    ["anything", [], false, null],
    ["Node is at 20", ["Node"], true, /cites no source/],
    ["Node is at 20, see .nvmrc:1", ["Node"], true, null],
    ["构建使用 Node", ["构建"], false, null],
    ["It builds with tsc", ["构建"], false, null],
    ["测试通过", ["构建"], false, /names nothing/],
  ])("%j about %j, source %s", (text, about, source, problem) => {
    const found = answerProblem(text, about, source);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });

  test.each([
    ["https://chat.test/archives/C1/p2", true],
    ["#general", true],
    ["sent to @ana", true],
    ["ana@example.test", true],
    ["message id: 1732.55", true],
    ["I sent it", false],
    ["  ", false],
  ])("%j is a receipt: %s", (text, ok) => {
    expect(receiptProblem(text) === null).toBe(ok);
  });

  test.each([
    ["Which version of Node does the pipeline use?", ["version", "Node", "pipeline"]],
    ["Find out what is in it", []],
    ["查找构建脚本在哪里", ["查找", "构建", "脚本", "在哪"]],
    ["Compare zod, ajv and valibot: zod or valibot?", ["Compare", "valibot"]],
  ])("%j is about %j", (text, topics) => {
    expect(topicsOf(text)).toEqual(topics);
  });
});
