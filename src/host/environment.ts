/**
 * What a child may see of our environment: a list of what it needs, nothing else. This keeps secrets out of logs and
 * prompts by default; it is no isolation (a process of the same user can read its parent's environment).
 */

/** Where programs are, who the user is, how text looks: what nearly every program needs and none is a secret. */
const STANDARD: ReadonlySet<string> = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "TMP",
  "TEMP",
  "TERM",
  "COLORTERM",
  "NO_COLOR",
  "CI",
  // Which configuration git reads, and where it stops looking for a repository.
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CEILING_DIRECTORIES",
  // Networks that only let through what goes this way.
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "all_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  // Where tool chains are installed.
  "JAVA_HOME",
  "GOPATH",
  "GOROOT",
  "CARGO_HOME",
  "RUSTUP_HOME",
  "VIRTUAL_ENV",
]);

const STANDARD_PREFIX = /^(?:LC_|XDG_)/;

/** Names of secrets, by what programs call them. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|PRIVATE|(?:_KEY|_KEYS|APIKEY|_PAT|_AUTH)$/i;

/** Whether a variable of that name is withheld, even where a list would let it through, unless somebody names it. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * The environment for a child: the standard names, those in `named` (also when they look like secrets), and `added`.
 * Everything else of `source` is left out.
 */
export function childEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  named: readonly string[],
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const wanted = new Set(named);
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    const standard = (STANDARD.has(name) || STANDARD_PREFIX.test(name)) && !looksSecret(name);
    if (standard || wanted.has(name)) env[name] = value;
  }
  return { ...env, ...added };
}

/** Shorter values are words such as `true` or port numbers: hiding them would hide half of every text. */
const SHORTEST_SECRET = 8;

/** The values of an environment that no text of ours may show, longest first; a value of several lines gives each. */
export function secretValues(source: Readonly<Record<string, string | undefined>>): string[] {
  const values = new Set<string>();
  for (const [name, value = ""] of Object.entries(source)) {
    if (!looksSecret(name)) continue;
    for (const line of value.split(/\r?\n/)) {
      const secret = line.trim();
      // A path (SSH_PRIVATE_KEY_FILE, a socket) is no secret.
      if (secret.length >= SHORTEST_SECRET && !secret.startsWith("/")) values.add(secret);
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}
