/** The state through git where there is no GraphQL: the same contract, and a token that is nowhere to be found. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { tokenEnvironment } from "../../src/git/token-environment.ts";
import { systemClock, systemDice } from "../../src/host/system-clock.ts";
import { type TemporaryClone, type TemporaryCloneOptions, temporaryClone } from "../../src/stores/temporary-clone.ts";
import { type GitHubDouble, READ_TOKEN, WORKFLOW_TOKEN } from "../github/double.ts";
import { startHub } from "./api-store.ts";
import { addIntent, storeContract } from "./contract.ts";

Object.assign(process.env, { HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" });

const open: TemporaryClone[] = [];

function cloneOf(hub: GitHubDouble, given: Partial<TemporaryCloneOptions> = {}): TemporaryClone {
  const clone = temporaryClone({
    ...{ serverUrl: hub.serverUrl, repo: { owner: hub.owner, name: hub.name }, token: WORKFLOW_TOKEN },
    ...{ branch: null, dir: ".ltpm", clock: systemClock, dice: systemDice, maxRetries: 3, ...given },
  });
  open.push(clone);
  return clone;
}

function closeAll(): void {
  for (const clone of open.splice(0)) clone.close();
}

for (const branch of [null, "ltpm-state"]) {
  storeContract(`a temporary clone, ${branch ?? "the default branch"}, without GraphQL`, async (clock) => {
    const hub = await startHub({ graphql: false });
    const store = cloneOf(hub, { clock, branch });
    if (branch !== null) await store.createBranch();
    return {
      store,
      another: async () => cloneOf(hub, { clock, branch }),
      messageOf: async (version) => hub.log(branch ?? "main").find(({ oid }) => oid === version)?.message ?? "",
      async close() {
        closeAll();
        await hub.close();
      },
    };
  });
}

describe("the token", () => {
  let hub: GitHubDouble;
  afterEach(async () => {
    closeAll();
    await hub.close();
  });

  const clones = () => readdirSync(tmpdir()).filter((name) => name.startsWith("ltpm-state-"));

  test("is in no file of the clone, and the clone goes away", async () => {
    hub = await startHub();
    const others = new Set(clones());
    const store = cloneOf(hub);
    await store.transact(addIntent("a"));
    const [name = ""] = clones().filter((one) => !others.has(one));
    const dir = join(tmpdir(), name);
    const basic = Buffer.from(`x-access-token:${WORKFLOW_TOKEN}`).toString("base64");
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), "latin1");
      expect([entry.name, text.includes(WORKFLOW_TOKEN), text.includes(basic)]).toEqual([entry.name, false, false]);
    }
    store.close();
    expect(clones().filter((one) => !others.has(one))).toEqual([]);
  });

  test.each([
    ["one that may only read", READ_TOKEN, /may read but not write/],
    ["one that is not known", "ghs_unknownToken000000000000000000000000", /does not let us in/],
  ])("%s is refused, and is not in the message", async (_, token, words) => {
    hub = await startHub();
    const store = cloneOf(hub, { token, wait: async () => {} });
    const error = await store.transact(addIntent("a")).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "refused", message: expect.stringMatching(words) });
    expect(JSON.stringify(error)).not.toContain(token);
    expect(String(error)).not.toContain(token);
  });

  test("goes to its own server only, takes the place of another login, and leaves other settings alone", async () => {
    hub = await startHub();
    const given = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Ann" };
    const env = { ...process.env, ...given, ...tokenEnvironment("https://git.example/", "t0ken", given) };
    const ask = (...args: string[]) =>
      spawnSync("git", ["config", ...args], { env, encoding: "utf8", cwd: tmpdir() }).stdout;
    const basic = Buffer.from("x-access-token:t0ken").toString("base64");
    const key = "http.extraheader";
    expect(ask("--get-urlmatch", key, "https://git.example/o/p.git")).toBe(`AUTHORIZATION: basic ${basic}\n`);
    expect(ask("--get-urlmatch", key, "https://git.example.org/o/p.git")).toBe("");
    expect(ask("--get-urlmatch", key, "http://git.example/o/p.git")).toBe("");
    expect(ask("--get", "user.name")).toBe("Ann\n");
    expect(ask("--get-all", "http.https://git.example/.extraheader")).toBe(`\nAUTHORIZATION: basic ${basic}\n`);
  });
});
