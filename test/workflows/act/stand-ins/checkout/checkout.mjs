import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const { env } = process;
if (env["INPUT_PERSIST-CREDENTIALS"] !== "false") throw new Error("a checkout would leave its token behind");
const folder = env.GITHUB_WORKSPACE;
for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
const basic = Buffer.from(`x-access-token:${env.INPUT_TOKEN}`).toString("base64");
const auth = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "http.extraheader",
  GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
};
const git = (args, more = {}) =>
  execFileSync("git", args, { cwd: folder, env: { ...env, ...more, GIT_TERMINAL_PROMPT: "0" }, stdio: "inherit" });
git(["init", "--quiet", "--initial-branch=main"]);
git(["remote", "add", "origin", `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`]);
git(["fetch", "--quiet", "--no-tags", "--depth=1", "origin", env.INPUT_REF || env.GITHUB_SHA], auth);
git(["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
