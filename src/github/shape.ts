/** Answers of the API narrowed by a valibot schema: only fields that are used are looked at. */
import * as v from "valibot";

/** A function that checks an answer and gives it its type. Throws what says where the answer differs. */
export function shape<S extends v.GenericSchema>(schema: S): (data: unknown) => v.InferOutput<S> {
  return (data) => {
    const result = v.safeParse(schema, data, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw new Error(`${v.getDotPath(issue) ?? "the answer"}: ${issue.message}`);
  };
}

/** For answers of which nothing is needed. */
export function nothing(): null {
  return null;
}

/** An account; one that was deleted is shown as `ghost`, as on the site. */
export interface Account {
  readonly login: string;
  /** `User`, `Bot`, `Organization`, … */
  readonly type: string;
}

const GHOST: Account = { login: "ghost", type: "User" };

export const accountSchema = v.pipe(
  v.nullish(v.object({ login: v.string(), type: v.optional(v.string(), "User") }), null),
  v.transform((account): Account => account ?? GHOST),
);
