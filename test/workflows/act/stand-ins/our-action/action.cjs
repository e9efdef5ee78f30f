/** In place of dist/action.js: hands everything on as the real one does, and writes down what each job was given. */
const { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const { env } = process;
const artifacts = join(env.RUNNER_TEMP, "ltpm");
const output = (name, value) => appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);

function leave(name, file) {
  mkdirSync(join(artifacts, name), { recursive: true });
  writeFileSync(join(artifacts, name, file), "{}");
}

/** Words that a shell, YAML or an expression would take for something else. */
const HARD = `it's "quoted" $(touch ran) \${{ github.token }} ; 中文\nand a second line`;
const entry = (n) => ({
  id: `T-0${n}`,
  name: `T-0${n} write (attempt 1)`,
  token: `token-${n}`,
  order: JSON.stringify({ id: `T-0${n}`, token: `token-${n}`, instruction: HARD }),
  timeout_minutes: 5,
});

const JOBS = {
  plan() {
    const attempts = [entry(1), entry(2)].slice(0, Number(env.INPUT_MESSAGE) || 0);
    output("attempts", JSON.stringify(attempts));
    output("verify", JSON.stringify(attempts.slice(0, 1)));
    output("max-parallel", "2");
    output("base", env.GITHUB_SHA);
  },
  attempt: () => leave(`ltpm-${JSON.parse(env.INPUT_ORDER).token}`, "record.json"),
  verify: () => leave(`ltpm-verified-${JSON.parse(env.INPUT_ORDER).token}`, "outcomes.json"),
  settle() {},
};

const found = existsSync(artifacts) ? readdirSync(artifacts, { recursive: true }).sort() : [];
JOBS[env.INPUT_JOB]();
const saw = {
  job: env.INPUT_JOB,
  order: env.INPUT_ORDER === "" ? null : JSON.parse(env.INPUT_ORDER),
  found,
  workspace: readdirSync(env.GITHUB_WORKSPACE).sort(),
  /** Where the run's token stands in this job's environment. */
  holding: Object.keys(env).filter((name) => env[name].includes(env.LTPM_ACT_SECRET.split("").reverse().join(""))),
};
appendFileSync(env.LTPM_ACT_LOG, `${JSON.stringify(saw)}\n`);
