import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intake } from "../../../src/intake/intake.ts";
import { sanitise, sanitiseLine, sanitiseTitle } from "../../../src/messages/github/sanitise.ts";
import { UNSAFE } from "../hostile.ts";
import { hostileMarkdown } from "./hostile-markdown.ts";

const ROWS: readonly (readonly [name: string, text: string, safe: string])[] = [
  [
    "ordinary prose stays as it is",
    "Wrote 3 pages, see docs/a.md (50% done).",
    "Wrote 3 pages, see docs/a.md (50% done).",
  ],
  [
    "Markdown stays",
    "**Done** in _two_ steps:\n- [a](b.md)\n\n| x | y |",
    "**Done** in _two_ steps:\n- [a](b.md)\n\n| x | y |",
  ],
  ["a mention", "thanks @octocat!", "thanks @&#8203;octocat!"],
  ["a team", "cc @octo/team", "cc @&#8203;octo/team"],
  ["a mention behind a backslash", "\\@octocat", "\\@&#8203;octocat"],
  ["a mention written as an entity", "&#64;octocat &commat;octocat", "&amp;#&#8203;64;octocat &amp;commat;octocat"],
  ["an address of mail mentions nobody", "mail me@example.com", "mail me@example.com"],
  ["a reference", "see #12, octo/repo#3 and GH-4", "see #&#8203;12, octo/repo#&#8203;3 and GH-&#8203;4"],
  ["a heading and a colour are no reference", "# 1\n#fff", "# 1\n#fff"],
  ["a closing word", "fixes #5", "fixes #&#8203;5"],
  [
    "a closing word before an address",
    "Closes: https://x.example/o/r/issues/6",
    "Clos&#8203;es: https://x.example/o/r/issues/6",
  ],
  ["an address with an at sign still leads there", "https://x.example/@me/p", "https://x.example/%40me/p"],
  ["a comment", "a <!-- hidden\nwords --> b", "a  b"],
  ["a comment that another one uncovers", "<!<!-- x -->-- ltpm:task:u -->", "&lt;!-- ltpm:task:u -->"],
  ["a comment without an end", "a <!-- ltpm:task:u", "a &lt;!-- ltpm:task:u"],
  ["HTML", "<img src=x onerror=y> a < b <3", "&lt;img src=x onerror=y> a < b <3"],
  ["a picture becomes a link", "![pixel](https://x.example/p.png)", "!&#8203;[pixel](https://x.example/p.png)"],
  ["unseen characters", "a\u200bb\u202ec\u0007d\ufeff", "abcd"],
  ["half a character", "a\ud83d", "a\ufffd"],
  ["inline code stays", "run `npm i @octo/x#1` now, @octocat", "run `npm i @octo/x#1` now, @&#8203;octocat"],
  ["a backtick without a partner makes no code", "a ` b `` @octocat", "a ` b `` @&#8203;octocat"],
  ["a backtick of another line makes no code", "a `\n`@octocat` b", "a `\n`@&#8203;octocat` b"],
  ["a backtick in an address makes no code", "[a](`) @octocat (`)", "[a](`) @&#8203;octocat (`)"],
  ["a pipe ends code in a table", "`x | @octocat `", "`x | @&#8203;octocat `"],
  ["fenced code stays", "```js\n@octocat #1 <b>\n```\n@octocat", "```js\n@octocat #1 <b>\n```\n@&#8203;octocat"],
  ["a fence left open is closed", "~~~\n@octocat", "~~~\n@octocat\n~~~"],
  ["a fence in a list may end early, so it is no code", "- ```\n@octocat", "- ```\n@&#8203;octocat"],
  ["a fence holds no marker", "```\n<!-- ltpm:task:u\n```", "```\n<!- - ltpm:task:u\n```"],
  ["what stands behind a fence is a language or nothing", "```js <!-- x\na\n```", "```js\na\n```"],
  ["a slash that begins a line", "/approve\n- /merge\nand/or", "&#8203;/approve\n- &#8203;/merge\nand/or"],
  ["an order", "retry T-02", "r&#8203;etry T-02"],
  ["an order in a list", "1. skip `T-02` please", "1. s&#8203;kip `T-02` please"],
  ["an order in Chinese", "跳过 T-02", "跳&#8203;过 T-02"],
  ["a task to add", "add task: paint the house", "a&#8203;dd task: paint the house"],
  ["a status check", "show tasks", "s&#8203;how tasks"],
  ["a report about an order is none", 'Reply "retry T-02" once ready.', 'Reply "retry T-02" once ready.'],
];

