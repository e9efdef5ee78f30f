import { JOBS } from "./jobs.ts";
import { runAction } from "./run.ts";

// No top-level await: what is loaded on demand imports this file's code, and would wait for a job that waits for it.
void runAction({ env: process.env, jobs: JOBS, out: (text) => process.stdout.write(text) }).then((code) => {
  process.exitCode = code;
});
