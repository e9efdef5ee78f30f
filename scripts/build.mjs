/** Builds dist/ (or the directory given): the same bytes from the same source, on every machine. */
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What all programs have in common: a small file each for the entry, chunks for what is loaded together or on demand. */
const options = {
  cwd: root,
  platform: "node",
  // Node's own modules stay outside, everything else is inside: the installed package has no dependencies.
  external: /^node:/,
  // Of the YAML library the modules: what is not used of it can stay out.
  resolve: {
    mainFields: ["module", "main"],
    alias: { yaml: join(root, "node_modules", "yaml", "browser", "dist", "index.js") },
  },
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
 * The modules that these reach: those that are loaded with them, or all that they may ever load.
 * @param {readonly string[]} inputs
 * @param {"at once" | "all"} how
 */
async function reachedBy(inputs, how) {
  const reached = new Set();
  const follow = {
    name: "what-is-reached",
    ...(how === "all" ? {} : { resolveDynamicImport: () => false }),
    moduleParsed: ({ id }) => void reached.add(id),
  };
  await build({ ...options, input: [...inputs], plugins: [follow], write: false, output });
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

/** The programs: what people call, what watches over an attempt, and what GitHub runs. */
const ENTRIES = { cli: "src/cli/main.ts", supervisor: "src/cli/supervisor.ts", action: "src/action/main.ts" };

/**
 * What is needed together lies together: opening a file costs more than its code does to read. A module lies with the first of these
 * that reaches it without loading anything on demand. `own`: only what no other program reaches at all, so that none of them loads the
 * rest because of it.
 */
const TOGETHER = [
  { name: "reading", from: [ENTRIES.cli] },
  {
    name: "writing",
    from: ["src/cli/commands/add.ts", "src/cli/commands/control.ts", "src/stores/local-transact.ts"],
  },
  {
    name: "order",
    from: ["src/dispatch/ready.ts", "src/dispatch/order.ts", "src/dispatch/landing.ts", "src/dispatch/story/owed.ts"],
  },
  { name: "next", from: ["src/cli/commands/next.ts"] },
  { name: "documents", from: ["src/cli/commands/resume.ts"] },
  { name: "attempt", from: [ENTRIES.supervisor], own: "supervisor" },
  { name: "always", from: [ENTRIES.action], own: "action" },
  // An event that is none of our business loads the entry alone, an idle cycle this besides, and Octokit with it.
  { name: "plan", from: ["src/action/plan-job.ts", "src/github/octokit.ts"], own: "action" },
];

/** Each of hundreds of exports as a call of one function: the same getters in half the bytes. */
const shortExports = {
  name: "short-exports",
  generateBundle(_options, files) {
    const getter =
      /Object\.defineProperty\(exports,(["`])([\w$]+)\1,\{enumerable:!0,get:function\(\)\{return ([\w$.]+)\}\}\)/g;
    for (const file of Object.values(files)) {
      if (file.type !== "chunk" || (file.code.match(getter) ?? []).length < 2) continue;
      const define = "function $export(n,g){Object.defineProperty(exports,n,{enumerable:!0,get:g})}";
      file.code = `${file.code.replace(getter, '$export("$2",()=>$3)')}\n${define}\n`;
    }
  },
};

async function groupsOf() {
  const entries = new Set(Object.values(ENTRIES).map((entry) => join(root, entry)));
  const whole = {};
  for (const [program, entry] of Object.entries(ENTRIES)) whole[program] = await reachedBy([entry], "all");
  const groups = [];
  for (const { name, from, own } of TOGETHER) {
    const reached = await reachedBy(from, "at once");
    const others = own === undefined ? [] : Object.keys(ENTRIES).filter((program) => program !== own);
    // An entry does its work when it is loaded: nobody else may need anything that lies in its file.
    const test = (id) => reached.has(id) && !entries.has(id) && !others.some((program) => whole[program].has(id));
    groups.push({ name, test, priority: TOGETHER.length - groups.length });
  }
  return groups;
}

/** @param {string} outdir */
export async function buildInto(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...options,
    input: ENTRIES,
    plugins: [noIdleTimers, shortExports],
    // The entries are programs: nobody imports from them.
    preserveEntrySignatures: false,
    // The toolkit's modules only declare: without this all of its HTTP client came along for two lines of escaping.
    treeshake: { moduleSideEffects: [{ test: /[\\/]node_modules[\\/]@actions[\\/]/, sideEffects: false }] },
    output: {
      ...output,
      dir: outdir,
      chunkFileNames: "chunks/[name]-[hash].js",
      // `import("node:http")` would go through the loader of modules, and load all that hangs on any export: fetch, too.
      dynamicImportInCjs: false,
      codeSplitting: { includeDependenciesRecursively: false, groups: await groupsOf() },
    },
  });
  writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
  chmodSync(join(outdir, "cli.js"), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildInto(process.argv[2] ?? `${root}dist`);
