/** Which repository on which server a remote's address names. */

/** A repository on GitHub, or on a GitHub Enterprise server. */
export interface RemotePlace {
  /** Without a port for SSH, with one for HTTP. */
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

const FORMS = [
  /^(?<scheme>https?):\/\/(?:[^@/]*@)?(?<host>[^/@]+)\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/?$/,
  /^(?<scheme>ssh|git):\/\/(?:[^@/]*@)?(?<host>[^/:@]+)(?::\d+)?\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/?$/,
  /^(?:[^@/:]+@)?(?<host>[^/:@]+\.[^/:@]+):(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/?$/,
];
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** What an address names; null for a path, or anything that no repository of GitHub is called. */
export function slugOf(address: string): RemotePlace | null {
  for (const form of FORMS) {
    const { host, owner, name } = form.exec(address.trim())?.groups ?? {};
    if (host === undefined || owner === undefined || name === undefined) continue;
    return NAME.test(owner) && NAME.test(name) ? { host: host.toLowerCase(), owner, name } : null;
  }
  return null;
}

/** Where the API of that server answers. The environment wins, as in a workflow. */
export function apiOf(
  place: RemotePlace,
  env: Readonly<Record<string, string | undefined>>,
): { readonly apiUrl: string; readonly graphqlUrl: string } {
  const isOwn = place.host !== "github.com" && place.host !== "ssh.github.com";
  const apiUrl = env.GITHUB_API_URL || (isOwn ? `https://${place.host}/api/v3` : "https://api.github.com");
  const graphqlUrl = env.GITHUB_GRAPHQL_URL || (isOwn ? `https://${place.host}/api/graphql` : `${apiUrl}/graphql`);
  return { apiUrl, graphqlUrl };
}
