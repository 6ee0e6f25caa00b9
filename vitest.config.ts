import { defineConfig } from "vitest/config";

/** Everything that needs no browser. Browser tests: vitest.e2e.config.ts; benchmarks: tests/bench. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**", "tests/bench/**"],
    globalSetup: ["tests/setup/build.ts", "tests/setup/base-database.ts"],
    setupFiles: ["tests/setup/unexpected-console.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    environment: "node",
  },
});
