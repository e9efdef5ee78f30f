import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Log, openLog } from "../../src/action/log.ts";
import { captured } from "./captured.ts";
import { commandsIn } from "./commands.ts";

async function logged(work: (log: Log) => unknown): Promise<string> {
  const { stdout } = await captured(() => work(openLog((text) => process.stdout.write(text))));
  return stdout;
}

describe("annotations", () => {
  const table: [annotation: Parameters<Log["annotate"]>[0], line: string][] = [
    [{ level: "error", text: "No." }, "::error::No.\n"],
    [{ level: "warning", text: "50% of A: B, C" }, "::warning::50%25 of A: B, C\n"],
    [{ level: "notice", text: "a", title: "T-02: x, y" }, "::notice title=T-02%3A x%2C y::a\n"],
    [
      { level: "error", text: "a", file: ".ltpm/config.json", line: 3, column: 7 },
      "::error file=.ltpm/config.json,line=3,col=7::a\n",
    ],
    [{ level: "error", text: "a\r\n::add-mask::b\nc" }, "::error::a ::add-mask::b c\n"],
    [{ level: "error", text: "a", title: "x\n::warning::y" }, "::error title=x %3A%3Awarning%3A%3Ay::a\n"],
    [{ level: "error", text: "\u001b[31mred\u202e" }, "::error::red\n"],
  ];
  test.each(table)("%j", async (annotation, line) => {
    expect(await logged((log) => log.annotate(annotation))).toBe(line);
  });

  test("a long one is cut", async () => {
    expect((await logged((log) => log.annotate({ level: "error", text: "x".repeat(100_000) }))).length).toBeLessThan(
      5_000,
    );
  });
});

describe("groups and lines", () => {
  test("a group is closed also when its work fails", async () => {
    const stdout = await logged((log) =>
      log.group("A\n::error::b", () => Promise.reject(new Error("no"))).catch(() => log.info("after")),
    );
    expect(stdout).toBe("::group::A ::error::b\n::endgroup::\nafter\n");
  });

  test("the end of a group is given back", async () => {
    expect((await captured(() => openLog(() => {}).group("A", async () => 7))).value).toBe(7);
  });

  test("debug lines are for the runner to show or not", async () => {
    expect(await logged((log) => log.debug("a\nb"))).toBe("::debug::a%0Ab\n");
  });

  const lines: [text: string, shown: string][] = [
    ["plain", "plain\n"],
    ["::error::no", ": :error::no\n"],
    ["a\n  ::add-mask::b", "a\n  : :add-mask::b\n"],
    ["a ::error::b", "a ::error::b\n"],
    ["\u00a0::error::b", "\u00a0: :error::b\n"],
    ["a ##[add-mask]b", "a ## [add-mask]b\n"],
    ["::::", ": :::\n"],
  ];
  test.each(lines)("%j", async (text, shown) => {
    expect(await logged((log) => log.info(text))).toBe(shown);
  });
});

/** What a task, a comment or a program could write to be taken for us. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "::",
        "\n",
        "\r",
        "\u2028",
        "\u0085",
        " ",
        "##[",
        "]",
        "%0A",
        "%0D%0A",
        ",",
        "\t",
        "\u00a0",
        "\ufeff",
      ),
      fc.constantFrom(
        "::error::",
        "::add-mask::",
        "::stop-commands::x",
        "::x::",
        "set-env name=A",
        "\n::endgroup::\n",
        "##[group]a",
      ),
    ),
  )
  .map((pieces) => pieces.join(""));

describe("security 18: no text of others becomes a command of the runner", () => {
  test("in a line", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(commandsIn(await logged((log) => log.info(text)))).toEqual([]);
      }),
    );
  });

  test("in an annotation: exactly one command, ours", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (text, title) => {
        const found = commandsIn(
          await logged((log) => log.annotate({ level: "warning", text, title, file: title, line: 1 })),
        );
        expect(found.map(({ name }) => name)).toEqual(["warning"]);
        expect(found[0]?.properties.line).toBe("1");
      }),
    );
  });
});

describe("security 17: secrets are taken out", () => {
  const TOKEN = "a-token-of-no-known-form";
  const ways: [way: string, write: (log: Log, text: string) => unknown][] = [
    ["info", (log, text) => log.info(text)],
    ["debug", (log, text) => log.debug(text)],
    ["annotate", (log, text) => log.annotate({ level: "error", text, title: text })],
    ["group", (log, text) => log.group(text, async () => {})],
    ["clean", (log, text) => log.info(log.clean(text))],
  ];
  test.each(ways)("%s: known forms, and values we were told", async (_way, write) => {
    const stdout = await logged((log) => {
      log.secret(TOKEN);
      return write(log, `before ${TOKEN} and ghp_0123456789abcdefghij after`);
    });
    const [mask, ...rest] = stdout.split("\n");
    expect(mask).toBe(`::add-mask::${TOKEN}`);
    expect(rest.join("\n")).not.toMatch(/a-token-of|ghp_/);
    expect(rest.join("\n")).toContain("before [redacted] and [redacted] after");
  });

  test("an empty or short value is no secret", async () => {
    expect(await logged((log) => [log.secret(""), log.secret("abc"), log.info("abc")])).toBe("abc\n");
  });
});
