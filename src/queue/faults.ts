/** What is wrong with a file of ours: one sentence that says what, where and what to do. */

/** Every kind of fault an input can have; the code decides exit status and annotation, the message is for people. */
export type FaultCode =
  | "not_json"
  | "conflict_markers"
  | "not_text"
  | "too_large"
  | "wrong_shape"
  | "newer_version"
  | "duplicate_id"
  | "duplicate_uid"
  | "last_id_too_low"
  | "forbidden_key"
  | "unknown_dependency"
  | "dependency_cycle"
  | "impossible_edit";

/** Where a fault is. `line` and `column` count from 1; `field` is a path such as `tasks[3].status`. */
export interface Fault {
  readonly code: FaultCode;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly problem: string;
  /** What the person can do about it. */
  readonly remedy: string;
}

/** Renders a fault as `file:line:column: field: problem. remedy` for a terminal or a log. */
export function describeFault(fault: Fault): string {
  const field = fault.field === "" ? "" : `${fault.field}: `;
  return `${fault.file}:${fault.line}:${fault.column}: ${field}${fault.problem}. ${fault.remedy}`;
}

/** A file that cannot be used as it is. Thrown at the border, printed once, never with a stack. */
export class QueueFault extends Error {
  override readonly name = "QueueFault";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(describeFault(fault));
    this.fault = fault;
  }
}
