import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: process.env.LTPM_SOAK ? ["test/soak/**/*.test.ts"] : ["test/**/*.test.ts"],
    exclude: process.env.LTPM_SOAK ? [] : ["test/soak/**"],
    globalSetup: ["test/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 3,
  },
});
