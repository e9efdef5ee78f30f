/** A token for git, as a setting of one command: in no file, in no argument, in no log. */

/**
 * The environment that lets git into `server` (`GITHUB_SERVER_URL`); only addresses below it get the token. What is configured for
 * this user does not count: on a runner that is used again, a task of an earlier run may have written it (a proxy, a helper that is
 * told the token). Settings of the machine and of `env` do.
 */
export function tokenEnvironment(
  server: string,
  token: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const key = `http.${server.replace(/\/+$/, "")}/.extraheader`;
  const given = Number(env.GIT_CONFIG_COUNT ?? 0);
  const before = Number.isInteger(given) && given > 0 ? given : 0;
  // An empty value clears the list: two logins in one request are refused.
  return {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_COUNT: String(before + 2),
    [`GIT_CONFIG_KEY_${before}`]: key,
    [`GIT_CONFIG_VALUE_${before}`]: "",
    [`GIT_CONFIG_KEY_${before + 1}`]: key,
    [`GIT_CONFIG_VALUE_${before + 1}`]: `AUTHORIZATION: basic ${basic}`,
  };
}
