/** From bytes to text and back. What is not UTF-8 text is refused: guessing an encoding would change bytes. */
import { TriadFault } from "../fault.ts";

const LF = 0x0a;
/** So many bytes are looked at to tell UTF-16 without a mark from a binary file. */
const SAMPLE = 4096;

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function lineOf(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let at = 0; at < end; at++) if (bytes[at] === LF) line++;
  return line;
}

/** UTF-16 without a byte order mark: nearly every second byte of a mostly Latin text is NUL, all on the same side. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, SAMPLE);
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const [most, least] = zeros[0] > zeros[1] ? zeros : [zeros[1], zeros[0]];
  return least === 0 && most * 2 > length / 2;
}

/** The first byte that cannot be part of UTF-8 text: found by halving, as a decoder does not tell. */
function firstBadByte(bytes: Uint8Array): number {
  const good = (end: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (good(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The text of a document, its byte order mark included, so that {@link encodeDocument} gives the same bytes back.
 * @throws TriadFault `utf16`, `binary` (a NUL byte) or `not_utf8`, with the line where there is one
 */
export function decodeDocument(bytes: Uint8Array, file: string): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) throw new TriadFault("utf16", { file });
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    if (looksLikeUtf16(bytes)) throw new TriadFault("utf16", { file });
    throw new TriadFault("binary", { file, line: lineOf(bytes, nul) });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TriadFault("not_utf8", { file, line: lineOf(bytes, firstBadByte(bytes)) });
  }
}

/** The bytes of a document. */
export function encodeDocument(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
