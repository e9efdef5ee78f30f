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
  const inTheBundle = (name: string) => readFileSync(join(inject("dist"), name), "utf8");

  test("is what the source builds: run `npm run build` and commit it", () => {
    const built = filesOf(inject("dist"));
    expect(Object.keys(committed).sort()).toEqual(Object.keys(built).sort());
    const differing = Object.keys(built).filter((name) => built[name] !== committed[name]);
    expect(differing).toEqual([]);
  });

  test("is 1.5 MB at most, all of it: every run of the Action downloads it", () => {
    const sizes = Object.values(committed).map((text) => Buffer.byteLength(text));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_500_000);
  });

  test("brings what the Action needs at once without the toolkit's HTTP client", () => {
    expect(Buffer.byteLength(inTheBundle("action.js"))).toBeLessThan(60_000);
  });

  test("names no path of the machine it was built on", () => {
    const root = new URL("..", import.meta.url).pathname;
    for (const [name, text] of Object.entries(committed)) expect(text.includes(root), name).toBe(false);
  });
});
