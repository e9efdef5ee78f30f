import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDocument, encodeDocument } from "../../../src/triad/document/source.ts";
import { TriadFault } from "../../../src/triad/fault.ts";
import { DOCUMENTS } from "../documents.ts";

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const bytes = (text: string, ...more: number[]) => new Uint8Array([...Buffer.from(text), ...more]);

function faultOf(input: Uint8Array): TriadFault {
  try {
    decodeDocument(input, "PROGRESS.md");
  } catch (error) {
    if (error instanceof TriadFault) return error;
  }
  throw new Error("nothing was refused");
}

describe("decodeDocument", () => {
  test.each([
    ["UTF-16 with a mark", new Uint8Array([0xff, 0xfe, 0x23, 0]), "utf16", 0],
    ["UTF-16, big end first", new Uint8Array([0xfe, 0xff, 0, 0x23]), "utf16", 0],
    ["UTF-16 without a mark", utf16("# Progress\n\n- one\n"), "utf16", 0],
    ["a NUL byte", bytes("# Progress\n\nx", 0, 0x0a), "binary", 3],
    ["Latin-1", bytes("# A\n## \n", 0xfc, 0x62, 0x65, 0x72), "not_utf8", 3],
    ["half a character at the end", bytes("a\nb\nc", 0xe4, 0xb8), "not_utf8", 3],
    ["a surrogate as UTF-8", bytes("a", 0xed, 0xa0, 0x80), "not_utf8", 1],
  ])("refuses %s", (_, input, code, line) => {
    const fault = faultOf(input);
    expect([fault.code, fault.line]).toEqual([code, line]);
    expect(fault.message).toContain(line > 0 ? `PROGRESS.md:${line}:` : "PROGRESS.md:");
  });

  test("keeps every document's bytes", () => {
    for (const { name, text } of DOCUMENTS) {
      const input = new Uint8Array(Buffer.from(text));
      expect(Buffer.compare(encodeDocument(decodeDocument(input, name)), input), name).toBe(0);
    }
  });

  test("gives the same bytes back or refuses", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        let text: string;
        try {
          text = decodeDocument(input, "x");
        } catch (error) {
          return error instanceof TriadFault;
        }
        return Buffer.compare(encodeDocument(text), input) === 0;
      }),
    );
  });
});
