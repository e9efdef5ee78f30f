import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";

function filesOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

describe("dist/", () => {
  const committed = filesOf(new URL("../dist", import.meta.url).pathname);

  test("is what the source builds: run `npm run build` and commit it", () => {
    const built = filesOf(inject("dist"));
    expect(Object.keys(committed).sort()).toEqual(Object.keys(built).sort());
    const differing = Object.keys(built).filter((name) => built[name] !== committed[name]);
    expect(differing).toEqual([]);
  });

  test("names no path of the machine it was built on", () => {
    const root = new URL("..", import.meta.url).pathname;
    for (const [name, text] of Object.entries(committed)) expect(text.includes(root), name).toBe(false);
  });
});
