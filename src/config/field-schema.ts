/** Kinds of values that several fields of the config file have, each with the words for a wrong one. */
import * as v from "valibot";
import { type Bounds, wholeNumberRule } from "./defaults.ts";

export const text = v.pipe(v.string("must be a text"), v.minLength(1, "must not be empty"));
export const texts = v.array(text, "must be a list of texts");
export const flag = v.boolean("must be true or false");

export function whole(bounds: Bounds) {
  const rule = wholeNumberRule(bounds);
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(bounds.least, rule), v.maxValue(bounds.most, rule));
}

/** A number that need not be whole, of `unit` (`minutes`); "" for a bare one. */
export function quantity(unit: string, { least, most }: Bounds) {
  const rule = `must be a number ${unit === "" ? "" : `of ${unit} `}from ${least} to ${most}`;
  return v.pipe(v.number(rule), v.minValue(least, rule), v.maxValue(most, rule));
}

/** A text by a rule that says what is wrong with it, or null. */
export function ruled(problem: (value: string) => string | null) {
  return v.pipe(
    v.string("must be a text"),
    v.check(
      (value) => problem(value) === null,
      (issue) => problem(issue.input) ?? "",
    ),
  );
}

export function oneOf<const T extends readonly string[]>(names: T) {
  return v.picklist(names, `must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}`);
}
