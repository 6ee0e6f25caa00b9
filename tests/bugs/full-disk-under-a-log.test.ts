import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";

/** A trainer over a log file on a full disk: /dev/full refuses every write with ENOSPC. */
describe("a log that takes no more", () => {
  it.skipIf(process.platform !== "linux")("does not end the process that writes to it", async () => {
    const script = `
      const { keepGoingWithoutOutput } = await import("./trainer/unbreakable-output.ts");
      keepGoingWithoutOutput([process.stdout, process.stderr]);
      process.stderr.write("lost\\n", () => process.exit(42));`;
    const built = `import("esbuild").then(async ({ build }) => {
      const { outputFiles } = await build({ stdin: { contents: ${JSON.stringify(script)}, resolveDir: process.cwd() },
        bundle: true, write: false, platform: "node", format: "esm" });
      await import("data:text/javascript," + encodeURIComponent(outputFiles[0].text));
    })`;
    const child = spawn("sh", ["-c", 'exec "$0" -e "$1" > /dev/full 2> /dev/full', process.execPath, built]);
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code).toBe(42);
  });
});
