/** Builds dist/ (or the directory given): the same bytes from the same source, on every machine. */
import { chmodSync, rmSync, writeFileSync } from "node:fs";
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
  // A module that is loaded on demand in one place and always in another is always there: no news.
  onLog: (level, log, handle) => (log.code === "INEFFECTIVE_DYNAMIC_IMPORT" ? undefined : handle(level, log)),
};
const output = {
  // CommonJS starts faster than modules do, and a command of every minute lives for a few dozen milliseconds.
  format: "cjs",
  entryFileNames: "[name].js",
  minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
  comments: false,
};

/**
 * The modules that these reach without loading anything on demand.
 * @param {readonly string[]} inputs
 */
async function reachedBy(inputs) {
  const reached = new Set();
  const leaveOut = {
    name: "leave-out-what-is-loaded-on-demand",
    resolveDynamicImport: () => false,
    moduleParsed: ({ id }) => void reached.add(id),
  };
  await build({ ...options, input: [...inputs], plugins: [leaveOut], write: false, output });
  return reached;
}

/**
 * Bottleneck, inside of Octokit's throttling and retry, gives way to others by timers of 0 ms: nine of them for one request, a
 * millisecond each at least. The same turns without the waiting.
 */
const noIdleTimers = {
  name: "no-idle-timers",
  transform: {
    filter: { id: /[\\/]bottleneck[\\/]light\.js$/ },
    handler(code) {
      const turns = [
        ["return setTimeout(resolve, t);", "return t > 0 ? setTimeout(resolve, t) : setImmediate(resolve);"],
        ["timeout: setTimeout(() => {", "timeout: (wait > 0 ? setTimeout : setImmediate)(() => {"],
      ];
      for (const [was, is] of turns) {
        if (code.split(was).length !== 2) throw new Error(`bottleneck has changed: ${was}`);
        code = code.replace(was, is);
      }
      return { code };
    },
  },
};

/** What an idle run of the Action does, and the jobs that carry out what tasks say. */
const ACTION = "src/action/main.ts";
const PLAN = "src/action/plan-job.ts";

/**
 * The Action: an event that is none of our business loads the entry alone, an idle cycle the plan besides, and Octokit
 * with it.
 * @param {string} outdir
 */
async function buildAction(outdir) {
  const always = await reachedBy([ACTION]);
  const planned = await reachedBy([PLAN]);
  const asked = await reachedBy(["src/github/octokit.ts"]);
  await build({
    ...options,
    input: { action: ACTION },
    plugins: [noIdleTimers],
    // The toolkit's modules only declare: without this all of its HTTP client came along for two lines of escaping.
    treeshake: { moduleSideEffects: [{ test: /[\\/]node_modules[\\/]@actions[\\/]/, sideEffects: false }] },
    output: {
      ...output,
      dir: outdir,
      chunkFileNames: "action/[name]-[hash].js",
      // `import("node:http")` would go through the loader of modules, and load all that hangs on any export: fetch, too.
      dynamicImportInCjs: false,
      codeSplitting: {
        groups: [
          { name: "always", test: (id) => always.has(id) },
          { name: "plan", test: (id) => planned.has(id) || asked.has(id) },
        ],
      },
    },
  });
}

/** @param {string} outdir */
export async function buildInto(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const reading = await reachedBy(["src/cli/main.ts"]);
  const writing = await reachedBy([
    "src/cli/commands/add.ts",
    "src/cli/commands/control.ts",
    "src/stores/local-transact.ts",
  ]);
  await build({
    ...options,
    input: { cli: "src/cli/main.ts" },
    output: {
      ...output,
      dir: outdir,
      chunkFileNames: "cli/[name]-[hash].js",
      // Opening a file costs more than its code does to read: what every command needs lies in one, what every change needs in another.
      codeSplitting: {
        groups: [
          { name: "reading", test: (id) => reading.has(id) },
          { name: "writing", test: (id) => writing.has(id) && !reading.has(id) },
        ],
      },
    },
  });
  await build({
    ...options,
    input: { supervisor: "src/cli/supervisor.ts" },
    output: { ...output, dir: outdir, chunkFileNames: "supervisor/[name]-[hash].js" },
  });
  await buildAction(outdir);
  writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
  chmodSync(join(outdir, "cli.js"), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildInto(process.argv[2] ?? `${root}dist`);
