/** Builds dist/ (or the directory given): the same bytes from the same source, on every machine. */
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What both programs have in common: one file each for the entry, chunks for what is loaded on demand. */
const options = {
  cwd: root,
  platform: "node",
  // Node's own modules stay outside, everything else is inside: the installed package has no dependencies.
  external: /^node:/,
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "node20" },
  logLevel: "warn",
};
const output = {
  format: "esm",
  entryFileNames: "[name].js",
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: false,
};

/** The modules that the commands of every minute reach without loading anything on demand. */
async function hotModules() {
  const reached = new Set();
  const leaveOut = {
    name: "leave-out-what-is-loaded-on-demand",
    resolveDynamicImport: () => false,
    moduleParsed: ({ id }) => void reached.add(id),
  };
  await build({ ...options, input: "src/cli/main.ts", plugins: [leaveOut], write: false, output });
  return reached;
}

/** @param {string} outdir */
export async function buildInto(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const hot = await hotModules();
  await build({
    ...options,
    input: { cli: "src/cli/main.ts" },
    output: {
      ...output,
      dir: outdir,
      chunkFileNames: "cli/[name]-[hash].js",
      // Opening a file costs more than its code does to read: what is always needed lies in one.
      codeSplitting: { groups: [{ name: "hot", test: (id) => hot.has(id) }] },
    },
  });
  await build({
    ...options,
    input: { supervisor: "src/cli/supervisor.ts" },
    output: { ...output, dir: outdir, chunkFileNames: "supervisor/[name]-[hash].js" },
  });
  chmodSync(join(outdir, "cli.js"), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildInto(process.argv[2] ?? `${root}dist`);
