/** GraphQL over HTTP: GitHub's schema decides what may be asked; what it allows and the double does not know is a violation. */
import { type ExecutionResult, execute, GraphQLError, type GraphQLFieldResolver } from "graphql";
import { checkedQuery, githubSchema } from "../contract/graphql-contract.ts";
import type { Reply } from "../server/call.ts";
import { type CommitInput, createCommitOnBranch } from "./commit-mutation.ts";
import { type Asker, queryRoot } from "./query.ts";

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function resolver(asker: Asker): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, _context, info) => {
    const here = fields(source);
    if (!(info.fieldName in here)) {
      asker.world.violations.push(`GraphQL: the double does not know ${info.parentType.name}.${info.fieldName}`);
      throw new GraphQLError(`the double does not know ${info.parentType.name}.${info.fieldName}`);
    }
    const value = here[info.fieldName];
    return typeof value === "function" ? value(args) : value;
  };
}

/** GitHub puts `type` beside the message. */
function shown(error: GraphQLError): object {
  const { type, ...extensions } = error.extensions;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path ? { path: error.path } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
    ...(error.locations ? { locations: error.locations } : {}),
    message: error.message,
  };
}

function refused(asker: Asker, messages: readonly string[]): Reply {
  asker.world.violations.push(...messages.map((message) => `GraphQL: ${message}`));
  return { status: 200, json: { errors: messages.map((message) => ({ message })) } };
}

function run(asker: Asker, query: string, variables: Record<string, unknown>, operationName: string | null): Reply {
  const { document, faults } = checkedQuery(query);
  if (document === null || faults.length > 0) return refused(asker, faults);
  const rootValue = {
    ...queryRoot(asker),
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommitOnBranch(asker, input),
  };
  const result = execute({
    schema: githubSchema(),
    document,
    rootValue,
    variableValues: variables,
    ...(operationName === null ? {} : { operationName }),
    fieldResolver: resolver(asker),
  });
  if (result instanceof Promise) throw new Error("no resolver of the double waits for anything");
  return reply(asker, result);
}

function reply(asker: Asker, { data, errors }: ExecutionResult): Reply {
  // Without data the query never ran: its variables were wrong.
  if (data === undefined)
    return refused(
      asker,
      (errors ?? []).map((error) => error.message),
    );
  return { status: 200, json: { data, ...(errors ? { errors: errors.map(shown) } : {}) } };
}

/** Answers the body of a GraphQL request. */
export function answerGraphql(asker: Asker, body: unknown): Reply {
  const { query, variables, operationName, ...rest } = fields(body);
  const strange = Object.keys(rest);
  if (typeof query !== "string") return refused(asker, ["A query attribute must be specified and must be a string."]);
  if (strange.length > 0) return refused(asker, [`unknown fields beside query and variables: ${strange.join(", ")}`]);
  return run(asker, query, fields(variables), typeof operationName === "string" ? operationName : null);
}
