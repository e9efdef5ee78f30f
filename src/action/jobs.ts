/** The jobs by name. Each is loaded alone: an idle plan knows nothing of processes, an attempt nothing of GitHub's API. */
import type { Jobs } from "./job.ts";

export const JOBS: Jobs = {
  plan: () => import("./plan-job.ts"),
  attempt: () => import("./attempt-job.ts"),
  verify: () => import("./verify-job.ts"),
  settle: () => import("./settle-job.ts"),
};
