/** Starts the GitHub double. What it can do is in `face.ts`. */
import type { Server } from "node:http";
import { shownBy } from "./answers/shown.ts";
import type { GitHubDouble, GitHubOptions } from "./face.ts";
import { matches } from "./faults/armed.ts";
import { isGitPath, prepareGit } from "./git/serve.ts";
import { fileMethods, jobMethods, ruleMethods, talkMethods } from "./seeding.ts";
import { createService, listen, originOf, type Service } from "./server/serve.ts";
import { TOKENS, WORKFLOW_TOKEN } from "./tokens.ts";
import { setAccount } from "./world/people.ts";
import { createWorld, type World } from "./world/world.ts";

export type * from "./face.ts";
export type { Fault } from "./faults/fault.ts";
export { PERSON_TOKEN, READ_TOKEN, TOKENS, WORKFLOW_TOKEN } from "./tokens.ts";

function worldOf(options: GitHubOptions): World {
  const [owner = "", name = ""] = (options.repo ?? "octo/project").split("/");
  const world = createWorld({
    owner,
    name,
    private: options.private ?? true,
    ghes: options.ghes ?? false,
    graphql: options.graphql ?? true,
    now: options.clock ?? Date.now,
    tokens: { ...TOKENS, ...options.tokens },
  });
  setAccount(world, owner, "admin");
  setAccount(world, "maintainer", "admin");
  setAccount(world, "github-actions[bot]", "none", "Bot");
  prepareGit(world);
  return world;
}

type LookMethods = Pick<
  GitHubDouble,
  "violations" | "takeViolations" | "requests" | "count" | "tally" | "fault" | "calm" | "setSkew" | "setRateLimit"
>;

function lookMethods(service: Service): LookMethods {
  let from = 0;
  return {
    violations: service.world.violations,
    takeViolations: () => service.world.violations.splice(0),
    requests: service.requests,
    count: (match = {}) => service.requests.filter((request) => matches(request, match)).length,
    tally() {
      const since = service.requests.slice(from).filter((request) => !isGitPath(request.path));
      from = service.requests.length;
      return { requests: since.length, writes: since.filter((request) => request.writes).length };
    },
    fault: (rule) => service.faults.arm(rule),
    calm() {
      service.faults.clear();
      for (const request of service.hanging) request.socket.destroy();
      service.hanging.clear();
    },
    setSkew(milliseconds) {
      service.skew = milliseconds;
    },
    setRateLimit: (remaining) => service.rate.set(remaining),
  };
}

async function servers(service: Service, options: GitHubOptions): Promise<{ api: Server; git: Server }> {
  const api = await listen(service, service.world.ghes ? "both" : "api", options.port ?? 0);
  return { api, git: service.world.ghes ? api : await listen(service, "git", options.gitPort ?? 0) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Starts a GitHub on this machine: one repository (`main` is its default branch, without a commit yet), three tokens, its owner and
 * `maintainer` as administrators. Its violations must be empty when a test ends.
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubDouble> {
  const world = worldOf(options);
  const service = createService(world, options.rateLimit ?? 5000, options.skew ?? 0);
  const { api, git } = await servers(service, options);
  const base = originOf(api);
  world.urls = { api: world.ghes ? `${base}/api/v3` : base, html: originOf(git) };
  const look = lookMethods(service);
  const last: (() => void)[] = [() => world.git.remove()];
  return {
    owner: world.owner,
    name: world.name,
    apiUrl: world.urls.api,
    graphqlUrl: world.ghes ? `${base}/api/graphql` : `${base}/graphql`,
    serverUrl: world.urls.html,
    gitDir: world.git.dir,
    gitUrl(token = WORKFLOW_TOKEN) {
      const who = token === null ? "" : `x-access-token:${token}@`;
      return `${world.urls.html.replace("//", `//${who}`)}/${world.owner}/${world.name}.git`;
    },
    ...look,
    ...ruleMethods(world),
    ...fileMethods(world),
    ...talkMethods(world),
    ...jobMethods(world),
    shown: shownBy(world),
    async close() {
      look.calm();
      await Promise.all(world.ghes ? [closed(api)] : [closed(api), closed(git)]);
      for (const act of last) act();
    },
    atClose: (act) => void last.push(act),
  };
}
