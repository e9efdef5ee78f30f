/**
 * Writes test/github/contract/rest.json, and its licence beside it: of GitHub's OpenAPI description, the operations that the Action uses, as JSON Schema.
 * The package is too large (385 MB) to be a dependency: this fetches the version named below into a temporary directory.
 * Run it by hand when an operation is added: `node scripts/openapi.mjs`, or with the path of an unpacked api.github.com.json.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OPERATIONS } from "./openapi-operations.mjs";

const PACKAGE = "@octokit/openapi";
const VERSION = "23.0.2";
const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "test", "github", "contract");

function fetchDescription() {
  const dir = mkdtempSync(join(tmpdir(), "ltpm-openapi-"));
  try {
    const packed = execFileSync("npm", ["pack", "--silent", `${PACKAGE}@${VERSION}`], { cwd: dir, encoding: "utf8" });
    const archive = packed.trim().split("\n").at(-1) ?? "";
    execFileSync("tar", ["xzf", archive, "package/LICENSE", "package/generated/api.github.com.json"], { cwd: dir });
    copyFileSync(join(dir, "package", "LICENSE"), join(target, "rest.LICENSE"));
    return readFileSync(join(dir, "package", "generated", "api.github.com.json"), "utf8");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What says nothing about validity. */
const WORDS = new Set([
  "description",
  "summary",
  "example",
  "examples",
  "title",
  "default",
  "externalDocs",
  "deprecated",
  "discriminator",
]);

/** OpenAPI 3.0 to JSON Schema: no prose, `nullable` as a type, references to `#/schemas`. */
function toJsonSchema(node, isProperties = false) {
  if (Array.isArray(node)) return node.map((one) => toJsonSchema(one));
  if (node === null || typeof node !== "object") return node;
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    if (!isProperties && (WORDS.has(key) || key.startsWith("x-") || key === "nullable")) continue;
    if (key === "$ref" && typeof value === "string") kept.$ref = value.replace("#/components/schemas/", "#/schemas/");
    else if (key === "enum" && !isProperties) kept.enum = value;
    // The alternatives overlap more often than they should: an error fits each kind of error.
    else if (key === "oneOf" && !isProperties) kept.anyOf = toJsonSchema(value);
    else kept[key] = toJsonSchema(value, !isProperties && key === "properties");
  }
  return !isProperties && node.nullable === true ? orNull(kept) : kept;
}

function orNull(schema) {
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  const type = [schema.type, "null"];
  if (!schema.enum) return { ...schema, type };
  return { ...schema, type, enum: schema.enum.includes(null) ? schema.enum : [...schema.enum, null] };
}

/** A body with a field that the description does not know is a mistake of ours: every object is closed. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties")
      out.properties = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, closed(v)]));
    else out[key] = key === "enum" || key === "required" ? value : closed(value);
  }
  if (out.properties && out.additionalProperties === undefined) out.additionalProperties = false;
  return out;
}

function parameters(description, pathItem, operation) {
  const lookUp = (one) => (one.$ref ? description.components.parameters[one.$ref.split("/").at(-1)] : one);
  const found = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])].map(lookUp);
  const of = (where) =>
    Object.fromEntries(found.filter((one) => one.in === where).map((one) => [one.name, toJsonSchema(one.schema)]));
  return { slots: of("path"), query: of("query") };
}

function responses(description, operation) {
  const out = {};
  for (const [status, answer] of Object.entries(operation.responses)) {
    const found = answer.$ref ? description.components.responses[answer.$ref.split("/").at(-1)] : answer;
    const schema = found?.content?.["application/json"]?.schema;
    out[status] = schema === undefined ? null : toJsonSchema(schema);
  }
  return out;
}

/** All schemas that are reachable, by name. */
function reachable(description, operations) {
  const out = {};
  const open = [operations];
  while (open.length > 0) {
    const text = JSON.stringify(open.pop());
    for (const [, name] of text.matchAll(/"#\/schemas\/([^"]+)"/g)) {
      if (out[name]) continue;
      out[name] = toJsonSchema(description.components.schemas[name]);
      open.push(out[name]);
    }
  }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function reduce(description) {
  const operations = OPERATIONS.map((route) => {
    const [method, path] = route.split(" ");
    const pathItem = description.paths[path];
    const operation = pathItem?.[method.toLowerCase()];
    if (!operation) throw new Error(`No such operation: ${route}`);
    const body = operation.requestBody?.content?.["application/json"]?.schema;
    return {
      method,
      path,
      id: operation.operationId,
      ...parameters(description, pathItem, operation),
      ...(body === undefined
        ? {}
        : { body: closed(toJsonSchema(body)), needed: operation.requestBody.required === true }),
      responses: responses(description, operation),
    };
  });
  return { source: `${PACKAGE}@${VERSION} (MIT)`, operations, schemas: reachable(description, operations) };
}

const given = process.argv[2];
const description = JSON.parse(given === undefined ? fetchDescription() : readFileSync(given, "utf8"));
const reduced = JSON.stringify(reduce(description));
writeFileSync(join(target, "rest.json"), `${reduced}\n`);
process.stdout.write(`${OPERATIONS.length} operations, ${Math.round(reduced.length / 1000)} kB\n`);
