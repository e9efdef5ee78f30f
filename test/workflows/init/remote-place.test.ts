import { describe, expect, test } from "vitest";
import { apiOf, slugOf } from "../../../src/cli/github/remote-place.ts";

describe("the repository that an address names", () => {
  const rows: [address: string, named: string | null][] = [
    ["https://github.com/octo/project.git", "github.com octo/project"],
    ["https://github.com/octo/project", "github.com octo/project"],
    ["https://x-access-token:s3cret@github.com/octo/project/", "github.com octo/project"],
    ["git@github.com:octo/project.git", "github.com octo/project"],
    ["ssh://git@GHE.example:2222/octo/my.project", "ghe.example octo/my.project"],
    ["http://127.0.0.1:8080/octo/project", "127.0.0.1:8080 octo/project"],
    ["/srv/git/project.git", null],
    ["../project", null],
    ["C:/git/project", null],
    ["https://github.com/octo", null],
    ["https://github.com/octo/pro ject", null],
    ["", null],
  ];
  test.each(rows)("%s: %s", (address, named) => {
    const place = slugOf(address);
    expect(place === null ? null : `${place.host} ${place.owner}/${place.name}`).toBe(named);
  });

  test("its API: GitHub's, an Enterprise server's, or what the environment says", () => {
    const at = (host: string, env = {}) => apiOf({ host, owner: "octo", name: "project" }, env);
    expect(at("github.com")).toEqual({
      apiUrl: "https://api.github.com",
      graphqlUrl: "https://api.github.com/graphql",
    });
    expect(at("ghe.example")).toEqual({
      apiUrl: "https://ghe.example/api/v3",
      graphqlUrl: "https://ghe.example/api/graphql",
    });
    expect(at("github.com", { GITHUB_API_URL: "http://127.0.0.1:1" }).apiUrl).toBe("http://127.0.0.1:1");
  });
});
