import { defineConfig } from "vitest/config";

/** Everything that needs no browser. Browser tests: vitest.e2e.config.ts; benchmarks: tests/bench; long trainings: tests/science. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**", "tests/bench/**", "tests/science/**"],
    globalSetup: ["tests/setup/build.ts", "tests/setup/base-database.ts"],
    setupFiles: ["tests/setup/unexpected-console.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    environment: "node",
  },
});
