import { defineConfig } from "vitest/config";

/** Tests in a real browser against a real server; `npm test` builds first and names the browser in CHROMIUM. */
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    setupFiles: ["tests/setup/unexpected-console.ts"],
    pool: "forks",
    // Each file starts servers and trainers of its own; two at once would only slow each other down.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
