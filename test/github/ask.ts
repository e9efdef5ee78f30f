/** The plainest client there is, for tests of the double and of what an Action left behind: one request, nothing retried. */
import type { GitHubDouble } from "./face.ts";
import { WORKFLOW_TOKEN } from "./tokens.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, parsed if it is JSON. */
  readonly body: unknown;
}

export interface Ask {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Sends `METHOD /path`; `{repo}` in the path stands for `repos/<owner>/<name>`. */
export async function ask(github: GitHubDouble, route: string, given: Ask = {}): Promise<Answer> {
  const [method = "GET", path = "/"] = route.split(" ");
  const token = given.token === undefined ? WORKFLOW_TOKEN : given.token;
  const url = path.startsWith("http")
    ? path
    : github.apiUrl + path.replace("{repo}", `repos/${github.owner}/${github.name}`);
  const response = await fetch(url, {
    method,
    headers: {
      "user-agent": "test",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(given.body === undefined ? {} : { "content-type": "application/json" }),
      ...given.headers,
    },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
}

export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly { readonly type?: string; readonly message: string }[];
}

/** Sends a GraphQL query; HTTP must be 200. */
export async function askGraphql(
  github: GitHubDouble,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token = WORKFLOW_TOKEN,
): Promise<GraphqlAnswer> {
  const response = await fetch(github.graphqlUrl, {
    method: "POST",
    headers: { "user-agent": "test", authorization: `bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  if (response.status !== 200) throw new Error(`GraphQL: HTTP ${response.status}`);
  const answer: unknown = await response.json();
  const errors = at(answer, "errors");
  return { data: at(answer, "data") ?? null, errors: Array.isArray(errors) ? errors : [] };
}

/** What stands at a path of nested objects and lists; undefined when nothing does. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Object.entries(here).find(([name]) => name === String(key))?.[1];
  }
  return here;
}
