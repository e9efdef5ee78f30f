import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "../../src/host/redact.ts";
import { redactedStream } from "../../src/host/redact-stream.ts";

const jwt = `eyJ${"hbGciOiJI".repeat(3)}.eyJ${"zdWIiOiIx".repeat(4)}.${"SflKxwRJ_-".repeat(4)}`;
const key = [
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "b3BlbnNzaC1rZXktdjE".repeat(3),
  "AAAA==",
  "-----END OPENSSH PRIVATE KEY-----",
];
const secrets: readonly string[] = [
  ...["p", "o", "s", "u", "r"].map((kind) => `gh${kind}_${"aB3".repeat(12)}`),
  `ghs_1234_${jwt}`,
  `github_pat_${"11AAAAAAA0".repeat(5)}`,
  "sk-ant-api03-abc_DEF-123",
  `sk-proj-${"abc123".repeat(5)}`,
  "AKIAIOSFODNN7EXAMPLE",
  "ASIAIOSFODNN7EXAMPLE",
  `AIza${"aB3_-".repeat(7)}`,
  "xoxb-123456789012-abcdefGHIJ",
  "xapp-1-A0123-456-abcdef",
  `glpat-${"aB3-_".repeat(4)}`,
  `npm_${"aB3".repeat(12)}`,
  jwt,
];

describe("a text", () => {
  test.each(secrets)("without %s", (secret) => {
    for (const [before, after] of [
      ["", ""],
      ["token=", ";"],
      ['{"a":"', '"}'],
      ["Bearer ", "\nnext"],
      ["(", ")"],
    ]) {
      expect(redact(`${before}${secret}${after}`)).toBe(`${before}[redacted]${after}`);
    }
  });

  test.each([
    ["https://me:pass-word@example.com/x", "https://me:[redacted]@example.com/x"],
    ["postgres://u:p%40@db:5432/x?y=z", "postgres://u:[redacted]@db:5432/x?y=z"],
    ["https://:only@h", "https://:[redacted]@h"],
    ["authorization: bearer abcdefgh123", "authorization: bearer [redacted]"],
    ["AUTHORIZATION: basic eDp5enl6eQ==", "AUTHORIZATION: basic [redacted]"],
    [`a\n${key.join("\n")}\nb\n`, "a\n[redacted]\nb\n"],
    [`a\r\n  ${key.join("\r\n  ")}\r\nb`, "a\r\n  [redacted]\r\nb"],
    [`{"k":"${key.join("\\n")}\\n"}`, '{"k":"[redacted]\\n"}'],
    [`${key.slice(0, 2).join("\n")}\nordinary words again\n`, "[redacted]\nordinary words again\n"],
  ])("%j becomes %j", (text, expected) => expect(redact(text)).toBe(expected));

  test.each([
    "https://example.com:8080/a@b and mail me@example.com, see http://user@host/",
    "task-force-of-one-hundred-people sk-learn-something-very-long-indeed risk-assessment-2026-11-21-final-version",
    "ghp_short github_pat_ AKIA xox- eyJ.eyJ. -----BEGIN CERTIFICATE----- authorization: none",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b at 2026-11-21T10:00:00Z",
  ])("%s stays", (text) => expect(redact(text)).toBe(text));

  test("without the values it is told", () => {
    expect(redact("user hunter2hunter2, pass (hunter2hunter2)", ["hunter2hunter2"])).toBe(
      "user [redacted], pass ([redacted])",
    );
  });

  test("is redacted in linear time, however it is made", () => {
    const bait = [
      "gh",
      "sk-",
      "eyJ",
      "://",
      "a:",
      "xox",
      "-----BEGIN ",
      "A",
      "PRIVATE KEY-----",
      "authorization: ",
      "sk-a_",
      "://a:b",
      "eyJaaaaaaaa.",
    ];
    const before = performance.now();
    for (const piece of bait) redact(piece.repeat(Math.ceil(400_000 / piece.length)));
    expect(performance.now() - before).toBeLessThan(8_000);
  });
});

/** Feeds a text in pieces cut at the given places. */
function inPieces(text: string, cuts: readonly number[], values: readonly string[] = []): string {
  const stream = redactedStream(values);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b);
  let out = "";
  for (let i = 0; i + 1 < places.length; i++) out += stream.push(text.slice(places[i], places[i + 1]));
  return out + stream.end();
}

describe("a stream", () => {
  const values = ["multi word value 1", "s3cret-value-of-ours"];
  const word = fc.oneof(
    fc.constantFrom(
      ...secrets,
      ...values,
      `${key.join("\n")}\n`,
      key.join("\\n"),
      "https://u:pw123456@h/",
      "authorization: bearer 12345678901",
    ),
    fc.constantFrom("word", " ", "\n", "\r\n", "\t", '"', "{}", "ü文😀", "a".repeat(300), "sk-", "ghp_"),
  );
  const texts = fc
    .array(fc.tuple(word, fc.constantFrom(" ", "\n", ", ", "\r\n")), { maxLength: 40 })
    .map((parts) => parts.flat().join(""));

  test("gives what the whole text would give, wherever it is cut", () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(20_000), { maxLength: 30 }), (text, cuts) => {
        expect(inPieces(text, cuts, values)).toBe(redact(text, values));
      }),
      { numRuns: 300 },
    );
  });

  test("shows no part of a secret in lines without an end either", () => {
    const filler = fc.constantFrom(" ", "x ", '","', "word ".repeat(500), "y".repeat(900));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...secrets, ...values, key.join("\\n")), filler), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.array(fc.nat(90_000), { maxLength: 10 }),
        (parts, cuts) => {
          const text = parts.map(([secret, fill]) => `"${secret}" ${fill}`).join("");
          const out = inPieces(text, cuts, values);
          for (const [secret] of parts) {
            expect(out).not.toContain(secret);
            for (let at = 0; at + 12 <= secret.length; at += 12) {
              const part = secret.slice(at, at + 12);
              if (!/^[a-z0-9_]{12}$/i.test(part)) continue;
              expect(out).not.toContain(part);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("passes whole lines on at once, and carriage returns end lines too", () => {
    const stream = redactedStream();
    expect(stream.push("one\ntw")).toBe("one\n");
    expect(stream.push("o\r50%\r")).toBe("two\r");
    expect(stream.push("\nthree")).toBe("50%\r\n");
    expect(stream.end()).toBe("three");
    expect(stream.end()).toBe("");
  });

  test("leaves out a run without an end instead of holding it", () => {
    const stream = redactedStream();
    let out = "";
    for (let i = 0; i < 100; i++) out += stream.push("A".repeat(10_000));
    out += stream.push(" and on\n") + stream.end();
    expect(out).toMatch(/^\[redacted: a run of more than 16384 characters\] and on\n$/);
  });

  test("of many megabytes takes little time", () => {
    const chunk = `${"an ordinary line of output, some 60 characters long or so\n".repeat(1_000)}`;
    const stream = redactedStream(["s3cret-value-of-ours"]);
    const before = performance.now();
    for (let i = 0; i < 400; i++) stream.push(chunk);
    const [seconds, megabytes] = [(performance.now() - before) / 1_000, (chunk.length * 400) / 1e6];
    expect(megabytes).toBeGreaterThan(20);
    expect(seconds).toBeLessThan(15);
  });
});
