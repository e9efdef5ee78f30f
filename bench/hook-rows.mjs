/**
 * What our Git hooks add to `git commit`, against commits without hooks, with a hook that does nothing, and with the least
 * plumbing that a save needs. Paired: each round makes one commit of each kind, and differences are taken within the round.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, once } from "./measure.mjs";
import { environment } from "./project.mjs";

const HOOKS = fileURLToPath(new URL("../hooks", import.meta.url));
const EVENTS = ["post-commit", "post-merge", "post-checkout", "post-rewrite"];
const DOCUMENTS = ["MISSION.md", "PROGRESS.md", "NEXT_STEPS.md"];
/** Milliseconds that our hook may add to a hook that does nothing. */
const IDLE_BUDGET = 1;
const DUE_BUDGET = 1.3;
const REBASE_BUDGET = 1;

/** hash-object, mktree, commit-tree, update-ref: nothing is decided, nothing is remembered. */
const FLOOR = `#!/bin/sh
unset GIT_INDEX_FILE
blob=$(git hash-object -w --no-filters PROGRESS.md)
tree=$(printf '100644 blob %s\\tPROGRESS.md\\n' "$blob" | git mktree)
commit=$(git commit-tree "$tree" -m save </dev/null)
git update-ref "refs/floor/$commit" "$commit" ""
`;

function settings() {
  const lines = DOCUMENTS.map((name) => `  "$1" '${name}' '${name}' './${name}'`);
  const head = ["ltpm_keep=5", "ltpm_sync=1", "ltpm_minutes=10", "ltpm_progress='./PROGRESS.md'", "ltpm_documents() {"];
  return `${[...head, ...lines, "}"].join("\n")}\n`;
}

function git(root, env, ...args) {
  const ran = spawnSync("git", args, { cwd: root, env, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`git ${args.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

function hookFile(root, event, text) {
  mkdirSync(join(root, ".git/hooks"), { recursive: true });
  writeFileSync(join(root, ".git/hooks", event), text);
  chmodSync(join(root, ".git/hooks", event), 0o755);
}

/** How a repository's hooks are set up, by the kind's name. */
const KINDS = {
  none: () => {},
  "no-op": (root) => hookFile(root, "post-commit", "#!/bin/sh\nexit 0\n"),
  plumbing: (root) => hookFile(root, "post-commit", FLOOR),
  ltpm: (root) => {
    const programs = join(root, ".git/ltpm/hooks");
    mkdirSync(programs, { recursive: true });
    for (const name of ["run.sh", "record.sh"]) cpSync(join(HOOKS, name), join(programs, name));
    writeFileSync(join(programs, "settings.sh"), settings());
    writeFileSync(join(programs, "due"), "");
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(join(programs, "due"), tomorrow, tomorrow);
    const block = readFileSync(join(HOOKS, "block.sh"), "utf8");
    for (const event of EVENTS) hookFile(root, event, `#!/bin/sh\n${block.replaceAll("@EVENT@", event)}`);
  },
};

/** A repository of `files` files and the three documents, all committed. */
function repository(scratch, files, kind) {
  const root = mkdtempSync(join(scratch, `hook-${files}-`));
  const env = { ...environment(root), GIT_CONFIG_GLOBAL: "/dev/null" };
  git(root, env, "init", "--quiet", "--template=", ".");
  git(root, env, "config", "gc.auto", "0");
  for (let n = 0; n < files; n++) {
    const folder = join(root, `d${Math.floor(n / 100)}`);
    if (n % 100 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `f${n}.txt`), `file ${n}\n`);
  }
  for (const name of DOCUMENTS) writeFileSync(join(root, name), `# ${name}\n`);
  git(root, env, "add", "-A");
  git(root, env, "commit", "--quiet", "-m", "all");
  // An index no older than its files makes git look into each of them at every commit, in some of the repositories.
  spawnSync("sleep", ["1.1"]);
  git(root, env, "add", "--renormalize", ".");
  git(root, env, "status", "--porcelain");
  KINDS[kind](root);
  git(root, env, "commit", "--quiet", "--allow-empty", "-m", "first with hooks");
  return { kind, root, env };
}

/** Median milliseconds that each kind adds to the first one's commit of the same round; and the first one's own. */
function added(places, runs, prepare) {
  const commit = ["git", "commit", "--quiet", "--allow-empty", "-m", "x"];
  const rounds = Array.from({ length: runs + 1 }, (_, round) =>
    places.map(({ root, env }) => {
      prepare(root, round);
      return once(commit, { cwd: root, env });
    }),
  ).slice(1);
  const base = median(rounds.map(([first]) => first));
  const by = places.map(({ kind }, at) => [kind, median(rounds.map((times) => times[at] - times[0]))]);
  return { base, ...Object.fromEntries(by) };
}

