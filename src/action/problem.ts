/** What the Action refuses by itself: one sentence that says what is wrong, where, and what to do. */

export type ActionProblemCode =
  /** Not started by a runner: an environment variable that every runner sets is missing or is none. */
  | "no_runner"
  | "no_token"
  | "no_repository"
  | "no_payload"
  /** The payload is there, and not what GitHub sends for this event. */
  | "wrong_payload"
  | "refused_event"
  | "wrong_input";

/** Thrown before anything was asked or written. */
export class ActionProblem extends Error {
  override readonly name = "ActionProblem";
  readonly code: ActionProblemCode;

  constructor(code: ActionProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}
