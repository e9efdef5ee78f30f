/** What is known of an agent's command line program, as data: how it is called and where its answer stands. */

/** A path into JSON, e.g. `["error", "message"]`. */
export type FieldPath = readonly string[];

/** One JSON object at the end, or JSON with text around it. */
export interface ObjectOutput {
  readonly shape: "object";
  readonly text: FieldPath;
  readonly session: FieldPath;
  readonly cost?: FieldPath;
  /** Where an error's words stand; the first that is there counts. A list of texts is joined. */
  readonly errors: readonly FieldPath[];
  /** Every field must have this value for the run to count as well ended. */
  readonly ok: readonly { readonly field: FieldPath; readonly is: string | boolean }[];
  /** A field that is there only when the run failed. */
  readonly failed?: FieldPath;
  /** A number such as an HTTP status that tells the cause. */
  readonly status?: FieldPath;
  /** What the agent was not allowed to do: a list of objects with a name. */
  readonly denials?: { readonly list: FieldPath; readonly name: FieldPath };
}

/** An event on a line of its own; `where` narrows by another field. */
export interface EventPattern {
  readonly type: string;
  readonly where?: { readonly field: FieldPath; readonly is: string };
}

/** One JSON object a line. */
export interface LinesOutput {
  readonly shape: "lines";
  /** Which events carry the answer, and where. With `joined` all of them make it, else the last one does. */
  readonly text: readonly (EventPattern & { readonly field: FieldPath })[];
  readonly joined?: boolean;
  readonly session: readonly FieldPath[];
  readonly cost?: EventPattern & { readonly field: FieldPath };
  /** The run counts as well ended only when one of these came; without any, every event will do. */
  readonly finished: readonly EventPattern[];
  /** Ends the run as failed whatever else stands there. */
  readonly failed: readonly EventPattern[];
  /** Words of an error that the agent may have got over: they count only when no finishing event followed. */
  readonly troubles: readonly EventPattern[];
  readonly errors: readonly FieldPath[];
}

/** No structure: exit code and words. */
export interface PlainOutput {
  readonly shape: "plain";
  /** Texts whose appearance means that the run failed although the exit code says nothing. */
  readonly failures: readonly string[];
  /** A text before the amount in dollars. */
  readonly cost?: string;
}

export interface ExitMeaning {
  readonly means: string;
  /** Only a person can mend it. */
  readonly permanent?: boolean;
}

export interface AgentPreset {
  readonly name: string;
  /** The program on the PATH; "" for `plain`, whose argv stands in the configuration. */
  readonly program: string;
  /**
   * Its arguments. `{args}` stands for the configuration's extra ones, `{prompt}` for the instruction as one argument,
   * `{task}` for the file that holds it, `{room}` for the folder of task and result file, `{last}` for `lastMessage`.
   */
  readonly argv: readonly string[];
  /** What it gets on standard input, which is always closed afterwards: some wait for its end for ever. */
  readonly stdin: "instruction" | "nothing";
  readonly output: ObjectOutput | LinesOutput | PlainOutput;
  /** The file, in the room, into which the program writes its last message. */
  readonly lastMessage?: string;
  readonly exits: Readonly<Record<number, ExitMeaning>>;
  /** Names of environment variables it needs for its login and its set-up. */
  readonly keys: readonly string[];
  /** Variables set for it. */
  readonly env?: Readonly<Record<string, string>>;
  /** What a person does to set it up. */
  readonly setup: readonly string[];
}
