/**
 * GitHub's own description of its REST API, reduced (`scripts/openapi.mjs`), as a judge: which operation a request is, what is wrong
 * with the request, what is wrong with an answer.
 */
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import description from "./rest.json" with { type: "json" };

export interface Operation {
  readonly method: string;
  /** `/repos/{owner}/{repo}/issues` */
  readonly path: string;
  /** `issues/list-for-repo` */
  readonly id: string;
}

interface Described extends Operation {
  readonly slots: Readonly<Record<string, object>>;
  readonly query: Readonly<Record<string, object>>;
  readonly body?: object;
  readonly needed?: boolean;
  readonly responses: Readonly<Record<string, object | null>>;
}

export interface Route {
  readonly operation: Operation;
  readonly slots: Readonly<Record<string, string>>;
}

/** Statuses that any operation may answer with, described or not: they are about the caller and the server, not the operation. */
const ALWAYS: readonly string[] = ["304", "400", "401", "403", "404", "410", "422", "429", "500", "502", "503", "504"];
/** Described as a date, documented as a search for one: `>=2026-01-01`. */
const SEARCHES: readonly string[] = ["created"];
/** Slots that may hold slashes. */
const DEEP: readonly string[] = ["path", "ref", "branch"];

const operations: readonly Described[] = JSON.parse(JSON.stringify(description.operations));
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
// The package is CommonJS: its function is the module itself or its default, by who loads it.
const addFormats = typeof formats === "function" ? formats : formats.default;
addFormats(ajv);
ajv.addSchema({ $id: "github", schemas: description.schemas });
const compiled = new Map<object, ValidateFunction>();

function pattern(operation: Described): RegExp {
  const source = operation.path.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, (_, slot: string) => {
    return DEEP.includes(slot) ? `(?<${slot}>.+)` : `(?<${slot}>[^/]+)`;
  });
  return new RegExp(`^${source}$`);
}

/** More exact paths first: `/issues/comments` before `/issues/{issue_number}`, `/branches/{branch}/protection` before `/branches/{branch}`. */
const routes = operations
  .map((operation) => ({
    operation,
    pattern: pattern(operation),
    literal: `${operation.path.replace(/\{\w+\}/g, "~")}\x7f`,
  }))
  .sort((a, b) => (a.literal < b.literal ? -1 : 1));

function check(schema: object, value: unknown, where: string): string[] {
  const known = compiled.get(schema);
  // A reference inside an operation means the description as a whole.
  const validate =
    known ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/')));
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${where}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Query values are text; what the description calls a number or a switch is read as one. */
function read(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}

function checkText(schema: object, text: string, where: string): string[] {
  const asText = check(schema, text, where);
  if (asText.length === 0) return [];
  return check(schema, read(text), where).length === 0 ? [] : asText;
}

/** Which operation a request is; null when the description has no such path. */
export function findRoute(method: string, path: string): Route | null {
  for (const one of routes) {
    if (one.operation.method !== method) continue;
    const found = one.pattern.exec(path);
    if (!found) continue;
    const slots = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operation: one.operation, slots: Object.fromEntries(slots) };
  }
  return null;
}

/** What is wrong with a request; empty when nothing is. `withoutBody`: none was sent. */
export function requestFaults(
  route: Route,
  query: Readonly<Record<string, string>>,
  body: unknown,
  withoutBody: boolean,
): string[] {
  const operation = operations.find((one) => one.id === route.operation.id);
  if (operation === undefined) return [];
  const faults = Object.entries(route.slots).flatMap(([name, value]) => {
    const schema = operation.slots[name];
    return schema === undefined ? [] : checkText(schema, value, `path.${name}`);
  });
  for (const [name, value] of Object.entries(query)) {
    if (SEARCHES.includes(name) && name in operation.query) continue;
    const schema = operation.query[name];
    faults.push(...(schema === undefined ? [`query.${name} is unknown`] : checkText(schema, value, `query.${name}`)));
  }
  if (operation.body === undefined) {
    if (!withoutBody && JSON.stringify(body) !== "{}") faults.push("body: this operation takes none");
  } else if (withoutBody) {
    if (operation.needed) faults.push("body is missing");
  } else faults.push(...check(operation.body, body, "body"));
  return faults;
}

/** What is wrong with an answer that the double is about to give. */
export function answerFaults(route: Route, status: number, json: unknown): string[] {
  const operation = operations.find((one) => one.id === route.operation.id);
  const described = operation?.responses[String(status)];
  if (described === undefined) {
    return ALWAYS.includes(String(status)) ? [] : [`answer ${status} is not described`];
  }
  if (described === null || json === undefined) return [];
  return check(described, json, `answer ${status}`);
}
