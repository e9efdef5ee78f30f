/** Sources as a program of their own, bundled as the product is: for tests that start real processes, and for what loads with what. */
import { join } from "node:path";
import { build, type InputOptions } from "rolldown";

const options: InputOptions = {
  platform: "node",
  external: /^node:/,
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "node20" },
  // A module that is loaded on demand in one place and always in another is always there: no news.
  logLevel: "silent",
};

/** Bundles `source` into `dir` as `<name>.mjs`, and gives its path. What is loaded on demand lies in chunks beside it. */
export async function bundle(source: string, dir: string, name: string): Promise<string> {
  const output = { dir, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" } as const;
  await build({ ...options, input: { [name]: source }, output });
  return join(dir, `${name}.mjs`);
}

/** Everything that is loaded with `source`: files by their paths, Node's own modules by their names; not what is loaded on demand. */
export async function loadedWith(source: string): Promise<string[]> {
  const loaded: string[] = [];
  const note = {
    name: "without-what-is-loaded-on-demand",
    resolveDynamicImport: () => false as const,
    resolveId: (id: string) => void (id.startsWith("node:") && loaded.push(id)),
    moduleParsed: ({ id }: { id: string }) => void loaded.push(id),
  };
  await build({ ...options, input: source, plugins: [note], write: false });
  return loaded;
}
