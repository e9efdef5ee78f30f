/** What `lint` has to say: where, which rule, and the numbers or names its sentence needs. */
import type { LintCode } from "../../messages/triad.ts";
import type { TriadDocument } from "../document/open.ts";

export type { LintCode } from "../../messages/triad.ts";

export interface Finding {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly code: LintCode;
  /** Filled into the sentence; user text among them is made safe there. */
  readonly values: readonly (string | number)[];
}

/** The documents that are there; a missing one has no findings. */
export interface Triad {
  readonly mission: TriadDocument | null;
  readonly progress: TriadDocument | null;
  readonly next: TriadDocument | null;
}

export const FILES = { mission: "MISSION.md", progress: "PROGRESS.md", next: "NEXT_STEPS.md" } as const;
export type Kind = keyof typeof FILES;

export function finding(kind: Kind, line: number, code: LintCode, ...values: readonly (string | number)[]): Finding {
  return { file: FILES[kind], line: line + 1, code, values };
}
