/** Reads an order from a matrix entry: text from outside until every field was looked at. Pure. */
import * as v from "valibot";
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { confinedPath } from "../../verify/repository-path.ts";
import { isToken } from "../command/attempt-folder.ts";
import { workBranch } from "./names.ts";
import { MOST_ORDER_BYTES } from "./pack.ts";

/** An order, or one sentence that says what is wrong with the text. */
export type Unpacked =
  | { readonly kind: "order"; readonly order: AttemptOrder }
  | { readonly kind: "wrong"; readonly problem: string };

const text = v.pipe(v.string(), v.maxLength(MOST_ORDER_BYTES));
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Goes into an argument or a variable, where a zero byte would end it. */
const word = v.pipe(text, v.regex(/^[^\0]*$/, "must not hold a zero byte"));
const path = v.pipe(
  word,
  v.check((value) => confinedPath(value).kind === "path", "must be a path inside the repository"),
);
const words = v.pipe(v.array(word), v.maxLength(2_000));
const argv = v.pipe(
  words,
  v.minLength(1),
  v.check((all) => all[0] !== "", "must begin with a program"),
);
const amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));
const place = v.pipe(
  word,
  v.maxLength(300),
  v.regex(/^(?!-)(?!.*(?:\.\.|@\{|\/\/))[^\s~^:?*[\\]+$/, "must be a commit or a branch"),
);

const checkSchema = v.variant("kind", [
  v.object({ kind: v.literal("file"), path }),
  v.object({ kind: v.literal("contains"), path, pattern: text, flags: v.pipe(v.string(), v.maxLength(10)) }),
  v.object({ kind: v.literal("command"), argv, only_if_changed: v.exactOptional(v.boolean()) }),
  v.object({ kind: v.literal("json"), path, schema: path }),
  v.object({ kind: v.literal("exit") }),
  v.object({ kind: v.literal("trace") }),
  v.object({ kind: v.literal("diff"), forbidden: words, allowed: words }),
  v.object({ kind: v.literal("deliverable"), mentioned: words }),
  v.object({ kind: v.literal("answer"), about: words, source: v.boolean() }),
  v.object({ kind: v.literal("reminder") }),
  v.object({ kind: v.literal("receipt") }),
]);

const runSchema = v.variant("kind", [
  v.object({ kind: v.literal("command"), argv }),
  v.object({ kind: v.literal("agent"), agent: short, preset: short, args: words, argv: v.exactOptional(argv) }),
]);

const placeSchema = v.variant("kind", [
  v.object({ kind: v.literal("in_place") }),
  v.object({ kind: v.literal("worktree"), branch: place, needs: v.pipe(v.array(place), v.maxLength(500)) }),
]);

const orderSchema = v.pipe(
  v.object({
    uid: short,
    id: v.pipe(v.string(), v.regex(/^T-\d{2,9}$/, "must be an id such as T-01")),
    token: v.pipe(v.string(), v.check(isToken, "must be an attempt's token")),
    attempt: amount,
    strategy: short,
    task_type: short,
    instruction: text,
    run: runSchema,
    place: placeSchema,
    checks: v.pipe(v.array(checkSchema), v.maxLength(200)),
    // A job of a self-hosted runner ends after five days.
    time_limit_ms: v.pipe(amount, v.maxValue(432_000_000)),
    output_limit_bytes: amount,
    env: v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,199}$/, "must be a variable's name"))),
      v.maxLength(500),
    ),
    complaint: text,
  }),
  v.check(
    (order) => order.place.kind === "in_place" || order.place.branch === workBranch(order),
    "its branch must be named after the task and the attempt",
  ),
);

function wrong(problem: string): Unpacked {
  return { kind: "wrong", problem: `The order cannot be used: ${problem}.` };
}

/** Reads the `order` of a matrix entry. Never throws. */
export function unpackOrder(json: string): Unpacked {
  if (new TextEncoder().encode(json).length > MOST_ORDER_BYTES)
    return wrong(`it is larger than ${MOST_ORDER_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return wrong("it is not JSON");
  }
  const parsed = v.safeParse(orderSchema, value);
  if (parsed.success) return { kind: "order", order: parsed.output };
  const [first] = parsed.issues;
  const field = first.path?.map((part) => String(part.key)).join(".") ?? "";
  return wrong(`${field === "" ? "" : `${field}: `}${first.message}`);
}
