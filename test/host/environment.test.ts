import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childEnvironment, looksSecret, secretValues } from "../../src/host/environment.ts";

const source = {
  ...{ PATH: "/bin", HOME: "/h", LANG: "C", LC_ALL: "C", XDG_CACHE_HOME: "/c", https_proxy: "http://p", TZ: "UTC" },
  ...{ GITHUB_TOKEN: "t", ACTIONS_RUNTIME_URL: "u", INPUT_DIR: "d", MY_KEY: "k", DB_PASSWORD: "p", XDG_SECRET: "s" },
  ...{
    LC_API_TOKEN: "x",
    NODE_OPTIONS: "--inspect",
    GIT_DIR: "/g",
    SSH_AUTH_SOCK: "/s",
    LTPM_TOKEN: "l",
    GONE: undefined,
  },
};

describe("a child sees", () => {
  test("what it needs and nothing else", () => {
    const env = childEnvironment(source, []);
    expect(Object.keys(env).sort()).toEqual(["HOME", "LANG", "LC_ALL", "PATH", "TZ", "XDG_CACHE_HOME", "https_proxy"]);
  });

  test("what somebody named, and what is added, which wins", () => {
    const env = childEnvironment(source, ["GITHUB_TOKEN", "SSH_AUTH_SOCK", "GONE", "NEVER"], {
      HOME: "/other",
      NEW: "n",
    });
    expect(env).toMatchObject({ GITHUB_TOKEN: "t", SSH_AUTH_SOCK: "/s", HOME: "/other", NEW: "n" });
    expect(Object.keys(env)).not.toContain("GONE");
  });

  test("never a name that looks like a secret unless it is named", () => {
    const name = fc.stringMatching(/^[A-Z]{0,6}_?(TOKEN|SECRET|PASSWORD|API_KEY|CREDENTIALS|PRIVATE_KEY)$/);
    fc.assert(
      fc.property(name, (secret) => {
        expect(looksSecret(secret)).toBe(true);
        expect(childEnvironment({ [secret]: "v", [`XDG_${secret}`]: "v" }, [])).toEqual({});
        expect(childEnvironment({ [secret]: "v" }, [secret])).toEqual({ [secret]: "v" });
      }),
    );
  });
});

describe("secret values", () => {
  test("are those of secret names, longest first, each line of several, no short ones and no paths", () => {
    const values = secretValues({
      ...{
        A_TOKEN: "0123456789",
        B_SECRET: "01234567890123",
        C_KEY: "short",
        KEY_FILE: "/home/me/key",
        PATH: "/usr/bin:/bin",
      },
      ...{ D_PRIVATE_KEY: "-----BEGIN X-----\r\nabcdefghij\nklm\n", E_KEY: "/run/secret/file", F_TOKEN: undefined },
    });
    expect(values).toEqual(["-----BEGIN X-----", "01234567890123", "0123456789", "abcdefghij"]);
  });
});
