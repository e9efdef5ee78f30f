import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { withTables } from "../../scripts/update-readme.mjs";
import { ownAction } from "./language.ts";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");

describe("README.md", () => {
  test("holds the inputs and outputs of action.yml: run `node scripts/update-readme.mjs`", () => {
    expect(withTables(readme, ownAction())).toBe(readme);
  });

  test("would notice a changed default, and a mark that is gone", () => {
    expect(withTables(readme, ownAction().replace('default: "50"', 'default: "60"'))).not.toBe(readme);
    expect(() => withTables(readme.replace("<!-- action.yml: end -->", ""), ownAction())).toThrow(
      "README.md must hold",
    );
  });
});

describe("links between documents", () => {
  const documents = [
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    ...readdirSync(new URL("docs/", root)).map((name) => `docs/${name}`),
  ];
  test.each(documents.filter((name) => name.endsWith(".md")))("%s: every link leads somewhere", (name) => {
    const text = readFileSync(new URL(name, root), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)\s#]+)(?:#[\w-]+)?\)/g)].map((found) => found[1] ?? "");
    const missing = links.filter((link) => {
      try {
        readFileSync(new URL(link, new URL(name, root)));
        return false;
      } catch (error) {
        return !(error instanceof Error && "code" in error && error.code === "EISDIR");
      }
    });
    expect(missing).toEqual([]);
  });
});
