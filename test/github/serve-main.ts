/**
 * What serve.mjs runs. `--repo owner/name`, `--port N`, `--git-port N`, `--control-port N`, `--ghes`, `--public`, `--no-graphql`.
 * The control server takes `POST /` with `{"call": "openIssue", "with": [{…}]}` and answers `{"result": …}`: any method of a double;
 * `GET /` answers violations, requests, issues, comments and runs.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { parseArgs } from "node:util";
import { type GitHubDouble, startGitHub, TOKENS } from "./double.ts";

const { values } = parseArgs({
  options: {
    repo: { type: "string", default: "octo/project" },
    port: { type: "string", default: "0" },
    "git-port": { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    ghes: { type: "boolean", default: false },
    public: { type: "boolean", default: false },
    "no-graphql": { type: "boolean", default: false },
  },
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

/** `{"pattern": "^/x"}` becomes a pattern: JSON has none. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if ("pattern" in value) return new RegExp(String(value.pattern));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revived(one)]));
}

function call(github: GitHubDouble, order: unknown): unknown {
  const { call: name, with: given = [] } =
    typeof order === "object" && order !== null ? { call: "", ...order } : { call: "" };
  const found = Object.entries(github).find(([key]) => key === name)?.[1];
  if (typeof found !== "function" || !Array.isArray(given)) throw new Error(`the double has no method ${String(name)}`);
  return found(...given.map(revived));
}

function look(github: GitHubDouble): unknown {
  const { violations, requests } = github;
  return {
    violations,
    requests,
    issues: github.issues(),
    comments: github.comments(),
    pulls: github.pulls(),
    runs: github.runs(),
  };
}

async function control(github: GitHubDouble, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const done =
      request.method === "GET" ? Promise.resolve(look(github)) : bodyOf(request).then((order) => call(github, order));
    done.then(
      (result) => response.end(JSON.stringify(request.method === "GET" ? result : { result: result ?? null })),
      (error: unknown) => response.writeHead(400).end(JSON.stringify({ error: String(error) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

const github = await startGitHub({
  repo: values.repo,
  port: Number(values.port),
  gitPort: Number(values["git-port"]),
  ghes: values.ghes,
  private: !values.public,
  graphql: !values["no-graphql"],
});
const server = await control(github, Number(values["control-port"]));
const address = server.address();
const controlUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
const { apiUrl, graphqlUrl, serverUrl, gitDir } = github;
const lines = {
  apiUrl,
  graphqlUrl,
  serverUrl,
  gitUrl: github.gitUrl(),
  gitDir,
  controlUrl,
  tokens: Object.keys(TOKENS),
};
process.stdout.write(`${JSON.stringify(lines)}\n`);

async function end(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await github.close();
  for (const violation of github.violations) process.stderr.write(`${violation}\n`);
  process.exit(github.violations.length > 0 ? 1 : 0);
}
process.once("SIGTERM", end);
process.once("SIGINT", end);
