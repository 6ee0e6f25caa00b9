import { defineConfig } from "vitest/config";

/** Known answers that take whole trainings: minutes each. `npm run test:science`. */
export default defineConfig({
  test: {
    include: ["tests/science/**/*.test.ts"],
    globalSetup: ["tests/setup/build.ts"],
    setupFiles: ["tests/setup/unexpected-console.ts"],
    pool: "forks",
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