function saves(root, env) {
  return git(root, env, "for-each-ref", "--format=%(refname)", "refs/ltpm/saves/").split("\n").filter(Boolean).length;
}

/** A commit when nothing is due, in a repository of so many files. */
export function idleHookRow(scratch, files, runs) {
  const places = ["none", "no-op", "ltpm"].map((kind) => repository(scratch, files, kind));
  const ms = added(places, runs, () => {});
  const over = ms.ltpm - ms["no-op"];
  clear(places);
  return {
    row: `hook, nothing due, ${files} files`,
    value: `no-op ${signed(ms["no-op"])} ms, ltpm ${signed(ms.ltpm)} ms (commit ${ms.base.toFixed(1)} ms)`,
    budget: `≤ no-op + ${IDLE_BUDGET} ms`,
    ms: ms.ltpm,
    ratio: (ms.base + ms.ltpm) / ms.base,
    within: over <= IDLE_BUDGET,
  };
}

/** A commit after PROGRESS.md changed. */
export function dueHookRow(scratch, files, runs) {
  const places = ["none", "plumbing", "ltpm"].map((kind) => repository(scratch, files, kind));
  const change = (root, round) => writeFileSync(join(root, "PROGRESS.md"), `# state ${round}\n`);
  const ms = added(places, runs, change);
  const [, , ours] = places;
  const kept = saves(ours.root, ours.env);
  clear(places);
  const ratio = ms.ltpm / ms.plumbing;
  return {
    row: `hook, save due, ${files} files`,
    value: `${ratio.toFixed(2)} × the plumbing (+${ms.plumbing.toFixed(1)} and +${ms.ltpm.toFixed(1)} ms on ${ms.base.toFixed(1)} ms)`,
    budget: `≤ ${DUE_BUDGET} ×`,
    ms: ms.ltpm,
    ratio,
    within: ratio <= DUE_BUDGET && kept >= 5,
  };
}

/** A rebase of 50 commits, each of which changes PROGRESS.md. */
export function rebaseHookRow(scratch, runs) {
  const count = 50;
  const places = ["none", "no-op", "ltpm"].map((kind) => {
    const place = repository(scratch, 50, kind);
    const { root, env } = place;
    git(root, env, "checkout", "--quiet", "-b", "work");
    for (let n = 0; n < count; n++) {
      writeFileSync(join(root, "PROGRESS.md"), `# step ${n}\n`);
      git(root, env, "commit", "--quiet", "-am", `step ${n}`);
    }
    git(root, env, "branch", "--quiet", "tip");
    git(root, env, "checkout", "--quiet", "-b", "other", "HEAD~50");
    git(root, env, "commit", "--quiet", "--allow-empty", "-m", "elsewhere");
    git(root, env, "checkout", "--quiet", "work");
    return place;
  });
  const made = [];
  const rounds = Array.from({ length: runs + 1 }, (_, round) =>
    places.map(({ root, env }) => {
      git(root, env, "reset", "--quiet", "--hard", "tip");
      writeFileSync(join(root, "PROGRESS.md"), readFileSync(join(root, "PROGRESS.md")));
      for (const ref of git(root, env, "for-each-ref", "--format=%(refname)", "refs/ltpm/saves/").split("\n"))
        if (ref !== "") git(root, env, "update-ref", "-d", ref);
      const ms = once(["git", "rebase", "--quiet", "--onto", "other", `HEAD~${count}`], { cwd: root, env });
      if (round > 0) made.push(saves(root, env));
      return ms;
    }),
  ).slice(1);
  clear(places);
  const perCommit = (at) => median(rounds.map((times) => times[at] - times[0])) / count;
  const [noOp, extra] = [perCommit(1), perCommit(2)];
  const most = Math.max(...made);
  return {
    row: `hook in a rebase of ${count} commits`,
    value: `no-op ${signed(noOp)} ms, ltpm ${signed(extra)} ms a commit, ${most} save (rebase ${median(rounds.map(([none]) => none)).toFixed(0)} ms)`,
    budget: `≤ +${REBASE_BUDGET} ms, 1 save`,
    ms: extra,
    within: extra <= REBASE_BUDGET && most <= 1,
  };
}

function signed(ms) {
  return `${ms >= 0 ? "+" : ""}${ms.toFixed(2)}`;
}

/** All rows of the hooks; `quick`: without the large repository. Differences of a millisecond need more rounds than ratios do. */
export function hookRows(scratch, runs, quick = false) {
  const sizes = quick ? [50] : [50, 5_000];
  const rounds = quick ? runs : runs * 3;
  return [
    ...sizes.map((files) => idleHookRow(scratch, files, rounds)),
    ...sizes.map((files) => dueHookRow(scratch, files, rounds)),
    rebaseHookRow(scratch, Math.max(3, Math.ceil(runs / 4))),
  ];
}

function clear(places) {
  for (const { root } of places) rmSync(root, { recursive: true, force: true });
}
