import { defineConfig } from "vitest/config";

/** Sampled in `npm cit` (test/thorough.ts), whole in the soak. */
const SAMPLED = [
  "test/e2e/broken-queue.test.ts",
  "test/stores/api-faults.test.ts",
  "test/stores/local-faults.test.ts",
  "test/stores/local-processes.test.ts",
  "test/stores/remote-contract.test.ts",
  "test/stores/remote-crowd.test.ts",
];

export default defineConfig({
  test: {
    include: process.env.LTPM_SOAK ? ["test/soak/**/*.test.ts", ...SAMPLED] : ["test/**/*.test.ts"],
    exclude: process.env.LTPM_SOAK ? [] : ["test/soak/**"],
    globalSetup: ["test/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 3,
  },
});
