/** A document that cannot be used as it is: what is wrong, where. The sentences stand in `messages/triad.ts`. */
import type { TriadFaultCode } from "../messages/triad.ts";
import { triadFaultSentence } from "../messages/triad.ts";

export type { TriadFaultCode } from "../messages/triad.ts";

/** Where a fault is: `line` counts from 1; 0 stands for the file as a whole. `field` is a path in JSON or YAML, or "". */
export interface TriadPlace {
  readonly file: string;
  readonly line?: number;
  readonly field?: string;
}

/** Thrown at the border, printed once, never with a stack; the document stays untouched. */
export class TriadFault extends Error {
  override readonly name = "TriadFault";
  readonly code: TriadFaultCode;
  readonly file: string;
  readonly line: number;
  readonly field: string;

  constructor(code: TriadFaultCode, place: TriadPlace) {
    const where = { file: place.file, line: place.line ?? 0, field: place.field ?? "" };
    super(triadFaultSentence("en", { code, ...where }));
    this.code = code;
    this.file = where.file;
    this.line = where.line;
    this.field = where.field;
  }
}
