/** Evaluates `if:` as GitHub does, with GitHub's own evaluator. */
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
export type Contexts = { readonly [key: string]: Plain };

/** How the jobs before went. */
export interface Status {
  readonly failed?: boolean;
  readonly cancelled?: boolean;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function asData(value: Plain): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  return isList(value) ? new data.Array(...value.map(asData)) : asDictionary(value);
}

function asDictionary(value: Contexts): data.Dictionary {
  return new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: asData(inner) })));
}

function statusFunctions({ failed = false, cancelled = false }: Status) {
  const says = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  return [
    says("always", true),
    says("cancelled", cancelled),
    says("failure", failed && !cancelled),
    says("success", !failed && !cancelled),
  ];
}

/** What an expression says, `${{ }}` around it or not. Throws what GitHub would refuse the workflow for. */
export function evaluate(expression: string, contexts: Contexts, status: Status = {}): data.ExpressionData {
  const inner = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(expression)?.[1] ?? expression;
  const extra = statusFunctions(status);
  const parsed = new Parser(new Lexer(inner).lex().tokens, Object.keys(contexts), extra).parse();
  return new Evaluator(parsed, asDictionary(contexts), new Map(extra.map((one) => [one.name, one]))).evaluate();
}

function isTrue(value: data.ExpressionData): boolean {
  if (value instanceof data.BooleanData) return value.value;
  if (value instanceof data.StringData) return value.value !== "";
  if (value instanceof data.NumberData) return value.value !== 0 && !Number.isNaN(value.value);
  return !(value instanceof data.Null);
}

/** Whether a job with this `if:` runs: without a status function, `success()` is meant as well. */
export function runs(condition: string, contexts: Contexts, status: Status = {}): boolean {
  const asks = /\b(?:always|cancelled|failure|success)\s*\(/.test(condition);
  return isTrue(evaluate(condition, contexts, status)) && (asks || !(status.failed || status.cancelled));
}