describe("security 16: all text we post is made safe", () => {
  test.each(ROWS)("%s", (_name, text, safe) => expect(sanitise(text)).toBe(safe));

  test("nothing hidden, no comment, no marker; a second time changes nothing", () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        const safe = sanitise(text);
        expect(safe).not.toMatch(UNSAFE);
        expect(safe).not.toContain("<!--");
        expect(sanitise(safe)).toBe(safe);
      }),
    );
  });

  test("without code in it, nothing that GitHub acts on is left anywhere", () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        const safe = sanitise(text.replace(/[`~]/g, ""));
        expect(safe).not.toMatch(/(?<![0-9A-Za-z])@[0-9A-Za-z]|(?<!&)#\d|(?<![0-9A-Za-z])gh-\d|<[A-Za-z/!?]|!\[/i);
        expect(safe.replaceAll("&#8203;", "")).not.toMatch(/&#?[0-9A-Za-z]+;(?<!&(?:amp|lt|gt|quot);)/);
      }),
    );
  });

  test("an even number of fences, so that what follows is read as it is meant", () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        const after = `${sanitise(text)}\n\n@octocat`;
        expect(sanitise(after).endsWith("\n\n@&#8203;octocat")).toBe(true);
      }),
    );
  });

  test("time is linear in the length of the text", () => {
    const time = (text: string) => {
      const start = performance.now();
      sanitise(text);
      return performance.now() - start;
    };
    for (const piece of ["`", "<!--", "@a ", "fix ", "\\", "[", "https://", "&#", "~~~\n", "`a` ", " \n", "1. ", "*"]) {
      expect(time(piece.repeat(100_000 / piece.length))).toBeLessThan(5_000);
    }
  });
});

describe("security 8: our own text is never a command", () => {
  test("no line of a safe text is one, whatever it was made from", () => {
    fc.assert(
      fc.property(hostileMarkdown, (text) => {
        for (const line of sanitiseLine(text)
          .split("\n")
          .concat(sanitise(text.replace(/[`~]/g, "")).split("\n")))
          expect(intake({ text: line, source: "issue_comment" }, new Set(["T-02"])).kind).toBe("none");
      }),
    );
  });
});

describe("security 17: secrets", () => {
  const hide = (text: string) => text.replaceAll("hunter2", "[redacted]");
  test.each([
    ["as it is", "the word is hunter2", "the word is [redacted]"],
    ["with something unseen in it", "hun\u200bter2", "[redacted]"],
    ["with a comment in it", "hun<!-- x -->ter2", "[redacted]"],
  ])("%s", (_name, text, safe) => {
    expect(sanitise(text, hide)).toBe(safe);
    expect(sanitiseLine(text, hide)).toBe(safe);
    expect(sanitiseTitle(text, hide, 80)).toBe(safe);
  });
  test("before it is shortened", () => expect(sanitiseLine("my hunter2", hide, 8)).toBe("my [red…"));
});

describe("one line", () => {
  test.each([
    ["lines are joined", "a\n\nb", "a b"],
    ["a fence is none", "~~~ sh\nrm", "sh rm"],
    ["several fences are none", "``` ~~~ a", "a"],
    ["a title in a list", "- @octocat", "- @&#8203;octocat"],
  ])("%s", (_name, text, line) => expect(sanitiseLine(text)).toBe(line));

  test("it is one line, of at most so many columns before escapes", () => {
    fc.assert(fc.property(hostileMarkdown, (text) => void expect(sanitiseLine(text)).not.toContain("\n")));
    expect(sanitiseLine("word ".repeat(50), undefined, 20)).toBe("word word word word…");
  });

  test("a title knows no entities", () =>
    expect(sanitiseTitle("@octocat fixes #12\nGH-3", (text) => text, 80)).toBe(
      "\uff20octocat fixes \uff0312 GH\u20113",
    ));
});
