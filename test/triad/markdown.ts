/** Generated Markdown: pieces that make trouble, put together at random, with any line ends. */
import fc from "fast-check";

const LINES = [
  "",
  "",
  "",
  "# Progress",
  "## Recent Activity",
  "## Blockers ##",
  "### Changes",
  "# Next Steps",
  "Current Stage",
  "=====",
  "-----",
  "---",
  "***",
  "- item",
  "- [ ] open",
  "* [x] done",
  "+ [-] dropped",
  "  - nested",
  "    - deeper",
  "\t- tab",
  "1. first",
  "2) [X] second",
  "-",
  "> quoted",
  "> - [ ] quoted box",
  ">",
  "```",
  "```text",
  "~~~~",
  "    indented code",
  "  ```",
  "- ```",
  "<!-- open",
  "close -->",
  "<!-- one line -->",
  "text <!-- inside --> text",
  "<div>",
  "<script>",
  "</script>",
  "<details>",
  "| a | b |",
  "|---|---|",
  "| 1 | 40% |",
  "**Overall Progress**: 40%",
  "Progress: 12 %",
  "总体进度：70%",
  "## 阻塞",
  "trailing  ",
  "tab\tinside",
  "[x]: https://example.org",
  "[^1]: note",
  "- 2026-01-01 10:00: entry",
  "- 2026-01-02 10:00: later entry",
  "title: x",
  "\\# escaped",
  "\u2028",
  "😀 emoji",
];

const ENDINGS = fc.oneof(
  { weight: 6, arbitrary: fc.constant("\n") },
  { weight: 3, arbitrary: fc.constant("\r\n") },
  { weight: 1, arbitrary: fc.constant("\r") },
);

/** A document of up to 40 lines. */
export const markdown: fc.Arbitrary<string> = fc
  .record({
    bom: fc.boolean(),
    lines: fc.array(fc.tuple(fc.constantFrom(...LINES), ENDINGS), { maxLength: 40 }),
    last: fc.constantFrom("", "", "end", "- [ ] end", "```", "# End"),
    oneEnding: fc.option(fc.constantFrom("\n", "\r\n"), { freq: 4 }),
  })
  .map(({ bom, lines, last, oneEnding }) => {
    const body = lines.map(([line, ending]) => line + (oneEnding ?? ending)).join("");
    return `${bom ? "\ufeff" : ""}${body}${last}`;
  });
