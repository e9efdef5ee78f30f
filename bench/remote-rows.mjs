/** The branch store: four clients over real HTTP, against the same number of bare fetch-commit-push loops in sh. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "rolldown";
import { median, together } from "./measure.mjs";
import { CLI, environment } from "./project.mjs";

const CLIENTS = 4;
const UPDATES = 8;

/** Fetch, one commit that changes one file, push; again until it lands. No index, no work tree. */
const LOOP = `
set -e
cd "$1"; n=0
while [ $n -lt $2 ]; do
  git fetch -q origin main
  head=$(git rev-parse FETCH_HEAD)
  blob=$(printf '%s %s\\n' "$1" "$n" | git hash-object -w --stdin)
  tree=$(git ls-tree "$head" | grep -v "	file-$3$" | { cat; printf '100644 blob %s\\tfile-%s\\n' "$blob" "$3"; } | git mktree)
  commit=$(git commit-tree "$tree" -p "$head" -m x)
  if git push -q origin "$commit:refs/heads/main" 2>/dev/null; then n=$((n+1)); else sleep 0.0$((($$ + n) % 9 + 1)); fi
done`;

/** A source as a program of its own; gives its path. */
async function bundle(scratch, source) {
  const file = join(mkdtempSync(join(scratch, "program-")), "program.mjs");
  await build({
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    input: fileURLToPath(new URL(source, import.meta.url)),
    platform: "node",
    external: /^node:/,
    resolve: { mainFields: ["module", "main"] },
    logLevel: "silent",
    output: { file, codeSplitting: false },
  });
  return file;
}

async function serverFor(scratch) {
  const { startGitServer } = await import(pathToFileURL(await bundle(scratch, "../test/e2e/git-server.ts")).href);
  return startGitServer();
}

/** The loop's rate and ours, in updates landed per second. */
async function oneRound(scratch) {
  const home = mkdtempSync(join(scratch, "home-"));
  const env = environment(home);
  const server = await serverFor(scratch);
  // The server runs in this process: nothing here may wait without letting it work.
  const git = (cwd, ...args) => together([["git", ...args]], { cwd, env });
  try {
    for (const name of ["loop", "ours"]) server.create(name);
    const clone = async (kind, n) => {
      const dir = join(home, `${kind}-${n}`);
      mkdirSync(dir);
      await git(dir, "init", "--quiet");
      await git(dir, "remote", "add", "origin", server.url(kind));
      return dir;
    };
    const bare = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => clone("loop", n)));
    await git(bare[0], "commit", "--quiet", "--allow-empty", "--message", "first");
    await git(bare[0], "push", "--quiet", "origin", "HEAD:refs/heads/main");
    const ours = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => clone("ours", n)));
    for (const dir of ours) {
      mkdirSync(join(dir, ".ltpm"));
      writeFileSync(join(dir, ".ltpm/config.json"), JSON.stringify({ runner: "github", state_branch: "ltpm-state" }));
    }
    await together([[process.execPath, CLI, "init", "--yes"]], { cwd: ours[0], env });
    const floor = await together(
      bare.map((dir, n) => ["sh", "-c", LOOP, "sh", dir, String(UPDATES), String(n)]),
      { env },
    );
    const client = await bundle(scratch, "./remote-client.ts");
    const adds = ours.map((dir) => [process.execPath, client, dir, "ltpm-state", String(UPDATES)]);
    const ms = await together(adds, { env });
    const rate = (time) => (CLIENTS * UPDATES * 1000) / time;
    return { ours: rate(ms), loop: rate(floor) };
  } finally {
    await server.close();
  }
}

/** The middle one of three rounds: who wins a race is chance. */
export async function remoteRow(scratch) {
  const rounds = [];
  for (let n = 0; n < 3; n++) rounds.push(await oneRound(scratch));
  const ratio = median(rounds.map(({ ours, loop }) => ours / loop));
  const middle = rounds.find(({ ours, loop }) => ours / loop === ratio);
  return {
    row: `branch store, ${CLIENTS} clients over HTTP`,
    value: `${ratio.toFixed(2)} × the loop (${middle.ours.toFixed(1)}/s, loop ${middle.loop.toFixed(1)}/s)`,
    budget: "≥ 0.8 ×",
    ratio,
    within: ratio >= 0.8,
  };
}
