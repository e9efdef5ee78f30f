/** GitHub's GraphQL schema: read when the first GraphQL request comes, since that takes a while. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSchema, type DocumentNode, type GraphQLSchema, parse, validate } from "graphql";

/** The schema inside the package, whose own entry would read it as JSON as well (5 MB more). */
function schemaFile(): string {
  const folders = createRequire(import.meta.url).resolve.paths("@octokit/graphql-schema") ?? [];
  const file = folders
    .map((folder) => join(folder, "@octokit/graphql-schema/schema.graphql"))
    .find((one) => existsSync(one));
  if (file === undefined) throw new Error("@octokit/graphql-schema is not installed");
  return file;
}

let built: GraphQLSchema | undefined;

export function githubSchema(): GraphQLSchema {
  if (built === undefined) {
    const text = readFileSync(schemaFile(), "utf8");
    built = buildSchema(text, { assumeValid: true, noLocation: true });
  }
  return built;
}

interface Checked {
  /** null: it cannot be read. */
  readonly document: DocumentNode | null;
  readonly faults: readonly string[];
}

// A client sends the same few queries again and again; checking one costs milliseconds.
const checked = new Map<string, Checked>();
const read = new Map<string, DocumentNode>();

function parsed(query: string): DocumentNode {
  const document = read.get(query) ?? parse(query);
  read.set(query, document);
  return document;
}

/** The root fields of a query, by their real names; empty when it cannot be read. */
export function rootFields(query: string): { fields: string[]; isMutation: boolean } {
  try {
    const operation = parsed(query).definitions.find((one) => one.kind === "OperationDefinition");
    const fields = operation?.selectionSet.selections.flatMap((one) => (one.kind === "Field" ? [one.name.value] : []));
    return { fields: fields ?? [], isMutation: operation?.operation === "mutation" };
  } catch {
    return { fields: [], isMutation: false };
  }
}

function check(query: string): Checked {
  try {
    const document = parsed(query);
    return { document, faults: validate(githubSchema(), document).map((error) => error.message) };
  } catch (error) {
    return { document: null, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

/** A query, read and checked against GitHub's schema. */
export function checkedQuery(query: string): Checked {
  const known = checked.get(query) ?? check(query);
  checked.set(query, known);
  return known;
}
