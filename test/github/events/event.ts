/** An event as the runner hands it to an Action. */
export interface ActionEvent {
  /** GITHUB_EVENT_NAME. */
  readonly name: string;
  /** What GITHUB_EVENT_PATH holds. */
  readonly payload: Record<string, unknown>;
  /** GITHUB_ACTOR: the account that set it off. */
  readonly actor: string;
  /** GITHUB_REF. Default: the default branch. */
  readonly ref?: string;
  /** GITHUB_SHA. Default: the ref's head. */
  readonly sha?: string;
}
