import { GraphQLError } from "graphql";

/** An error that GitHub gives with HTTP 200 and a `type` of its own: `STALE_DATA`, `NOT_FOUND`, `FORBIDDEN`. */
export function failure(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export const FORBIDDEN = "Resource not accessible by integration";
