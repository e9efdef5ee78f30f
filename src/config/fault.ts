/** A setting that cannot be used: where it came from, what is wrong with it, what to do. */

export type ConfigFaultCode = "wrong_value" | "forbidden_key" | "not_json" | "not_text" | "too_large" | "unreadable";

/** A text and the name by which a person knows its file. */
export interface NamedText {
  readonly path: string;
  readonly text: string;
}

/** A place inside a file, so that an editor or the Action can mark it. Lines and columns count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A path such as `task_runner.max_retries`; "" for the file as a whole. */
  readonly field: string;
}

/** Thrown for the first wrong setting; the message says everything in one line. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
  readonly code: ConfigFaultCode;
  /** `environment variable TASK_RUNNER_DIR`, `TOOLS.md:12`, `.ltpm/config.json:7:20: task_runner.max_retries`. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
  readonly at: FilePlace | null;

  constructor(fault: {
    readonly code: ConfigFaultCode;
    readonly place: string;
    readonly problem: string;
    readonly remedy: string;
    readonly at?: FilePlace;
  }) {
    super(`${fault.place}: ${fault.problem}. ${fault.remedy}`);
    this.code = fault.code;
    this.place = fault.place;
    this.problem = fault.problem;
    this.remedy = fault.remedy;
    this.at = fault.at ?? null;
  }
}

/** `file:line:column: field`, as compilers write it. */
export function placeInFile({ file, line, column, field }: FilePlace): string {
  return field === "" ? `${file}:${line}:${column}` : `${file}:${line}:${column}: ${field}`;
}
