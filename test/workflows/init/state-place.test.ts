/** Whether the default branch takes our commits, asked of a GitHub that knows rulesets and branch protections. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { askDefaultBranch } from "../../../src/cli/github/state-place.ts";
import { type GitHubDouble, PERSON_TOKEN, startGitHub } from "../../github/double.ts";

let github: GitHubDouble;
beforeEach(async () => {
  github = await startGitHub();
  github.seedFile("main", "README.md", "# A project\n");
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const env = (token: string | undefined = PERSON_TOKEN) => ({
  GITHUB_API_URL: github.apiUrl,
  GITHUB_GRAPHQL_URL: github.graphqlUrl,
  ...(token === "" ? {} : { GITHUB_TOKEN: token }),
});
const place = { host: "github.com", owner: "octo", name: "project" };

describe("the default branch", () => {
  test("takes commits when nothing forbids it", async () => {
    expect(await askDefaultBranch(place, env())).toEqual({ kind: "open", name: "main" });
  });

  test.each(["ruleset", "classic"] as const)("does not when a %s protects it", async (kind) => {
    github.protect("main", { kind });
    const found = await askDefaultBranch(place, env());
    expect(found).toMatchObject({ kind: "protected", name: "main", rules: kind === "ruleset" ? ["pull_request"] : [] });
  });

  test("is unknown without a token, on no GitHub, and without an answer; nothing is asked in vain", async () => {
    expect(await askDefaultBranch(place, env(""))).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("GITHUB_TOKEN"),
    });
    expect(await askDefaultBranch(null, env())).toMatchObject({ kind: "unknown" });
    expect(github.count()).toBe(0);
    expect(await askDefaultBranch({ ...place, name: "other" }, env())).toMatchObject({ kind: "unknown" });
  });
});
